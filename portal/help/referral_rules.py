"""What may and may not be with a referral; see `rules` for how a check is used."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.actions import has_consent
from portal.people.enums import Purpose
from portal.people.models import Organisation, User

from .enums import REQUEST_MOVES, RequestState
from .models import HelpRequest, Referral
from .referral_enums import LEFT_THE_HOUSE, REFERRAL_MOVES, ReferralOutcome, ReferralState, ReferralWay
from .rules import Moved, NotPossible, check_usable


class WrongCode(NotPossible):
    """The sentence is the same for a code that is wrong, locked, late, or of no referral at all."""

    def __init__(self) -> None:
        super().__init__(
            _("This code opens nothing. After five wrong codes, or after a month, call us for another.")
        )


def check_referral_version(referral: Referral, version: int | None) -> None:
    if version is not None and version != referral.version:
        raise Moved(
            _("Somebody changed this referral after you opened it. Look at what changed and try again.")
        )


def check_referral_move(referral: Referral, to: ReferralState) -> None:
    if to not in REFERRAL_MOVES[ReferralState(referral.state)]:
        raise Moved(
            _("This is not possible any more: the referral is now “%(state)s”.")
            % {"state": referral.get_state_display()}
        )


def check_can_be_referred(request: HelpRequest) -> None:
    """While it is open and not done; and again to a next service when the first one cannot."""
    moves = REQUEST_MOVES[RequestState(request.state)]
    if request.state != RequestState.REFERRED and RequestState.REFERRED not in moves:
        raise Moved(
            _("This is not possible any more: the request is now “%(state)s”.")
            % {"state": request.get_state_display()}
        )
    check_usable(request)


def check_service(request: HelpRequest, organisation: Organisation, by: User) -> None:
    if not Organisation.objects.visible_to(by).filter(pk=organisation.pk).exists():
        raise NotPossible(_("This service does not work in this neighbourhood."))
    if request.referrals.live().filter(organisation=organisation).exists():
        raise Moved(_("A referral to this service is under way already."))


def check_way(organisation: Organisation, way: str) -> None:
    if way == ReferralWay.LINK and not organisation.contact_email:
        raise NotPossible(
            _("We have no direct e-mail address of this service. Choose another way to pass it on.")
        )


def check_agreed_to_share(referral: Referral) -> None:
    """Right before it leaves the house: the resident must have heard of this service and still agree."""
    check_usable(referral.request)
    agrees = has_consent(referral.request.person, Purpose.SHARE_WITH_SERVICE)
    if referral.consented_at is None or not agrees:
        raise NotPossible(_("The resident does not agree, or not any more. Nothing is passed on."))


def check_first_contact(day: date | None, now: datetime) -> None:
    if day and day < timezone.localdate(now):
        raise NotPossible(_("Choose today or a later day."))


def check_can_remind(referral: Referral) -> None:
    if referral.state != ReferralState.PASSED_ON:
        raise Moved(_("There is nothing to remind the service of."))


def check_has_code(referral: Referral) -> None:
    if referral.way != ReferralWay.LINK or referral.state not in LEFT_THE_HOUSE:
        raise Moved(_("There is no link to this referral."))


def check_outcome(outcome: str) -> None:
    if outcome not in ReferralOutcome.values:
        raise NotPossible(_("Choose how it ended."))
