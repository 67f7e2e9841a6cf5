"""Finding what somebody means: the word itself, a part of it, another word for it, or a typing error."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from .shelf import Entry, Shelf
from .words import GLUES, WORD, asked_words, fold, stem, synonyms

EXACT, OTHER_WORD, PART, TYPO, SMALLER = 1.0, 0.7, 0.5, 0.4, 0.3
LEAST_PART, LEAST_START, GOOD_PART = 4, 3, 0.4
# From this many letters, this many may be wrong.
TYPOS = ((8, 2), (4, 1))
MOST_GUESSES = 5
LEAST_LIKENESS = 70
OVER = 0.5
LISTS_DOWN = {"event"}
WHOLE_TITLE = 10.0


@dataclass(frozen=True)
class Hit:
    entry: Entry
    score: float
    # How many of the words it has, and the stems by which it was found.
    matched: int
    stems: frozenset[str]


@dataclass
class Meant:
    """What a typed word may mean: stems, with how sure we are of each; `guess` when it was mistyped."""

    stems: dict[str, float] = field(default_factory=dict)
    guess: str = ""


@dataclass(frozen=True)
class Answer:
    hits: list[Hit]
    suggestion: str = ""


def find(text: str, shelf: Shelf, today: date) -> Answer:
    """The best first; of equals by title, so that the same question always gets the same answer."""
    asked = {word: understand(word, shelf) for word in asked_words(text, shelf.language)}
    hits = _rank(list(asked.values()), " ".join(map(fold, text.split())), shelf, today)
    guesses = {word: meant.guess for word, meant in asked.items() if meant.guess}
    if not hits:
        guesses = {word: near for word in asked if (near := _nearest(word, shelf))}
    return Answer(hits, _suggest(text, guesses, shelf))


def understand(word: str, shelf: Shelf) -> Meant:
    own = stem(word, shelf.language)
    meant = Meant()
    for larger in _larger(word, own, shelf):
        meant.stems[shelf.stems[larger]] = PART
    for other in synonyms(shelf.language).get(own, ()):
        if other in shelf.postings:
            meant.stems[other] = OTHER_WORD
    if own in shelf.postings:
        meant.stems[own] = EXACT
    if not meant.stems:
        guesses = _typos(word, shelf)
        meant.stems = {shelf.stems[each]: SMALLER for each in _smaller(word, shelf)}
        meant.stems |= {shelf.stems[guess]: TYPO for guess in guesses}
        meant.guess = guesses[0] if guesses else ""
    return meant


def _larger(word: str, own: str, shelf: Shelf) -> Iterator[str]:
    """Words that begin with this one and, where words are glued together, hold it: vuilnis, vuilniszak."""
    if len(word) >= LEAST_START:
        yield from shelf.beginning_with(word)
    core = own if len(own) >= LEAST_PART else word
    if shelf.language in GLUES and len(core) >= LEAST_PART:
        yield from shelf.holding(core)


def _smaller(word: str, shelf: Shelf) -> Iterator[str]:
    """The words that a glued word begins or ends with, when they are a good part of it."""
    if shelf.language not in GLUES:
        return
    least = max(LEAST_PART, math.ceil(len(word) * GOOD_PART))
    for letters in range(least, len(word)):
        yield from {word[:letters], word[-letters:]} & shelf.stems.keys()


def _typos(word: str, shelf: Shelf) -> list[str]:
    """The nearest words of the index, of which as few letters as possible are wrong."""
    most = next((typos for letters, typos in TYPOS if len(word) >= letters), 0)
    if not most:
        return []
    found = process.extract(word, shelf.words, scorer=OSA.distance, score_cutoff=most, limit=None)
    least = min((distance for _word, distance, _place in found), default=0)
    near = [each for each, distance, _place in found if distance == least]
    return sorted(near, key=lambda each: (-len(shelf.postings[shelf.stems[each]]), each))[:MOST_GUESSES]


def _nearest(word: str, shelf: Shelf) -> str:
    found = process.extractOne(word, shelf.words, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    return found[0] if found and found[0] != word else ""


def _rank(asked: list[Meant], whole: str, shelf: Shelf, today: date) -> list[Hit]:
    scores: dict[int, float] = {}
    matched: dict[int, int] = {}
    stems: dict[int, set[str]] = {}
    for meant in asked:
        best: dict[int, float] = {}
        for each, sure in meant.stems.items():
            for number, weight in shelf.postings[each].items():
                best[number] = max(best.get(number, 0), sure * weight)
                stems.setdefault(number, set()).add(each)
        rare = math.log(1 + len(shelf.entries) / len(best)) if best else 0
        for number, value in best.items():
            scores[number] = scores.get(number, 0) + rare * value
            matched[number] = matched.get(number, 0) + 1
    hits = []
    for number, score in scores.items():
        entry = shelf.entries[number]
        is_over = entry.until is not None and entry.until <= today
        if is_over and entry.kind not in LISTS_DOWN:
            continue
        if fold(entry.title) == whole:
            score *= WHOLE_TITLE
        hits.append(Hit(entry, score * (OVER if is_over else 1), matched[number], frozenset(stems[number])))
    return sorted(hits, key=lambda hit: (-hit.matched, -round(hit.score, 6), *_name(hit.entry)))


def _name(entry: Entry) -> tuple[str, str, str]:
    return entry.title, entry.kind, entry.key


def _suggest(text: str, guesses: dict[str, str], shelf: Shelf) -> str:
    """What was typed with the mistyped words put right; empty when nothing was."""
    if not guesses:
        return ""

    def right(word: str) -> str:
        guess = guesses.get(fold(word), "")
        return shelf.written.get(guess, guess) if guess else word

    return WORD.sub(lambda match: right(match.group()), " ".join(text.split()))
