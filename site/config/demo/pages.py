"""What editors wrote in the demo: dates to come, a story, news, and a plan. All of it is plainly made up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale
from wagtail.rich_text import RichText
from wagtail_localize.synctree import synchronize_tree

from config.begin.pages import put
from home.models import (
    AgendaPage,
    AnalysisPage,
    EventPage,
    NeighbourhoodPage,
    PlanPage,
    StoriesPage,
    StoryConsent,
    StoryPage,
)
from portal.gather.enums import EventKind, Repeats
from portal.people.enums import Channel
from portal.people.models import Neighbourhood


def load_pages(area: Neighbourhood, now: datetime) -> dict[str, EventPage]:
    """Return the events by slug."""
    today = timezone.localdate(now)
    events = {event.slug: event for event in _events(area, today)}
    agenda = AgendaPage.objects.get(locale__language_code="nl")
    for event in events.values():
        put(agenda, event)
    stories = StoriesPage.objects.get(locale__language_code="nl")
    for story in _stories(today):
        put(stories, story)
    quarter = NeighbourhoodPage.objects.get(locale__language_code="nl")
    put(quarter, _analysis())
    put(quarter, _plan(today))
    _follow()
    return events


def _follow() -> None:
    """The same pages in the other trees, in Dutch: what the CMS does by itself for pages made there."""
    dutch = Locale.objects.get(language_code="nl")
    for locale in Locale.objects.exclude(pk=dutch.pk):
        synchronize_tree(dutch, locale)


def _text(value: str) -> tuple[str, RichText]:
    return ("text", RichText(value))


def _next(weekday: int, today: date, weeks: int = 0) -> date:
    """The next such day (0 is Monday) after today, some weeks on."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1 + 7 * weeks)


def _events(area: Neighbourhood, today: date) -> list[EventPage]:
    here: dict[str, Any] = {"neighbourhood": area, "place": "De Schijf", "city": "2800 Mechelen"}
    access = "Geen trap. Er is een toilet voor rolstoelen."
    return [
        EventPage(
            title="Koffie in De Schijf",
            slug="koffie",
            intro="Kom binnen, drink een koffie en leer je buren kennen.",
            kind=EventKind.MEETING,
            starts_on=_next(1, today),
            start_time=time(14),
            end_time=time(16),
            repeats=Repeats.WEEKLY,
            access=access,
            languages=["nl", "ary", "rif"],
            takes_sign_ups=False,
            body=[
                _text("<p>Je hoeft niets mee te brengen. Kom je alleen? Bij de deur zit iemand van ons.</p>")
            ],
            **here,
        ),
        EventPage(
            title="Samen soep eten",
            slug="soep",
            intro="We eten samen aan lange tafels. Er is soep met en zonder vlees.",
            kind=EventKind.MEAL,
            starts_on=_next(4, today, 1),
            start_time=time(12),
            end_time=time(14),
            price=3,
            seats=8,
            access=access,
            languages=["nl", "fr", "ar"],
            body=[_text("<p>Eet je iets niet? Zeg het als je inschrijft.</p>")],
            **here,
        ),
        EventPage(
            title="Wandeling langs de Dijle",
            slug="wandeling",
            intro="Een trage wandeling van een uur. Er zijn banken onderweg.",
            kind=EventKind.WALK,
            starts_on=_next(6, today, 2),
            start_time=time(10),
            end_time=time(11, 30),
            seats=20,
            access="De weg is vlak. Een rollator kan mee.",
            languages=["nl"],
            **here,
        ),
        EventPage(
            title="Babbel over de buurt",
            slug="babbel-over-de-buurt",
            intro="Wat kan beter? We luisterden en we schreven het op.",
            kind=EventKind.INFO,
            starts_on=today - timedelta(days=20),
            start_time=time(18, 30),
            end_time=time(20, 30),
            takes_sign_ups=False,
            report=[
                (
                    "said_done",
                    [
                        {
                            "said": "Er zijn te weinig banken.",
                            "done": "We vragen de stad om twee banken. Dit is een voorbeeld.",
                        }
                    ],
                )
            ],
            **here,
        ),
    ]


