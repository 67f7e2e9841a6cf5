"""Telephone numbers as people say and write them."""

from __future__ import annotations

import re

import phonenumbers
from phonenumber_field.phonenumber import PhoneNumber


def digits_of(text: str) -> str:
    """The digits that any notation of a number shares: `0470/12 34 56` and `+32 470…` → `470123456`."""
    digits = re.sub(r"[^\d+]", "", text.replace("(0)", ""))
    return re.sub(r"^(\+32|0032|00|0|\+)", "", digits).replace("+", "")


def link_of(number: str) -> str:
    """What stands behind `tel:`; a number that cannot be read keeps its digits."""
    try:
        parsed = phonenumbers.parse(number, "BE")
    except phonenumbers.NumberParseException:
        return re.sub(r"[^\d+]", "", number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def gets_texts(number: str) -> bool:
    """Whether it is the number of a mobile telephone."""
    try:
        parsed = phonenumbers.parse(number, "BE")
    except phonenumbers.NumberParseException:
        return False
    kinds = phonenumbers.PhoneNumberType
    return phonenumbers.number_type(parsed) in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}


def written(number: PhoneNumber) -> str:
    """As people here write it; one from abroad with its country, so that it reads as the same again."""
    is_home = number.country_code == phonenumbers.country_code_for_region("BE")
    return str(number.as_national if is_home else number.as_international)


def can_be_called(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "BE"))
    except phonenumbers.NumberParseException:
        return False
