"""How somebody hears from us is changed, and what did not arrive is taken up again."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from design.errors import RuleError
from portal.people.actions import locked
from portal.people.data_rules import check_known, check_own_or_team, check_team
from portal.people.models import Correction, Person, User
from portal.people.phones import gets_texts

from .enums import MessageState, Route, Way
from .hearing_models import Hearing
from .models import Message
from .sending import send_soon


class NoSuchWay(RuleError):
    status = 400

    def __init__(self) -> None:
        super().__init__(_("We cannot reach you that way. Choose another one."))


class NoAddress(RuleError):
    def __init__(self) -> None:
        super().__init__(_("There is no e-mail address that works. Call instead."))


class AlreadyDone(RuleError):
    def __init__(self) -> None:
        super().__init__(_("Somebody dealt with this already."))


def ways_for(person: Person) -> list[Way]:
    """The ways by which this person can be reached."""
    has_mobile = bool(person.phone) and gets_texts(person.phone.as_e164)
    can = {
        Way.MAIL: bool(person.email),
        Way.TEXT: bool(settings.SMS_URL) and has_mobile,
        Way.PAGE: bool(person.user_id),
        Way.CALL: bool(person.phone),
    }
    return [way for way, is_there in can.items() if is_there]


@transaction.atomic
def set_hearing(person: Person, way: str, *, once_a_day: bool, by: User, now: datetime) -> bool:
    """Return whether something changed. Raises `NotForYou`, `Gone` or `NoSuchWay`."""
    person = locked(person)
    check_known(person)
    check_own_or_team(person, by)
    if way and way not in ways_for(person):
        raise NoSuchWay
    hearing = Hearing.objects.filter(person=person).first() or Hearing(person=person)
    if (hearing.way, hearing.once_a_day) == (way, once_a_day):
        return False
    hearing.way, hearing.once_a_day = way, once_a_day
    hearing.save()
    Correction.objects.create(person=person, at=now, by=by, fields="hearing")
    return True


@transaction.atomic
def mark_wrong(person: Person, *, by: User, now: datetime) -> int:
    """Mails to this address do not arrive: it is not used until there is another one.

    Return how many mails that waited become calls. Raises `NotForYou`, `Gone` or `NoAddress`.
    """
    person = locked(person)
    check_known(person)
    check_team(person, by)
    if not person.email:
        raise NoAddress
    hearing, _is_new = Hearing.objects.get_or_create(person=person)
    if hearing.wrong_address != person.email:
        hearing.wrong_address = person.email
        hearing.save(update_fields=["wrong_address"])
        Correction.objects.create(person=person, at=now, by=by, fields="wrong_address")
    return Message.objects.to_mail().filter(person=person).update(route=Route.CALL)


def _open(message: Message) -> Message:
    """Locked, and still not there."""
    found = Message.objects.not_arrived().select_for_update(of=("self",)).filter(pk=message.pk).first()
    if found is None:
        raise AlreadyDone
    return found


@transaction.atomic
def call_instead(message: Message, *, by: User) -> Message:
    """Raises `AlreadyDone`; of a subscriber there is nobody to call."""
    message = _open(message)
    if message.person is None:
        raise AlreadyDone
    message.route, message.state, message.settled_at = Route.CALL, MessageState.WAITING, None
    message.save(update_fields=["route", "state", "settled_at"])
    return message


@transaction.atomic
def try_again(message: Message, *, now: datetime) -> Message:
    """By mail, from the start. Raises `AlreadyDone` or `NoAddress`."""
    message = _open(message)
    if not message.address or not message.body.strip():
        raise NoAddress
    message.route, message.state, message.settled_at = Route.MAIL, MessageState.WAITING, None
    message.attempts, message.send_after, message.problem = 0, None, ""
    message.save(update_fields=["route", "state", "settled_at", "attempts", "send_after", "problem"])
    transaction.on_commit(lambda: send_soon(message.pk))
    return message
