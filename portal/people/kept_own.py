"""What the people's own room keeps: who somebody is, what they agreed to, what they offer, who looked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import kept, merging
from .enums import VolunteerState
from .half_days import ALL_HALF_DAYS
from .kept import Fact, Holding, Line, Term, fact, facts, made_fact
from .kept_around import DETAILS, corrected_words, lines_around, old_points
from .kept_models import Correction, DataRequest, FileAccess, Forgetting, Restriction
from .merge_actions import forget_merges
from .merge_details import month_of
from .merge_models import Merge
from .merge_rules import worth
from .models import Consent, Person, User, Volunteer
from .roles import MAY, Role
from .sheet_models import FileRun, Import

# What stands in the place of a date of birth: everybody who is forgotten was born on the same day.
NOBODYS_BIRTHDAY = date(1900, 1, 1)
TAKES_PART = [VolunteerState.TALK, VolunteerState.READY, VolunteerState.ACTIVE, VolunteerState.RESTING]
TEAM = sorted(frozenset().union(*MAY.values()) | {Role.LENDING_DESK, Role.STEERING})


# What hangs on a person and goes with them.
OWNED = ("spoken", "consents", "corrections", "restrictions", "looked_at", "points", "ties", "ties_back")


def lines(person: Person) -> list[Line]:
    spoken = list(person.spoken.all())
    languages = Fact("speaks", _("Speaks"), ", ".join(map(str, spoken)), [each.code for each in spoken])
    area = made_fact("neighbourhood", _("Neighbourhood"), person.neighbourhood.name)
    details = [*facts(person, *DETAILS, "language"), languages, area]
    if person.needs_interpreter:
        details += facts(person, "needs_interpreter")
    found = [Line("person", person.created_at, _("Your details"), details)]
    if person.user:
        found.append(_account(person.user))
    volunteer = Volunteer.objects.filter(person=person).first()
    if volunteer:
        found.append(_volunteer(volunteer, person))
    found += [_consent(each) for each in person.consents.order_by("recorded_at", "pk")]
    found += lines_around(person)
    found += [
        Line("correction", each.at, _("Details corrected"), [_corrected(each)])
        for each in person.corrections.all()
    ]
    if person.user:
        runs = FileRun.objects.filter(by=person.user)
        found += [
            Line(
                "file_run",
                each.at,
                _("A list, %(how)s") % {"how": each.get_direction_display()},
                _of_run(each),
            )
            for each in runs
        ]
    found += [
        Line("merge", each.at, _("We knew you twice, and put that together"), facts(each, "undone_at"))
        for each in person.merges.all()
    ]
    found += [
        Line(
            "restriction",
            each.at,
            _("We do not use your data") if each.begins else _("We use your data again"),
        )
        for each in person.restrictions.all()
    ]
    return found + [
        Line(
            "data_request",
            each.asked_at,
            _("You asked about your data"),
            facts(each, "kind", "channel", "due_on", "answered_at"),
        )
        for each in person.data_requests.all()
    ]


def _account(user: User) -> Line:
    roles = sorted(user.roles)
    shown = ", ".join(str(role.label) for role in roles)
    last = fact(user, "last_login", label=_("Signed in last"))
    return Line(
        "account",
        user.date_joined,
        _("Your account"),
        [
            *facts(user, "first_name", "last_name", "email", "phone"),
            *([Fact("roles", _("Role"), shown, [role.value for role in roles])] if roles else []),
            *([last] if last else []),
        ],
    )


def _volunteer(volunteer: Volunteer, person: Person) -> Line:
    names = ("state", "birth_date", "parent_agreed", "motivation", "talents", "must_report", "reported_on")
    more = ("paused_until", "half_days", "month_maximum", "has_car", "has_bike")
    return Line("volunteer", person.created_at, _("What you offer"), facts(volunteer, *names, *more))


def _consent(consent: Consent) -> Line:
    names = ("channel", "text_version", "language", "interpreter", "given_at", "given_through")
    found = facts(
        consent, "purpose", *names, "withdrawn_at", "withdrawn_how", *(["renewed"] if consent.renewed else [])
    )
    return Line("consent", consent.recorded_at, _("Consent: %s") % consent, found)


def _corrected(correction: Correction) -> Fact:
    names = correction.fields.split(",")
    shown = corrected_words(correction)
    return Fact("fields", _("Which"), shown, names)


def _of_run(run: FileRun) -> list[Fact]:
    return facts(run, "role", "state", "count", "kind", "reason", "note")


def prevents(person: Person, now: datetime) -> list[str]:
    user = person.user
    if user is None:
        return []
    works = user.is_superuser or user.groups.filter(name__in=TEAM).exists() or user.neighbourhoods.exists()
    return [_("You work in our team. The coordinator closes that first.")] if works else []


def busy(since: datetime) -> Iterable[QuerySet[Any]]:
    people = Person.objects.order_by()
    open_one = DataRequest.objects.open().filter(person=OuterRef("pk"))
    agreed = Consent.objects.filter(
        Q(recorded_at__gte=since) | Q(withdrawn_at__gte=since), person=OuterRef("pk")
    )
    team = Q(user__groups__name__in=TEAM) | Q(user__is_superuser=True) | Q(user__neighbourhoods__isnull=False)
    return [
        people.filter(Q(created_at__gte=since) | Q(user__last_login__gte=since)).values("pk"),
        people.filter(user__date_joined__gte=since).values("pk"),
        people.filter(team).values("pk"),
        people.filter(volunteer__state__in=TAKES_PART).values("pk"),
        people.filter(Exists(open_one) | Exists(agreed)).values("pk"),
    ]


def forget(person: Person, now: datetime) -> int:
    """Leave the bare record that other rooms count with; the account goes, with its sessions."""
    count = blank(Volunteer.objects.filter(person=person), now) + forget_merges(person)
    for name in OWNED:
        count += getattr(person, name).all().delete()[0]
    person.data_requests.open().update(answered_at=now)
    person.data_requests.update(by=None)
    # Who waits to be brought in may be this person: the file is sent again.
    count += Import.objects.filter(neighbourhood=person.neighbourhood).delete()[0]
    user = person.user
    for name in DETAILS:
        setattr(person, name, "")
    person.needs_interpreter = False
    person.user = None
    person.restricted_at = person.restricted_by = None
    person.forgotten_at = now
    person.created_at = month_of(person.created_at)
    person.save()
    if user:
        FileRun.objects.filter(by=user).update(note="")
        end_sessions(user)
        user.delete()
        count += 1
    return count + 1


def blank(volunteers: QuerySet[Volunteer], now: datetime) -> int:
    """Take everything of who they were out of these records; what they helped with stays counted."""
    return volunteers.exclude(birth_date=NOBODYS_BIRTHDAY).update(
        state=VolunteerState.STOPPED,
        birth_date=NOBODYS_BIRTHDAY,
        parent_agreed=False,
        motivation="",
        talents="",
        must_report=False,
        reported_on=None,
        paused_until=None,
        half_days=ALL_HALF_DAYS,
        has_car=False,
        has_bike=False,
    )


def end_sessions(user: User) -> None:
    """Wherever this account is signed in; a session may hold the draft of a question."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def people_without_contact(since: datetime) -> QuerySet[Person]:
    """Those we know, with whom there was no contact since, and who have nothing open."""
    found = Person.objects.known().filter(created_at__lt=since)
    for holding in kept.holdings():
        for some in holding.busy(since):
            found = found.exclude(pk__in=some)
    return found


