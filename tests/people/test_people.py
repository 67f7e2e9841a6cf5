from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.people.actions import has_consent, record_consent, speak, withdraw_consent
from portal.people.enums import Channel, HalfDay, Language, Purpose
from portal.people.finding import find_people
from portal.people.half_days import ALL_HALF_DAYS, bit, bits, bits_of
from portal.people.models import Consent, Neighbourhood, Person, SpokenLanguage, User, Volunteer
from portal.people.phones import digits_of, link_of
from tests.factories import PersonFactory, UserFactory, VolunteerFactory

# --- Who sees whom --------------------------------------------------------------------------


@pytest.fixture
def near(area: Neighbourhood) -> Person:
    return PersonFactory.create(neighbourhood=area)


@pytest.fixture
def far(elsewhere: Neighbourhood) -> Person:
    return PersonFactory.create(neighbourhood=elsewhere)


@pytest.mark.parametrize("role", ["broker", "coordinator"])
def test_the_team_sees_the_people_of_its_neighbourhood(
    role: str, request: pytest.FixtureRequest, near: Person, far: Person
) -> None:
    user: User = request.getfixturevalue(role)
    assert set(Person.objects.visible_to(user)) == {near, user.person}


@pytest.mark.parametrize("role", ["desk", "editor", "steering", "partner", "resident"])
def test_everybody_else_sees_themselves(
    role: str, request: pytest.FixtureRequest, near: Person, far: Person
) -> None:
    user: User = request.getfixturevalue(role)
    assert set(Person.objects.visible_to(user)) == {user.person}


def test_a_volunteer_sees_no_other_volunteer(volunteer: Volunteer, volunteer2: Volunteer) -> None:
    assert list(Volunteer.objects.visible_to(volunteer.person.user)) == [volunteer]


def test_the_team_sees_the_volunteers_of_its_neighbourhood(
    volunteer: Volunteer, far: Person, broker: User, far_broker: User
) -> None:
    there = VolunteerFactory.create(person=far)
    assert list(Volunteer.objects.visible_to(broker)) == [volunteer]
    assert list(Volunteer.objects.visible_to(far_broker)) == [there]


def test_a_stranger_sees_nobody(near: Person, volunteer: Volunteer) -> None:
    assert not Person.objects.visible_to(AnonymousUser()).exists()
    assert not Volunteer.objects.visible_to(AnonymousUser()).exists()


def test_who_left_the_team_sees_nobody_not_even_themselves(near: Person, broker: User) -> None:
    broker.is_active = False
    assert not Person.objects.visible_to(broker).exists()
    assert not Volunteer.objects.visible_to(broker).exists()


def test_working_in_no_neighbourhood_is_seeing_only_oneself(near: Person, broker: User) -> None:
    broker.neighbourhoods.clear()
    assert list(Person.objects.visible_to(broker)) == [broker.person]


# --- Finding somebody -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "0470123456",
        "0470 12 34 56",
        "0470/12.34.56",
        "0470-12-34-56",
        "+32470123456",
        "+32 470 12 34 56",
        "+32 (0)470 12 34 56",
        "0032 470 12 34 56",
        "32470123456",
        "470123456",
        "12 34 56",
    ],
)
def test_a_number_is_found_in_any_notation(words: str, near: Person) -> None:
    known = PersonFactory.create(phone="+32470123456")
    assert find_people(Person.objects.all(), words) == [known]


@pytest.mark.parametrize("words", ["+447700900123", "+44 7700 900123", "0044 7700 900123", "900123"])
def test_so_is_a_number_from_abroad(db: None, words: str) -> None:
    known = PersonFactory.create(phone="+447700900123")
    PersonFactory.create(phone="+32470123456")
    assert find_people(Person.objects.all(), words) == [known]


@pytest.mark.parametrize("words", ["fatima", "FAT ZON", "zonneveld fatima", "fatima@", "  zonne  "])
def test_a_name_or_address_is_found_by_its_parts(db: None, words: str) -> None:
    known = PersonFactory.create(first_name="Fatima", last_name="Zonneveld", email="fatima@example.org")
    PersonFactory.create(first_name="Khadija", last_name="Maanveld")
    assert find_people(Person.objects.all(), words) == [known]


