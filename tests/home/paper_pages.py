"""A small tree of pages, for what is printed from pages."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from wagtail.models import Locale, Page, Site

from home.models import AgendaPage, EventPage, HomePage, InfoPage, NeighbourhoodPage, PlanPage
from portal.people.models import Neighbourhood


def first_page() -> HomePage:
    found = HomePage.objects.filter(locale__language_code="nl").first()
    if found:
        return found
    locale = Locale.objects.get_or_create(language_code="nl")[0]
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    home = root.add_child(instance=HomePage(title="Zorg voor de buurt", slug="nl", locale=locale))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    return home


def event_page(area: Neighbourhood, **fields: Any) -> EventPage:
    agenda = AgendaPage.objects.first() or first_page().add_child(
        instance=AgendaPage(title="Agenda", slug="agenda")
    )
    facts = {
        "title": "Koffie op het plein",
        "slug": "koffie",
        "starts_on": date(2027, 4, 8),
        "start_time": time(18, 30),
        "end_time": time(20, 0),
        "neighbourhood": area,
        **fields,
    }
    return agenda.add_child(instance=EventPage(**facts))


def info_page(**fields: Any) -> InfoPage:
    facts = {"title": "Hoe werkt het?", "slug": "hoe-werkt-het", **fields}
    return first_page().add_child(instance=InfoPage(**facts))


def plan_page(area: Neighbourhood, **fields: Any) -> PlanPage:
    above = NeighbourhoodPage.objects.first() or first_page().add_child(
        instance=NeighbourhoodPage(title=area.name, slug="buurt", neighbourhood=area)
    )
    facts = {
        "title": "Plan",
        "slug": "plan",
        "first_month": date(2026, 9, 1),
        "last_month": date(2026, 12, 1),
        **fields,
    }
    return above.add_child(instance=PlanPage(**facts))


def translated(page: Any, code: str, **fields: Any) -> Any:
    """The same page in another language, published."""
    locale = Locale.objects.get_or_create(language_code=code)[0]
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, value in {"live": True, **fields}.items():
        setattr(copy, name, value)
    copy.save()
    return copy
