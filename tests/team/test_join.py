from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.contact.models import Message
from portal.help.models import HelpKind
from portal.people.actions import Who
from portal.people.enums import Channel, Purpose, StatementKind, VolunteerState
from portal.people.models import Neighbourhood, Person, User, Volunteer
from portal.people.roles import Role
from portal.team import actions
from portal.team.actions import Offer
from portal.team.enums import VOLUNTEER_MOVES, Step, TermsKind
from portal.team.models import History, Intake, Signature, Terms
from portal.team.rules import Moved, NotForYou, NotPossible, in_force, missing
from tests.factories import PersonFactory, VolunteerFactory
from tests.factories.team import put_papers_in_force, sign_all

pytestmark = pytest.mark.django_db
S = VolunteerState
WHO = Who(first_name="Mimoun", phone="+32470000001", language="ary")


def offer(kind: HelpKind, **facts: Any) -> Offer:
    return Offer(
        **{"birth_date": date(1990, 5, 1), "kinds": [kind], "speaks": ["fr"], "half_days": 7, **facts}
    )


def come(area: Neighbourhood, kind: HelpKind, now: datetime, **facts: Any) -> Volunteer | None:
    told = {"who": WHO, "channel": Channel.WEB, "submission": uuid.uuid4(), "by": None, "offer": offer(kind)}
    told.update(facts)
    return actions.sign_up(
        told["who"],
        told["offer"],
        neighbourhood=area,
        channel=told["channel"],
        submission=told["submission"],
        by=told["by"],
        now=now,
    )


def test_who_comes_is_signed_up_and_thanked(area: Neighbourhood, kind: HelpKind, now: datetime) -> None:
    made = come(area, kind, now)
    assert made is not None
    assert made.state == S.SIGNED_UP
    assert list(made.kinds.all()) == [kind]
    assert {each.code for each in made.person.spoken.all()} == {"fr", "ary"}
    assert made.person.agrees_to(Purpose.HELP_OUT)
    assert made.person.user is None
    assert made.intake.came_at == now
    assert [line.step for line in made.history.all()] == [Step.SIGNED_UP]
    assert Message.objects.to_call().get().kind == "volunteer_thanks"


def test_the_same_form_twice_counts_once(area: Neighbourhood, kind: HelpKind, now: datetime) -> None:
    form = uuid.uuid4()
    assert come(area, kind, now, submission=form) == come(area, kind, now, submission=form)
    assert Message.objects.count() == 1


def test_a_stranger_learns_and_changes_nothing_of_a_volunteer(
    area: Neighbourhood, kind: HelpKind, now: datetime
) -> None:
    known = VolunteerFactory.create(
        person__first_name="Mimoun", person__phone=WHO.phone, person__neighbourhood=area
    )
    assert come(area, kind, now) is None
    assert Volunteer.objects.get() == known
    line = Message.objects.to_call().get()
    assert line.kind == "volunteer_again"
    assert f"/{known.pk}/" in line.path


def test_a_stranger_gives_no_consent_for_somebody_we_know(
    area: Neighbourhood, kind: HelpKind, now: datetime
) -> None:
    person = PersonFactory.create(first_name="Mimoun", phone=WHO.phone, neighbourhood=area)
    made = come(area, kind, now)
    assert made is not None
    assert made.person == person
    assert not person.agrees_to(Purpose.HELP_OUT)
    assert not person.spoken.filter(code="fr").exists()


@given(st.dates(date(2000, 1, 1), date(2026, 12, 31)))
def test_from_the_year_in_which_one_turns_16(born: date) -> None:
    volunteer = Volunteer(birth_date=born)
    assert volunteer.is_old_enough(date(2026, 11, 22)) == (2026 - born.year >= 16)


def test_too_young_is_told_kindly(area: Neighbourhood, kind: HelpKind, now: datetime) -> None:
    young = offer(kind, birth_date=date(now.year - 15, 1, 1))
    with pytest.raises(NotPossible, match="turns 16"):
        come(area, kind, now, offer=young)
    assert not Person.objects.exists()


