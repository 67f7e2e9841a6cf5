"""Every address of the project for every role. A new address fails here until it is in the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from portal.contact.enums import Route
from portal.contact.models import AccountChange, Invitation, Message, Subscriber
from portal.gather import campaigns
from portal.gather.models import SignUp, StreetEntry
from portal.help.models import CalendarFeed, HelpRequest, Match, Referral, Series
from portal.people.models import (
    Absence,
    Consent,
    DataRequest,
    Import,
    Merge,
    NotTheSame,
    Person,
    Script,
    Tie,
    User,
    Volunteer,
)
from portal.team.enums import TermsKind
from portal.team.models import History, Terms
from tests.factories import MatchFactory, PersonFactory, RequestFactory, SeriesFactory
from tests.factories.gather import SignUpFactory, StreetEntryFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.team import put_papers_in_force
from tests.home.paper_pages import plan_page

ANYONE = dict.fromkeys(
    [
        "nobody",
        "resident",
        "volunteer",
        "broker",
        "far_broker",
        "coordinator",
        "desk",
        "editor",
        "steering",
        "partner",
    ],
    200,
)
REDIRECT = dict.fromkeys(ANYONE, 302)
SIGNED_IN = {**ANYONE, "nobody": 302}
# The team: brokers and coordinators. Others who are signed in may not (403).
TEAM = {**dict.fromkeys(ANYONE, 403), "nobody": 302, "broker": 200, "far_broker": 200, "coordinator": 200}
# A broker of another neighbourhood does not even learn that it exists.
TEAM_HERE = {**TEAM, "far_broker": 404}
# Who keeps the agenda, also without a neighbourhood of their own.
KEEPERS = {**TEAM, "editor": 200}
# The page of the things is a draft: only who edits the site learns that it exists.
DRAFT = {**dict.fromkeys(ANYONE, 404), "editor": 200, "coordinator": 200}
# Where only a POST does something, a GET (Enter in the address bar) goes to the page it belongs to.
POST_ONLY_TEAM = {role: 302 if status == 200 else status for role, status in TEAM.items()}
POST_ONLY_SIGNED_IN = REDIRECT
HELPERS = {**dict.fromkeys(ANYONE, 404), "nobody": 302, "volunteer": 200}
COORDINATOR = {**dict.fromkeys(ANYONE, 403), "nobody": 302, "coordinator": 200}
POST_ONLY_COORDINATOR = {**COORDINATOR, "coordinator": 302}

OWNER = {**TEAM, "far_broker": 404, "coordinator": 404}

# name: (arguments of `reverse`, status of GET by role)
TABLE: dict[str, tuple[list[Any], dict[str, int]]] = {
    "root": ([], REDIRECT),
    "healthz": ([], ANYONE),
    "robots": ([], ANYONE),
    "sitemap": ([], ANYONE),
    "security_txt": ([], dict.fromkeys(ANYONE, 404)),  # nobody to write to yet
    "colour": (["8f2f18"], ANYONE),
    "feed": ([], ANYONE),
    "manifest": ([], ANYONE),
    "cms_login": ([], {**dict.fromkeys(ANYONE, 403), "nobody": 302}),
    "cms_password_reset": ([], {**dict.fromkeys(ANYONE, 403), "nobody": 302}),
    "account_login": ([], {**REDIRECT, "nobody": 200}),
    "account_logout": ([], {**ANYONE, "nobody": 302}),
    "account_request_login_code": ([], {**REDIRECT, "nobody": 200}),
    "account_confirm_login_code": ([], REDIRECT),
    "account_inactive": ([], ANYONE),
    "account_reauthenticate": ([], SIGNED_IN),
    "account_change_password": ([], SIGNED_IN),
    "account_set_password": ([], REDIRECT),
    "usersessions_list": ([], SIGNED_IN),
    "mfa_index": ([], SIGNED_IN),
    # A login that is under way, or a fresh proof of who one is: without it, back to where that is given.
    "mfa_authenticate": ([], REDIRECT),
    "mfa_reauthenticate": ([], REDIRECT),
    "mfa_reauthenticate_webauthn": ([], REDIRECT),
    "mfa_activate_totp": ([], REDIRECT),
    "mfa_add_webauthn": ([], REDIRECT),
    "mfa_remove_webauthn": ([1], REDIRECT),
    "mfa_generate_recovery_codes": ([], REDIRECT),
    "mfa_login_webauthn": ([], REDIRECT),
    # Who has none has nothing to look at.
    "mfa_deactivate_totp": ([], {**dict.fromkeys(ANYONE, 404), "nobody": 302}),
    "mfa_view_recovery_codes": ([], {**dict.fromkeys(ANYONE, 404), "nobody": 302}),
    "mfa_download_recovery_codes": ([], {**dict.fromkeys(ANYONE, 404), "nobody": 302}),
    "account_signup": ([], REDIRECT),
    "account_reset_password": ([], REDIRECT),
    "style_guide": (
        [],
        {**dict.fromkeys(ANYONE, 403), "broker": 200, "far_broker": 200, "coordinator": 200, "editor": 200},
    ),
    "search": ([], ANYONE),
    "ask": ([], ANYONE),
    "ask_check": ([], REDIRECT),
    "ask_done": ([], REDIRECT),
    "ask_start_over": ([], dict.fromkeys(ANYONE, 405)),
    "ask_step": (["wat"], REDIRECT),
    "ask_service": ([], REDIRECT),  # without something ticked, back to the step
    "call_me": ([], ANYONE),
    "call_me_done": ([], ANYONE),
    "mine": ([], SIGNED_IN),
    "answer": (["match", "ja"], POST_ONLY_SIGNED_IN),
    "match_file": (["match"], {**dict.fromkeys(ANYONE, 404), "nobody": 302}),
    "request_file": (["agreed"], {**dict.fromkeys(ANYONE, 404), "nobody": 302, "resident": 200}),
    "change_feed": (["maken"], POST_ONLY_SIGNED_IN),
    "own_feed": (["feed"], ANYONE),
    "series": (["series"], TEAM_HERE),
    "act_on_series": (["series", "pauze"], POST_ONLY_TEAM),
    "act_on_my_series": (["series", "stoppen"], POST_ONLY_SIGNED_IN),
    "skip_my_date": (["reference"], POST_ONLY_SIGNED_IN),
    "my_match": (["match", "misgelopen"], POST_ONLY_SIGNED_IN),
    "board": ([], HELPERS),
    "act_on_board": (["question_there", "hand"], POST_ONLY_SIGNED_IN),
    "board_file": (["oud-oefenplein"], TEAM_HERE),
    "my_data": ([], SIGNED_IN),
    "my_data_correct": ([], SIGNED_IN),
    "my_data_file": (["json"], SIGNED_IN),
    "forget_me": ([], SIGNED_IN),
    "my_consent": (["call_again", "geven"], POST_ONLY_SIGNED_IN),
    "forgotten": ([], ANYONE),
    "privacy_text": ([], ANYONE),
    "restrict_me": (["stoppen"], POST_ONLY_SIGNED_IN),
    "restrict_person": (["person", "stoppen"], POST_ONLY_TEAM),
    "team_search": ([], TEAM),
    "person": (["person"], TEAM_HERE),
    "correct_person": (["person"], TEAM_HERE),
    "person_around": (["person"], TEAM_HERE),
    "person_points": (["person"], POST_ONLY_TEAM),
    "person_consent": (["person", "call_again", "geven"], POST_ONLY_TEAM),
    "untie": (["person", "tie"], POST_ONLY_TEAM),
    "dossier": (["person"], TEAM_HERE),
    "dossier_file": (["person"], TEAM_HERE),
    "ask_about_data": (["person"], POST_ONLY_TEAM),
    "forget_person": (["person"], POST_ONLY_TEAM),
    "data_requests": ([], TEAM),
    "duplicates": ([], TEAM),
    "merges": ([], TEAM),
    "merge_people": (["person", "twin"], TEAM_HERE),
    "not_the_same": (["person", "twin"], POST_ONLY_TEAM),
    "undo_merge": (["merge"], POST_ONLY_TEAM),
    "answer_about_data": (["question"], POST_ONLY_TEAM),
    "forgettings": ([], {**dict.fromkeys(ANYONE, 403), "nobody": 302, "coordinator": 200}),
    "take_along": ([], COORDINATOR),
    "file_runs": ([], COORDINATOR),
    "upload_list": ([], TEAM),
    "empty_list": (["vrijwilligers"], TEAM),
    # Only who sent a file sees what is in it.
    "bring_in": (["import"], OWNER),
    "wrong_rows": (["import", "csv"], OWNER),
    "put_list_away": (["import"], POST_ONLY_TEAM),
    "worklist": ([], TEAM),
    "social_map": ([], TEAM),
    "fairness": ([], TEAM),
    "new_referral": (["reference"], TEAM_HERE),
    "referral": (["referral"], TEAM_HERE),
    "referral_card": (["referral"], TEAM_HERE),
    "act_on_referral": (["referral", "stoppen"], POST_ONLY_TEAM),
    # Nothing but a box for the code, whoever comes.
    "open_referral": (["whatever"], ANYONE),
    "answer_as_service": (["whatever"], dict.fromkeys(ANYONE, 405)),
    "conversation": ([], TEAM),
    "search_people": ([], TEAM),
    "request": (["reference"], TEAM_HERE),
    "act_on_request": (["reference", "besproken"], POST_ONLY_TEAM),
    "act_on_match": (["match", "gedaan"], POST_ONLY_TEAM),
    "told": (["message"], POST_ONLY_TEAM),
    "my_hearing": ([], POST_ONLY_SIGNED_IN),
    "hearing": (["person"], POST_ONLY_TEAM),
    "wrong_address": (["person"], POST_ONLY_TEAM),
    "not_arrived": ([], TEAM),
    "act_on_not_arrived": (["message", "bellen"], POST_ONLY_TEAM),
    "colleagues": ([], {**dict.fromkeys(ANYONE, 403), "nobody": 302, "coordinator": 200}),
    "reset_colleague": ([1], {**dict.fromkeys(ANYONE, 403), "nobody": 302, "coordinator": 302}),
    "new_colleague": ([], COORDINATOR),
    "colleague": (["colleague"], COORDINATOR),
    "act_on_colleague": (["colleague", "sluiten"], POST_ONLY_COORDINATOR),
    "invite": (["person", "brief"], POST_ONLY_TEAM),
    "take_invitation_back": (["person"], POST_ONLY_TEAM),
    "welcome": ([], ANYONE),
    "welcome_link": (["whatever"], ANYONE),
    # Without a code that was right, back to where it is typed.
    "welcome_proof": ([], REDIRECT),
    "welcome_send": ([], REDIRECT),
    "welcome_claim": ([], REDIRECT),
    "krant": ([], ANYONE),
    "subscribe": ([], ANYONE),
    "subscribe_done": ([], ANYONE),
    "confirm_subscription": (["subscriber"], ANYONE),
    "stop_subscription": (["subscriber"], ANYONE),
    "feedback": ([], ANYONE),
    "feedback_done": ([], ANYONE),
    "agenda_file": ([], ANYONE),
    "date_file": (["date"], ANYONE),
    "sign_up": (["date"], ANYONE),
    "own_sign_up": (["key"], ANYONE),
    "answer_sign_up": (["key", "niet"], REDIRECT),
    "enter_street": (["campaign"], ANYONE),
    "street_entered": (["campaign"], ANYONE),
    "keep_agenda": ([], {**TEAM, "editor": 200}),
    "keep_date": (["date"], {**TEAM_HERE, "editor": 200}),
    "date_list": (["date"], TEAM_HERE),
    "act_on_date": (["date", "tellen"], {**POST_ONLY_TEAM, "editor": 302}),
    "act_on_sign_up": (["sign_up", "niet"], POST_ONLY_TEAM),
    "join": ([], ANYONE),
    "join_done": ([], ANYONE),
    # Who is no volunteer has no such page.
    "my_help": ([], HELPERS),
    "change_my_help": (["rust"], POST_ONLY_SIGNED_IN),
    "be_there": (["absence"], POST_ONLY_SIGNED_IN),
    "my_paper": (["agreement"], HELPERS),
    "volunteers": ([], TEAM),
    "write_down_volunteer": ([], TEAM),
    "volunteer": (["volunteer"], TEAM_HERE),
    "act_on_volunteer": (["volunteer", "rust"], POST_ONLY_TEAM),
    "take_absence_back": (["volunteer", "absence"], POST_ONLY_TEAM),
    "papers": ([], TEAM),
    "print_paper": (["terms", "nl"], TEAM_HERE),
    "publish_paper": (["terms"], POST_ONLY_COORDINATOR),
    "write_script": (["read_aloud"], COORDINATOR),
    "print_script": (["script", "nl"], TEAM),  # for all neighbourhoods
    "publish_script": (["script"], POST_ONLY_COORDINATOR),
    "register": ([], COORDINATOR),
    "register_file": ([], COORDINATOR),
    "write_paper": (["oud-oefenplein", "agreement"], COORDINATOR),
    "keep_streets": ([], TEAM),
    "act_on_street": (["street", "bevestigen"], POST_ONLY_TEAM),
    "flyer": (["page", "a5", "pdf"], DRAFT),
    "flyer_spread": (["page"], {**KEEPERS, "broker": 404, "far_broker": 404}),
    "flyer_forget": (
        ["page", 1],
        {**KEEPERS, "broker": 404, "far_broker": 404, "editor": 302, "coordinator": 302},
    ),
    "plan_csv": (["page"], DRAFT),
}
# What must not happen by POST either: (name, arguments, status by role that is not the team here).
POSTS = {
    "act_on_request": ["reference", "besproken"],
    "act_on_match": ["match", "gedaan"],
    "act_on_series": ["series", "pauze"],
    "act_on_my_series": ["series", "stoppen"],
    "new_referral": ["reference"],
    "act_on_referral": ["referral", "stoppen"],
    "told": ["message"],
    "hearing": ["person"],
    "wrong_address": ["person"],
    "act_on_not_arrived": ["message", "bellen"],
    "answer": ["match", "ja"],
    "act_on_board": ["question_there", "hand"],
    "act_on_sign_up": ["sign_up", "niet"],
    "act_on_street": ["street", "bevestigen"],
    "act_on_volunteer": ["volunteer", "rust"],
    "take_absence_back": ["volunteer", "absence"],
    "be_there": ["absence"],
    "publish_paper": ["terms"],
    "correct_person": ["person"],
    "person_around": ["person"],
    "person_points": ["person"],
    "person_consent": ["person", "call_again", "geven"],
    "untie": ["person", "tie"],
    "ask_about_data": ["person"],
    "forget_person": ["person"],
    "restrict_person": ["person", "stoppen"],
    "publish_script": ["script"],
    "answer_about_data": ["question"],
    "bring_in": ["import"],
    "put_list_away": ["import"],
    "merge_people": ["person", "twin"],
    "not_the_same": ["person", "twin"],
    "undo_merge": ["merge"],
    "act_on_colleague": ["colleague", "sluiten"],
    "colleague": ["colleague"],
    "new_colleague": [],
    "invite": ["person", "brief"],
    "take_invitation_back": ["person"],
}
# Wagtail's own doors are guarded by Wagtail; the table holds that they are closed to the others.
CMS = {**dict.fromkeys(ANYONE, 302), "editor": 200, "coordinator": 200}


@pytest.fixture
def users(request: pytest.FixtureRequest, volunteer: Volunteer) -> dict[str, User | None]:
    found: dict[str, User | None] = {"nobody": None, "volunteer": volunteer.person.user}
    for role in ANYONE:
        if role not in found:
            found[role] = request.getfixturevalue(role)
    return found


@pytest.fixture
def things(
    help_request: HelpRequest,
    volunteer2: Volunteer,
    broker: User,
    other_broker: User,
    monkeypatch: pytest.MonkeyPatch,
) -> dict[str, Any]:
    """A request in `area`, with a match and a call that belong to nobody of the cast."""
    monkeypatch.setattr(campaigns, "find", None)
    match = MatchFactory.create(request=help_request, volunteer=volunteer2)
    fixed_days = SeriesFactory.create(person=volunteer2.person, neighbourhood=help_request.neighbourhood)
    message = Message.objects.create(
        person=help_request.person,
        neighbourhood=help_request.neighbourhood,
        route=Route.CALL,
        kind="moved",
        language="nl",
        subject="Bellen",
        body="…",
        key="1",
        created_at=help_request.created_at,
    )
    Subscriber.objects.create(
        email="lezer@example.org",
        neighbourhood=help_request.neighbourhood,
        language="nl",
        key="subscriber",
        asked_at=help_request.created_at,
    )
    street = StreetEntryFactory.create(person=volunteer2.person, neighbourhood=help_request.neighbourhood)
    sign_up = SignUpFactory.create(
        person=volunteer2.person, gathering__event__neighbourhood=help_request.neighbourhood
    )
    put_papers_in_force(help_request.neighbourhood)
    draft = Terms.objects.create(
        neighbourhood=help_request.neighbourhood, kind=TermsKind.AGREEMENT, version=2, text={"nl": "…"}
    )
    today = timezone.localdate()
    absence = Absence.objects.create(volunteer=volunteer2, first_day=today, last_day=today)
    question = DataRequest.objects.create(
        person=help_request.person,
        kind="see",
        channel="phone",
        asked_at=help_request.created_at,
        due_on=help_request.created_at.date(),
    )
    waiting = Import.objects.create(
        sheet="mensen",
        neighbourhood=help_request.neighbourhood,
        by=broker,
        made_at=timezone.now(),
        headings=["Voornaam", "E-mail"],
        rows=[[2, ["Nieuw", "nieuw@example.org"]], [3, ["", "fout@example.org"]]],
    )
    twin = PersonFactory.create(neighbourhood=help_request.neighbourhood)
    gone = PersonFactory.create(neighbourhood=help_request.neighbourhood, merged_into=twin)
    merge = Merge.objects.create(
        kept=twin, gone=gone, at=timezone.now(), undo={"names": ["", ""], "steps": []}
    )
    Script.objects.create(
        kind="privacy", version=1, text={"nl": "Tekst"}, published_at=help_request.created_at
    )
    script = Script.objects.create(kind="read_aloud", version=1, text={"nl": "Tekst"})
    tied = Tie.objects.create(
        person=help_request.person,
        other=volunteer2.person,
        relation="neighbour",
        noted_at=help_request.created_at,
    )
    referral = ReferralFactory.create(
        request=help_request,
        state="consented",
        way="post",
        consented_at=timezone.now(),
        consented_how="phone",
    )
    feed = CalendarFeed.objects.create(volunteer=volunteer2, made_at=timezone.now())
    agreed = RequestFactory.create(person=help_request.person, state="agreed", timing="day", day=today)
    MatchFactory.create(request=agreed, volunteer=volunteer2, state="accepted")
    page = plan_page(help_request.neighbourhood, live=False)
    return {
        "reference": help_request.reference,
        "referral": referral.pk,
        "match": match.pk,
        "series": fixed_days.pk,
        "question_there": help_request.pk,
        "message": message.pk,
        "date": sign_up.gathering_id,
        "sign_up": sign_up.pk,
        "key": sign_up.key,
        "street": street.pk,
        "campaign": street.campaign,
        "page": page.pk,
        "volunteer": volunteer2.pk,
        "absence": absence.pk,
        "terms": draft.pk,
        "script": script.pk,
        "person": help_request.person_id,
        "question": question.pk,
        "import": waiting.pk,
        "twin": twin.pk,
        "merge": merge.pk,
        "colleague": other_broker.pk,
        "tie": tied.pk,
        "feed": feed.key,
        "agreed": agreed.reference,
    }


def address(name: str, arguments: list[Any], things: dict[str, Any]) -> str:
    return reverse(name, args=[things.get(argument, argument) for argument in arguments])


def names(patterns: list[URLPattern | URLResolver] | None = None, above: str = "") -> Iterator[str]:
    """The name of every address that is ours; those of Wagtail, media and static files are not."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if not path.startswith(("cms/", "documents/")):
                yield from names(pattern.url_patterns, path)
        elif pattern.name and not pattern.name.startswith("wagtail"):
            yield pattern.name


