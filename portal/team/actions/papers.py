"""Papers that volunteers sign, and what they show."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.enums import StatementKind
from portal.people.models import Neighbourhood, Statement, User, Volunteer
from portal.people.roles import Ability
from portal.people.versions import put_in_force, write_draft

from ..enums import Step, TermsKind
from ..models import Signature, Terms
from ..rules import NotForYou, NotPossible, check_team, newest
from .base import lock, write


def check_coordinator(neighbourhood: Neighbourhood, by: User) -> None:
    if not (by.may(Ability.KEEP_PAPERS) and by.neighbourhoods.filter(pk=neighbourhood.pk).exists()):
        raise NotForYou(_("Only the coordinator of this neighbourhood may do this."))


@transaction.atomic
def draft_terms(
    neighbourhood: Neighbourhood,
    kind: TermsKind,
    text: dict[str, str],
    *,
    by: User,
    signed_again: bool = True,
) -> Terms:
    """Write the next version of a paper, or go on writing the one that is not in force yet."""
    neighbourhood = Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
    check_coordinator(neighbourhood, by)
    versions = Terms.objects.filter(neighbourhood=neighbourhood, kind=kind)
    return write_draft(versions, text, neighbourhood=neighbourhood, kind=kind, signed_again=signed_again)


@transaction.atomic
def publish_terms(terms: Terms, *, by: User, now: datetime) -> Terms:
    """Put a version in force. Raises `InForceAlready`."""
    neighbourhood = Neighbourhood.objects.select_for_update().get(pk=terms.neighbourhood_id)
    check_coordinator(neighbourhood, by)
    return put_in_force(terms, by=by, now=now)


@transaction.atomic
def sign(
    volunteer: Volunteer,
    kind: TermsKind,
    signed_on: date,
    *,
    language: str,
    by: User,
    now: datetime,
    version: int | None = None,
) -> Signature:
    """Write down that the newest text of this paper was signed; a second time keeps the first."""
    volunteer = lock(volunteer, version)
    check_team(volunteer, by)
    terms = newest(volunteer.person.neighbourhood_id).get(kind)
    if terms is None:
        raise NotPossible(_("There is no text yet for: %(paper)s.") % {"paper": kind.label})
    if signed_on > timezone.localdate(now):
        raise NotPossible(_("Choose today or an earlier day."))
    signature, is_new = Signature.objects.get_or_create(
        volunteer=volunteer,
        terms=terms,
        defaults={"signed_on": signed_on, "language": language, "recorded_by": by, "recorded_at": now},
    )
    if is_new:
        write(volunteer, Step.SIGNED, by=by, now=now, note=str(terms))
    return signature


@transaction.atomic
def show(
    volunteer: Volunteer,
    kind: StatementKind,
    expires_on: date,
    *,
    by: User,
    now: datetime,
    version: int | None = None,
) -> Statement:
    """Write down that a paper was shown today and how long it is good; the paper itself is not kept."""
    volunteer = lock(volunteer, version)
    check_team(volunteer, by)
    today = timezone.localdate(now)
    if expires_on < today:
        raise NotPossible(_("This paper has run out already."))
    statement = Statement.objects.create(
        volunteer=volunteer, kind=kind, shown_on=today, expires_on=expires_on, recorded_by=by
    )
    write(volunteer, Step.SHOWN, by=by, now=now, note=str(kind.label))
    return statement


@transaction.atomic
def keep_facts(
    volunteer: Volunteer,
    *,
    parent_agreed: bool,
    must_report: bool,
    reported_on: date | None,
    by: User,
    now: datetime,
    version: int | None = None,
) -> Volunteer:
    """What the broker heard in the talk."""
    volunteer = lock(volunteer, version)
    check_team(volunteer, by)
    volunteer.parent_agreed = parent_agreed
    volunteer.must_report = must_report
    volunteer.reported_on = reported_on if must_report else None
    return write(volunteer, Step.CHANGED, by=by, now=now)
