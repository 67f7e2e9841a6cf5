from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.people.querysets import not_hidden_from
from portal.people.roles import Ability

from .referral_enums import LEFT_THE_HOUSE, LIVE_REFERRAL, ReferralState

if TYPE_CHECKING:
    from portal.people.models import User

    from .models import Referral  # noqa: F401

# A draft that waits longer for consent is on the work list.
DRAFT_WAITS = timedelta(days=3)
# So long after a service said yes, somebody asks the resident how it goes.
ASK_AFTER = timedelta(days=14)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE_REFERRAL)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team of the neighbourhood; the resident sees their own on their page (`own`)."""
        if isinstance(user, AnonymousUser) or not user.may(Ability.BROKER):
            return self.none()
        here = Q(request__neighbourhood__in=user.neighbourhoods.all())
        return self.filter(here & not_hidden_from(user, "request__person__"))

    def own(self, user: User) -> Self:
        """What a service is or was asked for this resident; a draft is nobody's news yet."""
        return self.filter(request__person__user=user).exclude(state=ReferralState.DRAFTED)

    def to_do(self, now: datetime) -> Self:
        """No answer in time, refused, waiting long for consent, or to hear from the resident."""
        overdue = Q(state=ReferralState.PASSED_ON, due_on__lte=timezone.localdate(now))
        refused = Q(state=ReferralState.NO_RESULT)
        waiting = Q(state=ReferralState.DRAFTED, created_at__lt=now - DRAFT_WAITS)
        helped = Q(state=ReferralState.TAKEN_UP, answered_at__lt=now - ASK_AFTER)
        return self.filter(overdue | refused | waiting | helped)

    def open_to_partner(self, key: str, now: datetime) -> Self:
        """What the address with this key may show, once the code was right."""
        from .models.referrals import LINK_LASTS

        return self.filter(
            key=key,
            state__in=LEFT_THE_HOUSE,
            passed_on_at__gt=now - LINK_LASTS,
            request__person__restricted_at=None,
        ).exclude(code_hash="")