def _forget_people(people: QuerySet[Person], now: datetime) -> int:
    from .kept_actions import forget_if_free

    return sum(forget_if_free(person, now=now) for person in people)


def _unanswered(since: datetime) -> QuerySet[Volunteer]:
    people = people_without_contact(since).values("pk")
    found = Volunteer.objects.filter(state=VolunteerState.SIGNED_UP, person__in=people)
    return found.select_related("person")


def _delete(records: QuerySet[Any], now: datetime) -> int:
    return records.delete()[0]


# When two records become one: who agreed before who still must, a live volunteer, what is due first.
merging.prefer("people.Consent", lambda consent: consent.given_at is not None)
merging.prefer("people.Volunteer", worth)
merging.prefer("people.DataRequest", lambda question: -question.due_on.toordinal())

HOLDING = Holding(
    slug="people",
    order=0,
    title=gettext_lazy("Who you are"),
    why=gettext_lazy(
        "We need to know who you are, how we reach you and which language you like. "
        "What you agreed to stands here too, because we must be able to show it."
    ),
    basis=gettext_lazy("Your consent; for proof of consents, the law."),
    period="person",
    covers=frozenset(
        f"people.{name}"
        for name in (
            "Person",
            "User",
            "SpokenLanguage",
            "Volunteer",
            "Consent",
            "FileAccess",
            "Correction",
            "Restriction",
            "DataRequest",
            "Import",
            "FileRun",
            "Merge",
            "NotTheSame",
            "PracticalPoint",
            "Tie",
        )
    ),
    lines=lines,
    forget=forget,
    prevents=prevents,
    busy=busy,
    terms=(
        Term("sign_up", gettext_lazy("Offers to help that came to nothing"), _unanswered, blank),
        Term(
            "request_text",
            gettext_lazy("Practical points of people with whom there was no contact"),
            lambda since: old_points(since, people_without_contact(since)),
            _delete,
        ),
        Term(
            "consent_proof",
            gettext_lazy("Proof of consents that were withdrawn"),
            lambda since: Consent.objects.filter(withdrawn_at__lt=since).select_related("person"),
            _delete,
        ),
        Term(
            "log",
            gettext_lazy("Who looked at a file"),
            lambda since: FileAccess.objects.filter(at__lt=since),
            _delete,
        ),
        Term(
            "log",
            gettext_lazy("Questions about data that were answered"),
            lambda since: DataRequest.objects.filter(answered_at__lt=since).select_related("person"),
            _delete,
        ),
        Term(
            "log",
            gettext_lazy("That details were corrected"),
            lambda since: Correction.objects.filter(at__lt=since).select_related("person"),
            _delete,
        ),
        Term(
            "import",
            gettext_lazy("Lists that wait to be brought in"),
            lambda since: Import.objects.stale(timezone.now()),
            _delete,
        ),
        Term(
            "log",
            gettext_lazy("Which lists left or came in"),
            lambda since: FileRun.objects.filter(at__lt=since),
            _delete,
        ),
        Term(
            "merge",
            gettext_lazy("What is needed to take people apart again"),
            lambda since: Merge.objects.filter(at__lt=since).exclude(undo={}),
            lambda found, now: found.update(undo={}),
        ),
        Term(
            "log",
            gettext_lazy("That two records of one person were put together"),
            lambda since: Merge.objects.filter(at__lt=since),
            _delete,
        ),
        Term(
            "log",
            gettext_lazy("When data was not used"),
            lambda since: Restriction.objects.filter(at__lt=since, person__restricted_at=None),
            _delete,
        ),
        Term(
            "log",
            gettext_lazy("Reports of what was forgotten"),
            lambda since: Forgetting.objects.filter(at__lt=since),
            _delete,
        ),
        Term(
            "person",
            gettext_lazy("People with whom there was no contact"),
            people_without_contact,
            _forget_people,
        ),
    ),
)
