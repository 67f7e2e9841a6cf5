"""Words as the search compares them: without accents and case, and by their stem."""

from __future__ import annotations

import re
import threading
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

STEMMERS = {"nl": "dutch", "fr": "french", "en": "english", "ar": "arabic"}
# Languages that glue words together: Dutch makes compounds, Arabic writes small words fast to the next.
GLUES = {"nl", "ar"}
MOST_WORDS = 8

# Letters and digits, with the accents and vowel signs that Unicode keeps apart.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
WORD = re.compile(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*")

# What decomposing does not level: Arabic alef wasla, final yaa, taa marbuta, the stretch; Latin ligatures.
_LEVEL = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": "", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"}
    | {digit: str(value) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")}
)

# Few: a word that stands in a title is worth finding.
STOP = {
    "nl": "de het een en of ik je jij u we wij mijn jouw onze is ben zijn van voor in op aan te die dat met "
    "er om naar bij kan wil wie wat mij me iemand",
    "fr": "le la les l un une des de du d et ou je j tu il elle nous vous mon ma mes est suis a au aux en "
    "dans pour par sur avec que qui ce quelqu",
    "en": "the a an and or i you we my our is am are of for in on at to that with can want who what me "
    "somebody",
    "ar": "في من على الى عن مع هو هي انا نحن هذا هذه ان او ما يا",
}

_data = Path(__file__).with_name("synonyms.toml")
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """`Bénévole` → `benevole`, `أَلمُساعدة` → `المساعده`."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_LEVEL)


@cache
def _stemmer(language: str) -> snowballstemmer.StemmerBase:
    return snowballstemmer.stemmer(STEMMERS[language])


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word. A stemmer holds the word it works on, so threads take turns."""
    with _one_at_a_time:
        found: str = _stemmer(language).stemWord(word)
    return fold(found) or word


def is_word(word: str) -> bool:
    """A letter on its own is none; nor are two words in one sign, which Arabic has."""
    return (len(word) > 1 or word.isdigit()) and not any(map(str.isspace, word))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word for match in WORD.finditer(text) if is_word(word := fold(match.group()))]


@cache
def stop_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in STOP[language].split())


def asked_words(text: str, language: str) -> list[str]:
    """The words that somebody looks for, each once; the small ones only when there are no others."""
    every = list(dict.fromkeys(words(text)))
    small = stop_words(language)
    return ([word for word in every if word not in small] or every)[:MOST_WORDS]


@cache
def synonyms(language: str) -> dict[str, frozenset[str]]:
    """Stem → stems of words that people use for the same."""
    groups = tomllib.loads(_data.read_text())[language]
    found: dict[str, set[str]] = {}
    for group in groups:
        stems = {stem(fold(word), language) for word in group}
        for each in stems:
            found.setdefault(each, set()).update(stems - {each})
    return {word: frozenset(others) for word, others in found.items()}
