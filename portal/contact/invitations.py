"""Inviting somebody we know to have an account: the team's side."""

from __future__ import annotations

import base64
import logging
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from portal.people.data_rules import check_known, check_team
from portal.people.models import Person, User

from .actions import tell
from .enums import InvitationRoute, Route
from .invitation_rules import check_can_be_invited
from .links import link_to
from .login_codes import deliver
from .models import Invitation
from .sms import NotSent, send_sms

log = logging.getLogger(__name__)
KIND = "invitation"
# No two look alike, or sound alike in Dutch; the same as those of the numbers of requests.
LETTERS = "2346789AERWXY"
LENGTH = 8
SALT = "portal.contact.invitation"


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def spoken(code: str) -> str:
    """In two groups of four, as it stands in the letter."""
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str:
    """A code as it is looked for; a link's secret keeps its small letters."""
    short = "".join(letter for letter in text.upper() if letter.isalnum())
    return short if len(short) == LENGTH else text.strip()


def hash_of(secret: str) -> str:
    """With the server's key: eight letters would not stand long without it."""
    return salted_hmac(SALT, secret, algorithm="sha256").hexdigest()


def link_secret(invitation: Invitation) -> str:
    """What stands in the link; it can be made again, so that it is stored nowhere."""
    made = salted_hmac(f"{SALT}.link", invitation.nonce.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made)[:32].decode()


@transaction.atomic
def invite(person: Person, route: InvitationRoute, *, by: User, now: datetime) -> tuple[Invitation, str]:
    """Gives the invitation and what the person needs of it: the code of a letter, the secret of a link.

    Made again, it replaces the one before. Raises `NotForYou`, `Gone` or `CannotInvite`.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    check_known(person)
    check_team(person, by)
    check_can_be_invited(person, route)
    person.invitations.filter(used_at=None, ended_at=None).update(ended_at=now)
    invitation = Invitation(person=person, route=route, created_at=now, by=by)
    secret = new_code() if route == InvitationRoute.LETTER else link_secret(invitation)
    invitation.secret_hash = hash_of(secret)
    invitation.expires_at = now + timedelta(days=settings.INVITATION_DAYS[route])
    invitation.save(force_insert=True)
    if route == InvitationRoute.MAIL:
        tell(person, KIND, key=str(invitation.pk), now=now, place=LINK_PLACE)
    elif route == InvitationRoute.TEXT:
        transaction.on_commit(lambda: _text_soon(invitation.pk))
    return invitation, secret


@transaction.atomic
def take_back(person: Person, *, by: User, now: datetime) -> bool:
    """Whether there was one to take back."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    check_team(person, by)
    return bool(person.invitations.filter(used_at=None, ended_at=None).update(ended_at=now))


# --- What goes out --------------------------------------------------------------------------

# Stands in the outbox where the link comes: the outbox keeps texts, and the link is a secret.
LINK_PLACE = "{{link}}"


def filled_in(body: str, key: str, now: datetime) -> str:
    """The text of a mail of the outbox with its link; empty when the invitation is over."""
    found = Invitation.objects.live(now).filter(pk=key.split(":")[1]).first()
    return body.replace(LINK_PLACE, link_of(found)) if found else ""


def link_of(invitation: Invitation) -> str:
    return link_to("welcome_link", link_secret(invitation))


def _text_soon(pk: int) -> None:
    from .tasks import send_invitation_text

    send_invitation_text.enqueue(pk)


def send_text(pk: int, now: datetime | None = None) -> None:
    """When the gateway does not take it, somebody calls."""
    now = now or timezone.now()
    invitation = Invitation.objects.live(now).select_related("person").filter(pk=pk).first()
    if invitation is None or not invitation.person.phone:
        return
    person = invitation.person
    with translation.override(person.written_language):
        text = render_to_string("sms/invitation.txt", {"link": link_of(invitation)}).strip()
    try:
        send_sms(person.phone.as_e164, text)
    except NotSent as problem:
        log.warning("an invitation by text message did not leave: %s", problem)
        tell(person, KIND, key=str(pk), now=now, route=Route.CALL)


def send_proof(pk: int, code: str, way: str) -> None:
    """To the phone or address that stands on the record now, and nowhere else."""
    person = Person.objects.known().filter(invitations=pk).first()
    if person:
        phone = str(person.phone.as_e164) if way == "phone" and person.phone else ""
        email = person.email if way == "email" else ""
        deliver(code, phone=phone, email=email, language=person.written_language)
