"""What people do with their own data, and the team for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from phonenumber_field.phonenumber import PhoneNumber

from design.days import months_later

from .actions import record_consent, speak, withdraw_consent
from .data_rules import (
    check_can_be_forgotten,
    check_handles,
    check_known,
    check_own_or_team,
    check_team,
    what_prevents,
)
from .enums import Channel, DataQuestion, Looked, Purpose
from .kept import holdings
from .kept_models import Correction, DataRequest, FileAccess, Restriction
from .models import Person, User
from .roles import Role
from .scripts import asking, is_asked_again

MONTHS_TO_ANSWER = 1  # GDPR art. 12(3)
_STAFF = [Role.COORDINATOR, Role.BROKER, *sorted(Role)]


@dataclass(frozen=True)
class Details:
    """What a person may correct; `languages` are codes, the preferred one is added by itself.

    None leaves it as it is: the form that people fill in themselves does not ask everything.
    """

    first_name: str
    last_name: str
    phone: str
    email: str
    street: str
    house_number: str
    box: str
    postcode: str
    city: str
    language: str
    languages: tuple[str, ...] = ()
    second_phone: str | None = None
    second_phone_of: str | None = None
    first_way: str | None = None
    best_time: str | None = None
    needs_interpreter: bool | None = None


DETAIL_NAMES = tuple(name for name in Details.__dataclass_fields__ if name != "languages")


def _lock(person: Person) -> Person:
    locked: Person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    check_known(locked)
    return locked


@transaction.atomic
def correct_details(person: Person, details: Details, *, by: User, now: datetime) -> list[str]:
    """Return the names of what changed; nothing changed leaves no line of history."""
    person = _lock(person)
    check_own_or_team(person, by)
    new = {name: value for name in DETAIL_NAMES if (value := getattr(details, name)) is not None}
    changed = [name for name, value in new.items() if value != _as_given(getattr(person, name))]
    for name in changed:
        setattr(person, name, new[name])
    if changed:
        person.save(update_fields=changed)
    spoken = set(person.spoken.values_list("code", flat=True))
    if spoken != {*details.languages, details.language}:
        speak(person, list(details.languages))
        changed.append("spoken")
    if changed:
        Correction.objects.create(person=person, at=now, by=by, fields=",".join(changed))
    return changed


def _as_given(value: Any) -> Any:
    return str(value.as_e164) if isinstance(value, PhoneNumber) else value


@transaction.atomic
def set_consent(
    person: Person,
    purpose: Purpose,
    agrees: bool,
    *,
    by: User,
    now: datetime,
    channel: Channel = Channel.WEB,
    interpreter: str = "",
) -> bool:
    """The person gives or withdraws one consent, each as easily. Twice is the same as once.

    On the website, or by a call, at the desk …, written down by the team. Return whether something changed.
    """
    check_own_or_team(person, by)
    for holding in holdings():
        if holding.locks:
            holding.locks(person)
    person = _lock(person)
    found = person.consents.filter(purpose=purpose, withdrawn_at=None).first()
    is_so = found is not None and (found.is_in_force() or not agrees)
    is_old = agrees and found is not None and is_asked_again(found, asking())
    if is_so == agrees and not is_old:
        return False
    if agrees:
        language = person.written_language
        given = {"channel": channel, "language": language, "interpreter": interpreter}
        record_consent(person, purpose, by=by, now=now, **given)  # type: ignore[arg-type]
    else:
        withdraw_consent(person, purpose, channel=channel, now=now)
    for holding in holdings():
        if holding.consented:
            holding.consented(person, purpose, agrees, by, now)
    return True


@transaction.atomic
def restrict(person: Person, begins: bool, *, by: User, now: datetime) -> bool:
    """From now on keep somebody's data without using it, or use it again (GDPR art. 18).

    Asked by telephone, who writes it down handles it and goes on seeing them. Twice is the same as once:
    return whether something changed.
    """
    for holding in holdings():
        if holding.locks:
            holding.locks(person)
    person = _lock(person)
    check_own_or_team(person, by)
    if person.is_restricted == begins:
        return False
    if not begins and person.user_id != by.pk:
        check_handles(person, by)
    person.restricted_at = now if begins else None
    person.restricted_by = by if begins and person.user_id != by.pk else None
    person.save(update_fields=["restricted_at", "restricted_by"])
    Restriction.objects.create(person=person, at=now, by=by, begins=begins)
    if begins:
        asked = person.data_requests.open().filter(kind=DataQuestion.RESTRICT)
        asked.update(answered_at=now, answered_by=by)
    for holding in holdings():
        if holding.restricted:
            holding.restricted(person, begins, by, now)
    return True


@transaction.atomic
def forget_person(person: Person, *, by: User, now: datetime) -> int:
    """Nothing is left but counts. Returns how many records were erased; of who is forgotten already, 0.

    Raises `NotForYou`, or `NotNow` with what must end first.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    if person.forgotten_at is not None:
        return 0
    check_known(person)
    check_own_or_team(person, by)
    check_can_be_forgotten(person, now)
    return _forget(person, now)


@transaction.atomic
def forget_if_free(person: Person, *, now: datetime) -> int:
    """The night's way: 1 when this person was forgotten, 0 when something is still open."""
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    if person.forgotten_at is not None or person.merged_into_id or what_prevents(person, now):
        return 0
    _forget(person, now)
    return 1


def _forget(person: Person, now: datetime) -> int:
    return sum(holding.forget(person, now) for holding in reversed(holdings()))


@transaction.atomic
def ask_about_data(
    person: Person, kind: DataQuestion, *, channel: Channel, by: User, now: datetime
) -> DataRequest:
    """Write down that somebody asks; asked again while it is open, it is the same question."""
    person = _lock(person)
    check_own_or_team(person, by)
    due = months_later(timezone.localdate(now), MONTHS_TO_ANSWER)
    return DataRequest.objects.get_or_create(
        person=person,
        kind=kind,
        answered_at=None,
        defaults={"channel": channel, "asked_at": now, "due_on": due, "by": by},
    )[0]


@transaction.atomic
def answer_about_data(question: DataRequest, *, by: User, now: datetime) -> DataRequest:
    """Answered twice keeps the first time."""
    question = (
        DataRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=question.pk)
    )
    check_team(question.person, by)
    if question.answered_at is None:
        question.answered_at = now
        question.answered_by = by
        question.save(update_fields=["answered_at", "answered_by"])
    return question


def staff_role(user: User) -> str:
    """The role in which somebody of the team acts: the one that may most."""
    return next((each.value for each in _STAFF if each in user.roles), "")


def note_access(people: Iterable[Person | None], what: Looked, *, by: User, now: datetime) -> None:
    """Somebody of the team sees these people's details; one query, one line per hour of the clock.

    Lists are long and opened often: who stands there already this hour is not written again.
    """
    role = staff_role(by)
    hour = now.replace(minute=0, second=0, microsecond=0)
    seen = {person.pk: person for person in people if person and person.user_id != by.pk}
    if what == Looked.LIST and seen:
        noted = FileAccess.objects.filter(looked_by=by, what=what, hour=hour, person__in=seen)
        for pk in noted.values_list("person", flat=True):
            seen.pop(pk)
    if not seen:
        return
    FileAccess.objects.bulk_create(
        [
            FileAccess(person=person, looked_by=by, role=role, what=what, at=now, hour=hour)
            for person in seen.values()
        ],
        ignore_conflicts=True,
    )
