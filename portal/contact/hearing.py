"""One place that decides how and when somebody hears something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from portal.people.models import Person
from portal.people.phones import gets_texts

from .enums import Route, Way
from .hearing_models import Hearing, mail_of

MORNING, EVENING, LATE = time(8), time(21), time(22)
SUNDAY = 6


@dataclass(frozen=True)
class Kind:
    """What we may do with messages of one kind.

    `is_urgent`: also in the evening, on Sunday, and to who only looks at their page. `waits`: until the mail
    of the morning. `answers`: somebody just did something and gets a mail about it, whatever they chose.
    """

    is_urgent: bool = False
    waits: bool = False
    answers: bool = False


URGENT, WAITS, ANSWERS = Kind(is_urgent=True), Kind(waits=True), Kind(answers=True)
# What is not in it is told at once, outside quiet hours.
KINDS = {
    "called_off": URGENT,
    "helper_off": URGENT,
    "event_called_off": URGENT,
    "somebody_found": WAITS,
    "volunteer_again": WAITS,
    "volunteer_asked": WAITS,
    "volunteer_thanks": WAITS,
    "volunteer_welcome": WAITS,
    "event_confirmed": ANSWERS,
    "event_waiting": ANSWERS,
    "invitation": ANSWERS,
    "question_received": ANSWERS,
    "second_factor_reset": ANSWERS,
}


@dataclass(frozen=True)
class Reachable:
    """Where somebody can be reached."""

    mail: bool
    text: bool
    page: bool


@dataclass(frozen=True)
class Told:
    route: Route
    send_after: datetime | None = None
    in_digest: bool = False


def hears(person: Person, kind: str, *, needs_page: bool, now: datetime) -> Told:
    hearing = Hearing.objects.filter(person=person).first() or Hearing(person=person)
    return decide(kind, reachable(person), hearing, needs_page=needs_page, now=now)


def reachable(person: Person) -> Reachable:
    phone = person.phone.as_e164 if person.phone else ""
    return Reachable(
        mail=bool(mail_of(person)),
        text=bool(settings.SMS_URL and phone and gets_texts(phone)),
        page=bool(person.user_id) and not person.is_restricted,
    )


def decide(kind: str, at: Reachable, hearing: Hearing, *, needs_page: bool, now: datetime) -> Told:
    """`needs_page`: a mail leads to their own page only, and says nothing to who has no account.

    Who chose nothing gets a text message only when they have an account too: who has none would have to
    call us about it, and then we had better call them.
    """
    rule = KINDS.get(kind, Kind())
    way = "" if rule.answers else hearing.way
    if way == Way.PAGE and at.page and not rule.is_urgent:
        return Told(Route.PAGE)
    if way == Way.CALL:
        return Told(Route.CALL)
    mails = at.mail and (at.page or not needs_page)
    texts = at.text and (way == Way.TEXT or at.page) and not rule.answers
    if texts and (way == Way.TEXT or not mails):
        return _by_text(rule, now)
    if not mails:
        return Told(Route.CALL)
    if hearing.once_a_day and rule.waits:
        return Told(Route.MAIL, next_morning(now), in_digest=True)
    return Told(Route.MAIL)


def _by_text(rule: Kind, now: datetime) -> Told:
    """At night nobody is woken up: what cannot wait until the morning is called about then."""
    if not rule.is_urgent:
        return Told(Route.TEXT, next_loud(now))
    is_awake = MORNING <= timezone.localtime(now).time() < LATE
    return Told(Route.TEXT if is_awake else Route.CALL)


def next_loud(now: datetime) -> datetime | None:
    """When a telephone may make a noise; none: it may now."""
    local = timezone.localtime(now)
    if local.weekday() != SUNDAY and MORNING <= local.time() < EVENING:
        return None
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return _morning_of(day + timedelta(days=1) if day.weekday() == SUNDAY else day)


def next_morning(now: datetime) -> datetime:
    local = timezone.localtime(now)
    return _morning_of(local.date() if local.time() < MORNING else local.date() + timedelta(days=1))


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=timezone.get_default_timezone())
