"""What people type finds what is written: other forms, parts, other words, typing errors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.search.find import find
from home.search.marks import marked, snippet
from home.search.shelf import Entry, Shelf
from home.search.words import asked_words, fold, stem, synonyms, words

TODAY = date(2026, 11, 22)


def shelf(*titles: str, language: str = "nl", **texts: str) -> Shelf:
    """A shelf with an entry per title; `texts` are by title."""
    made = [Entry(language, "page", title, title, "/", texts.get(title, ""), None) for title in titles]
    return Shelf(language, made)


def titles(question: str, on: Shelf, today: date = TODAY) -> list[str]:
    return [hit.entry.title for hit in find(question, on, today).hits]


@pytest.mark.parametrize(
    ("typed", "stands", "language"),
    [
        ("lampen", "Een lamp vervangen", "nl"),
        ("vrijwilligers", "Word vrijwilliger", "nl"),
        ("helpt", "Ik wil helpen", "nl"),
        ("benevoles", "Devenir bénévole", "fr"),
        ("ampoules", "Changer une ampoule", "fr"),
        ("l'ampoule", "Changer une ampoule", "fr"),
        ("helping", "I want to help", "en"),
        ("VOLUNTEERS", "Become a volunteer", "en"),
        ("متطوعين", "أريد أن أصبح متطوع", "ar"),
        ("السيارة", "توصيل بالسيارة", "ar"),
    ],
)
def test_any_form_of_a_word_finds_it(typed: str, stands: str, language: str) -> None:
    assert titles(typed, shelf("xxxxx", stands, language=language)) == [stands]


@pytest.mark.parametrize(
    ("one", "other"),
    [("مُسَاعَدَة", "مساعده"), ("أريد", "اريد"), ("إلى", "الي"), ("آلة", "اله"), ("قـــلم", "قلم"), ("٢٠", "20")],
)
def test_arabic_is_levelled(one: str, other: str) -> None:
    assert words(one) == [other] == words(other)


@pytest.mark.parametrize(
    ("word", "plain"), [("Bénévole", "benevole"), ("ŒUVRE", "oeuvre"), ("Straße", "strasse")]
)
def test_accents_and_case_do_not_count(word: str, plain: str) -> None:
    assert fold(word) == plain


def test_a_compound_is_found_by_its_parts_and_the_other_way_round() -> None:
    assert titles("vuilnis", shelf("Vuilniszak kopen", "Feest")) == ["Vuilniszak kopen"]
    assert titles("vuilniszakken", shelf("Vuilnis buiten zetten", "Feest")) == ["Vuilnis buiten zetten"]
    assert titles("zakken", shelf("Zakken", "Vuilniszakken")) == ["Zakken", "Vuilniszakken"]


def test_french_and_english_words_are_found_by_their_beginning_alone() -> None:
    assert titles("volun", shelf("Volunteers", language="en")) == ["Volunteers"]
    assert titles("care", shelf("Scared", language="en")) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lapm", True),
        ("lam", True),
        ("lxmp", True),
        ("lxmq", False),
        ("vrijwiliger", True),
        ("vrijwlliher", True),
    ],
)
def test_a_typing_error_is_forgiven(typed: str, found: bool) -> None:
    on = shelf("Lamp", "Vrijwilliger")
    assert bool(titles(typed, on)) is found


def test_a_typing_error_counts_though_a_piece_of_the_word_is_right() -> None:
    answer = find("vrijwlliger", shelf("Vrij", "Vrijwilliger"), TODAY)
    assert [hit.entry.title for hit in answer.hits] == ["Vrijwilliger"]
    assert answer.suggestion == "vrijwilliger"


def test_a_short_word_must_be_right() -> None:
    assert titles("rot", shelf("Rit")) == []


def test_a_typing_error_gives_a_suggestion_and_a_right_word_none() -> None:
    on = shelf("Bénévole chez vous", language="fr")
    assert find("benevile", on, TODAY).suggestion == "bénévole"
    assert find("chez  benevile", on, TODAY).suggestion == "chez bénévole"
    assert find("bénévole", on, TODAY).suggestion == ""


def test_nothing_found_suggests_the_word_that_looks_most_like_it() -> None:
    answer = find("vrwlgrs", shelf("Vrijwilligers"), TODAY)
    assert answer.hits == []
    assert answer.suggestion == "vrijwilligers"


def test_everyday_words_find_our_words() -> None:
    on = shelf("Een lamp vervangen", "Vervoer met de auto", "Boormachine", "Feest")
    assert titles("licht", on) == ["Een lamp vervangen"]
    assert titles("taxi", on) == ["Vervoer met de auto"]
    assert titles("boren", on) == ["Boormachine"]


def test_the_best_comes_first_and_equals_stand_in_order() -> None:
    on = shelf("Lampenkap", "Over ons", "De tuin en de lamp", "Lamp", **{"Over ons": "Een lamp, een lamp"})
    assert titles("lamp", on) == ["Lamp", "De tuin en de lamp", "Lampenkap", "Over ons"]
    assert titles("tuin lamp", on)[0] == "De tuin en de lamp"


def test_small_words_count_only_when_there_are_no_others() -> None:
    assert asked_words("wie zijn we", "nl") == ["wie", "zijn", "we"]
    assert asked_words("ik zoek een lamp", "nl") == ["zoek", "lamp"]


@pytest.mark.parametrize("language", ["nl", "fr", "en", "ar"])
def test_every_synonym_is_one_word_and_no_list_stands_alone(language: str) -> None:
    found = synonyms(language)
    assert len(found) > 30
    assert all(" " not in word and others for word, others in found.items())


def test_what_is_over_comes_last_and_a_story_that_is_down_is_gone() -> None:
    event = Entry("nl", "event", "1", "Soep", "/", "", TODAY)
    later = Entry("nl", "event", "2", "Soep straks", "/", "", TODAY + timedelta(days=1))
    story = Entry("nl", "story", "3", "Soep toen", "/", "", TODAY)
    on = Shelf("nl", [event, later, story])
    assert titles("soep eten", on) == ["Soep straks", "Soep"]
    assert "Soep toen" in titles("soep", on, TODAY - timedelta(days=1))
    assert on.next_change(TODAY) == TODAY + timedelta(days=1)


@given(st.text(max_size=150), st.sampled_from(["nl", "fr", "en", "ar"]))
def test_any_text_gets_an_answer(text: str, language: str) -> None:
    on = shelf("Een lamp", "مصباح", "Bénévole", text, language=language)
    for hit in find(text, on, TODAY).hits:
        whole = marked(hit.entry.title, hit.stems, language)
        assert whole.replace("<mark>", "").replace("</mark>", "").count("<") == 0
        snippet(hit.entry.title * 9, hit.stems, language)


def test_a_snippet_shows_the_word_in_its_place() -> None:
    text = "begin " * 40 + "de lampen " + "einde " * 60
    shown = snippet(text, frozenset({stem("lamp", "nl")}), "nl")
    assert "<mark>lampen</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 220
