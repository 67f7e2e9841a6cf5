"""What we told somebody, and the monthly mail they asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.kept import Fact, Holding, Line, Term, facts, made_fact
from portal.people.models import Person
from portal.people.phones import digits_of

from .enums import MessageState, Route
from .models import AccountChange, Hearing, Invitation, Message, Subscriber

# So many digits of a number are enough to know it by, whatever stands before them.
TELLING_DIGITS = 8


def lines(person: Person) -> list[Line]:
    found = [
        Line(
            "message",
            each.created_at,
            each.get_route_display(),
            [
                made_fact("about", _("About"), each.subject),
                made_fact("text", _("Text"), each.script if each.route == Route.CALL else each.body.strip()),
                *facts(each, "state"),
                *([made_fact("settled_at", _("Done on"), each.settled_at)] if each.settled_at else []),
            ],
        )
        for each in person.messages.order_by("created_at", "pk")
    ]
    found += [
        Line("told_us", each.created_at, _("What you told us"), [made_fact("text", _("Text"), each.script)])
        for each in _told_by(person)
    ]
    found += [
        Line(
            "hearing",
            person.created_at,
            _("How you hear from us"),
            facts(each, "way", "once_a_day", "wrong_address"),
        )
        for each in Hearing.objects.filter(person=person)
    ]
    found += [
        Line("invitation", each.created_at, _("You were invited to have an account"), _invited(each))
        for each in person.invitations.order_by("created_at", "pk")
    ]
    found += [
        Line("account_change", each.at, each.get_step_display(), facts(each, "detail"))
        for each in AccountChange.objects.filter(whom=person.user_id).order_by("at", "pk")
    ]
    return found + [
        Line("subscription", each.asked_at, _("The neighbourhood's mail"), facts(each, "email", "language"))
        for each in _subscriptions(person)
    ]


def _invited(invitation: Invitation) -> list[Fact]:
    return facts(invitation, "route", "expires_at", "used_at", "ended_at")


def _addresses(person: Person) -> list[str]:
    return [each for each in (person.email, person.user.email if person.user else "") if each]


def _subscriptions(person: Person) -> QuerySet[Subscriber]:
    same = Q(pk=None)
    for address in _addresses(person):
        same |= Q(email__iexact=address)
    return Subscriber.objects.filter(same)


def _told_by(person: Person) -> list[Message]:
    """Messages that somebody left with this phone number or e-mail address."""
    number = digits_of(person.phone.as_e164)[-TELLING_DIGITS:] if person.phone else ""
    addresses = [address.lower() for address in _addresses(person)]
    if not (number or addresses):
        return []
    return [
        each
        for each in Message.objects.exclude(stranger="").order_by("created_at", "pk")
        if any(address in each.stranger.lower() for address in addresses)
        or (len(number) == TELLING_DIGITS and number in digits_of(each.stranger))
    ]


def forget(person: Person, now: datetime) -> int:
    told = [each.pk for each in _told_by(person)]
    count = Message.objects.filter(Q(person=person) | Q(pk__in=told)).delete()[0]
    count += Hearing.objects.filter(person=person).delete()[0]
    count += person.invitations.all().delete()[0]
    count += AccountChange.objects.filter(whom__isnull=False, whom=person.user_id).delete()[0]
    mine = _subscriptions(person)
    mine.filter(stopped_at=None).update(stopped_at=now)
    return count + Subscriber.objects.filter(pk__in=[each.pk for each in mine]).update(email="")


def busy(since: datetime) -> Iterable[QuerySet[Any]]:
    """Who was called since, or still has to be."""
    calls = Message.objects.filter(route=Route.CALL, person__isnull=False).order_by()
    return [calls.filter(Q(settled_at__gte=since) | Q(state=MessageState.WAITING)).values("person")]


def _settled(since: datetime) -> QuerySet[Message]:
    return Message.objects.exclude(state=MessageState.WAITING).filter(settled_at__lt=since)


def _over(since: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(Q(used_at__lt=since) | Q(ended_at__lt=since) | Q(expires_at__lt=since))


def _delete(records: QuerySet[Any], now: datetime) -> int:
    return int(records.delete()[0])


HOLDING = Holding(
    slug="contact",
    order=30,
    title=gettext_lazy("What we told you"),
    why=gettext_lazy("We keep our mails and calls to you, so that nobody tells you the same thing twice."),
    basis=gettext_lazy("It goes with what you asked us."),
    period="call",
    covers=frozenset(
        {
            "contact.Message",
            "contact.Subscriber",
            "contact.Invitation",
            "contact.AccountChange",
            "contact.Hearing",
        }
    ),
    lines=lines,
    forget=forget,
    busy=busy,
    terms=(
        Term(
            "call",
            gettext_lazy("Mails and calls that are done"),
            lambda since: _settled(since).exclude(kind="feedback").select_related("person"),
            _delete,
        ),
        Term(
            "call",
            gettext_lazy("What people told us about the website"),
            lambda since: _settled(since).filter(kind="feedback"),
            _delete,
        ),
        Term(
            "call",
            gettext_lazy("Invitations that are over"),
            lambda since: _over(since).select_related("person"),
            _delete,
        ),
        Term(
            "log",
            gettext_lazy("What was done with accounts of colleagues"),
            lambda since: AccountChange.objects.filter(at__lt=since),
            _delete,
        ),
    ),
)
