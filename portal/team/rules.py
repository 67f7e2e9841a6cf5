"""What must be there before a volunteer begins (Wet 3 juli 2005; Flemish decree 3 April 2009; domain 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from design.errors import RuleError
from portal.people.enums import VolunteerState
from portal.people.models import ADULT_AGE, User, Volunteer
from portal.people.roles import Ability

from .enums import VOLUNTEER_MOVES, TermsKind
from .models import Intake, Terms


class NotForYou(RuleError):
    status = 403


class Moved(RuleError):
    """Somebody else was first, or the page is older than the volunteer."""


class NotPossible(RuleError):
    pass


@dataclass(frozen=True)
class Missing:
    """One thing that is not there yet; `blocks` beginning, or only closes some kinds of help."""

    text: str
    blocks: bool = True


def in_force(neighbourhood_id: int) -> dict[str, Terms]:
    """The paper of each kind that a volunteer has to have signed: {kind: Terms}; the newest that asks for it.

    A newer version that asks nobody to sign again leaves the older signature good.
    """
    found: dict[str, Terms] = {}
    published = Terms.objects.filter(neighbourhood=neighbourhood_id, published_at__isnull=False)
    for terms in published.order_by("kind", "version"):
        if terms.signed_again or terms.kind not in found:
            found[terms.kind] = terms
    return found


def newest(neighbourhood_id: int) -> dict[str, Terms]:
    """The text that is handed out now: {kind: Terms}."""
    published = Terms.objects.filter(neighbourhood=neighbourhood_id, published_at__isnull=False)
    return {terms.kind: terms for terms in published.order_by("kind", "version")}


def unsigned(volunteer: Volunteer, needed: dict[str, Terms]) -> list[TermsKind]:
    """The papers of `in_force` that this volunteer did not sign; reads `signatures` with their `terms`."""
    signed: dict[str, int] = {}
    for signature in volunteer.signatures.all():
        kind, version = signature.terms.kind, signature.terms.version
        signed[kind] = max(signed.get(kind, 0), version)
    return [kind for kind in TermsKind if kind not in needed or signed.get(kind, 0) < needed[kind].version]


def missing(volunteer: Volunteer, needed: dict[str, Terms], on: date) -> list[Missing]:
    """What is not in order yet, in the words of the team. Reads `signatures`, `statements` and `kinds`."""
    found = []
    if not volunteer.is_old_enough(on):
        found.append(Missing(_("Too young: one can help from the year in which one turns 16.")))
    for kind in unsigned(volunteer, needed):
        if kind not in needed:
            found.append(Missing(_("There is no text yet for: %(paper)s.") % {"paper": kind.label}))
        else:
            found.append(Missing(_("To be signed: %(paper)s.") % {"paper": kind.label}))
    if not volunteer.is_adult(on) and not volunteer.parent_agreed:
        found.append(Missing(_("Under %(age)s: a parent has to agree in writing.") % {"age": ADULT_AGE}))
    if volunteer.must_report and volunteer.reported_on is None:
        found.append(Missing(_("Has to report helping first, and has not done so yet.")))
    wanted = sorted({each for kind in volunteer.kinds.all() for each in kind.needs_statements})
    for lack in volunteer.lacks(wanted, on):
        label = dict(volunteer.statements.model._meta.get_field("kind").choices or [])[lack]
        found.append(Missing(_("Not shown, or run out: %(paper)s.") % {"paper": label}, blocks=False))
    return found


def check_team(volunteer: Volunteer, by: User) -> None:
    works_here = by.neighbourhoods.filter(pk=volunteer.person.neighbourhood_id).exists()
    if not (by.may(Ability.BROKER) and works_here):
        raise NotForYou(_("Only the team of this neighbourhood may do this."))


def check_own_or_team(volunteer: Volunteer, by: User) -> None:
    if volunteer.person.user_id != by.pk:
        check_team(volunteer, by)


def check_version(intake: Intake, version: int | None) -> None:
    if version is not None and version != intake.version:
        raise Moved(_("Somebody changed this after you opened the page. Look at what changed and try again."))


def check_move(volunteer: Volunteer, to: VolunteerState) -> None:
    if to not in VOLUNTEER_MOVES[VolunteerState(volunteer.state)]:
        raise Moved(
            _("This is not possible any more: %(name)s is now “%(state)s”.")
            % {"name": volunteer, "state": volunteer.get_state_display()}
        )


def check_nothing_missing(volunteer: Volunteer, on: date) -> None:
    """Raises `NotPossible` with all that still stops a beginning."""
    needed = in_force(volunteer.person.neighbourhood_id)
    stops = [each.text for each in missing(volunteer, needed, on) if each.blocks]
    if stops:
        raise NotPossible(" ".join(stops))
