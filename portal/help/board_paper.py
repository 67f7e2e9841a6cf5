"""The board on paper, for the wall where volunteers come: no more than they read on the screen."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from design.paper import make_paper
from design.templatetags.design import written_day
from portal.people.models import Neighbourhood

from .board import on_board
from .models import HelpRequest


def board_paper(area: Neighbourhood, now: datetime) -> bytes:
    """A4, in the language that is on; numbers and names of who asks are not on it."""
    today = timezone.localdate(now)
    found = on_board(today).filter(neighbourhood=area).select_related("kind")
    data = {
        "lang": translation.get_language() or settings.LANGUAGE_CODE,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "project": settings.WAGTAIL_SITE_NAME,
        "title": _("Can you help?"),
        "lead": str(area),
        "call": _("Call us:"),
        "phone": area.phone,
        "day": written_day(today),
        "nothing": _("Nothing is on the board now. We call you when somebody needs you."),
        "cards": [
            {"kind": str(each.kind), "line": each.board_line, "facts": _when(each)}
            for each in found.order_by("kind", "day", "pk")
        ],
    }
    return make_paper("board.typ", data)


def _when(request: HelpRequest) -> str:
    facts = {"timing": request.timing, "day": request.day, "half_day": request.half_day}
    words = " ".join(render_to_string("components/moment.html", facts).split())
    return f"{words} · {request.get_language_display()}"