def test_every_word_must_fit(near: Person) -> None:
    PersonFactory.create(first_name="Fatima", last_name="Zonneveld")
    assert not find_people(Person.objects.all(), "Fatima Maanveld")


@pytest.mark.parametrize(
    ("text", "digits"),
    [("0470/12 34 56", "470123456"), ("+32 470 12 34 56", "470123456"), ("geen nummer", ""), ("", "")],
)
def test_the_digits_that_every_notation_shares(text: str, digits: str) -> None:
    assert digits_of(text) == digits


@pytest.mark.parametrize(
    ("text", "link"),
    [("0470 12 34 56", "+32470123456"), ("+44 7700 900123", "+447700900123"), ("bel 1", "1")],
)
def test_a_number_to_call(text: str, link: str) -> None:
    assert link_of(text) == link


# --- Half-days ------------------------------------------------------------------------------


def test_monday_morning_is_the_first_bit_and_sunday_evening_the_last() -> None:
    assert bit(0, HalfDay.MORNING) == 1
    assert bit(0, HalfDay.EVENING) == 4
    assert bit(1, HalfDay.MORNING) == 8
    assert bit(6, HalfDay.EVENING) == 1 << 20


def test_every_half_day_has_a_bit_of_its_own() -> None:
    every = {bit(weekday, part) for weekday in range(7) for part in HalfDay}
    assert len(every) == 21
    assert sum(every) == ALL_HALF_DAYS


def test_the_same_half_day_twice_is_once() -> None:
    assert bits([(2, "morning"), (2, HalfDay.MORNING), (2, "evening")]) == bit(2, "morning") + bit(
        2, "evening"
    )


FRIDAY = date(2030, 3, 15)


@pytest.mark.parametrize(
    ("day", "part", "fits"),
    [
        (FRIDAY, "afternoon", bit(4, "afternoon")),
        (FRIDAY, "", bit(4, "morning") + bit(4, "afternoon") + bit(4, "evening")),
        (None, "evening", sum(bit(weekday, "evening") for weekday in range(7))),
        (None, "", ALL_HALF_DAYS),
    ],
)
def test_what_suits_a_wish(day: date | None, part: str, fits: int) -> None:
    assert bits_of(day, part) == fits


# --- Consent --------------------------------------------------------------------------------


def given(person: Person, now: datetime, **more: Any) -> Consent:
    facts = {"channel": Channel.PHONE, "language": "nl", "by": None, "now": now, **more}
    return record_consent(person, Purpose.CALL_AGAIN, **facts)


def test_a_consent_is_withdrawn_and_its_proof_stays(near: Person, now: datetime) -> None:
    consent = given(near, now)
    later = now + timedelta(days=1)
    assert withdraw_consent(near, Purpose.CALL_AGAIN, channel=Channel.WEB, now=later) == 1
    consent.refresh_from_db()
    assert (consent.given_at, consent.withdrawn_at, consent.withdrawn_how) == (now, later, Channel.WEB)
    assert not consent.is_in_force()
    assert not has_consent(near, Purpose.CALL_AGAIN)


def test_withdrawing_is_per_purpose_and_per_person(near: Person, far: Person, now: datetime) -> None:
    given(near, now)
    given(far, now)
    withdraw_consent(near, Purpose.CALL_AGAIN, channel=Channel.WEB, now=now)
    assert has_consent(near, Purpose.KEEP_REQUEST)
    assert has_consent(far, Purpose.CALL_AGAIN)


def test_withdrawing_twice_ends_it_once(near: Person, now: datetime) -> None:
    given(near, now)
    ended = [
        withdraw_consent(near, Purpose.CALL_AGAIN, channel=Channel.WEB, now=now + timedelta(days=day))
        for day in (0, 1)
    ]
    assert ended == [1, 0]
    assert near.consents.get(purpose=Purpose.CALL_AGAIN).withdrawn_at == now


def test_who_agrees_again_agrees_anew(near: Person, now: datetime) -> None:
    first = given(near, now)
    withdraw_consent(near, Purpose.CALL_AGAIN, channel=Channel.WEB, now=now)
    assert given(near, now) != first
    assert has_consent(near, Purpose.CALL_AGAIN)


