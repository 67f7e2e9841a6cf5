"""What we keep of questions that were passed on to a service, and what the service had of us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.enums import Purpose
from portal.people.kept import Holding, Line, Term, facts, made_fact
from portal.people.models import Person, User

from .actions.base import lock
from .actions.referrals import lock_referral, stop
from .models import HelpRequest, Referral
from .referral_enums import LIVE_REFERRAL, ReferralState

WORDS = {"what": "", "contact_person": "", "interpreter": "", "answer": ""}
NAMES = (
    "contact_person",
    "what",
    "way",
    "state",
    "consented_at",
    "consented_how",
    "interpreter",
    "passed_on_at",
    "answered_at",
    "answer",
    "first_contact_on",
    "outcome",
    "told_resident_at",
)


def lines(person: Person) -> list[Line]:
    found = Referral.objects.filter(request__person=person).select_related("organisation", "request")
    return [
        Line(
            "referral",
            each.created_at,
            _("You were referred to a service"),
            [
                made_fact("number", _("Number"), each.number),
                made_fact("service", _("Service"), str(each.organisation)),
                made_fact("shared", _("Shared"), list(each.shared), shown=", ".join(each.shares())),
                *facts(each, *NAMES),
            ],
        )
        for each in found.order_by("created_at", "pk")
    ]


def _live(person: Person) -> QuerySet[Referral]:
    return Referral.objects.live().filter(request__person=person).select_related("request")


def prevents(person: Person, now: datetime) -> list[str]:
    """What a service has of somebody it must hear to erase, before nobody knows whose it was."""
    return [
        _("We asked a service to help you (%(number)s). First tell us that this must stop.")
        % {"number": each.request.spoken_reference}
        for each in _live(person).filter(consented_at__isnull=False)
    ]


def forget(person: Person, now: datetime) -> int:
    """The referral stays as a number; a draft that nobody agreed to ends with it."""
    _live(person).update(state=ReferralState.WITHDRAWN, ended_at=now)
    return _erase(Referral.objects.filter(request__person=person), now)


def _erase(referrals: QuerySet[Referral], now: datetime) -> int:
    return Referral.objects.filter(pk__in=list(referrals.values_list("pk", flat=True))).update(
        **WORDS, shared=[]
    )


def _old_words(since: datetime) -> QuerySet[Referral]:
    said = ~Q(what="") | ~Q(contact_person="") | ~Q(interpreter="") | ~Q(answer="")
    return Referral.objects.filter(said, ended_at__lt=since)


def busy(since: datetime) -> Iterable[QuerySet[Any]]:
    recent = Q(state__in=LIVE_REFERRAL) | Q(ended_at__gte=since)
    return [Referral.objects.order_by().filter(recent).values("request__person")]


def locks(person: Person) -> None:
    passed_on = Referral.objects.live().filter(request__person=person).values("request")
    for each in HelpRequest.objects.filter(pk__in=passed_on).order_by("pk"):
        lock(each)


def consented(person: Person, purpose: Purpose, agrees: bool, by: User, now: datetime) -> None:
    """Consent that ends, ends every referral that leans on it, at once."""
    if purpose != Purpose.SHARE_WITH_SERVICE or agrees:
        return
    for each in _live(person).filter(consented_at__isnull=False).order_by("pk"):
        stop(lock_referral(each), by=by, now=now)


HOLDING = Holding(
    slug="referrals",
    order=12,
    title=gettext_lazy("Services we asked to help you"),
    why=gettext_lazy("We keep what we asked a service for you, to hear whether it helps."),
    basis=gettext_lazy("Your consent."),
    period="request_text",
    covers=frozenset({"help.Referral"}),
    lines=lines,
    forget=forget,
    prevents=prevents,
    busy=busy,
    locks=locks,
    consented=consented,
    whose=gettext_lazy("Residents."),
    receivers=gettext_lazy("The service that you agreed to, and only what was read to you."),
    terms=(Term("request_text", gettext_lazy("Words of referrals that ended"), _old_words, _erase),),
)
