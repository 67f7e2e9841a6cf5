from __future__ import annotations

from django import template
from django.utils.translation import get_language

from home.models import StoryKind, StoryPage
from home.stories import latest
from portal.people.enums import Language

register = template.Library()

# Every spoken language by its own name, as its speakers look for it.
OWN_NAMES = {
    Language.DUTCH: "Nederlands",
    Language.FRENCH: "Français",
    Language.ENGLISH: "English",
    Language.ARABIC: "العربية",
    Language.DARIJA: "الدارجة",
    Language.TARIFIT: "Tarifit",
    Language.TURKISH: "Türkçe",
    Language.SPANISH: "Español",
    Language.ITALIAN: "Italiano",
    Language.PORTUGUESE: "Português",
    Language.POLISH: "Polski",
    Language.ROMANIAN: "Română",
    Language.RUSSIAN: "Русский",
    Language.UKRAINIAN: "Українська",
    Language.FARSI: "فارسی",
    Language.PASHTO: "پښتو",
    Language.SOMALI: "Soomaali",
    Language.SIGN: "Vlaamse Gebarentaal",
}


@register.simple_tag
def latest_story() -> StoryPage | None:
    """`{% latest_story as story %}`: the newest in the language of the page, or None."""
    return latest(get_language() or "nl", StoryKind.STORY)


@register.simple_tag
def latest_news() -> StoryPage | None:
    return latest(get_language() or "nl", StoryKind.NEWS)


@register.filter
def own_name(code: str) -> str:
    return OWN_NAMES[Language(code)]
