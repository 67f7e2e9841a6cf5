"""Who could help: hard limits filter, wishes rank, and every rank is explained in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.people.half_days import bits_of
from portal.people.models import ADULT_AGE, YOUNGEST_AGE, SpokenLanguage, Statement, User, Volunteer

from .enums import HOLDS_PLACE, LIVE_MATCH, Face, MatchState, Side
from .models import FollowUp, HelpRequest, Match
from .rules import on_day
from .trouble_querysets import kept_apart

LATELY = timedelta(days=30)
# How much each wish weighs. Being asked often lowers the rank, so that everyone gets a turn.
WEIGHTS = {"speaks": 40, "is_free": 25, "same_building": 15, "same_neighbourhood": 10, "good_before": 20}
PER_TIME_ASKED = 6
MOST_TIMES_COUNTED = 5


@dataclass(frozen=True)
class Wish:
    text: str
    is_met: bool


def month_of(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _held_in_month(day: date) -> QuerySet[Match]:
    first, after = month_of(day)
    return Match.objects.filter(state__in=HOLDS_PLACE, helps_on__gte=first, helps_on__lt=after)


def helped_in_month(volunteer: Volunteer, day: date) -> int:
    return _held_in_month(day).filter(volunteer=volunteer).count()


def _full(day: date) -> QuerySet[Match, Any]:
    """Volunteers who reached their maximum in the month of `day`; one pass over the matches of that month."""
    return (
        _held_in_month(day)
        .order_by()
        .values("volunteer")
        .annotate(helped=Count("pk"))
        .filter(helped__gte=F("volunteer__month_maximum"))
        .values("volunteer")
    )


def _count(matches: QuerySet[Match]) -> Coalesce:
    counted = matches.order_by().values("volunteer").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _allowed(request: HelpRequest, by: User, now: datetime) -> QuerySet[Volunteer]:
    """Everybody whom the hard limits of `rules.check_volunteer` and `rules.check_month` let through."""
    day = on_day(request, now)
    adult_since = _years_before(day, ADULT_AGE)
    found = (
        Volunteer.objects.visible_to(by)
        .active(day)
        .filter(kinds=request.kind)
        .exclude(person=request.person_id)
        .filter(~kept_apart(request.person_id))
        .filter(
            ~Exists(Match.objects.filter(request=request, volunteer=OuterRef("pk"), state__in=_NOT_AGAIN))
        )
    )
    if request.kind.needs_car:
        found = found.filter(has_car=True)
    for kind in request.kind.needs_statements:
        good = Statement.objects.filter(kind=kind, shown_on__lte=day, expires_on__gte=day)
        found = found.filter(Exists(good.filter(volunteer=OuterRef("pk"))))
    if request.kind.adults_only or request.places < 2:
        found = found.filter(birth_date__lte=adult_since)
    else:
        youngest = date(day.year - YOUNGEST_AGE, 12, 31)
        found = found.filter(Q(birth_date__lte=adult_since) | Q(parent_agreed=True, birth_date__lte=youngest))
    # Whose maximum is zero never gets as far as a match that would count.
    return found.filter(month_maximum__gt=0).exclude(pk__in=_full(day))


# Whoever was asked for this request and answered, or still may, is not asked a second time.
_NOT_AGAIN = [
    *LIVE_MATCH,
    MatchState.DECLINED,
    MatchState.CANCELLED,
    MatchState.WITHDRAWN,
    MatchState.THANKED,
]


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _flag(condition: Q | Exists) -> ExpressionWrapper[Q | Exists]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def candidates(request: HelpRequest, *, by: User, now: datetime) -> QuerySet[Volunteer]:
    """Volunteers for `request`, best first, annotated with what `wishes` puts into words. Two queries."""
    person = request.person
    speech = {request.language, *person.spoken.values_list("code", flat=True)}
    wanted = bits_of(request.day, request.half_day)
    asked = Match.objects.filter(volunteer=OuterRef("pk"))
    found = (
        _allowed(request, by, now)
        .select_related("person__neighbourhood")
        .annotate(
            speaks=_flag(Exists(SpokenLanguage.objects.filter(person=OuterRef("person"), code__in=speech))),
            speaks_it=_flag(
                Exists(SpokenLanguage.objects.filter(person=OuterRef("person"), code=request.language))
            ),
            fitting=F("half_days").bitand(wanted),
            same_neighbourhood=_flag(_lives_near(request)),
            same_building=_flag(_lives_at(request)),
            good_before=_flag(
                Exists(
                    FollowUp.objects.filter(
                        match__volunteer=OuterRef("pk"),
                        match__request__person=request.person_id,
                        side=Side.ASKER,
                        face=Face.GOOD,
                    )
                )
            ),
            asked_lately=_count(asked.filter(proposed_at__gte=now - LATELY)),
            last_asked=Subquery(asked.order_by("-proposed_at").values("proposed_at")[:1]),
        )
    )
    score = sum(
        (
            Case(When(**{name: True}, then=Value(weight)), default=Value(0))
            for name, weight in WEIGHTS.items()
        ),
        Value(0) - Least(F("asked_lately"), Value(MOST_TIMES_COUNTED)) * Value(PER_TIME_ASKED),
    )
    return (
        found.annotate(is_free=_flag(Q(fitting__gt=0)))
        .annotate(score=ExpressionWrapper(score, output_field=IntegerField()))
        .order_by("-score", F("last_asked").asc(nulls_first=True), "pk")
    )


def _lives_near(request: HelpRequest) -> Q:
    if request.outside_area:
        return Q(pk__in=[])
    return Q(person__neighbourhood=request.neighbourhood_id)


def _lives_at(request: HelpRequest) -> Q:
    person = request.person
    if not (person.street and person.house_number):
        return Q(pk__in=[])
    return Q(person__street__iexact=person.street, person__house_number__iexact=person.house_number)


def wishes(volunteer: Volunteer, request: HelpRequest, *, now: datetime) -> list[Wish]:
    """The reasons behind the rank of a candidate (a volunteer that `candidates` returned)."""
    found = volunteer.__dict__
    answer = [Wish(_("does this kind of help"), True), _speech_wish(found, request)]
    if request.day or request.half_day:
        free = found["is_free"]
        answer.append(Wish(_("is free then") if free else _("is usually not free then"), free))
    if found["same_building"]:
        answer.append(Wish(_("lives in the same building"), True))
    elif found["same_neighbourhood"]:
        answer.append(Wish(_("lives in the same neighbourhood"), True))
    if found["good_before"]:
        answer.append(Wish(_("it went well together before"), True))
    answer.append(_asked_wish(found["asked_lately"], found["last_asked"], now))
    return answer


def _speech_wish(found: dict[str, Any], request: HelpRequest) -> Wish:
    language = {"language": request.get_language_display()}
    if found["speaks_it"]:
        return Wish(_("speaks %(language)s") % language, True)
    if found["speaks"]:
        return Wish(_("speaks another language of the resident"), True)
    return Wish(_("does not speak %(language)s") % language, False)


def _asked_wish(times: int, last: datetime | None, now: datetime) -> Wish:
    if last is None:
        return Wish(_("was never asked yet"), True)
    if not times:
        return Wish(_("was not asked this past month"), True)
    text = ngettext("asked once this past month", "asked %(times)s times this past month", times)
    return Wish(text % {"times": times}, times < MOST_TIMES_COUNTED)
