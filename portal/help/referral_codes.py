"""The code that a service hears by telephone: only together with the link from its mail does it open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.contact.invitations import typed
from portal.people.enums import Looked
from portal.people.models import FileAccess
from portal.people.roles import Role

from .models import Referral
from .models.referrals import MOST_TRIES
from .referral_rules import WrongCode

SALT = "portal.help.referral"


def hash_of(key: str, code: str) -> str:
    """With the server's key: eight letters would not stand long without it."""
    return salted_hmac(SALT, f"{key}:{code}", algorithm="sha256").hexdigest()


def open_by_code(key: str, code: str, *, now: datetime) -> Referral:
    """The referral that this link and code open; raises `WrongCode`, and counts what was wrong."""
    found = _try(key, code, now)
    if found is None:
        raise WrongCode
    return found


@transaction.atomic
def _try(key: str, code: str, now: datetime) -> Referral | None:
    referral: Referral | None = (
        Referral.objects.open_to_partner(key, now)
        .select_for_update(of=("self",))
        .select_related("organisation", "request__person", "request__neighbourhood")
        .first()
    )
    if referral is None or referral.wrong_tries >= MOST_TRIES:
        return None
    if not constant_time_compare(referral.code_hash, hash_of(key, typed(code))):
        referral.wrong_tries += 1
        referral.save(update_fields=["wrong_tries"])
        return None
    _note_opening(referral, now)
    return referral


def _note_opening(referral: Referral, now: datetime) -> None:
    """The resident sees under "who looked" that the service read it."""
    FileAccess.objects.create(
        person=referral.request.person,
        looked_by=None,
        role=Role.PARTNER,
        what=Looked.SERVICE,
        at=now,
        hour=now.replace(minute=0, second=0, microsecond=0),
    )
