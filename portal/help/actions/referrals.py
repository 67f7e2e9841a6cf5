"""From a draft to a service that helps: each step is a line in the history of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.contact.invitations import new_code
from portal.people.actions import locked, record_consent, withdraw_consent
from portal.people.enums import Channel, Purpose
from portal.people.models import Organisation, User

from .. import referral_messages as messages
from ..enums import MatchState, RequestState, Verb
from ..models import HelpRequest, Referral
from ..referral_codes import hash_of
from ..referral_enums import LEFT_THE_HOUSE, LIVE_REFERRAL, ReferralState, ReferralWay
from ..referral_rules import (
    check_agreed_to_share,
    check_can_be_referred,
    check_can_remind,
    check_first_contact,
    check_has_code,
    check_outcome,
    check_referral_move,
    check_referral_version,
    check_service,
    check_way,
)
from ..rules import check_team
from .base import lock, write
from .follow_up import call_off_helpers

# Called and nobody knew: ask again a week later.
REMIND_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Draft:
    organisation: Organisation
    what: str
    way: ReferralWay
    shared: tuple[str, ...] = ()
    contact_person: str = ""


def lock_referral(referral: Referral, version: int | None = None) -> Referral:
    """The referral as it is now, behind the lock of its request."""
    request = lock(referral.request)
    fresh: Referral = (
        Referral.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=referral.pk)
    )
    fresh.request = request
    check_referral_version(fresh, version)
    return fresh


def _save(referral: Referral, to: ReferralState | None = None, *, now: datetime) -> None:
    if to is not None:
        check_referral_move(referral, to)
        referral.state = to
        referral.ended_at = None if referral.is_live else now
        if not referral.is_live:
            referral.code_hash = ""  # the link is dead from here on
    referral.version += 1
    referral.save()


@transaction.atomic
def draft_referral(
    request: HelpRequest, draft: Draft, *, by: User, now: datetime, version: int | None = None
) -> Referral:
    """Write down what a service would be asked, to read it to the resident."""
    request = lock(request, version)
    check_team(request, by)
    check_can_be_referred(request)
    check_service(request, draft.organisation, by)
    check_way(draft.organisation, draft.way)
    referral = Referral.objects.create(
        request=request,
        organisation=draft.organisation,
        contact_person=draft.contact_person,
        what=draft.what,
        shared=list(draft.shared),
        way=draft.way,
        language=request.person.language,
        made_by=by,
        created_at=now,
    )
    write(request, Verb.REF_DRAFTED, by=by, now=now, note=str(referral))
    return referral


@transaction.atomic
def agree_to_referral(
    referral: Referral,
    *,
    channel: Channel,
    by: User,
    now: datetime,
    interpreter: str = "",
    version: int | None = None,
) -> Referral:
    """The resident heard which service gets what, and agrees."""
    referral = lock_referral(referral, version)
    check_team(referral.request, by)
    check_can_be_referred(referral.request)
    check_referral_move(referral, ReferralState.CONSENTED)
    language = referral.request.person.written_language
    record_consent(
        referral.request.person,
        Purpose.SHARE_WITH_SERVICE,
        channel=channel,
        language=language,
        by=by,
        now=now,
        interpreter=interpreter,
    )
    referral.consented_at, referral.consented_how = now, channel
    referral.interpreter, referral.language = interpreter, language
    _save(referral, ReferralState.CONSENTED, now=now)
    write(referral.request, Verb.REF_AGREED, by=by, now=now, note=str(referral))
    return referral


@transaction.atomic
def pass_on(
    referral: Referral, *, by: User, now: datetime, version: int | None = None
) -> tuple[Referral, str]:
    """Let the service know. Returns the referral, and the code to read to the service on the telephone."""
    referral = lock_referral(referral, version)
    request = referral.request
    check_team(request, by)
    check_referral_move(referral, ReferralState.PASSED_ON)
    check_can_be_referred(request)
    check_way(referral.organisation, referral.way)
    request.person = locked(request.person)  # nobody withdraws the consent between this look and the end
    check_agreed_to_share(referral)
    code = _give_code(referral) if referral.way == ReferralWay.LINK else ""
    referral.passed_on_at = now
    referral.due_on = timezone.localdate(now) + timedelta(days=referral.organisation.answers_within)
    _save(referral, ReferralState.PASSED_ON, now=now)
    if request.state != RequestState.REFERRED:
        request.matches.waiting().update(state=MatchState.DROPPED, answered_at=now)
        call_off_helpers(request, RequestState.REFERRED, now)
    write(request, Verb.REF_PASSED, by=by, now=now, to=RequestState.REFERRED, note=str(referral))
    if code:
        messages.send_link(referral, now=now)
    return referral, code


def _give_code(referral: Referral) -> str:
    code = new_code()
    referral.code_hash = hash_of(referral.key, code)
    referral.wrong_tries = 0
    return code


@transaction.atomic
def give_new_code(
    referral: Referral, *, by: User, now: datetime, version: int | None = None
) -> tuple[Referral, str]:
    """The code was lost, or tried wrong too often; the one before opens nothing any more."""
    referral = lock_referral(referral, version)
    check_team(referral.request, by)
    check_has_code(referral)
    check_agreed_to_share(referral)
    code = _give_code(referral)
    _save(referral, now=now)
    return referral, code


@transaction.atomic
def answer_referral(
    referral: Referral,
    helps: bool,
    *,
    by: User | None,
    now: datetime,
    word: str = "",
    first_contact_on: date | None = None,
    version: int | None = None,
) -> Referral:
    """The service says whether it helps: on its page (`by` nobody), or to a broker who calls."""
    referral = lock_referral(referral)
    if by is not None:
        check_team(referral.request, by)
    to = ReferralState.TAKEN_UP if helps else ReferralState.NO_RESULT
    if referral.state == to:
        return referral  # pressed twice
    check_referral_version(referral, version)
    check_referral_move(referral, to)
    check_first_contact(first_contact_on, now)
    referral.answered_at, referral.answer = now, word
    referral.first_contact_on = first_contact_on if helps else None
    _save(referral, to, now=now)
    verb = Verb.REF_YES if helps else Verb.REF_NO
    write(referral.request, verb, by=by, now=now, note=str(referral))
    messages.tell_answered(referral, now=now)
    return referral


@transaction.atomic
def remind_service(referral: Referral, *, by: User, now: datetime, version: int | None = None) -> Referral:
    """Ask once more: with the same link by mail, or by a call that stands on the call list."""
    referral = lock_referral(referral, version)
    check_team(referral.request, by)
    check_can_remind(referral)
    check_agreed_to_share(referral)
    referral.due_on = timezone.localdate(now) + REMIND_AFTER
    _save(referral, now=now)
    write(referral.request, Verb.REF_REMINDED, by=by, now=now, note=str(referral))
    messages.remind(referral, now=now)
    return referral


@transaction.atomic
def close_referral(
    referral: Referral, *, outcome: str, by: User, now: datetime, version: int | None = None
) -> Referral:
    """The resident told us how it went, and knows what we know."""
    referral = lock_referral(referral, version)
    check_team(referral.request, by)
    check_outcome(outcome)
    referral.outcome, referral.told_resident_at = outcome, now
    _save(referral, ReferralState.CLOSED, now=now)
    write(referral.request, Verb.REF_CLOSED, by=by, now=now, note=str(referral))
    return referral


@transaction.atomic
def stop_referral(
    referral: Referral, *, channel: Channel, by: User, now: datetime, version: int | None = None
) -> Referral:
    """The resident does not want it (any more). The link is dead, and the service is told to erase it.

    The consent ends with the last referral that leans on it.
    """
    referral = lock_referral(referral, version)
    check_team(referral.request, by)
    stop(referral, by=by, now=now)
    person = referral.request.person
    others = Referral.objects.filter(request__person=person, state__in=LIVE_REFERRAL)
    if not others.filter(consented_at__isnull=False).exists():
        withdraw_consent(person, Purpose.SHARE_WITH_SERVICE, channel=channel, now=now)
    return referral


def stop(referral: Referral, *, by: User, now: datetime) -> None:
    """The part that is the same when the consent itself ends; the referral is locked."""
    had_it = referral.state in LEFT_THE_HOUSE
    _save(referral, ReferralState.WITHDRAWN, now=now)
    write(referral.request, Verb.REF_STOPPED, by=by, now=now, note=str(referral))
    if had_it:
        messages.tell_to_erase(referral, now=now)
