from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from design.errors import RuleError
from portal.people.account_forms import sends_texts
from portal.people.models import Person
from portal.people.phones import gets_texts

from .enums import InvitationRoute


class CannotInvite(RuleError):
    pass


class InvitationOver(RuleError):
    """Wrong, expired, taken back, used: whoever tries learns no more."""

    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("This code does not work, or not any more. Look at it again, or call us for a new one.")
        )


class WrongProof(RuleError):
    status = 400

    def __init__(self) -> None:
        super().__init__(_("This is not the right code. Look at the message again."))


class NoMoreProofs(RuleError):
    def __init__(self) -> None:
        super().__init__(_("This went wrong very often. Call us, then we look at it together."))


class TakenAddress(RuleError):
    """The proven number or address is the login of another account; the team has a line on the call list."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is an account with this number or address already. Our team knows, and calls you. "
                "You can also sign in to that account, and use your code once more."
            )
        )


class SomebodyElse(RuleError):
    def __init__(self) -> None:
        super().__init__(_("You are signed in with the account of somebody else. First sign out there."))


@dataclass(frozen=True)
class Way:
    """Where a code can go to prove who somebody is; `shown` tells nothing to who does not know it."""

    slug: str
    shown: str


def masked_number(number: str) -> str:
    """`04•• •• •• 12` for a number as it is written here; never broken over two lines."""
    digits = number.replace(" ", "").replace("/", "").replace(".", "")
    hidden = digits[:2] + "•" * (len(digits) - 4) + digits[-2:]
    return "\u00a0".join([hidden[:4], *(hidden[at : at + 2] for at in range(4, len(hidden), 2))])


def masked_address(email: str) -> str:
    """`r••••@e••••.be`: as many dots for every address."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}••••@{host[:1]}••••.{host.rpartition('.')[2]}"


def ways_of(person: Person) -> list[Way]:
    """The text message first; a landline gets none."""
    found = []
    if sends_texts() and person.phone and gets_texts(person.phone.as_e164):
        found.append(Way("phone", masked_number(str(person.phone.as_national))))
    if person.email:
        found.append(Way("email", masked_address(person.email)))
    return found


def check_can_be_invited(person: Person, route: InvitationRoute) -> None:
    if person.user_id is not None:
        raise CannotInvite(_("This person has an account already."))
    ways = {way.slug for way in ways_of(person)}
    if not ways:
        raise CannotInvite(
            _("First write down a mobile number or an e-mail address. We send a code there, to be sure.")
        )
    needed = {InvitationRoute.MAIL: "email", InvitationRoute.TEXT: "phone"}.get(route)
    if needed and needed not in ways:
        raise CannotInvite(_("That cannot be sent to this person. Choose another way."))