def test_the_table_knows_every_address() -> None:
    assert set(names()) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_get(name: str, users: dict[str, User | None], things: dict[str, Any]) -> None:
    arguments, expected = TABLE[name]
    assert answers(address(name, arguments, things), users, "get") == expected


@pytest.mark.parametrize("name", POSTS)
def test_post_by_others_changes_nothing(
    name: str, users: dict[str, User | None], things: dict[str, Any]
) -> None:
    outsiders = {role: user for role, user in users.items() if role not in {"broker", "coordinator"}}
    found = answers(address(name, POSTS[name], things), outsiders, "post")
    assert set(found.values()) <= {302, 403, 404}
    assert found["nobody"] == 403
    assert 302 not in found.values()
    assert HelpRequest.objects.get(pk=things["question_there"]).state == "new"
    assert Match.objects.get(pk=things["match"]).state == "proposed"
    assert HelpRequest.objects.count() == Match.objects.count() == 2
    assert Series.objects.get().state == "running"
    assert Referral.objects.get().state == "consented"
    assert Message.objects.get().state == "waiting"
    assert SignUp.objects.get().state == "going"
    assert StreetEntry.objects.get().state == "idea"
    assert Absence.objects.exists()
    assert Terms.objects.get(version=2).published_at is None
    assert not History.objects.exists()
    assert DataRequest.objects.get().answered_at is None

    assert Import.objects.exists()
    assert not Person.objects.filter(first_name="Nieuw").exists()
    assert Merge.objects.get().undone_at is None
    assert not NotTheSame.objects.exists()
    assert not AccountChange.objects.exists()
    assert not Invitation.objects.exists()
    assert not Person.objects.exclude(forgotten_at=None, restricted_at=None).exists()
    assert Script.objects.get(kind="read_aloud").published_at is None
    assert Tie.objects.count() == 1
    assert not Consent.objects.filter(purpose="call_again").exists()
    assert not Person.objects.exclude(forgotten_at=None).exists()


def answers(url: str, users: dict[str, User | None], method: str) -> dict[str, int]:
    found = {}
    for role, user in users.items():
        client = Client()
        if user:
            client.force_login(user)
        found[role] = getattr(client, method)(url).status_code
    return found


@pytest.mark.ignore_template_errors  # Wagtail's own templates
def test_the_cms_opens_for_editors_alone(users: dict[str, User | None]) -> None:
    assert answers(reverse("wagtailadmin_home"), users, "get") == CMS