def _stories(today: date) -> list[StoryPage]:
    story = StoryPage(
        title="Een lamp, en daarna een koffie",
        slug="een-lamp-en-een-koffie",
        day=today - timedelta(days=9),
        intro="Rosa kon niet meer bij de lamp in de gang. Youssef woont twee deuren verder.",
        take_down_on=today + timedelta(days=350),
        body=[
            _text(
                "<p>“Ik durfde het eerst niet te vragen”, zegt Rosa. “Nu weet ik: het is maar een lamp.”</p>"
            ),
            ("quote", {"text": "Na de lamp dronken we koffie. Dat doen we nu elke maand.", "who": "Youssef"}),
            _text("<p>Dit verhaal is verzonnen. Het hoort bij de voorbeeldbuurt.</p>"),
        ],
    )
    story.consents = [
        StoryConsent(name=name, given_on=today - timedelta(days=12), how=Channel.PAPER)
        for name in ("Rosa", "Youssef")
    ]
    news = StoryPage(
        title="De deur staat open op dinsdag",
        slug="open-op-dinsdag",
        kind="news",
        day=today - timedelta(days=3),
        intro="Elke dinsdag is er koffie in De Schijf. Dit is een voorbeeld.",
    )
    return [story, news]


def _analysis() -> AnalysisPage:
    return AnalysisPage(
        title="Wat weten we over de buurt?",
        slug="wat-weten-we",
        intro="Dit zijn voorbeelden. Echte cijfers krijgen altijd een bron.",
        body=[
            (
                "figure",
                {
                    "value": "0 op 10",
                    "text": "Zo ziet een cijfer eruit.",
                    "source": "voorbeeld",
                    "year": "",
                    "link": "",
                },
            ),
            ("quote", {"text": "Ik ken mijn buren nog niet.", "who": "een buur"}),
            (
                "attention",
                {"title": "Buren ontmoeten elkaar te weinig", "text": "Er is geen vaste plek om te zitten."},
            ),
        ],
    )


def _plan(today: date) -> PlanPage:
    first = today.replace(day=1)

    def month(ahead: int) -> date:
        return date(first.year + (first.month - 1 + ahead) // 12, (first.month - 1 + ahead) % 12 + 1, 1)

    def action(title: str, level: str, cells: list[tuple[int, str, bool]], **more: Any) -> dict[str, Any]:
        texts = [{"month": month(ahead), "text": text, "is_sure": sure} for ahead, text, sure in cells]
        base = {"form": "alone", "state": "planned", "who": "", "partners": "", "output": ""}
        return {
            **base,
            "title": title,
            "level": level,
            "first_month": None,
            "last_month": None,
            **more,
            "cells": texts,
        }

    return PlanPage(
        title="Wat gaan we doen?",
        slug="plan",
        intro="Een plan als voorbeeld: zo ziet het eruit als de stuurgroep het invult.",
        first_month=first,
        last_month=month(8),
        goals=[
            (
                "goal",
                {
                    "title": "Buren kennen elkaar",
                    "why": "Wie iemand kent, durft iets te vragen.",
                    "actions": [
                        action(
                            "Koffie op dinsdag",
                            "micro",
                            [(0, "start", True), (5, "we kijken hoe het gaat", False)],
                            state="busy",
                        ),
                        action(
                            "Dag van de Buren",
                            "meso",
                            [(6, "feest", True)],
                            form="together",
                            partners="de clubs in de buurt",
                        ),
                        action(
                            "Banken op het plein",
                            "macro",
                            [(3, "vraag aan de stad", False)],
                            output="twee banken",
                        ),
                    ],
                },
            )
        ],
    )