@pytest.fixture
def newcomer(area: Neighbourhood, kind: HelpKind, now: datetime) -> Volunteer:
    put_papers_in_force(area)
    made = come(area, kind, now)
    assert made is not None
    return made


def test_from_sign_up_to_the_first_day(newcomer: Volunteer, broker: User, now: datetime) -> None:
    actions.plan_talk(newcomer, now + timedelta(days=2), by=broker, now=now)
    assert newcomer.intake == Intake.objects.get(talk_with=broker)
    for kind in TermsKind:
        actions.sign(newcomer, kind, now.date(), language="ar", by=broker, now=now)
    actions.put_in_order(newcomer, by=broker, now=now, note="Kan goed luisteren")
    made = actions.activate(newcomer, by=broker, now=now)
    assert made.state == S.ACTIVE
    assert made.person.user is not None
    assert made.person.user.roles == {Role.VOLUNTEER}
    assert made.person.user.phone.as_e164 == WHO.phone
    assert not made.person.user.has_usable_password()
    steps = [Step.SIGNED_UP, Step.TALK_PLANNED, Step.SIGNED, Step.SIGNED, Step.READY, Step.ACTIVATED]
    assert [line.step for line in made.history.order_by("pk")] == steps
    assert Message.objects.filter(kind="volunteer_welcome").count() == 1


@pytest.mark.parametrize("paper", TermsKind)
def test_nobody_begins_while_a_paper_is_unsigned(
    newcomer: Volunteer, broker: User, now: datetime, paper: TermsKind
) -> None:
    actions.plan_talk(newcomer, now + timedelta(days=2), by=broker, now=now)
    sign_all(newcomer)
    Signature.objects.filter(terms__kind=paper).delete()
    with pytest.raises(NotPossible, match=str(paper.label)):
        actions.put_in_order(newcomer, by=broker, now=now)
    Volunteer.objects.update(state=S.READY)
    with pytest.raises(NotPossible, match=str(paper.label)):
        actions.activate(newcomer, by=broker, now=now)


def test_a_new_text_is_signed_again_unless_it_says_not(
    newcomer: Volunteer, area: Neighbourhood, now: datetime
) -> None:
    sign_all(newcomer)
    today = now.date()

    def lacks() -> int:
        fresh = Volunteer.objects.get(pk=newcomer.pk)
        return len(missing(fresh, in_force(area.pk), today))

    assert lacks() == 0
    put_papers_in_force(area, version=2, signed_again=False)
    assert lacks() == 0
    put_papers_in_force(area, version=3)
    assert lacks() == 2
    # Who signed a later version that asks nobody else, signed enough.
    put_papers_in_force(area, version=4, signed_again=False)
    Signature.objects.all().delete()
    for terms in Terms.objects.filter(version=4):
        Signature.objects.create(
            volunteer=newcomer, terms=terms, signed_on=today, language="nl", recorded_at=now
        )
    assert lacks() == 0


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"must_report": True}, "report"),
        ({"birth_date": date(2009, 6, 1)}, "parent"),
    ],
)
def test_what_else_stops_a_beginning(
    newcomer: Volunteer, area: Neighbourhood, facts: dict[str, Any], said: str
) -> None:
    sign_all(newcomer)
    Volunteer.objects.update(**facts)
    found = missing(Volunteer.objects.get(), in_force(area.pk), date(2026, 11, 22))
    assert [each.blocks for each in found] == [True]
    assert said in found[0].text


