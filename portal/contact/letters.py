"""The letter with which somebody makes an account: one page, for an envelope with a window."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, pgettext

from design.paper import make_paper, square_code
from design.templatetags.design import written_day
from portal.people.models import Person

from .invitations import spoken
from .links import link_to
from .models import Invitation

TEMPLATE = "invitation.typ"


def letter(invitation: Invitation, code: str) -> bytes:
    """As PDF, in the language in which we write to this person."""
    with translation.override(invitation.person.written_language):
        return make_paper(TEMPLATE, letter_data(invitation, code))


def letter_data(invitation: Invitation, code: str) -> dict[str, Any]:
    """In the language that is on."""
    person = invitation.person
    area = person.neighbourhood
    return {
        "lang": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "project": settings.WAGTAIL_SITE_NAME,
        "sender": [area.centre or area.name, area.street, f"{area.postcode} {area.city}".strip()],
        "receiver": [str(person), _posted(person), f"{person.postcode} {person.city}".strip()],
        "day": written_day(invitation.created_at),
        "title": pgettext("letter", "Your own page at Zorg voor de buurt"),
        "before": [
            gettext("Hello,"),
            pgettext(
                "letter", "You know us, and we know you. Now you can also have your own page on our website."
            ),
            pgettext("letter", "There you see what you asked us, and what we keep about you."),
        ],
        "steps": [
            pgettext("letter", "Point the camera of your phone at the square. Or go to this address:"),
            pgettext("letter", "Type this code:"),
            pgettext(
                "letter",
                "Then we send you a second code. It goes to the number or address that we have of you.",
            ),
        ],
        "address": link_to("welcome").removeprefix("https://").removeprefix("http://"),
        "code": spoken(code),
        "square": square_code(link_to("welcome_link", code)),
        "after": [
            pgettext("letter", "You can use the code until %(day)s, and once.")
            % {"day": written_day(invitation.expires_at)},
            pgettext("letter", "You do not have to do this. You can keep calling us."),
            pgettext(
                "letter", "Did you not expect this letter? Throw it away. Nobody can use it without you."
            ),
        ],
        "call": pgettext("letter", "Questions? Call %(phone)s.") % {"phone": area.phone}
        if area.phone_link
        else "",
        "bye": gettext("Kind regards from the team of Zorg voor de buurt"),
    }


def _posted(person: Person) -> str:
    """As the post here reads it, whatever the language of the letter."""
    with translation.override(settings.LANGUAGE_CODE):
        return person.address
