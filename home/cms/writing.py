"""What is said after a page was saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from home.models import SitePage, StoryConsent, StoryPage
from home.readability import hints

MOST_HINTS = 6
SHORT = 90


def say_what_could_be_easier(request: HttpRequest, page: Page) -> None:
    """The draft that was just saved is read, not what is live."""
    if request.method != "POST" or not isinstance(page, SitePage) or page.locale.language_code != "nl":
        return
    found = hints(page)
    if not found:
        return
    lines = format_html_join(
        "", "<li>{} “{}”</li>", ((hint.advice, _cut(hint.text)) for hint in found[:MOST_HINTS])
    )
    intro = _("The page is saved. It can be easier to read:")
    messages.warning(request, format_html("{}<ul>{}</ul>", intro, lines))


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]} …"


def take_down_what_was_taken_back(request: HttpRequest, page: Page) -> None:
    """A consent that is taken back works at once and in every language, also when only a draft was saved."""
    if request.method != "POST" or not isinstance(page, StoryPage):
        return
    for consent in page.consents.all():
        if consent.withdrawn_on and consent.pk:
            row = StoryConsent.objects.filter(pk=consent.pk).first()
            if row:
                row.withdrawn_on = consent.withdrawn_on
                row.save(update_fields=["withdrawn_on"])
            messages.warning(
                request,
                _("%(name)s took the consent back: nobody sees this story any more.")
                % {"name": consent.name},
            )


hooks.register("after_create_page", say_what_could_be_easier)
hooks.register("after_edit_page", say_what_could_be_easier)
hooks.register("after_edit_page", take_down_what_was_taken_back)
