"""What the rules say of one volunteer, the SQL says of all: for any data, and to the day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from design.days import midnight, months_later
from portal.help.enums import HOLDS_PLACE, MatchState, Timing
from portal.help.matching import _allowed, _full
from portal.help.models import HelpKind
from portal.help.rules import check_month, check_volunteer, why_not
from portal.people.enums import StatementKind, VolunteerState
from portal.people.kept import before
from portal.people.models import Absence, Neighbourhood, Statement, User, Volunteer
from portal.team.templatetags.team_tags import WARN, expiring
from tests.factories import MatchFactory, PersonFactory, RequestFactory

pytestmark = pytest.mark.django_db
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAY = date(2030, 3, 15)
NOW = timezone.make_aware(datetime.combine(DAY, time(12)))
NEAR = st.integers(-40, 40).map(lambda days: DAY + timedelta(days=days))
SPANS = st.lists(st.tuples(NEAR, st.integers(0, 30)), max_size=3)


@contextmanager
def undone() -> Iterator[None]:
    """One example leaves nothing for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@MANY
@given(spans=SPANS, on=NEAR)
def test_statements(volunteer: Volunteer, broker: User, spans: list[tuple[date, int]], on: date) -> None:
    kind = StatementKind.DRIVER
    with undone():
        for shown, lasts in spans:
            Statement.objects.create(
                volunteer=volunteer, kind=kind, shown_on=shown, expires_on=shown + timedelta(days=lasts)
            )
        good = Statement.objects.filter(kind=kind, shown_on__lte=on, expires_on__gte=on)
        fresh = Volunteer.objects.get(pk=volunteer.pk)
        assert (fresh.lacks([kind], on) == []) is good.exists()
        today = timezone.localdate()
        last = max((shown + timedelta(days=lasts) for shown, lasts in spans), default=None)
        warned = {each.expires_on for each in expiring(broker)}
        assert warned == ({last} if last and last <= today + WARN else set())


@MANY
@given(spans=SPANS, paused=st.none() | NEAR, on=NEAR, state=st.sampled_from(VolunteerState))
def test_rests_and_absences(
    volunteer: Volunteer, spans: list[tuple[date, int]], paused: date | None, on: date, state: VolunteerState
) -> None:
    with undone():
        Volunteer.objects.filter(pk=volunteer.pk).update(paused_until=paused, state=state)
        for first, lasts in spans:
            Absence.objects.create(
                volunteer=volunteer, first_day=first, last_day=first + timedelta(days=lasts)
            )
        fresh = Volunteer.objects.get(pk=volunteer.pk)
        is_there = state == VolunteerState.ACTIVE and not fresh.is_away(on)
        assert Volunteer.objects.active(on).filter(pk=volunteer.pk).exists() is is_there


HELPS = st.lists(st.tuples(NEAR, st.sampled_from(MatchState)), max_size=5)


@MANY
@given(helps=HELPS, maximum=st.integers(0, 4), on=NEAR)
def test_the_month(
    volunteer: Volunteer, kind: HelpKind, area: Neighbourhood, helps: list[Any], maximum: int, on: date
) -> None:
    with undone():
        Volunteer.objects.filter(pk=volunteer.pk).update(month_maximum=maximum)
        person = PersonFactory.create(neighbourhood=area)
        for day, state in helps:
            request = RequestFactory.create(person=person, kind=kind)
            holds = {"helps_on": day} if state in HOLDS_PLACE else {}
            MatchFactory.create(request=request, volunteer=volunteer, state=state, **holds)
        asked = RequestFactory.create(person=person, kind=kind, timing=Timing.DAY, day=on)
        fresh = Volunteer.objects.get(pk=volunteer.pk)
        is_full = maximum == 0 or _full(on).filter(volunteer=volunteer).exists()
        assert bool(why_not(check_month, fresh, asked, NOW)) is is_full


@MANY
@given(
    born=st.dates(DAY - timedelta(days=365 * 19), DAY - timedelta(days=365 * 15))
    | st.sampled_from([date(2012, 2, 28), date(2012, 2, 29), date(2012, 3, 1), date(2014, 12, 31)]),
    on=st.sampled_from([DAY, date(2030, 2, 28), date(2030, 3, 1), date(2030, 12, 31), date(2032, 2, 29)]),
    agreed=st.booleans(),
    adults_only=st.booleans(),
    places=st.integers(1, 2),
    restricted=st.booleans(),
)
def test_ages(
    volunteer: Volunteer, broker: User, kind: HelpKind, area: Neighbourhood, born: date, on: date,
    agreed: bool, adults_only: bool, places: int, restricted: bool,
) -> None:  # fmt: skip
    with undone():
        HelpKind.objects.filter(pk=kind.pk).update(adults_only=adults_only)
        Volunteer.objects.filter(pk=volunteer.pk).update(birth_date=born, parent_agreed=agreed)
        if restricted:
            type(volunteer.person).objects.filter(pk=volunteer.person_id).update(restricted_at=NOW)
        person = PersonFactory.create(neighbourhood=area)
        asked = RequestFactory.create(
            person=person, kind=HelpKind.objects.get(pk=kind.pk), timing=Timing.DAY, day=on, places=places
        )
        fresh = Volunteer.objects.get(pk=volunteer.pk)
        allowed = _allowed(asked, broker, NOW).filter(pk=volunteer.pk).exists()
        assert bool(why_not(check_volunteer, fresh, asked, NOW)) is not allowed


@given(
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    period=st.sampled_from(sorted(site.KEPT_FOR)),
)
def test_what_is_kept_long_enough(moment: datetime, period: str) -> None:
    now = timezone.make_aware(moment.replace(hour=12))
    months, days = site.KEPT_FOR[period].months, timedelta(days=site.KEPT_FOR[period].days)
    today = timezone.localdate(now) - days
    since = before(period, now)
    ended_on = timezone.localdate(since)
    assert since == midnight(ended_on)
    # What ended on the day itself is kept this night; the whole period has passed for the day before.
    assert months_later(ended_on, months) <= today
    assert months_later(ended_on - timedelta(days=1), months) <= today
    assert months_later(ended_on + timedelta(days=4), months) > today


@MANY
@given(age=st.integers(-3, 3), period=st.just("request_text"))
def test_the_words_of_a_question_go_to_the_day(resident: User, kind: HelpKind, age: int, period: str) -> None:
    from portal.help.kept import _old_words

    with undone():
        ended = before(period, NOW) + timedelta(days=age)
        RequestFactory.create(
            person=resident.person, kind=kind, state="closed", text="x", created_at=ended, ended_at=ended
        )
        assert _old_words(before(period, NOW)).exists() is (age < 0)
