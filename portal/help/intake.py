"""From what was typed on a form, by the person or by a broker, to a request: once, whole, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from design.errors import RuleError
from portal.contact.actions import tell
from portal.contact.enums import MessageState, Route
from portal.people.actions import Who, complete, locked, person_for, record_consent, told_otherwise
from portal.people.enums import Channel, Purpose
from portal.people.models import Neighbourhood, Person, User

from .actions import Asked, Wish, ask
from .models import HelpRequest

Cleaned = Mapping[str, Any]
ADDRESS = ("street", "house_number", "box")


class UsedAgain(RuleError):
    """A form that was sent already was filled in again for something else (the back button)."""

    def __init__(self) -> None:
        super().__init__(_("This form was sent before. It is new now: look at it and send it again."))


def once(submission: uuid.UUID, make: Callable[[], HelpRequest]) -> HelpRequest:
    """Run `make` in a transaction; the same submission sent again gives the request it already made."""
    earlier = HelpRequest.objects.filter(submission=submission)
    try:
        with transaction.atomic():
            return earlier.first() or make()
    except IntegrityError:
        found = earlier.first()
        if found is None:
            raise
        return found


def wish_of(data: Cleaned) -> Wish:
    return Wish(
        kind=data["kind"],
        text=data.get("text", "").strip(),
        timing=data["timing"],
        day=data.get("day"),
        half_day=data.get("half_day", ""),
        places=data.get("places") or data["kind"].default_places,
        wants_rhythm=data.get("wants_rhythm", ""),
        answers=tuple(data.get("answers") or ()),
        red_flags=tuple(data.get("red_flags") or ()),
    )


def who_of(data: Cleaned, *, address: bool = True) -> Who:
    return Who(
        first_name=data["first_name"].strip(),
        last_name=data.get("last_name", "").strip(),
        phone=_number(data.get("phone")),
        email=data.get("email", "").lower(),
        language=data["language"],
        **{name: data.get(name, "").strip() for name in ADDRESS if address},
    )


def _number(value: Any) -> str:
    return str(value.as_e164) if value else ""


def consents_of(data: Cleaned) -> tuple[Purpose, ...]:
    return tuple(
        purpose for purpose in (Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT) if data.get(purpose.value)
    )


def ask_on_the_web(
    data: Cleaned,
    *,
    neighbourhood: Neighbourhood,
    outside: bool,
    submission: uuid.UUID,
    user: User | None,
    now: datetime,
) -> HelpRequest:
    """`data`: the cleaned fields of all steps together. With `relation` it is asked for somebody else."""
    relation = data.get("relation", "")

    def make() -> HelpRequest:
        who = who_of(data, address=not relation)
        own = Person.objects.filter(user=user).first() if user else None
        asker, is_new = (own, True) if own else person_for(who, neighbourhood)
        if own:
            asker = complete(own, who)
        if relation:
            _consents_of_asker(asker, data, is_proven=is_new, now=now)
        person = _helped(data, neighbourhood) if relation else asker
        how = Asked(
            channel=Channel.WEB,
            language=data["language"],
            consents=consents_of(data),
            asked_by=asker if relation else None,
            relation=relation,
            outside_area=outside,
            submission=submission,
            gave=told_otherwise(asker, who),
            is_proven=is_new,
        )
        return ask(person, wish_of(data), how, neighbourhood=neighbourhood, by=user, now=now)

    return once(submission, make)


def _consents_of_asker(asker: Person, data: Cleaned, *, is_proven: bool, now: datetime) -> None:
    """Who asks for somebody else agrees for themselves too: to be kept, and maybe to be called."""
    given = [Purpose.KEEP_REQUEST] + ([Purpose.SHARE_CONTACT] if data.get("share_asker") else [])
    for purpose in given:
        record_consent(
            asker,
            purpose,
            channel=Channel.WEB,
            language=asker.language,
            by=None,
            now=now,
            is_proven=is_proven,
        )


def _helped(data: Cleaned, neighbourhood: Neighbourhood) -> Person:
    who = Who(
        first_name=data["for_first_name"].strip(),
        last_name=data.get("for_last_name", "").strip(),
        phone=_number(data.get("for_phone")),
        language=data["language"],
        **{name: data.get(name, "").strip() for name in ADDRESS},
    )
    return person_for(who, neighbourhood)[0]


def ask_through_team(
    data: Cleaned,
    *,
    person: Person | None,
    neighbourhood: Neighbourhood | None,
    outside: bool,
    by: User,
    now: datetime,
    anew: bool = False,
) -> HelpRequest:
    """What a broker typed during a call, for a known `person` or a new one in `neighbourhood`.

    `anew`: whoever looks like this person is somebody else. Details that were typed before somebody known
    was recognised complete what we know, or stand beside it.
    """
    is_typed = "first_name" in data

    def make() -> HelpRequest:
        area = person.neighbourhood if person else neighbourhood
        assert area is not None
        someone = person or person_for(who_of(data), area, anew=anew)[0]
        if is_typed:
            someone = complete(someone, who_of(data))
        how = Asked(
            channel=Channel(data["channel"]),
            language=data["language"],
            consents=consents_of(data),
            outside_area=outside,
            submission=data["submission"],
            interpreter=data.get("interpreter", ""),
            gave=told_otherwise(someone, who_of(data)) if is_typed else "",
        )
        return ask(someone, wish_of(data), how, neighbourhood=area, by=by, now=now)

    made = once(data["submission"], make)
    if not _is_same(made, data, person):
        raise UsedAgain
    return made


def _is_same(made: HelpRequest, data: Cleaned, person: Person | None) -> bool:
    if person is not None and made.person_id != person.pk:
        return False
    if person is None and made.person.first_name.lower() != data["first_name"].strip().lower():
        return False
    return made.kind == data["kind"] and made.text == wish_of(data).text


@transaction.atomic
def call_me(data: Cleaned, *, neighbourhood: Neighbourhood, now: datetime) -> Person:
    """Somebody only wants to be called: a line on the call list, unless one waits there already."""
    person, is_new = person_for(who_of(data, address=False), neighbourhood)
    person = locked(person)
    record_consent(
        person,
        Purpose.CALL_AGAIN,
        channel=Channel.WEB,
        language=data["language"],
        by=None,
        now=now,
        is_proven=is_new,
    )
    if not person.messages.filter(kind="wants_a_call", state=MessageState.WAITING).exists():
        tell(person, "wants_a_call", key=now.isoformat(), now=now, route=Route.CALL)
    return person