def test_what_is_in_force_is_kept(near: Person, now: datetime) -> None:
    first = given(near, now)
    assert given(near, now + timedelta(days=1), channel=Channel.DESK) == first
    first.refresh_from_db()
    assert (first.given_at, first.channel) == (now, Channel.PHONE)


def test_said_by_another_it_waits_until_the_person_says_so(near: Person, now: datetime) -> None:
    waiting = given(near, now, said_by="child")
    assert not has_consent(near, Purpose.CALL_AGAIN)
    assert given(near, now, said_by="child") == waiting
    assert given(near, now) == waiting
    assert has_consent(near, Purpose.CALL_AGAIN)


def test_said_by_another_it_takes_nothing_away(near: Person, now: datetime) -> None:
    given(near, now)
    given(near, now, said_by="child")
    assert has_consent(near, Purpose.CALL_AGAIN)


def test_two_at_once_agree_once(threads: Any, near: Person, now: datetime) -> None:
    first, second = threads(*[lambda: given(near, now)] * 2)
    assert first == second


def test_the_database_keeps_one_in_force(near: Person, now: datetime) -> None:
    facts = {"person": near, "purpose": Purpose.PHOTO_STORY, "channel": Channel.WEB, "recorded_at": now}
    Consent.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(**facts)


# --- Address and language -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("street", "number", "box", "line"),
    [
        ("Verborgenstraat", "7", "3", "Verborgenstraat 7 bus 3"),
        ("Verborgenstraat", "7", "", "Verborgenstraat 7"),
        ("Verborgenstraat", "", "", "Verborgenstraat"),
        ("", "7", "3", ""),
    ],
)
def test_the_address_is_one_line(street: str, number: str, box: str, line: str) -> None:
    with translation.override("nl"):
        assert Person(street=street, house_number=number, box=box).address == line


@pytest.mark.parametrize(
    ("spoken", "written"),
    [("nl", "nl"), ("fr", "fr"), ("en", "en"), ("ar", "ar"), ("ary", "ar"), ("rif", "nl"), ("tr", "nl")],
)
def test_we_write_in_a_language_of_the_site(spoken: str, written: str) -> None:
    assert Person(language=spoken).written_language == written


@pytest.mark.parametrize("language", Language)
def test_whatever_somebody_speaks_we_can_write(language: Language) -> None:
    assert Person(language=language).written_language in {"nl", "fr", "en", "ar"}


def test_the_preferred_language_is_always_spoken(near: Person) -> None:
    speak(near, ["tr", "ar"])
    assert [spoken.code for spoken in near.spoken.all()] == ["ar", "nl", "tr"]
    speak(near, ["ar"])
    assert [spoken.code for spoken in near.spoken.all()] == ["ar", "nl"]


def test_a_language_is_spoken_once(near: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SpokenLanguage.objects.create(person=near, code="nl")


@pytest.mark.parametrize(
    ("on", "age", "is_adult", "is_old_enough"),
    [
        (date(2027, 12, 31), 15, False, False),
        (date(2028, 1, 1), 15, False, True),
        (date(2030, 6, 14), 17, False, True),
        (date(2030, 6, 15), 18, True, True),
    ],
)
def test_age(on: date, age: int, is_adult: bool, is_old_enough: bool) -> None:
    born = Volunteer(birth_date=date(2012, 6, 15))
    assert (born.age(on), born.is_adult(on), born.is_old_enough(on)) == (age, is_adult, is_old_enough)


# --- Signing in -----------------------------------------------------------------------------

PASSWORD = "een lang wachtwoord"
CODE = re.compile(r"^[A-Z0-9]+(?:-[A-Z0-9]+)*$", re.MULTILINE)


def test_an_account_needs_an_email_or_a_phone(db: None) -> None:
    with pytest.raises(IntegrityError, match="user_has_email_or_phone"), transaction.atomic():
        UserFactory.create(email=None, phone=None)


@pytest.mark.parametrize("reach", [{"email": None, "phone": "+32470123456"}, {"email": "a@example.org"}])
def test_one_of_the_two_is_enough(db: None, reach: dict[str, str | None]) -> None:
    assert UserFactory.create(**reach).pk


@pytest.mark.parametrize("same", [{"email": "a@example.org"}, {"email": None, "phone": "+32470123456"}])
def test_an_address_or_number_opens_one_account(db: None, same: dict[str, str | None]) -> None:
    UserFactory.create(**same)
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory.create(**same)


@pytest.fixture
def member(resident: User) -> User:
    """Known by `rosa@example.org` and 0470 12 34 56, with a password."""
    resident.email, resident.phone = "rosa@example.org", "+32470123456"
    resident.set_password(PASSWORD)
    resident.save()
    return resident


def who_is_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "login",
    [
        "0470 12 34 56",
        "0470/12.34.56",
        "+32 470 12 34 56",
        "0032470123456",
        "+32470123456",
        "rosa@example.org",
    ],
)
def test_signing_in_with_a_password(client: Client, member: User, login: str) -> None:
    answer = client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse("mine"))
    assert who_is_in(client) == str(member.pk)


