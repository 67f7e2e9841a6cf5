"""A request walks through random moves, legal and not, by random people; what must always hold, holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from design.errors import RuleError
from portal.contact.models import Message
from portal.help import actions
from portal.help.actions import Asked, Wish
from portal.help.enums import HOLDS_PLACE, LIVE_MATCH, OPEN, Face, MatchState, RequestState, Side, Verb
from portal.help.models import Event, FollowUp, HelpRequest, Match
from portal.people.enums import Channel, Purpose
from portal.people.kept_actions import set_consent
from portal.people.models import User
from portal.people.roles import Role
from tests.factories import KindFactory, NeighbourhoodFactory, PersonFactory, UserFactory, VolunteerFactory

CAST = ("broker", "far_broker", "resident", "editor", "helper0", "helper1", "helper2")
TEAM = {"broker"}
BOTH = (Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT)
# Half of what is tried is tried by the team, so that a request comes somewhere.
who = st.one_of(st.just("broker"), st.sampled_from(CAST))
seldom = st.integers(0, 5).map(lambda number: number == 0)
which = st.integers(0, 9)


class Moves(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(places=st.integers(1, 2), has_day=st.booleans(), agrees=st.sampled_from([True, True, False]))
    def begin(self, places: int, has_day: bool, agrees: bool) -> None:
        self.now = timezone.now()
        area, elsewhere = NeighbourhoodFactory.create(), NeighbourhoodFactory.create(name="Elders")
        kind = KindFactory.create()
        self.users: dict[str, User] = {
            "broker": UserFactory.create(roles=[Role.BROKER], works_in=[area]),
            "far_broker": UserFactory.create(roles=[Role.BROKER], works_in=[elsewhere]),
            "editor": UserFactory.create(roles=[Role.WEB_EDITOR]),
            "resident": UserFactory.create(roles=[Role.RESIDENT]),
        }
        person = PersonFactory.create(user=self.users["resident"], neighbourhood=area, agrees=[])
        self.helpers = []
        for number in range(3):
            user = self.users[f"helper{number}"] = UserFactory.create(roles=[Role.VOLUNTEER])
            helper = PersonFactory.create(user=user, neighbourhood=area, email=user.email)
            self.helpers.append(VolunteerFactory.create(person=helper, does=[kind], month_maximum=2))
        day = timezone.localdate(self.now) + timedelta(days=3) if has_day else None
        wish = Wish(kind, timing="day" if day else "no_hurry", day=day, places=places)
        how = Asked(Channel.PHONE, "nl", BOTH if agrees else ())
        by = self.users["broker"]
        self.request = actions.ask(person, wish, how, neighbourhood=area, by=by, now=self.now)
        self.person = person
        if agrees:
            actions.propose(self.request, self.helpers[:2], by=by, now=self.now)

    # --- what anybody tries -------------------------------------------------------------------

    def tries(self, name: str, by: str, act: Any, *, open_to: set[str] | None = None) -> None:
        """A refusal is a sentence, and leaves everything as it was; who may not never gets through."""
        before = self.seen()
        try:
            with transaction.atomic():
                act(self.users[by])
        except RuleError as error:
            refusal = str(error)
        else:
            refusal = None
        if refusal is not None:
            assert refusal, name
            assert self.seen() == before, name
        elif self.seen() != before:
            assert by in (TEAM if open_to is None else open_to), (name, by)

    def seen(self) -> list[Any]:
        """All that an action may change, as the database has it."""
        tables = (HelpRequest, Match, Event, FollowUp, Message)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    def a_match(self, number: int) -> Match | None:
        found = list(Match.objects.order_by("pk").select_related("request", "volunteer__person"))
        return found[number % len(found)] if found else None

    def own_or_team(self, match: Match) -> set[str]:
        mine = {name for name, user in self.users.items() if match.volunteer.person.user_id == user.pk}
        return TEAM | mine

    @rule(by=who, number=st.integers(0, 2))
    def propose(self, by: str, number: int) -> None:
        asked = [self.helpers[number]]
        self.tries("propose", by, lambda user: actions.propose(self.request, asked, by=user, now=self.now))

    @rule(by=who, number=which, verb=st.sampled_from(["accept", "decline", "done", "cancel"]))
    def answer(self, by: str, number: int, verb: str) -> None:
        match = self.a_match(number)
        if match is not None:
            act = getattr(actions, verb)
            self.tries(
                verb, by, lambda user: act(match, by=user, now=self.now), open_to=self.own_or_team(match)
            )

    @rule(by=who, number=which)
    def drop(self, by: str, number: int) -> None:
        match = self.a_match(number)
        if match is not None:
            self.tries("drop", by, lambda user: actions.drop(match, by=user, now=self.now))

    @rule(by=who, number=which, side=st.sampled_from(list(Side)), face=st.sampled_from(list(Face)))
    def follow_up(self, by: str, number: int, side: Side, face: Face) -> None:
        match = self.a_match(number)
        if match is not None:
            self.tries(
                "follow_up",
                by,
                lambda user: actions.follow_up(match, side=side, face=face, by=user, now=self.now),
            )

    @rule(by=who, verb=st.sampled_from(["discuss", "enough"]))
    def request_verb(self, by: str, verb: str) -> None:
        self.tries(verb, by, lambda user: getattr(actions, verb)(self.request, by=user, now=self.now))

    @rule(by=who, outcome=st.sampled_from(list(RequestState)), really=seldom)
    def end(self, by: str, outcome: RequestState, really: bool) -> None:
        if not really:
            return
        self.tries("end", by, lambda user: actions.end(self.request, outcome=outcome, by=user, now=self.now))

    @rule(by=who, days=st.integers(-2, 40))
    def move(self, by: str, days: int) -> None:
        day = timezone.localdate(self.now) + timedelta(days=days)
        self.tries("move", by, lambda user: actions.move(self.request, by=user, now=self.now, day=day))

    @rule(by=who, days=st.integers(-1, 9))
    def postpone(self, by: str, days: int) -> None:
        until = timezone.localdate(self.now) + timedelta(days=days)
        self.tries(
            "postpone",
            by,
            lambda user: actions.postpone_call_back(self.request, until=until, by=user, now=self.now),
        )

    @rule(agrees=st.sampled_from([True, True, False]))
    def resident_changes_mind(self, agrees: bool) -> None:
        by = self.users["resident"]
        set_consent(self.person, Purpose.SHARE_CONTACT, agrees, by=by, now=self.now)

    @rule()
    def an_old_page(self) -> None:
        """Whoever acts on what they saw before the last change is told so."""
        fresh = HelpRequest.objects.get(pk=self.request.pk)
        stale, by = fresh.version - 1, self.users["broker"]
        with pytest.raises(RuleError), transaction.atomic():
            actions.end(self.request, outcome=RequestState.WITHDRAWN, by=by, now=self.now, version=stale)

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    # --- what always holds --------------------------------------------------------------------

    @invariant()
    def history_is_complete(self) -> None:
        request, state = HelpRequest.objects.get(pk=self.request.pk), ""
        for line in Event.objects.filter(request=request).order_by("pk"):
            assert line.from_state == state
            state = line.to_state
        assert (state, request.version) == (request.state, Event.objects.filter(request=request).count())
        assert (request.ended_at is None) == (request.state in OPEN)

    @invariant()
    def places_are_never_oversold(self) -> None:
        request = HelpRequest.objects.get(pk=self.request.pk)
        held = list(request.matches.filter(state__in=HOLDS_PLACE).values_list("place", flat=True))
        assert len(held) == len(set(held)) <= request.places
        if request.state == RequestState.AGREED:
            assert len(held) == request.places
        if request.state not in OPEN:
            assert not request.matches.filter(state=MatchState.PROPOSED).exists()
        asked = list(request.matches.filter(state__in=LIVE_MATCH).values_list("volunteer", flat=True))
        assert len(asked) == len(set(asked))

    @invariant()
    def nothing_shows_that_should_not(self) -> None:
        agreed = self.person.consents.filter(
            purpose=Purpose.SHARE_CONTACT, withdrawn_at=None, given_at__isnull=False
        ).exists()
        for match in Match.objects.select_related("request__person", "volunteer"):
            if match.shows_contact(self.now):
                assert agreed
                assert match.state in HOLDS_PLACE
        for name in CAST:
            sees = HelpRequest.objects.visible_to(self.users[name]).exists()
            assert sees == (name in {"broker", "resident"}), name

    @invariant()
    def told_exactly_once(self) -> None:
        told = {
            kind: Message.objects.filter(kind=kind).count() for kind in ("volunteer_asked", "somebody_found")
        }
        lines = Event.objects.filter(request=self.request)
        full = lines.filter(verb=Verb.ACCEPTED, to_state=RequestState.AGREED).count()
        assert told == {
            "volunteer_asked": lines.filter(verb=Verb.PROPOSED).count(),
            "somebody_found": full,
        }


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_people_try() -> None:
    run_state_machine_as_test(
        Moves,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
