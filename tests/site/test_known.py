"""What a process keeps of what it found: until a fact in it changes, never longer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from pytest_django import Settings

from design import known as known_module
from design.freshness import Shown, being_made, note, shows
from design.known import known


@pytest.fixture(autouse=True)
def _kept(settings: Settings, tmp_path: Path) -> None:
    settings.PART_CACHE = True
    settings.FRESHNESS_FILE = str(tmp_path / "changed")


class Finder:
    """Says how often it was asked."""

    def __init__(self, *tags: str, **until: Any) -> None:
        self.tags, self.until, self.asked = tags, until, 0

    def __call__(self) -> int:
        shows(*self.tags, **self.until)
        self.asked += 1
        return self.asked


def test_is_found_once_until_it_changes() -> None:
    find = Finder("menu:nl")
    assert [known("menu", find) for _ in range(3)] == [1, 1, 1]
    note("menu:fr")
    assert known("menu", find) == 1
    note("menu:nl")
    assert known("menu", find) == 2
    note("*")
    assert known("menu", find) == 3


def test_who_uses_what_is_known_shows_it_too() -> None:
    until = timezone.now() + timedelta(minutes=1)
    find = Finder("agenda", until=until)
    for _ in range(2):
        page = Shown()
        token = being_made.set(page)
        known("next", find)
        being_made.reset(token)
        assert (page.tags, page.until) == ({"agenda"}, until)
    assert find.asked == 1


def test_is_known_in_one_language_only() -> None:
    find = Finder("menu")
    known("menu", find)
    with translation.override("ar"):
        assert known("menu", find) == 2


def test_what_depends_on_nothing_it_names_is_not_kept() -> None:
    find = Finder()
    assert [known("clock", find) for _ in range(2)] == [1, 2]


def test_is_not_kept_when_it_changes_while_it_is_found() -> None:
    find = Finder("place")

    def slowly() -> int:
        found = find()
        note("place")
        return found

    assert [known("place", slowly) for _ in range(2)] == [1, 2]


def test_is_over_when_it_says_so() -> None:
    find = Finder("agenda", until=timezone.now() - timedelta(seconds=1))
    assert [known("next", find) for _ in range(2)] == [1, 2]


def test_the_one_not_asked_for_longest_leaves_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_module, "MOST", 2)
    find = Finder("menu")
    for key in "abac":
        known(key, find)
    assert find.asked == 3
    known("a", find)
    assert find.asked == 3
    known("b", find)
    assert find.asked == 4


def test_a_part_of_a_page_is_kept_by_all_that_it_names() -> None:
    part = Template('{% part "here" request.path %}{{ word }}{% endpart %}')

    def made(path: str, word: str, **more: Any) -> str:
        request = RequestFactory().get(path)
        vars(request).update(more)
        return part.render(Context({"request": request, "word": word}))

    assert [made("/a/", "one"), made("/a/", "two"), made("/b/", "two")] == ["one", "one", "two"]
    assert made("/a/", "draft", is_preview=True) == "draft"
    note("place")
    assert made("/a/", "three") == "three"
