"""What somebody typed who asks for help: it waits in the session until it is sent."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from design.traps import start_stamp

from ..models import HelpKind

STEPS = ("", "wat", "wanneer", "wie")
CHECK = "nakijken"
SERVICE = "dienst"
ORDER = [*STEPS, CHECK]
DRAFT = "ask"
# On a computer that many use, what was typed and not sent does not stay.
DRAFT_LIVES = 2 * 60 * 60


def draft_of(request: HttpRequest) -> dict[str, Any]:
    draft: dict[str, Any] = request.session.get(DRAFT) or {}
    if not draft:
        draft = {"submission": str(uuid.uuid4()), "started": start_stamp(), "behalf": False, "steps": {}}
    chosen = request.POST.get("soort") or request.GET.get("soort") or ""
    if chosen and HelpKind.objects.filter(code=chosen, is_active=True).exists():
        draft["steps"][""] = {"kind": chosen}
    return draft


def keep(request: HttpRequest, draft: dict[str, Any]) -> None:
    request.session[DRAFT] = draft
    if not request.user.is_authenticated:
        request.session.set_expiry(DRAFT_LIVES)


def typed_in(form: forms.Form) -> dict[str, Any]:
    """As it was typed, to be checked again before it is sent."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, name) or ""
        for name, field in form.fields.items()
    }


def first_missing(draft: dict[str, Any], *, before: str) -> str | None:
    earlier = ORDER[: ORDER.index(before)]
    return next((step for step in earlier if step not in draft["steps"]), None)


def kind_of(draft: dict[str, Any]) -> HelpKind | None:
    code = draft["steps"].get("", {}).get("kind", "")
    return HelpKind.objects.filter(code=code, is_active=True).first()


def ticked(draft: dict[str, Any]) -> list[str]:
    """The codes of what is needed that is not for volunteers."""
    return draft["steps"].get("wat", {}).get("red_flags") or []


def is_stopped(draft: dict[str, Any]) -> bool:
    """Something is not for volunteers, and nobody said yet that we may call about a service."""
    return bool(ticked(draft)) and not draft.get("to_service")


def step_url(step: str) -> str:
    return reverse("ask_step", args=[step]) if step else reverse("ask")
