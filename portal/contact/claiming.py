"""Somebody with an invitation proves that the record is theirs, and gets an account: their side."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from portal.people.enums import VolunteerState
from portal.people.models import Person, User, Volunteer
from portal.people.roles import Role, group

from .actions import take_message
from .enums import MOST_PROOFS, MOST_WRONG_PROOFS, PROOF_MINUTES
from .invitation_rules import (
    InvitationOver,
    NoMoreProofs,
    SomebodyElse,
    TakenAddress,
    WrongProof,
    ways_of,
)
from .invitations import hash_of, typed
from .models import Invitation


def find(text: str, now: datetime) -> Invitation:
    """By the code of a letter in any notation, or the secret of a link. Raises `InvitationOver`."""
    found = Invitation.objects.live(now).filter(secret_hash=hash_of(typed(text))).first()
    if found is None:
        raise InvitationOver
    return found


def _lock(pk: int, now: datetime) -> Invitation:
    """Person first, as everywhere."""
    person = Person.objects.select_for_update(of=("self",)).filter(invitations=pk, forgotten_at=None).first()
    found = Invitation.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if person is None or found is None or not found.is_live(now) or person.user_id is not None:
        raise InvitationOver
    found.person = person
    return found


@transaction.atomic
def ask_proof(pk: int, way: str, *, now: datetime) -> Invitation:
    """Send a code to the phone or address on the record. Raises `InvitationOver` or `NoMoreProofs`."""
    invitation = _lock(pk, now)
    if way not in {each.slug for each in ways_of(invitation.person)}:
        raise InvitationOver
    if invitation.proofs_sent >= MOST_PROOFS:
        raise NoMoreProofs
    code = get_adapter().generate_login_code()
    invitation.proof_way = way
    invitation.proof_hash = _proof_of(invitation, code)
    invitation.proof_until = now + timedelta(minutes=PROOF_MINUTES)
    invitation.wrong_proofs = 0
    invitation.proofs_sent += 1
    invitation.save()
    transaction.on_commit(partial(_send_soon, pk, code, way))
    return invitation


def _send_soon(pk: int, code: str, way: str) -> None:
    from .tasks import send_proof

    send_proof.enqueue(pk, code, way)


def _proof_of(invitation: Invitation, code: str) -> str:
    """Of the code and of where it went: when the record changes meanwhile, it proves nothing."""
    person = invitation.person
    target = person.email.lower() if invitation.proof_way == "email" else str(person.phone)
    return hash_of("".join(letter for letter in code.upper() if letter.isalnum()) + target)


def claim(pk: int, code: str, *, signed_in: User | None, now: datetime) -> User:
    """The account that is theirs from now on: a new one, or the one they are signed in with.

    Raises `InvitationOver`, `WrongProof`, `NoMoreProofs`, `SomebodyElse`, or `TakenAddress`, of which the
    team hears.
    """
    _count_if_wrong(pk, code, now)
    try:
        return _claim(pk, code, signed_in, now)
    except TakenAddress:
        _tell_team(pk, now)
        raise


def _count_if_wrong(pk: int, code: str, now: datetime) -> None:
    """What was wrong is counted before it is said: a refusal inside would undo the count."""
    with transaction.atomic():
        invitation = _lock(pk, now)
        is_right = _fits(invitation, code, now)
        too_often = invitation.wrong_proofs >= MOST_WRONG_PROOFS
        if not is_right and not too_often:
            invitation.wrong_proofs += 1
            invitation.save(update_fields=["wrong_proofs"])
    if too_often:
        raise NoMoreProofs
    if not is_right:
        raise WrongProof


def _fits(invitation: Invitation, code: str, now: datetime) -> bool:
    is_in_time = invitation.proof_until is not None and now < invitation.proof_until
    return is_in_time and constant_time_compare(invitation.proof_hash, _proof_of(invitation, code))


@transaction.atomic
def _claim(pk: int, code: str, signed_in: User | None, now: datetime) -> User:
    invitation = _lock(pk, now)
    if not _fits(invitation, code, now):
        raise WrongProof
    person = invitation.person
    user = _own(signed_in) if signed_in else _new(person, invitation.proof_way)
    user.groups.add(group(Role.RESIDENT))
    helps = [VolunteerState.ACTIVE, VolunteerState.RESTING]
    if Volunteer.objects.filter(person=person, state__in=helps).exists():
        user.groups.add(group(Role.VOLUNTEER))
    person.user = user
    person.save(update_fields=["user"])
    invitation.used_at = now
    invitation.proof_hash = ""
    invitation.save(update_fields=["used_at", "proof_hash"])
    return user


def _own(signed_in: User) -> User:
    user = User.objects.select_for_update().get(pk=signed_in.pk)
    if Person.objects.filter(user=user).exists():
        raise SomebodyElse
    return user


def _new(person: Person, way: str) -> User:
    """With what was proven alone: the rest of the record was only told."""
    email = person.email.lower() if way == "email" else None
    phone = person.phone if way == "phone" else None
    if User.objects.filter(Q(email__iexact=email) if email else Q(phone=phone)).exists():
        raise TakenAddress
    return User.objects.create_user(
        email=email, phone=phone, first_name=person.first_name, last_name=person.last_name
    )


def _tell_team(pk: int, now: datetime) -> None:
    person = Person.objects.select_related("neighbourhood").get(invitations=pk)
    take_message(
        "taken_address",
        _("%(name)s wants an account, but another account has this phone number or e-mail address.")
        % {"name": person},
        stranger=str(person),
        neighbourhood=person.neighbourhood,
        now=now,
        key=str(pk),
    )