@pytest.mark.parametrize(
    "login", ["0470 12 34 56", "rosa@example.org", "0499 99 99 99", "nobody@example.org"]
)
def test_a_wrong_password_lets_nobody_in(client: Client, member: User, login: str) -> None:
    page = client.post(reverse("account_login"), {"login": login, "password": "een ander wachtwoord"})
    assert page.status_code == 200
    assert 'id="errors"' in page.content.decode()
    assert who_is_in(client) is None


def test_a_closed_account_lets_nobody_in(client: Client, member: User) -> None:
    User.objects.filter(pk=member.pk).update(is_active=False)
    client.post(reverse("account_login"), {"login": "rosa@example.org", "password": PASSWORD})
    assert who_is_in(client) is None


@pytest.fixture
def mailed(
    client: Client, member: User, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> str:
    """The code that came by mail."""
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("account_request_login_code"), {"email": "rosa@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_confirm_login_code"))
    [mail] = mailoutbox
    assert mail.to == ["rosa@example.org"]
    [code] = CODE.findall(mail.body)
    return code


def test_signing_in_with_a_mailed_code(client: Client, member: User, mailed: str) -> None:
    assert who_is_in(client) is None
    page = client.get(reverse("account_confirm_login_code"))
    assert "rosa@example.org" in page.content.decode()
    answer = client.post(reverse("account_confirm_login_code"), {"code": mailed})
    assert (answer.status_code, answer["Location"]) == (302, reverse("mine"))
    assert who_is_in(client) == str(member.pk)


def test_a_wrong_code_lets_nobody_in_and_the_right_one_still_does(
    client: Client, member: User, mailed: str
) -> None:
    page = client.post(reverse("account_confirm_login_code"), {"code": "ZZZZZZ"})
    assert 'id="errors"' in page.content.decode()
    assert who_is_in(client) is None
    client.post(reverse("account_confirm_login_code"), {"code": mailed})
    assert who_is_in(client) == str(member.pk)


def test_five_wrong_codes_end_it(client: Client, mailed: str) -> None:
    for _ in range(5):
        client.post(reverse("account_confirm_login_code"), {"code": "ZZZZZZ"})
    client.post(reverse("account_confirm_login_code"), {"code": mailed})
    assert who_is_in(client) is None


def test_an_unknown_address_gets_the_same_page_and_no_mail(
    client: Client, member: User, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    pages = []
    for email in ("rosa@example.org", "nobody@example.org"):
        guest = Client()
        with django_capture_on_commit_callbacks(execute=True):
            answer = guest.post(reverse("account_request_login_code"), {"email": email}, follow=True)
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        pages.append((answer.status_code, answer.redirect_chain, html.replace(email, "…")))
    assert pages[0] == pages[1]
    assert [mail.to for mail in mailoutbox] == [["rosa@example.org"]]


def test_nobody_opens_an_account_alone(client: Client, db: None) -> None:
    answer = client.get(reverse("account_signup"))
    assert answer["Location"] == reverse("account_request_login_code")
