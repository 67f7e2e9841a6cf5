"""A story goes out when everybody in it agreed, and comes down by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import HomePage, SiteImage, StoriesPage, StoryConsent, StoryPage
from home.stories import up
from portal.people.models import User
from tests.home.conftest import edit

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _as_on_the_real_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test settings break `{{ x|default }}`, which Wagtail's panels use."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")  # type: ignore[attr-defined]


@pytest.fixture
def story(begun: HomePage, client: Client, editor: User) -> StoryPage:
    """A draft, with nobody in it yet; the editor is signed in."""
    stories = StoriesPage.objects.get(locale=begun.locale)
    client.force_login(editor)
    draft = StoryPage(title="Koffie", slug="koffie", locale=begun.locale, live=False)
    stories.add_child(instance=draft)
    return draft


def person(name: str = "Rosa", **more: Any) -> dict[str, Any]:
    return {"name": name, "in_text": "on", "how": "paper", "given_on": str(TODAY), "withdrawn_on": "", **more}


def story_form(*people: dict[str, Any], initial: int = 0, **more: Any) -> dict[str, Any]:
    data = {
        "title": "Koffie",
        "slug": "koffie",
        "intro": "",
        "kind": "story",
        "day": str(TODAY),
        "body": streamfield([("text", rich_text("<p>Samen.</p>"))]),
        "recordings": streamfield([]),
        "consents": inline_formset(list(people), initial=initial),
        **more,
    }
    return {**nested_form_data(data), "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def publish(client: Client, story: StoryPage, data: dict[str, Any]) -> StoryPage:
    assert edit(client, story, data).status_code == 200
    return StoryPage.objects.get(pk=story.pk)


def test_a_story_with_a_consent_goes_out(client: Client, story: StoryPage) -> None:
    kept = publish(client, story, story_form(person()))
    assert kept.live
    assert kept.is_up(TODAY)


@pytest.mark.parametrize(
    "people",
    [[], [person(given_on="")], [person(), person("Tom", given_on="")], [person(given_on="2999-01-01")]],
)
def test_a_story_without_every_consent_is_a_draft(
    client: Client, story: StoryPage, people: list[dict[str, Any]]
) -> None:
    assert not publish(client, story, story_form(*people)).live
    edit(client, story, story_form(*people), press="action-submit")
    story.refresh_from_db()
    assert story.current_workflow_state is None
    edit(client, story, story_form(*people), press="draft")
    assert StoryPage.objects.get(pk=story.pk).get_latest_revision() is not None


def test_a_picture_needs_somebody_who_agreed_to_be_on_it(client: Client, story: StoryPage) -> None:
    image = SiteImage.objects.create(title="Foto", file="foto.jpg", width=1, height=1)
    news = {"kind": "news", "image": str(image.pk)}
    assert not publish(client, story, story_form(**news)).live
    assert not publish(client, story, story_form(person(), **news)).live
    assert publish(client, story, story_form(person("niemand", in_picture="on"), **news)).live


def test_news_without_a_picture_needs_nobody(client: Client, story: StoryPage) -> None:
    assert publish(client, story, story_form(kind="news")).live


def in_french(story: StoryPage) -> StoryPage:
    french = story.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
    french.save_revision().publish()
    return StoryPage.objects.get(pk=french.pk)


def test_a_consent_taken_back_takes_the_story_down_in_every_language_from_a_draft_too(
    client: Client, story: StoryPage
) -> None:
    kept = publish(client, story, story_form(person()))
    french = in_french(kept)
    assert french.is_up(TODAY)
    row = kept.consents.get()
    sent = story_form(person(id=str(row.pk), withdrawn_on=str(TODAY)), initial=1)
    edit(client, kept, sent, press="draft")
    assert StoryConsent.objects.get(pk=row.pk).withdrawn_on == TODAY
    assert not kept.is_up(TODAY)
    assert not french.is_up(TODAY)
    assert not up(StoryPage.objects.all(), TODAY).exists()
    assert client.get("/nl/verhalen/koffie/").status_code == 410
    assert client.get("/fr/verhalen/koffie/").status_code == 410


@pytest.mark.parametrize(
    ("day", "is_up"), [(TODAY + timedelta(1), True), (TODAY, False), (TODAY - timedelta(1), False)]
)
def test_a_story_ends_on_its_day_in_every_language(
    client: Client, story: StoryPage, day: date, is_up: bool
) -> None:
    kept = publish(client, story, story_form(person()))
    french = in_french(kept)
    StoryPage.objects.filter(pk=kept.pk).update(take_down_on=day)
    assert StoryPage.objects.get(pk=kept.pk).is_up(TODAY) is is_up
    assert french.is_up(TODAY) is is_up
    assert up(StoryPage.objects.all(), TODAY).count() == (2 if is_up else 0)


def test_an_event_begins_in_the_first_neighbourhood(client: Client, editor: User, begun: HomePage) -> None:
    from home.models import AgendaPage

    agenda = AgendaPage.objects.get(locale=begun.locale)
    client.force_login(editor)
    screen = client.get(reverse("wagtailadmin_pages:add", args=["home", "eventpage", agenda.pk]))
    assert screen.context["form"].initial["city"] == "2800 Mechelen"
    assert screen.context["form"].initial["place"] == "Lokaal dienstencentrum De Schijf"
