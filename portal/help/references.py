"""References that can be read over the telephone: no two characters look alike, or sound alike in Dutch."""

import secrets

LETTERS = "2346789AERWXY"
LENGTH = 6


def new_reference() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def spoken(reference: str) -> str:
    """In two groups of three, as people read it aloud."""
    return f"{reference[:3]}-{reference[3:]}"


def typed(text: str) -> str:
    """What somebody typed or said, as it is stored: upper case, no dashes or spaces."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
