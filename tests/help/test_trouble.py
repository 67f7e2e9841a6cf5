"""Something went wrong: four things with different next steps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.contact.enums import Route
from portal.contact.models import Message
from portal.help.actions import accept, cancel, done, propose, report, settle_trouble, take_back_trouble
from portal.help.enums import MatchState, Outcome, RequestState, Side, Timing, TroubleKind, Verb
from portal.help.matching import _allowed
from portal.help.models import HelpRequest, Match, Trouble
from portal.help.rules import Moved, NotForYou, NotPossible, check_volunteer, why_not
from portal.help.trouble_rules import Told, is_late
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory, PersonFactory, RequestFactory, VolunteerFactory
from tests.help.conftest import RequestIn

K = TroubleKind
NO_SHOW = Told(K.NO_SHOW, Side.HELPER)
COMPLAINT = Told(K.COMPLAINT, Side.HELPER, "riep", told_by=Side.ASKER)
INCIDENT = Told(K.INCIDENT, Side.HELPER, "viel")


def calls() -> set[str]:
    return set(Message.objects.filter(route=Route.CALL).values_list("kind", flat=True))


def test_who_did_not_come_frees_the_place_and_both_are_called(
    agreed: Match, broker: User, now: datetime
) -> None:
    trouble = report(agreed, NO_SHOW, by=broker, now=now)
    match, request = Match.objects.get(), HelpRequest.objects.get()
    assert (match.state, match.place, match.helps_on) == (MatchState.CANCELLED, None, None)
    assert (request.state, request.call_back_on) == (RequestState.SEARCHING, None)
    assert (trouble.day, trouble.due_on, trouble.by) == (agreed.helps_on, timezone.localdate(now), broker)
    assert {"fell_through", "fell_through_helper"} <= calls()
    assert request.history.last().verb == Verb.TROUBLE


def test_told_once(agreed: Match, broker: User, now: datetime) -> None:
    report(agreed, NO_SHOW, by=broker, now=now)
    with pytest.raises(Moved, match="told already"):
        report(agreed, NO_SHOW, by=broker, now=now)
    with pytest.raises(IntegrityError, match=r"trouble_told_once|UNIQUE"), transaction.atomic():
        Trouble.objects.create(match=agreed, kind=K.NO_SHOW, side=Side.HELPER, due_on=now.date(), at=now)


def test_not_before_its_day(request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime) -> None:
    day = timezone.localdate(now) + timedelta(days=1)
    request = request_in(RequestState.NEW, timing=Timing.DAY, day=day)
    match = accept(propose(request, [volunteer], by=broker, now=now)[0], by=broker, now=now)
    with pytest.raises(NotPossible, match="still to come"):
        report(match, NO_SHOW, by=broker, now=now)


@pytest.mark.parametrize("what", K)
def test_not_without_an_appointment(proposed: Match, broker: User, now: datetime, what: TroubleKind) -> None:
    with pytest.raises((Moved, NotPossible)):
        report(proposed, Told(what, Side.HELPER), by=broker, now=now)


def test_ticked_as_done_it_is_no_no_show(helped: Match, broker: User, now: datetime) -> None:
    with pytest.raises(Moved, match="stands"):
        report(helped, NO_SHOW, by=broker, now=now)


@pytest.mark.parametrize("told", [NO_SHOW, COMPLAINT, INCIDENT])
def test_nobody_else_may(agreed: Match, far_broker: User, desk: User, now: datetime, told: Told) -> None:
    for outsider in (far_broker, desk):
        with pytest.raises(NotForYou):
            report(agreed, told, by=outsider, now=now)


def test_each_of_the_two_tells_of_the_other(agreed: Match, resident: User, now: datetime) -> None:
    own = Told(K.NO_SHOW, Side.HELPER, told_by=Side.ASKER)
    assert report(agreed, own, by=resident, now=now).told_by == Side.ASKER


def test_not_of_oneself_not_in_the_name_of_the_other_and_not_the_words_of_the_team(
    agreed: Match, resident: User, volunteer: Volunteer, now: datetime
) -> None:
    with pytest.raises(NotPossible, match="Call us"):
        report(agreed, Told(K.NO_SHOW, Side.ASKER, told_by=Side.ASKER), by=resident, now=now)
    with pytest.raises(NotPossible, match="Call us"):
        report(agreed, Told(K.INCIDENT, Side.HELPER, told_by=Side.ASKER), by=resident, now=now)
    with pytest.raises(NotForYou):
        report(agreed, Told(K.COMPLAINT, Side.HELPER, told_by=Side.ASKER), by=volunteer.person.user, now=now)
    with pytest.raises(NotPossible, match="long ago"):
        report(agreed, COMPLAINT, by=resident, now=now + timedelta(days=61))


def test_no_show_or_done_the_first_word_counts(
    threads: Any, agreed: Match, broker: User, volunteer: Volunteer, now: datetime
) -> None:
    results = threads(
        lambda: report(agreed, NO_SHOW, by=broker, now=now),
        lambda: done(agreed, by=volunteer.person.user, now=now),
    )
    assert sum(isinstance(each, Moved) for each in results) == 1
    is_done = Match.objects.get().state == MatchState.DONE
    assert Trouble.objects.exists() is not is_done


def test_a_complaint_goes_to_the_coordinator_and_parts_the_two(
    helped: Match, coordinator: User, broker: User, now: datetime
) -> None:
    friday = timezone.make_aware(datetime(2030, 12, 20, 12))  # with Christmas in between
    trouble = report(helped, COMPLAINT, by=broker, now=friday)
    assert trouble.due_on == date(2030, 12, 30)
    told = Message.objects.get(kind="to_settle")
    assert told.person == coordinator.person
    assert "riep" not in told.body + told.script
    again = RequestFactory.create(person=helped.request.person, kind=helped.request.kind)
    assert "not put together" in why_not(check_volunteer, helped.volunteer, again, now)
    assert not _allowed(again, broker, now).exists()


def test_only_the_coordinator_settles_it(
    helped: Match, coordinator: User, broker: User, now: datetime
) -> None:
    trouble = report(helped, COMPLAINT, by=broker, now=now)
    with pytest.raises(NotForYou, match="coordinator"):
        settle_trouble(trouble, outcome=Outcome.SORTED, by=broker, now=now)
    with pytest.raises(NotPossible):
        settle_trouble(trouble, outcome=Outcome.TAKEN_BACK, by=coordinator, now=now)
    settled = settle_trouble(trouble, outcome=Outcome.SORTED, by=coordinator, now=now)
    assert (settled.settled_at, settled.settled_by) == (now, coordinator)
    with pytest.raises(Moved, match="already"):
        settle_trouble(trouble, outcome=Outcome.MISTAKEN, by=coordinator, now=now)


def test_what_was_asked_between_the_two_falls_away(
    helped: Match, proposed: Match, broker: User, now: datetime
) -> None:
    waiting = RequestFactory.create(person=helped.request.person, kind=helped.request.kind)
    asked = propose(waiting, [helped.volunteer], by=broker, now=now)[0]
    report(helped, COMPLAINT, by=broker, now=now)
    asked.refresh_from_db()
    assert asked.state == MatchState.DROPPED


def test_yes_at_the_moment_of_a_complaint_does_not_slip_through(
    threads: Any, helped: Match, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    waiting = RequestFactory.create(person=helped.request.person, kind=helped.request.kind)
    asked = propose(waiting, [volunteer], by=broker, now=now)[0]
    threads(
        lambda: accept(asked, by=volunteer.person.user, now=now),
        lambda: report(helped, COMPLAINT, by=broker, now=now),
    )
    asked.refresh_from_db()
    yes = asked.answered_at and asked.state == MatchState.ACCEPTED
    # Whoever was first: a yes before the complaint stands and is called about, none comes after it.
    assert yes or asked.state == MatchState.DROPPED


def test_the_volunteer_does_not_read_why(helped: Match, broker: User, now: datetime) -> None:
    waiting = RequestFactory.create(person=helped.request.person, kind=helped.request.kind)
    Trouble.objects.create(match=helped, kind=K.COMPLAINT, side=Side.HELPER, due_on=now.date(), at=now)
    asked = MatchFactory.create(request=waiting, volunteer=helped.volunteer)
    with pytest.raises(NotPossible, match="Call us to hear more"):
        accept(asked, by=helped.volunteer.person.user, now=now)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("what", K)
@pytest.mark.parametrize("outcome", ["", *Outcome])
def test_apart_in_sql_and_in_the_rule(
    volunteer: Volunteer, broker: User, now: datetime, what: str, outcome: str, turned: bool
) -> None:
    """Whoever of the two helped the other."""
    helper = VolunteerFactory.create(
        person=PersonFactory.create(neighbourhood=volunteer.person.neighbourhood)
    )
    one, other = (helper, volunteer) if turned else (volunteer, helper)
    past = MatchFactory.create(volunteer=one, request__person=other.person, state=MatchState.CANCELLED)
    settled = now if outcome else None
    Trouble.objects.create(
        match=past,
        kind=what,
        side=Side.HELPER,
        due_on=now.date(),
        at=now,
        outcome=outcome,
        settled_at=settled,
    )
    asked = RequestFactory.create(person=helper.person, kind=volunteer.kinds.get())
    stands = (what == K.COMPLAINT and outcome in {"", Outcome.SORTED}) or (what == K.INCIDENT and not outcome)
    assert bool(why_not(check_volunteer, volunteer, asked, now)) is stands
    assert _allowed(asked, broker, now).filter(pk=volunteer.pk).exists() is not stands


def test_an_accident_calls_off_what_stands_until_it_is_settled(
    agreed: Match, broker: User, coordinator: User, now: datetime
) -> None:
    trouble = report(agreed, INCIDENT, by=broker, now=now)
    agreed.request.refresh_from_db()
    assert agreed.request.state == RequestState.SEARCHING
    assert "not put together" in why_not(check_volunteer, agreed.volunteer, agreed.request, now)
    settle_trouble(trouble, outcome=Outcome.SORTED, by=coordinator, now=now)
    assert why_not(check_volunteer, agreed.volunteer, agreed.request, now) == ""


def test_a_no_show_that_was_none_is_taken_back(agreed: Match, broker: User, now: datetime) -> None:
    trouble = report(agreed, NO_SHOW, by=broker, now=now)
    back = take_back_trouble(trouble, by=broker, now=now + timedelta(days=14))
    match = Match.objects.get()
    assert (back.outcome, match.state, match.place, match.helps_on) == (
        Outcome.TAKEN_BACK,
        MatchState.ACCEPTED,
        1,
        trouble.day,
    )
    assert match.request.state == RequestState.AGREED
    assert match.request.call_back_on
    again = take_back_trouble(trouble, by=broker, now=now + timedelta(days=15))
    assert again.settled_at == back.settled_at
    report(match, NO_SHOW, by=broker, now=now)  # and it can be told anew


def test_the_place_of_another_is_not_taken_back(
    agreed: Match, volunteer2: Volunteer, broker: User, now: datetime
) -> None:
    trouble = report(agreed, NO_SHOW, by=broker, now=now)
    accept(propose(agreed.request, [volunteer2], by=broker, now=now)[0], by=broker, now=now)
    take_back_trouble(trouble, by=broker, now=now)
    agreed.refresh_from_db()
    assert agreed.state == MatchState.CANCELLED


def test_after_two_weeks_by_others_or_of_another_kind_it_stays(
    agreed: Match, broker: User, outsider: User, now: datetime
) -> None:
    trouble = report(agreed, NO_SHOW, by=broker, now=now)
    with pytest.raises(NotForYou):
        take_back_trouble(trouble, by=outsider, now=now)
    with pytest.raises(NotPossible, match="14 days"):
        take_back_trouble(trouble, by=broker, now=now + timedelta(days=14, seconds=1))
    complaint = report(agreed, COMPLAINT, by=broker, now=now)
    with pytest.raises(NotPossible, match="coordinator"):
        take_back_trouble(complaint, by=broker, now=now)


@pytest.mark.parametrize(
    ("moment", "late"),
    [("13 23:59", False), ("14 00:01", True), ("15 18:00", True), ("16 00:00", False)],
)
def test_late_is_less_than_a_day_before_the_day(moment: str, late: bool) -> None:
    now = timezone.make_aware(datetime.strptime(f"2030 03 {moment}", "%Y %m %d %H:%M"))  # noqa: DTZ007
    assert is_late(date(2030, 3, 15), now) is late


def test_a_kind_word_after_the_third_late_cancellation(
    request_in: RequestIn, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    Volunteer.objects.update(month_maximum=9)
    seen = []
    for _number in range(3):
        request = request_in(RequestState.NEW, timing=Timing.DAY, day=timezone.localdate(now))
        match = accept(propose(request, [volunteer], by=broker, now=now)[0], by=broker, now=now)
        cancel(match, by=volunteer.person.user, now=now, why="ziek")
        seen.append("kind_word" in calls())
    assert seen == [False, False, True]
    assert Trouble.objects.filter(kind=K.LATE_CANCEL, settled_at__isnull=False).count() == 3


def test_in_time_or_through_the_team_or_without_a_day_it_does_not_count(
    agreed: Match, pair: list[Match], broker: User, volunteer2: Volunteer, now: datetime
) -> None:
    cancel(agreed, by=agreed.volunteer.person.user, now=now, why="ziek")
    cancel(pair[0], by=broker, now=now, why="ziek")
    assert not Trouble.objects.exists()
