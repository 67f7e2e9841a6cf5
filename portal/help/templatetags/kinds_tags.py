"""What a kind asks and what is not for volunteers, on the pages of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from portal.help.answers import said, said_before_yes
from portal.help.enums import REQUEST_MOVES, RequestState
from portal.help.models import HelpRequest

register = template.Library()


@register.inclusion_tag("components/kinds_answers.html")
def kinds_answers(request: HelpRequest, told: str = "") -> dict[str, Any]:
    """Everything that was answered; with `told="before"` what a volunteer hears before the yes."""
    return {"answers": said_before_yes(request) if told else said(request)}


@register.inclusion_tag("components/kinds_flags.html")
def kinds_flags(request: HelpRequest, forms: Mapping[str, Any]) -> dict[str, Any]:
    """What was ticked that is not for volunteers, the service of the kind, and how to go on."""
    flags = list(request.red_flags.all())
    return {
        "request_": request,
        "flags": flags,
        "service": request.kind.refer_to if flags else None,
        "can_refer": RequestState.REFERRED in REQUEST_MOVES[RequestState(request.state)],
        "clear_form": forms.get("toch-vrijwilligers"),
    }
