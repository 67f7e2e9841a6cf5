"""Stories are there until their day, and as long as everybody in them agrees; in every language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation

from design.freshness import Shown, being_made
from home.models import StoriesPage, StoryKind, StoryPage
from home.stories import midnight, missing_consents, up
from portal.people.enums import Language
from portal.people.models import Neighbourhood
from tests.home.tree import agree, begin_stories, in_french, picture, sound, tell_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(area: Neighbourhood) -> StoriesPage:
    return begin_stories()


@pytest.fixture
def story(stories: StoriesPage) -> StoryPage:
    return tell_story(stories)


@pytest.fixture
def shown_facts() -> Iterator[Shown]:
    """What the page says that it shows."""
    made = Shown()
    token = being_made.set(made)
    yield made
    being_made.reset(token)


def get(client: Client, page: StoryPage | StoriesPage, query: str = "") -> Any:
    return client.get(page.path_in_site + query)


def days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def test_a_story_with_its_picture_and_no_consent_in_sight(client: Client, stories: StoriesPage) -> None:
    story = tell_story(stories, intro="Samen planten.", image=picture())
    agree(story, name="Geheime Naam")
    page = get(client, story)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Samen planten." in text
    assert 'alt="Buren in een tuin"' in text
    assert "Geheime Naam" not in text


@pytest.mark.parametrize(("day", "status"), [(0, 410), (-1, 410), (1, 200)])
def test_the_day_works_by_itself(client: Client, stories: StoriesPage, day: int, status: int) -> None:
    story = tell_story(stories, take_down_on=days(day))
    assert get(client, story).status_code == status
    assert (story.title in get(client, stories).content.decode()) == (status == 200)


def test_a_consent_that_is_taken_back_takes_it_down(
    client: Client, stories: StoriesPage, story: StoryPage
) -> None:
    consent = agree(story)
    assert get(client, story).status_code == 200
    consent.withdrawn_on = days(0)
    consent.save()
    page = get(client, story)
    assert page.status_code == 410
    assert story.title not in page.content.decode()
    assert story.title not in get(client, stories).content.decode()


@pytest.mark.parametrize("reason", ["day", "consent"])
def test_it_is_down_in_every_language(client: Client, story: StoryPage, reason: str) -> None:
    french = in_french(story)
    assert get(client, french).status_code == 200
    if reason == "day":
        StoryPage.objects.filter(pk=story.pk).update(take_down_on=days(0))
    else:
        agree(story, withdrawn_on=days(0))
    assert get(client, french).status_code == 410
    assert french.title not in get(client, StoriesPage.objects.get(locale=french.locale)).content.decode()


def test_a_draft_is_not_up(story: StoryPage) -> None:
    story.unpublish()
    assert not up(StoryPage.objects.all(), days(0)).exists()


def test_twelve_on_a_page_newest_first(client: Client, stories: StoriesPage) -> None:
    for number in range(13):
        tell_story(stories, title=f"Verhaal {number:02}", day=days(-number))
    first, second = (get(client, stories, f"?pagina={number}").content.decode() for number in (1, 2))
    assert first.index("Verhaal 00") < first.index("Verhaal 11")
    assert "Verhaal 12" not in first
    assert "Verhaal 12" in second
    assert get(client, stories, "?pagina=abc").status_code == 200


def test_a_story_of_tomorrow_waits(client: Client, stories: StoriesPage) -> None:
    story = tell_story(stories, day=days(1))
    assert story.title not in get(client, stories).content.decode()


def test_the_list_costs_the_same_however_long(
    client: Client, stories: StoriesPage, as_deployed: None, django_assert_num_queries: Any
) -> None:
    counts = []
    for _size in range(2):
        for _number in range(3):
            tell_story(stories, image=picture())
        get(client, stories)  # the renditions are made once
        with django_assert_num_queries(14, exact=False) as counted:
            get(client, stories)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_page_is_kept_until_the_story_comes_down(
    client: Client, stories: StoriesPage, shown_facts: Shown
) -> None:
    story = tell_story(stories, take_down_on=days(3))
    get(client, story)
    assert "stories" in shown_facts.tags
    assert shown_facts.until == midnight(days(3))


def test_the_french_page_is_kept_until_the_dutch_day(story: StoryPage, shown_facts: Shown) -> None:
    french = in_french(story)
    StoryPage.objects.filter(pk=story.pk).update(take_down_on=days(3))
    assert french.is_up(days(0))
    assert shown_facts.until == midnight(days(3))


@pytest.mark.parametrize("change", ["publish", "unpublish", "consent", "delete"])
def test_changes_drop_the_kept_copies(
    story: StoryPage,
    change: str,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    noted: list[str] = []
    monkeypatch.setattr("design.freshness.note", lambda *tags: noted.extend(tags))
    with django_capture_on_commit_callbacks(execute=True):
        if change == "publish":
            story.save_revision().publish()
        elif change == "consent":
            agree(story)
        else:
            getattr(story, change)()
    assert "stories" in noted


@pytest.mark.parametrize(
    ("kind", "consents", "expected"),
    [
        (StoryKind.STORY, [], 1),
        (StoryKind.NEWS, [], 0),
        (StoryKind.STORY, [{}], 0),
        (StoryKind.STORY, [{}, {"given_on": None}], 1),
        (StoryKind.NEWS, [{"withdrawn_on": date(2026, 2, 1)}], 1),
    ],
)
def test_what_is_missing_before_it_may_be_published(
    stories: StoriesPage, kind: StoryKind, consents: list[dict[str, Any]], expected: int
) -> None:
    story = tell_story(stories, kind=kind)
    for fields in consents:
        agree(story, **fields)
    assert len(missing_consents(StoryPage.objects.get(pk=story.pk))) == expected
    assert len(missing_consents(in_french(story))) == expected


def test_the_newest_for_the_first_page(stories: StoriesPage) -> None:
    tell_story(stories, title="Oud", day=days(-2))
    tell_story(stories, title="Verhaal")
    tell_story(stories, title="Nieuws", kind=StoryKind.NEWS)
    tags = Template(
        "{% load story_tags %}{% latest_story as a %}{% latest_news as b %}{{ a.title }}, {{ b }}"
    )
    with translation.override("nl"):
        assert tags.render(Context()) == "Verhaal, Nieuws"
    with translation.override("fr"):
        empty = Template("{% load story_tags %}{% latest_story as a %}{{ a }}")
        assert empty.render(Context()) == "None"


def test_recordings_come_in_their_own_language(client: Client, stories: StoriesPage) -> None:
    recording = {
        "language": "rif",
        "file": sound(),
        "transcript": "Wij planten samen.",
        "speaker": "Samira",
        "agreed_on": date(2026, 1, 2),
    }
    story = tell_story(stories, recordings=[("recording", recording)])
    text = get(client, story).content.decode()
    assert '<audio controls preload="none" lang="rif" src="/media/documents/' in text
    assert "Wij planten samen." in text
    assert "js/listen.js" in text


def test_every_spoken_language_has_its_own_name() -> None:
    tag = Template("{% load story_tags %}{{ code|own_name }}")
    assert all(tag.render(Context({"code": code})) for code in Language.values)


def test_the_script_is_small() -> None:
    assert (settings.SITE / "static/js/listen.js").stat().st_size <= 2048
