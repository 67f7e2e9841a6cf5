"""A warm referral: only with consent, only what was ticked, and never in a mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from design.errors import RuleError
from portal.contact.models import Message
from portal.help.actions import (
    Draft,
    agree_to_referral,
    answer_referral,
    close_referral,
    draft_referral,
    give_new_code,
    pass_on,
    remind_service,
    stop_referral,
)
from portal.help.enums import MatchState, RequestState, Verb
from portal.help.models import HelpRequest, Match, Referral
from portal.help.referral_codes import open_by_code
from portal.help.referral_enums import (
    LIVE_REFERRAL,
    PUBLIC_REFERRAL,
    REFERRAL_MOVES,
    ReferralState,
    ReferralWay,
)
from portal.help.referral_rules import WrongCode
from portal.help.rules import Moved, NotForYou, NotPossible
from portal.people.enums import Channel, Looked, Purpose
from portal.people.kept_actions import set_consent
from portal.people.models import FileAccess, Organisation, User
from tests.factories.referrals import OrganisationFactory, ReferralFactory

R = ReferralState
SECRET = ("Zeldzaamnaam", "Zeldzaamstraat", "7700900888", "Elke week een bad")


@pytest.fixture
def service(db: None) -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def draft(service: Organisation) -> Draft:
    return Draft(service, "Elke week een bad.", ReferralWay.LINK, ("name", "phone"))


@pytest.fixture
def agreed_to(help_request: HelpRequest, draft: Draft, broker: User, now: datetime) -> Referral:
    person = help_request.person
    person.last_name, person.street, person.phone = "Zeldzaamnaam", "Zeldzaamstraat", "+447700900888"
    person.save()
    made = draft_referral(help_request, draft, by=broker, now=now)
    return agree_to_referral(made, channel=Channel.PHONE, by=broker, now=now)


@pytest.fixture
def passed(agreed_to: Referral, broker: User, now: datetime) -> tuple[Referral, str]:
    return pass_on(agreed_to, by=broker, now=now)


def test_every_state_has_its_moves_and_a_sentence() -> None:
    assert set(REFERRAL_MOVES) == set(PUBLIC_REFERRAL) == set(R)
    assert {state for state, moves in REFERRAL_MOVES.items() if not moves} == set(R) - LIVE_REFERRAL


STEPS: dict[str, tuple[Callable[..., Any], dict[str, Any], set[ReferralState]]] = {
    "agree": (agree_to_referral, {"channel": Channel.PHONE}, {R.DRAFTED}),
    "pass_on": (pass_on, {}, {R.CONSENTED}),
    "yes": (answer_referral, {"helps": True}, {R.PASSED_ON, R.TAKEN_UP}),
    "no": (answer_referral, {"helps": False}, {R.PASSED_ON, R.NO_RESULT}),
    "remind": (remind_service, {}, {R.PASSED_ON}),
    "code": (give_new_code, {}, {R.PASSED_ON, R.TAKEN_UP, R.NO_RESULT}),
    "close": (close_referral, {"outcome": "helped"}, {R.TAKEN_UP, R.NO_RESULT}),
    "stop": (stop_referral, {"channel": Channel.PHONE}, set(LIVE_REFERRAL)),
}


@pytest.mark.parametrize("state", R)
@pytest.mark.parametrize("step", STEPS)
def test_the_whole_table(
    step: str, state: ReferralState, agreed_to: Referral, broker: User, now: datetime
) -> None:
    act, more, allowed = STEPS[step]
    Referral.objects.update(state=state, ended_at=None if state in LIVE_REFERRAL else now)
    agreed_to.refresh_from_db()
    if state in allowed:
        act(agreed_to, by=broker, now=now, **more)
        return
    with pytest.raises(Moved):
        act(agreed_to, by=broker, now=now, **more)


@pytest.mark.parametrize("step", STEPS)
def test_is_for_the_team_alone(step: str, agreed_to: Referral, outsider: User, now: datetime) -> None:
    act, more, allowed = STEPS[step]
    Referral.objects.update(state=sorted(allowed)[0])
    agreed_to.refresh_from_db()
    with pytest.raises(NotForYou):
        act(agreed_to, by=outsider, now=now, **more)


def test_passing_on_ends_the_search(
    help_request: HelpRequest, passed: tuple[Referral, str], now: datetime
) -> None:
    help_request.refresh_from_db()
    assert help_request.state == RequestState.REFERRED
    assert passed[0].due_on == timezone.localdate(now) + timedelta(days=14)
    verbs = list(help_request.history.values_list("verb", flat=True))
    assert verbs[-3:] == [Verb.REF_DRAFTED, Verb.REF_AGREED, Verb.REF_PASSED]


def test_volunteers_who_were_asked_are_no_longer(
    proposed: Match, agreed_to: Referral, broker: User, now: datetime
) -> None:
    pass_on(agreed_to, by=broker, now=now)
    proposed.refresh_from_db()
    assert proposed.state == MatchState.DROPPED


def test_nothing_leaves_without_consent(agreed_to: Referral, broker: User, now: datetime) -> None:
    agreed_to.request.person.consents.filter(purpose=Purpose.SHARE_WITH_SERVICE).delete()
    with pytest.raises(NotPossible):
        pass_on(agreed_to, by=broker, now=now)
    assert not Message.objects.filter(organisation__isnull=False).exists()


def test_consent_for_one_service_is_none_for_the_next(
    agreed_to: Referral, broker: User, now: datetime
) -> None:
    other = OrganisationFactory.create(name="Voorbeeld Rittendienst")
    second = ReferralFactory.create(request=agreed_to.request, organisation=other, state=R.CONSENTED)
    with pytest.raises(NotPossible):
        pass_on(second, by=broker, now=now)


def test_once_to_a_service(help_request: HelpRequest, draft: Draft, broker: User, now: datetime) -> None:
    draft_referral(help_request, draft, by=broker, now=now)
    with pytest.raises(Moved):
        draft_referral(help_request, draft, by=broker, now=now)


def test_a_link_needs_an_address(
    help_request: HelpRequest, draft: Draft, broker: User, now: datetime
) -> None:
    Organisation.objects.update(contact_email="")
    draft.organisation.refresh_from_db()
    with pytest.raises(NotPossible):
        draft_referral(help_request, draft, by=broker, now=now)


def test_no_mail_address_or_line_tells_of_anybody(
    passed: tuple[Referral, str], broker: User, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    referral, code = passed
    remind_service(referral, by=broker, now=now)
    answer_referral(referral, True, by=None, now=now, word="Maandag om 10 uur.")
    stop_referral(referral, channel=Channel.PHONE, by=broker, now=now)
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert kinds == {"referral_link", "referral_reminder", "referral_erase", "service_helps"}
    for each in Message.objects.all():
        written = " ".join([each.subject, each.body, each.script, each.gist, each.path, each.key])
        assert not any(word in written for word in (*SECRET, code, "Maandag")), each.kind
    assert not any(word in caplog.text for word in (*SECRET, code))
    assert not any(word in referral.partner_path for word in (*SECRET, code))
    assert referral.key in Message.objects.get(kind="referral_link").body
    assert len(mail.outbox) == 0


def test_five_wrong_codes_lock_it(passed: tuple[Referral, str], broker: User, now: datetime) -> None:
    referral, code = passed
    for _each in range(5):
        with pytest.raises(WrongCode):
            open_by_code(referral.key, "AAAA-AAAA", now=now)
    with pytest.raises(WrongCode):
        open_by_code(referral.key, code, now=now)
    assert not FileAccess.objects.filter(what=Looked.SERVICE).exists()
    _same, newer = give_new_code(referral, by=broker, now=now)
    assert open_by_code(referral.key, newer, now=now) == referral


def test_opens_for_a_month_and_is_written_down(passed: tuple[Referral, str], now: datetime) -> None:
    referral, code = passed
    assert code not in str(Referral.objects.values().get())
    open_by_code(referral.key, f"{code[:4].lower()}-{code[4:]}", now=now + timedelta(days=29))
    look = FileAccess.objects.get(what=Looked.SERVICE)
    assert (look.person, look.role, look.looked_by) == (referral.request.person, "partner", None)
    with pytest.raises(WrongCode):
        open_by_code(referral.key, code, now=now + timedelta(days=30))


@pytest.mark.parametrize("how", ["consent", "stop", "restricted"])
def test_a_change_of_mind_kills_the_link_at_once(
    how: str, passed: tuple[Referral, str], broker: User, now: datetime
) -> None:
    referral, code = passed
    person = referral.request.person
    if how == "consent":
        set_consent(person, Purpose.SHARE_WITH_SERVICE, False, by=broker, now=now)
    elif how == "stop":
        stop_referral(referral, channel=Channel.PHONE, by=broker, now=now)
        assert not person.agrees_to(Purpose.SHARE_WITH_SERVICE)
    else:
        person.restricted_at = now
        person.save()
    with pytest.raises(WrongCode):
        open_by_code(referral.key, code, now=now)
    assert Message.objects.filter(kind="referral_erase").exists() == (how != "restricted")


def test_the_page_of_the_service(client: Client, passed: tuple[Referral, str]) -> None:
    referral, code = passed
    url = referral.partner_path
    page = client.get(url)
    assert not any(word in page.content.decode() for word in SECRET)
    assert client.post(url, {"code": "WRONG234"}).status_code == 409
    assert client.post(f"{url}antwoord/", {"helps": "yes"}).status_code == 302
    assert client.post(url, {"code": code}).status_code == 302
    page = client.get(url)
    text = page.content.decode()
    assert "Zeldzaamnaam" in text
    assert "Elke week een bad" in text
    assert "Zeldzaamstraat" not in text  # not ticked
    assert "no-store" in page["Cache-Control"]
    answer = {"helps": "no", "word": "Geen plaats.", "version": referral.version}
    assert client.post(f"{url}antwoord/", answer).status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.answer) == (R.NO_RESULT, "Geen plaats.")
    assert client.post(f"{url}antwoord/", {"helps": "yes"}).status_code == 409
    assert not any(word in Client().get(url).content.decode() for word in SECRET)


@pytest.mark.django_db(transaction=True)
def test_service_and_broker_answer_at_once(
    threads: Any, passed: tuple[Referral, str], broker: User, now: datetime
) -> None:
    referral = passed[0]
    results = threads(
        lambda: answer_referral(referral, True, by=None, now=now),
        lambda: answer_referral(referral, False, by=broker, now=now),
    )
    assert sum(isinstance(each, RuleError) for each in results) == 1
    assert Message.objects.filter(kind__startswith="service_").count() == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawing_while_it_is_passed_on(
    threads: Any, agreed_to: Referral, broker: User, now: datetime
) -> None:
    """Whoever is first: nothing stands open without a consent."""
    person = agreed_to.request.person
    threads(
        lambda: pass_on(agreed_to, by=broker, now=now),
        lambda: set_consent(person, Purpose.SHARE_WITH_SERVICE, False, by=broker, now=now),
    )
    agreed_to.refresh_from_db()
    assert agreed_to.state == R.WITHDRAWN
    assert agreed_to.code_hash == ""
