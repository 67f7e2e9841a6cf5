"""What every template may use without loading it."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

import phonenumbers
from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template.context import Context
from django.templatetags.static import static
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from lucide.templatetags.lucide import lucide

from design.freshness import shows
from design.known import known

register = template.Library()

# Every language by its own name, as its speakers look for it.
OWN_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English", "ar": "العربية"}
MIRRORED = {"arrow-right": "arrow-left", "arrow-left": "arrow-right", "chevron-right": "chevron-left"}


class Part(template.Node):
    def __init__(self, nodes: template.NodeList, key: list[template.base.FilterExpression]) -> None:
        self.nodes, self.key = nodes, key

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if getattr(request, "is_preview", False):
            return self.nodes.render(context)
        key = ("part", *(each.resolve(context) for each in self.key))
        return known(key, lambda: self._made(context))

    def _made(self, context: Context) -> SafeString:
        shows("place")  # every page asked for it before its parts are made
        return self.nodes.render(context)


@register.tag
def part(parser: template.base.Parser, token: template.base.Token) -> Part:
    """`{% part "footer" request.path %}…{% endpart %}`: kept until what it shows changes (design.known).

    All that it depends on must be named: nothing in it may be of one reader. Facts say so themselves.
    """
    key = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodes = parser.parse(("endpart",))
    parser.delete_first_token()
    return Part(nodes, key)


@register.simple_tag
def pictogram(name: str) -> SafeString:
    """A decoration beside its text: hidden from screen readers."""
    return format_html(
        '<svg class="pictogram" viewBox="0 0 96 96" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        static("img/pictograms.svg"),
        name,
    )


@register.simple_tag
def icon(name: str) -> str:
    """A small line icon from lucide; arrows are drawn the other way round in Arabic."""
    if translation.get_language_bidi() and name in MIRRORED:
        name = MIRRORED[name]
    return _drawn(name)


@cache
def _drawn(name: str) -> str:
    return lucide(name, size=None, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})


@register.simple_tag
def colon() -> str:
    """French keeps a space before it."""
    return "\u00a0:" if translation.get_language() == "fr" else ":"


@register.filter
def written_day(value: date | datetime | None) -> str:
    """`donderdag 7 april`; with the year when it is not this one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    same_year = value.year == timezone.localdate().year
    return date_format(value, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")


@register.filter
def weekday(number: int) -> str:
    """The name of day 0 (Monday) to 6."""
    return str(WEEKDAYS[number])


@register.filter
def written_moment(value: datetime | None) -> str:
    """`donderdag 7 april, 18.30 uur`."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return gettext("%(day)s, %(time)s") % {
        "day": written_day(local),
        "time": date_format(local, "TIME_FORMAT"),
    }


@register.filter
def phone(value: Any) -> SafeString:
    """A number as people read it, a link to call it, left to right in every language."""
    if not value:
        return SafeString("")
    try:
        number = phonenumbers.parse(str(value), settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return format_html('<bdi dir="ltr">{}</bdi>', value)
    is_home = number.country_code == phonenumbers.country_code_for_region(settings.PHONENUMBER_DEFAULT_REGION)
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL if is_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return format_html(
        '<a href="tel:{}"><bdi dir="ltr" class="nowrap">{}</bdi></a>',
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.format_number(number, style),
    )


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """This page in every language: `code`, `name`, `url`, `is_current`; for the switcher and `hreflang`.

    A page that knows its own addresses puts them in the context as `translated_urls`.
    """
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    own: dict[str, str] = context.get("translated_urls") or {}
    current = translation.get_language()
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "is_current": code == current,
            "is_rtl": code == "ar",
            "url": own.get(code) or _in_language(path, code),
        }
        for code, _name in settings.LANGUAGES
    ]


def _in_language(path: str, code: str) -> str:
    moved = translate_url(path, code)
    parts = path.split("/", 2)
    if moved == path and len(parts) == 3 and parts[1] in OWN_NAMES:
        return f"/{code}/{parts[2]}"
    return moved


@register.simple_tag
def page_direction() -> str:
    return "rtl" if translation.get_language_bidi() else "ltr"


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """The errors of all forms of a page as links to their fields, under the page's heading."""
    found = []
    for form in forms:
        found += [{"text": text, "target": ""} for text in form.non_field_errors()]
        for field in form:
            target = field.id_for_label or field.auto_id
            label = str(field.label)
            label = label if label.endswith(("?", "؟")) else f"{label}:"
            found += [{"text": text, "target": target, "label": label} for text in field.errors]
    return {"errors": found}


@register.simple_tag
def site_url() -> str:
    return str(settings.SITE_URL)


@register.simple_tag
def one_stylesheet() -> bool:
    """Whether `collectstatic` joined our stylesheets (config.storage); developers load them one by one."""
    return bool(settings.ONE_STYLESHEET)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    return mapping[key]
