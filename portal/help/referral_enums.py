"""What a referral to a service goes through."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralState(models.TextChoices):
    DRAFTED = "drafted", _("written, no consent yet")
    CONSENTED = "consented", _("the resident agrees")
    PASSED_ON = "passed_on", _("passed on, no answer yet")
    TAKEN_UP = "taken_up", _("the service helps")
    NO_RESULT = "no_result", _("the service cannot")
    CLOSED = "closed", _("rounded off")
    WITHDRAWN = "withdrawn", _("stopped")


_R = ReferralState
LIVE_REFERRAL = frozenset({_R.DRAFTED, _R.CONSENTED, _R.PASSED_ON, _R.TAKEN_UP, _R.NO_RESULT})
# The service has, or had, what was shared.
LEFT_THE_HOUSE = frozenset({_R.PASSED_ON, _R.TAKEN_UP, _R.NO_RESULT})
REFERRAL_MOVES: dict[ReferralState, frozenset[ReferralState]] = {
    _R.DRAFTED: frozenset({_R.CONSENTED, _R.WITHDRAWN}),
    _R.CONSENTED: frozenset({_R.PASSED_ON, _R.WITHDRAWN}),
    _R.PASSED_ON: frozenset({_R.TAKEN_UP, _R.NO_RESULT, _R.WITHDRAWN}),
    _R.TAKEN_UP: frozenset({_R.CLOSED, _R.WITHDRAWN}),
    _R.NO_RESULT: frozenset({_R.CLOSED, _R.WITHDRAWN}),
    _R.CLOSED: frozenset(),
    _R.WITHDRAWN: frozenset(),
}

PUBLIC_REFERRAL = {
    _R.DRAFTED: _("We look for a service. We first ask whether you agree."),
    _R.CONSENTED: _("We soon ask this service to help you."),
    _R.PASSED_ON: _("We asked this service to help you."),
    _R.TAKEN_UP: _("This service helps you."),
    _R.NO_RESULT: _("This service cannot help you. We look for another way."),
    _R.CLOSED: _("This is rounded off."),
    _R.WITHDRAWN: _("This was stopped. The service may no longer use your details."),
}


class ReferralWay(models.TextChoices):
    LINK = "link", _("a link by mail, and a code by telephone")
    POST = "post", _("a card by post")
    HAND = "hand", _("a card that the resident takes along")
    CALL = "call", _("a call together")


BY_CARD = frozenset({ReferralWay.POST, ReferralWay.HAND})


class Shared(models.TextChoices):
    """What a service may read; the question always."""

    NAME = "name", _("name")
    PHONE = "phone", _("phone number")
    STREET = "street", _("street and number")
    LANGUAGE = "language", _("language")
    POINTS = "points", _("practical points")


class ReferralOutcome(models.TextChoices):
    HELPED = "helped", _("helped")
    PARTLY = "partly", _("helped in part, or on a waiting list")
    NOT_HELPED = "not_helped", _("not helped")
    UNKNOWN = "unknown", _("we do not know")
