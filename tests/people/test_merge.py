"""Two records of one person become one, and two again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from portal.gather.enums import SignUpState
from portal.gather.models import SignUp
from portal.help.actions import Asked, Wish, ask
from portal.help.enums import MatchState
from portal.help.models import HelpKind, HelpRequest, Match
from portal.people.actions import has_consent, record_consent
from portal.people.data_rules import Gone, NotForYou, NotNow
from portal.people.enums import Channel, Purpose, Relation, VolunteerState
from portal.people.forgetting import forget_all
from portal.people.kept_actions import correct_details, forget_person
from portal.people.merge_actions import merge_people, set_apart, undo_merge
from portal.people.merging import pointers
from portal.people.models import (
    Consent,
    DataRequest,
    FileAccess,
    Merge,
    Neighbourhood,
    NotTheSame,
    Person,
    SpokenLanguage,
    Tie,
    User,
    Volunteer,
)
from tests.factories import KindFactory, MatchFactory, PersonFactory, RequestFactory, UserFactory
from tests.factories.gather import GatheringFactory, SignUpFactory
from tests.factories.team import put_papers_in_force
from tests.people.test_data_actions import NEW
from tests.people.twice import as_volunteer, consent, dump, known_everywhere, two_of_one


@pytest.fixture
def two(area: Neighbourhood) -> tuple[Person, Person]:
    return two_of_one(area)


@pytest.fixture
def everything(
    two: tuple[Person, Person], broker: User, area: Neighbourhood, kind: HelpKind, now: datetime
) -> tuple[Person, Person]:
    """Both known in every room; the second one is a volunteer, the first one stopped."""
    put_papers_in_force(area)
    garden = KindFactory.create(code="garden")
    for person, state, kinds in ((two[0], "stopped", [kind]), (two[1], "active", [kind, garden])):
        known_everywhere(person, broker, now - timedelta(days=3))
        as_volunteer(person, state, kinds, broker, now - timedelta(days=2))
    return two


def rows_of(target: Model) -> dict[str, int]:
    """How many rows of each column point at it."""
    return {
        f"{model._meta.label}.{field.name}": model._base_manager.filter(**{field.attname: target.pk}).count()
        for model, field in pointers(type(target))
    }


def test_the_fixture_fills_every_column_that_points_at_a_person(everything: tuple[Person, Person]) -> None:
    """A room that is built later fails here until `known_everywhere` fills it."""
    for person in everything:
        assert [name for name, count in rows_of(person).items() if not count] == []
        assert [name for name, count in rows_of(person.volunteer).items() if not count] == []
    related = {
        f"{each.related_model._meta.label}.{each.field.name}"
        for each in Person._meta.related_objects
        if each.related_model not in {Person, Merge}
    }
    assert related <= set(rows_of(everything[0]))


def test_all_that_points_at_the_one_points_at_the_other(
    everything: tuple[Person, Person], broker: User, now: datetime
) -> None:
    kept, gone = everything
    history = {
        label: len(rows)
        for label, rows in dump().items()
        if label in {"help.Event", "help.FollowUp", "team.History", "gather.Happening", "help.HelpRequest"}
    }
    merge = merge_people(kept, gone, {}, by=broker, now=now)
    assert set(rows_of(gone).values()) == {0}
    kept.refresh_from_db()
    assert kept.volunteer.state == "active"
    assert set(kept.volunteer.kinds.values_list("code", flat=True)) == {"chores", "garden"}
    assert kept.volunteer.matches.count() == 2
    assert kept.volunteer.history.count() == 2
    assert kept.requests.count() == 2
    assert kept.messages.count() == 2
    assert {label: len(rows) for label, rows in dump().items() if label in history} == history
    assert (merge.kept, merge.gone, merge.by, merge.at) == (kept, gone, broker, now)


def test_a_filled_detail_beats_an_empty_one_and_the_older_record_a_newer_one(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    kept, gone = two
    merge_people(gone, kept, {}, by=broker, now=now)  # the newer row stays: what it says does not
    gone.refresh_from_db()
    assert (gone.last_name, gone.phone.as_e164, gone.email) == (
        "Verzonnen",
        "+447700900123",
        "rosa@example.org",
    )
    assert (gone.street, gone.house_number, gone.language) == ("Oefenstraat", "7", "nl")
    assert gone.created_at == kept.created_at


def test_a_broker_chooses(two: tuple[Person, Person], broker: User, now: datetime) -> None:
    kept, gone = two
    merge_people(kept, gone, {"phone": "gone", "email": "kept", "id": "gone"}, by=broker, now=now)
    kept.refresh_from_db()
    assert (kept.phone.as_e164, kept.email, kept.last_name) == (
        "+447700900456",
        "rosa@example.org",
        "Verzonnen",
    )


def test_what_is_left_says_nothing_and_leads_on(
    two: tuple[Person, Person], broker: User, coordinator: User, now: datetime
) -> None:
    kept, gone = two
    merge_people(kept, gone, {}, by=broker, now=now)
    gone.refresh_from_db()
    assert (gone.first_name, gone.last_name, str(gone.phone), gone.email) == ("", "", "", "")
    assert gone.merged_into == kept
    assert Person.objects.leads_to(gone.pk) == kept.pk
    assert gone not in Person.objects.known()
    for user in (broker, coordinator):
        assert gone not in Person.objects.visible_to(user)
    with pytest.raises(Gone):
        correct_details(gone, NEW, by=broker, now=now)
    with pytest.raises(Gone):
        forget_person(gone, by=broker, now=now)


def test_an_account_goes_along(two: tuple[Person, Person], broker: User, now: datetime) -> None:
    kept, gone = two
    gone.user = user = UserFactory.create()
    gone.save()
    merge = merge_people(kept, gone, {}, by=broker, now=now)
    kept.refresh_from_db()
    assert kept.user == user
    undo_merge(merge, by=broker, now=now)
    gone.refresh_from_db()
    assert gone.user == user


def test_the_last_word_about_a_consent_counts(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    """Agreed with one record, taken back later with the other: it is taken back."""
    kept, gone = two
    Consent.objects.all().delete()
    consent(gone, Purpose.SHARE_CONTACT, now - timedelta(days=9))
    consent(kept, Purpose.SHARE_CONTACT, now - timedelta(days=8), taken_back=now - timedelta(days=5))
    consent(kept, Purpose.CALL_AGAIN, now - timedelta(days=8), taken_back=now - timedelta(days=5))
    consent(gone, Purpose.CALL_AGAIN, now - timedelta(days=1))
    merge_people(kept, gone, {}, by=broker, now=now)
    assert not has_consent(kept, Purpose.SHARE_CONTACT)
    assert has_consent(kept, Purpose.CALL_AGAIN)
    assert kept.consents.count() == 4


def test_given_goes_before_still_to_be_confirmed(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    kept, gone = two
    kept.consents.update(given_at=None)
    assert not has_consent(kept, Purpose.SHARE_CONTACT)
    merge_people(kept, gone, {}, by=broker, now=now)
    assert has_consent(kept, Purpose.SHARE_CONTACT)


def test_the_question_about_data_that_is_due_first_stays(
    everything: tuple[Person, Person], broker: User, now: datetime
) -> None:
    kept, gone = everything
    first = gone.data_requests.get()
    kept.data_requests.update(due_on=first.due_on + timedelta(days=1))
    merge_people(kept, gone, {}, by=broker, now=now)
    assert DataRequest.objects.get() == first


def test_asked_for_herself_under_two_names(two: tuple[Person, Person], broker: User, now: datetime) -> None:
    kept, gone = two
    asked = RequestFactory.create(person=kept, asked_by=gone, relation="other")
    other_way = RequestFactory.create(person=gone, asked_by=kept, relation="other")
    merge_people(kept, gone, {}, by=broker, now=now)
    for each in (asked, other_way):
        each.refresh_from_db()
        assert (each.person, each.asked_by) == (kept, None)


# --- What stops it ---


def test_two_accounts_stay_two(two: tuple[Person, Person], broker: User, now: datetime) -> None:
    for person in two:
        person.user = UserFactory.create()
        person.save()
    with pytest.raises(NotNow, match="Both have an account"):
        merge_people(*two, {}, by=broker, now=now)


@pytest.mark.parametrize("states", [("active", "resting"), ("talk", "ready")])
def test_two_live_volunteers_stay_two(
    states: tuple[str, str], two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    for person, state in zip(two, states, strict=True):
        as_volunteer(person, state, [], broker, now)
    with pytest.raises(NotNow, match="Both are volunteers"):
        merge_people(*two, {}, by=broker, now=now)


@pytest.mark.parametrize(
    ("kept_state", "gone_state", "stays"),
    [
        ("active", "stopped", "active"),
        ("stopped", "signed_up", "signed_up"),
        ("signed_up", "resting", "resting"),
        ("stopped", "stopped", "stopped"),
    ],
)
def test_the_volunteer_who_is_further_stays(
    kept_state: str, gone_state: str, stays: str, two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    as_volunteer(two[0], kept_state, [], broker, now)
    as_volunteer(two[1], gone_state, [], broker, now)
    merge_people(*two, {}, by=broker, now=now)
    assert Volunteer.objects.get(person=two[0]).state == VolunteerState(stays)
    assert Match.objects.filter(volunteer__person=two[0]).count() == 2


def test_who_helps_the_other_is_somebody_else(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    helper = as_volunteer(two[1], "active", [], broker, now)
    match = MatchFactory.create(request=RequestFactory.create(person=two[0]), volunteer=helper)
    with pytest.raises(NotNow, match="One of the two helps the other"):
        merge_people(*two, {}, by=broker, now=now)
    Match.objects.filter(pk=match.pk).update(state=MatchState.DECLINED)
    merge_people(*two, {}, by=broker, now=now)


def test_both_asked_for_one_question(two: tuple[Person, Person], broker: User, now: datetime) -> None:
    wanted = RequestFactory.create(places=2)
    for person, state in zip(two, ("active", "stopped"), strict=True):
        MatchFactory.create(request=wanted, volunteer=as_volunteer(person, state, [], broker, now))
    with pytest.raises(NotNow, match="Both were asked to help"):
        merge_people(*two, {}, by=broker, now=now)


def test_both_on_the_list_of_one_date(two: tuple[Person, Person], broker: User, now: datetime) -> None:
    date = GatheringFactory.create()
    for person in two:
        SignUpFactory.create(gathering=date, person=person)
    with pytest.raises(NotNow, match="Both are on the list for “Soup”"):
        merge_people(*two, {}, by=broker, now=now)
    SignUp.objects.filter(person=two[1]).update(state=SignUpState.CANCELLED)
    merge_people(*two, {}, by=broker, now=now)
    assert two[0].sign_ups.count() == 2


def test_a_date_that_is_past_keeps_one_of_two_sign_ups(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    past = GatheringFactory.create(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    kept, _gone = (SignUpFactory.create(gathering=past, person=person) for person in two)
    merge_people(*two, {}, by=broker, now=now)
    assert SignUp.objects.get() == kept


def test_only_who_works_in_both_neighbourhoods(
    two: tuple[Person, Person],
    broker: User,
    far_broker: User,
    resident: User,
    editor: User,
    elsewhere: Neighbourhood,
    now: datetime,
) -> None:
    for user in (far_broker, resident, editor):
        with pytest.raises(NotForYou):
            merge_people(*two, {}, by=user, now=now)
    Person.objects.filter(pk=two[1].pk).update(neighbourhood=elsewhere)
    with pytest.raises(NotForYou):
        merge_people(*two, {}, by=broker, now=now)
    broker.neighbourhoods.add(elsewhere)
    merge = merge_people(*two, {}, by=broker, now=now)
    with pytest.raises(NotForYou):
        undo_merge(merge, by=far_broker, now=now)


def test_nobody_is_put_together_with_who_was_forgotten_or_with_themselves(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    with pytest.raises(NotNow, match="one and the same"):
        merge_people(two[0], two[0], {}, by=broker, now=now)
    forget_person(two[1], by=broker, now=now)
    for pair in (two, two[::-1]):
        with pytest.raises(Gone):
            merge_people(*pair, {}, by=broker, now=now)


def test_twice_is_refused(two: tuple[Person, Person], broker: User, now: datetime) -> None:
    merge = merge_people(*two, {}, by=broker, now=now)
    with pytest.raises(Gone, match="put together with somebody else"):
        merge_people(*two, {}, by=broker, now=now)
    undo_merge(merge, by=broker, now=now)
    with pytest.raises(NotNow, match="taken apart already"):
        undo_merge(merge, by=broker, now=now)


# --- Two again ---


def test_undone_all_is_as_it_was(everything: tuple[Person, Person], broker: User, now: datetime) -> None:
    before = dump()
    for kept, gone in (everything, everything[::-1]):
        merge = merge_people(kept, gone, {"phone": "gone"}, by=broker, now=now)
        assert dump() != before
        assert undo_merge(merge, by=broker, now=now) == []
        assert dump() == before
        merge.refresh_from_db()
        assert (merge.undone_at, merge.undone_by, merge.undo) == (now, broker, {})


def test_what_came_since_stays_and_what_went_stays_gone(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    kept, gone = two
    went = RequestFactory.create(person=gone)
    back = RequestFactory.create(person=gone)
    merge = merge_people(kept, gone, {}, by=broker, now=now)
    came = RequestFactory.create(person=kept)
    went.delete()
    assert undo_merge(merge, by=broker, now=now) == []
    assert list(kept.requests.all()) == [came]
    assert list(gone.requests.all()) == [back]


def test_a_detail_that_changed_since_is_left_and_said(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    kept, gone = two
    merge = merge_people(kept, gone, {"phone": "gone"}, by=broker, now=now)
    Person.objects.filter(pk=kept.pk).update(phone="+447700900789")
    assert undo_merge(merge, by=broker, now=now) == [("people.Person", kept.pk, "phone")]
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.phone.as_e164, gone.phone.as_e164) == ("+447700900789", "+447700900456")
    assert kept.email == ""


def test_a_consent_given_since_stays_the_one_in_force(
    two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    kept, gone = two
    Consent.objects.all().delete()
    consent(kept, Purpose.SHARE_CONTACT, now - timedelta(days=9))
    consent(gone, Purpose.SHARE_CONTACT, now - timedelta(days=8), taken_back=now - timedelta(days=5))
    merge = merge_people(kept, gone, {}, by=broker, now=now)
    new = consent(kept, Purpose.SHARE_CONTACT, now)
    left = undo_merge(merge, by=broker, now=now)
    assert ("people.Consent", "withdrawn_at") in {(label, name) for label, _pk, name in left}
    assert kept.consents.get(withdrawn_at=None) == new


def test_a_colleague_who_left_is_no_reason_to_fail(
    everything: tuple[Person, Person], broker: User, other_broker: User, now: datetime
) -> None:
    merge = merge_people(*everything, {}, by=broker, now=now)
    broker.delete()
    merge.refresh_from_db()
    undo_merge(merge, by=other_broker, now=now)
    assert FileAccess.objects.filter(person__in=everything, looked_by=None).count() == 2


@pytest.mark.parametrize(("days", "works"), [(30, True), (31, False)])
def test_thirty_days_long(
    days: int, works: bool, two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    merge = merge_people(*two, {}, by=broker, now=now)
    later = now + timedelta(days=days)
    forget_all(later)
    merge.refresh_from_db()
    assert bool(merge.undo) is works
    if works:
        undo_merge(merge, by=broker, now=later)
    else:
        with pytest.raises(Gone, match="too long ago"):
            undo_merge(merge, by=broker, now=later)
        assert "Verzonnen" not in str(list(Merge.objects.values()))


def test_the_later_one_is_undone_first(
    area: Neighbourhood, two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    (b, a), c = two, PersonFactory.create(neighbourhood=area)
    before = dump()
    first = merge_people(b, a, {}, by=broker, now=now)
    second = merge_people(c, b, {}, by=broker, now=now)
    assert Person.objects.leads_to(a.pk) == c.pk
    with pytest.raises(NotNow, match="First undo that"):
        undo_merge(first, by=broker, now=now)
    undo_merge(second, by=broker, now=now)
    undo_merge(first, by=broker, now=now)
    assert dump() == before


def test_forgetting_takes_what_was_kept_to_undo(
    area: Neighbourhood, two: tuple[Person, Person], broker: User, now: datetime
) -> None:
    third, stranger = PersonFactory.create_batch(2, neighbourhood=area)
    set_apart(two[0], [stranger], by=broker, now=now)
    merge_people(*two, {}, by=broker, now=now)
    merge_people(third, two[0], {}, by=broker, now=now)
    forget_person(third, by=broker, now=now)
    assert not Merge.objects.exists()
    assert not NotTheSame.objects.exists()
    assert "verzonne" not in str(dump()).lower()


# --- At the same time ---


@pytest.mark.django_db(transaction=True)
def test_two_merges_with_the_same_person(
    threads: Any, two: tuple[Person, Person], area: Neighbourhood, broker: User, now: datetime
) -> None:
    third = PersonFactory.create(neighbourhood=area)
    results = threads(
        lambda: merge_people(two[0], two[1], {}, by=broker, now=now),
        lambda: merge_people(third, two[1], {}, by=broker, now=now),
    )
    assert sorted(type(each).__name__ for each in results) == ["Gone", "Merge"]
    assert Person.objects.filter(merged_into=None, pk__in=[two[0].pk, third.pk]).count() == 2


@pytest.mark.django_db(transaction=True)
def test_both_ways_at_once(threads: Any, two: tuple[Person, Person], broker: User, now: datetime) -> None:
    results = threads(
        lambda: merge_people(two[0], two[1], {}, by=broker, now=now),
        lambda: merge_people(two[1], two[0], {}, by=broker, now=now),
    )
    assert sorted(type(each).__name__ for each in results) == ["Gone", "Merge"]
    assert Person.objects.filter(pk__in=[two[0].pk, two[1].pk]).known().count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["request", "consent"])
def test_nothing_new_lands_on_the_empty_row(
    what: str, threads: Any, two: tuple[Person, Person], broker: User, kind: HelpKind, now: datetime
) -> None:
    kept, gone = two
    how = Asked(channel=Channel.PHONE, language="nl", consents=(Purpose.CALL_AGAIN,))

    def asks() -> HelpRequest:
        return ask(gone, Wish(kind), how, neighbourhood=gone.neighbourhood, by=broker, now=now)

    def agrees() -> Consent:
        return record_consent(
            gone, Purpose.CALL_AGAIN, channel=Channel.PHONE, language="nl", by=broker, now=now
        )

    results = threads(
        lambda: merge_people(kept, gone, {}, by=broker, now=now), asks if what == "request" else agrees
    )
    assert not [each for each in results if isinstance(each, Exception)]
    assert set(rows_of(gone).values()) == {0}
    assert has_consent(kept, Purpose.CALL_AGAIN)
    assert HelpRequest.objects.filter(person=kept).count() == (what == "request")


@pytest.mark.django_db(transaction=True)
def test_undone_twice_at_once(threads: Any, two: tuple[Person, Person], broker: User, now: datetime) -> None:
    merge = merge_people(*two, {}, by=broker, now=now)
    results = threads(*[lambda: undo_merge(merge, by=broker, now=now)] * 2)
    assert sorted(type(each).__name__ for each in results) == ["NotNow", "list"]
    assert SpokenLanguage.objects.filter(person__in=two).count() == 4
    assert Merge.objects.get().undone_at is not None


def test_said_twice_to_be_two_is_once(
    two: tuple[Person, Person], broker: User, far_broker: User, now: datetime
) -> None:
    assert set_apart(two[1], [two[0]], by=broker, now=now) == 1
    assert set_apart(two[0], [two[1]], by=broker, now=timezone.now()) == 0
    with pytest.raises(NotForYou):
        set_apart(*two[:1], [two[1]], by=far_broker, now=now)


def test_who_was_around_both_is_around_one_only_once(
    area: Neighbourhood, broker: User, now: datetime
) -> None:
    """Also when one tie was written down from the other side, and when the two were tied to each other."""
    kept, gone, child = (PersonFactory.create(neighbourhood=area) for _ in range(3))
    Tie.objects.create(person=kept, other=child, relation=Relation.NEIGHBOUR, noted_at=now)
    Tie.objects.create(person=child, other=gone, relation=Relation.NEIGHBOUR, noted_at=now)
    Tie.objects.create(person=gone, other=kept, relation=Relation.FRIEND, noted_at=now)
    merge = merge_people(kept, gone, {}, by=broker, now=now)
    assert list(Tie.objects.values_list("person", "other")) == [(kept.pk, child.pk)]
    undo_merge(merge, by=broker, now=now)
    assert Tie.objects.count() == 3
