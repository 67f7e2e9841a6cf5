"""The plan of a quarter: its goals, its matrix of levels and months, and the same for a spreadsheet."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from home.models import AnalysisPage, InfoCardPage, NeighbourhoodPage, PlanPage
from home.plan_blocks import Level
from home.plan_matrix import harmless, matrix_of, months_of
from portal.people.models import Neighbourhood, User

from .paper_pages import info_page, plan_page, translated

pytestmark = pytest.mark.django_db


def action(**fields: Any) -> dict[str, Any]:
    return {"title": "Koffie", "level": "micro", "state": "planned", "cells": [], **fields}


def plan(area: Neighbourhood, *actions: dict[str, Any], **fields: Any) -> PlanPage:
    goals = [("goal", {"title": "Samen", "why": "", "actions": list(actions)})]
    made = plan_page(area, goals=goals, **fields)
    return PlanPage.objects.get(pk=made.pk)


def cell(month: date, text: str, is_sure: bool = True) -> dict[str, Any]:
    return {"month": month, "text": text, "is_sure": is_sure}


def row(page: PlanPage) -> list[Any]:
    """September to December of its first action: texts, else whether it goes on."""
    return [each.texts or each.goes_on for each in matrix_of(page).groups[0][1][0].cells]


# --- the matrix ---------------------------------------------------------------------------------


def test_the_months_are_those_of_the_page_over_the_year(area: Neighbourhood) -> None:
    page = plan(area, first_month=date(2026, 11, 30), last_month=date(2027, 2, 1))
    assert months_of(page) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), 1),
        (date(2026, 9, 2), date(2026, 8, 1), 0),
        (date(2026, 9, 1), date(2036, 9, 1), 36),
        (None, date(2026, 9, 1), 0),
    ],
)
def test_months_that_are_none(first: date | None, last: date, count: int) -> None:
    assert len(months_of(PlanPage(first_month=first, last_month=last))) == count


def test_actions_stand_by_level_in_the_order_of_the_page(area: Neighbourhood) -> None:
    page = plan(area, action(title="a", level="macro"), action(title="b"), action(title="c", level="macro"))
    found = [(level, [each.title for each in actions]) for level, actions in matrix_of(page).groups]
    assert found == [(Level.MICRO, ["b"]), (Level.MACRO, ["a", "c"])]


def test_free_text_and_question_marks(area: Neighbourhood) -> None:
    cells = [
        cell(date(2026, 9, 30), "14 - start"),
        cell(date(2026, 10, 5), "markt", False),
        cell(date(2026, 10, 6), "???", False),
    ]
    assert row(plan(area, action(cells=cells))) == [["14 - start"], ["markt?", "?"], False, False]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 10, 9), date(2026, 11, 9), [False, True, True, False]),
        (date(2026, 11, 9), date(2026, 10, 9), [False, True, True, False]),
        (date(2026, 11, 1), None, [False, False, True, True]),
        (None, date(2026, 10, 1), [True, True, False, False]),
        (date(2020, 1, 1), date(2030, 1, 1), [True] * 4),
        (date(2027, 1, 1), None, [False] * 4),
        (None, None, [False] * 4),
    ],
)
def test_an_action_without_text_shows_its_span(
    area: Neighbourhood, first: date | None, last: date | None, shown: list[bool]
) -> None:
    assert row(plan(area, action(first_month=first, last_month=last))) == shown


def test_text_outside_the_months_is_not_lost(area: Neighbourhood, client: Client) -> None:
    page = plan(area, action(cells=[cell(date(2027, 3, 1), "feest")]))
    assert row(page) == [False] * 4
    assert "maart 2027: feest" in client.get(page.path_in_site).content.decode()
    assert rows(client, page)[1][-1] == "maart 2027: feest"


# --- the page -----------------------------------------------------------------------------------


def test_the_page_tells_all_of_an_action(area: Neighbourhood, client: Client) -> None:
    page = plan(
        area,
        action(
            title="Buurtcafé <b>",
            state="busy",
            form="together",
            who="Wij",
            partners="De school",
            output="Een café",
            first_month=date(2026, 9, 1),
            last_month=date(2026, 10, 1),
        ),
    )
    text = client.get(page.path_in_site).content.decode()
    for said in ("Buurtcafé &lt;b&gt;", "badge-busy", "De school", "Een café", "september 2026"):
        assert said in text
    assert '<th scope="row"' in text
    assert '<th scope="rowgroup"' in text
    assert text.count('<th scope="col"') == 5
    assert 'role="region" tabindex="0" aria-labelledby="matrix-caption"' in text
    assert reverse("plan_csv", args=[page.pk]) in text


def test_a_plan_that_is_empty(area: Neighbourhood, client: Client) -> None:
    page = plan_page(area)
    text = client.get(page.path_in_site).content.decode()
    assert "<table" not in text
    assert len(rows(client, page)) == 1


# --- the spreadsheet ----------------------------------------------------------------------------


def rows(client: Client, page: PlanPage) -> list[list[str]]:
    text = client.get(reverse("plan_csv", args=[page.pk])).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def test_the_spreadsheet(area: Neighbourhood, client: Client) -> None:
    page = plan(
        area,
        action(title='Soep; "warm"', who="Wij", first_month=date(2026, 9, 1), last_month=date(2026, 9, 1)),
    )
    answer = client.get(reverse("plan_csv", args=[page.pk]))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.csv"'
    heads, line = rows(client, page)
    assert heads[7:11] == ["september 2026", "oktober 2026", "november 2026", "december 2026"]
    assert line[1:5] == ["Samen", 'Soep; "warm"', line[3], "Wij"]
    assert line[7:] == ["x", "", "", "", ""]


def test_it_is_in_the_language_of_the_page(area: Neighbourhood, client: Client) -> None:
    page = plan(area, action())
    assert rows(client, translated(page, "fr"))[0][7] == "septembre 2026"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(area: Neighbourhood, client: Client, sign: str) -> None:
    bad = f"{sign}HYPERLINK(1)"
    page = plan(area, action(title=bad, who=bad, cells=[cell(date(2026, 9, 1), bad)]))
    line = rows(client, page)[1]
    assert [line[2], line[4], line[7]] == [f"'{bad}"] * 3


def test_what_is_no_formula_stays() -> None:
    assert [harmless(each) for each in ("", "5 - overleg", "a=b", "'x")] == ["", "5 - overleg", "a=b", "'x"]


def test_only_plans_that_one_may_see(area: Neighbourhood, client: Client, editor: User) -> None:
    page = plan(area, action())
    assert client.get(reverse("plan_csv", args=[info_page().pk])).status_code == 404
    page.unpublish()
    assert client.get(reverse("plan_csv", args=[page.pk])).status_code == 404
    client.force_login(editor)
    assert client.get(reverse("plan_csv", args=[page.pk])).status_code == 200


# --- its neighbours -----------------------------------------------------------------------------


def test_what_we_know_of_the_quarter(area: Neighbourhood, client: Client) -> None:
    plan_page(area)
    body = [
        ("text", "<p>Wat we weten.</p>"),
        ("figure", {"value": "38 %", "text": "woont alleen", "source": "Stad", "year": "2020", "link": ""}),
        ("quote", {"text": "Het is hier\nstil.", "who": ""}),
        ("attention", {"title": "Veel trappen", "text": ""}),
    ]
    above = NeighbourhoodPage.objects.get()
    page = above.add_child(instance=AnalysisPage(title="Analyse", slug="analyse", body=body))
    text = client.get(page.path_in_site).content.decode()
    for said in ("Wat we weten.", "38 %", "Stad", "2020", "stil.", "Veel trappen"):
        assert said in text


def test_an_information_card(area: Neighbourhood, client: Client) -> None:
    fields = {"title": "Wie alleen woont", "slug": "alleen", "audience": "wie alleen woont"}
    page = info_page().add_child(instance=InfoCardPage(**fields, body=[("text", "<p>Bel ons.</p>")]))
    text = client.get(page.path_in_site).content.decode()
    assert "wie alleen woont" in text
    assert "Bel ons." in text
    assert area.phone in text
