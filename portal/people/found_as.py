"""How people are written down to be found: plain letters, lower case, phone numbers as digits alone."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from .phones import digits_of

if TYPE_CHECKING:
    from .models import Person

# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_WORD = re.compile(r"[\w.+-]*@[\w.-]*|\w+")
# Six digits or more, as people write a number between other words.
_NUMBER = re.compile(r"[+\d](?:[\s/.()-]*\d){5,}")


def plain(text: str) -> str:
    """`Zoë El-Ámrani` → `zoe el amrani`; an e-mail address stays one word."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(letters.translate(_PLAIN)))


def found_as(person: Person) -> str:
    """Every word has a space before it, so that the beginning of a word can be looked for."""
    numbers = (person.phone, person.second_phone)
    parts = [
        plain(f"{person.first_name} {person.last_name} {person.street} {person.house_number}"),
        *(re.sub(r"\D", "", str(number.as_e164)) for number in numbers if number),
        plain(person.email),
    ]
    return "".join(f" {part}" for part in parts if part)


def looked_for(words: str) -> list[str]:
    """What somebody typed, as `found_as` is written; a number in any notation is one of them."""
    if not any(letter.isalpha() for letter in words):
        digits = digits_of(words)
        return [digits] if digits else []
    numbers = [digits_of(number) for number in _NUMBER.findall(words)]
    return [*plain(_NUMBER.sub(" ", words)).split(), *numbers]
