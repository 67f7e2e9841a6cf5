from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from config.begin import begin_site
from portal.contact.enums import MessageState
from portal.contact.models import Message
from portal.help.models import HelpKind
from portal.people.actions import speak
from portal.people.enums import StatementKind, VolunteerState
from portal.people.models import Neighbourhood, Person, User, Volunteer
from portal.people.roles import group
from portal.team.models import Permanence, Signature, Terms

from .agenda import load_agenda
from .cast import CAST, DOMAIN, PASSWORD, Neighbour
from .organisations import load_organisations
from .pages import load_pages
from .requests import load_requests


class DemoRefused(Exception):
    """The message is the reason, in one sentence."""


@transaction.atomic
def load_demo(now: datetime) -> bool:
    """Return whether anything was made; a second time changes nothing.

    Raises `DemoRefused` where the settings forbid it or real people are in the database.
    """
    if not settings.DEMO_ALLOWED:
        raise DemoRefused("The demo has a known password, so it does not run with production settings.")
    if User.objects.filter(email=f"{CAST[0].login}@{DOMAIN}").exists():
        return False
    if User.objects.exists() or Person.objects.exists():
        raise DemoRefused("There are people in this database already; the demo wants an empty one.")
    areas = {place.slug: place for place in begin_site()}
    _open_hours(areas["oud-oefenplein"])
    people = {each.first_name: _settle(each, areas) for each in CAST}
    load_requests(people, now)
    load_organisations(now)
    load_agenda(load_pages(areas["oud-oefenplein"], now), people, now)
    # What these stories would have mailed, arrived; whom they would have called long ago, was called.
    Message.objects.to_mail().update(state=MessageState.SENT, settled_at=now)
    long_ago = now - timedelta(days=4)
    Message.objects.to_call().filter(created_at__lt=long_ago).update(state=MessageState.DONE, settled_at=now)
    return True


def _open_hours(area: Neighbourhood) -> None:
    """Three half-days a week (000:155-158)."""
    for weekday, starts, ends in ((1, 9, 12), (3, 13, 16), (4, 9, 12)):
        Permanence.objects.create(neighbourhood=area, weekday=weekday, starts=time(starts), ends=time(ends))


def _settle(each: Neighbour, areas: dict[str, Neighbourhood]) -> Person:
    person = Person.objects.create(
        user=_account(each, areas) if each.login else None,
        neighbourhood=areas[each.area],
        first_name=each.first_name,
        last_name="Voorbeeld",
        phone=each.phone,
        email=f"{each.login}@{DOMAIN}" if each.login else "",
        street="Voorbeeldstraat",
        house_number=each.house,
        box=each.box,
        postcode="2800",
        city="Mechelen",
        language=each.language,
    )
    speak(person, list(each.speaks))
    if each.helper:
        helper = each.helper
        volunteer = Volunteer.objects.create(
            person=person,
            state=VolunteerState.ACTIVE,
            birth_date=helper.birth_date,
            parent_agreed=helper.parent_agreed,
            half_days=helper.half_days,
            month_maximum=helper.month_maximum,
            has_car=helper.has_car,
        )
        for terms in Terms.objects.filter(neighbourhood=person.neighbourhood):
            Signature.objects.create(
                volunteer=volunteer,
                terms=terms,
                signed_on=timezone.localdate(),
                language=person.written_language,
                recorded_at=timezone.now(),
            )
        if helper.has_car:
            today = timezone.localdate()
            volunteer.statements.create(
                kind=StatementKind.DRIVER, shown_on=today, expires_on=today + timedelta(days=300)
            )
        volunteer.kinds.set(HelpKind.objects.filter(code__in=helper.kinds))
    return person


@cache
def _hashed() -> str:
    """Hashing is slow on purpose; once is enough for a password that everybody knows."""
    return make_password(PASSWORD)


def _account(each: Neighbour, areas: dict[str, Neighbourhood]) -> User:
    user = User.objects.create(
        email=f"{each.login}@{DOMAIN}",
        password=_hashed(),
        first_name=each.first_name,
        last_name="Voorbeeld",
        phone=each.phone,
    )
    user.groups.set(group(role) for role in each.roles)
    user.neighbourhoods.set(areas.values() if each.login in {"bemiddelaar", "coordinator", "balie"} else [])
    return user