def test_a_statement_that_ran_out_closes_kinds_and_stops_nothing(
    newcomer: Volunteer, area: Neighbourhood, kind: HelpKind, broker: User, now: datetime
) -> None:
    sign_all(newcomer)
    kind.needs_statements = [StatementKind.DRIVER]
    kind.save()
    today = now.date()
    actions.show(newcomer, StatementKind.DRIVER, today + timedelta(days=3), by=broker, now=now)

    def found(on: date) -> list[bool]:
        return [each.blocks for each in missing(Volunteer.objects.get(), in_force(area.pk), on)]

    assert found(today + timedelta(days=3)) == []
    assert found(today + timedelta(days=4)) == [False]


def test_without_any_text_nobody_begins(volunteer: Volunteer, area: Neighbourhood) -> None:
    assert len(missing(volunteer, in_force(area.pk), date(2026, 11, 22))) == 2


def test_every_move_that_is_not_in_the_table_is_refused(
    volunteer: Volunteer, broker: User, area: Neighbourhood, now: datetime
) -> None:
    put_papers_in_force(area)
    sign_all(volunteer)
    to: dict[VolunteerState, Any] = {
        S.TALK: lambda: actions.plan_talk(volunteer, now + timedelta(days=1), by=broker, now=now),
        S.READY: lambda: actions.put_in_order(volunteer, by=broker, now=now),
        S.ACTIVE: lambda: actions.activate(volunteer, by=broker, now=now),
        S.STOPPED: lambda: actions.stop(volunteer, by=broker, now=now),
        S.RESTING: lambda: actions.rest(volunteer, None, by=broker, now=now),
    }
    for before in S:
        for after, act in to.items():
            Volunteer.objects.update(state=before)
            if after in VOLUNTEER_MOVES[before]:
                assert act().state == after
            else:
                with pytest.raises(Moved):
                    act()


def test_a_broker_of_elsewhere_may_do_nothing(newcomer: Volunteer, far_broker: User, now: datetime) -> None:
    with pytest.raises(NotForYou):
        actions.plan_talk(newcomer, now + timedelta(days=1), by=far_broker, now=now)
    with pytest.raises(NotForYou):
        actions.sign(newcomer, TermsKind.AGREEMENT, now.date(), language="nl", by=far_broker, now=now)


def test_an_address_that_is_somebody_elses_login_makes_no_account(
    newcomer: Volunteer, broker: User, now: datetime
) -> None:
    User.objects.create_user(phone=WHO.phone, first_name="Iemand anders")
    sign_all(newcomer)
    Volunteer.objects.update(state=S.READY)
    assert actions.activate(newcomer, by=broker, now=now).person.user is None


def test_a_stale_page_is_told(newcomer: Volunteer, broker: User, now: datetime) -> None:
    actions.plan_talk(newcomer, now + timedelta(days=1), by=broker, now=now)
    with pytest.raises(Moved, match="Somebody changed"):
        actions.plan_talk(newcomer, now + timedelta(days=3), by=broker, now=now, version=1)


@pytest.mark.django_db(transaction=True)
def test_two_forms_of_one_person_at_once_make_one_volunteer(
    threads: Any, area: Neighbourhood, kind: HelpKind, now: datetime
) -> None:
    PersonFactory.create(first_name="Mimoun", phone=WHO.phone, neighbourhood=area)
    found = threads(*(lambda: come(area, kind, now) for _ in range(3)))
    assert not any(isinstance(each, Exception) for each in found), found
    assert Volunteer.objects.count() == 1
    assert sum(each is not None for each in found) == 1


@pytest.mark.django_db(transaction=True)
def test_two_brokers_begin_with_one_volunteer_once(
    threads: Any, area: Neighbourhood, volunteer: Volunteer, broker: User, other_broker: User, now: datetime
) -> None:
    put_papers_in_force(area)
    sign_all(volunteer)
    Volunteer.objects.update(state=S.READY)
    found = threads(
        lambda: actions.activate(volunteer, by=broker, now=now),
        lambda: actions.activate(volunteer, by=other_broker, now=now),
    )
    assert sum(isinstance(each, Moved) for each in found) == 1, found
    assert History.objects.filter(step=Step.ACTIVATED).count() == 1
