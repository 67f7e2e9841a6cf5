"""Asking for help without an account: kind, what, when, who, check. What was typed waits in the session."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from design.limits import too_many
from design.traps import start_stamp
from portal.people.forms import language_choices
from portal.people.models import Person, User

from ..answers import in_words
from ..enums import Timing
from ..forms.ask import (
    BehalfStep,
    CallMeForm,
    CheckStep,
    KindStep,
    WhatStep,
    WhenStep,
    WhoStep,
)
from ..forms.parts import AddressForm
from ..intake import ask_on_the_web, call_me
from ..models import HelpKind, HelpRequest
from ..series_enums import WISHES
from .draft import (
    CHECK,
    DRAFT,
    ORDER,
    SERVICE,
    STEPS,
    draft_of,
    first_missing,
    is_stopped,
    keep,
    kind_of,
    step_url,
    typed_in,
)

FORMS: dict[str, type[forms.Form]] = {"": KindStep, "wat": WhatStep, "wanneer": WhenStep, "wie": WhoStep}
TITLES = {
    "": _("What do you need help with?"),
    "wat": _("What can we help you with?"),
    "wanneer": _("When do you need help?"),
    "wie": _("Who are you, and how do we reach you?"),
    CHECK: _("Is this right?"),
}
TITLES_FOR_ANOTHER = TITLES | {
    "": _("What does that person need help with?"),
    "wat": _("What can we help that person with?"),
    "wanneer": _("When does that person need help?"),
    "wie": _("Who are you, and who needs help?"),
}
SENDS = {"most": 10, "seconds": 3600}
TYPES = {"most": 120, "seconds": 3600}


def _form(step: str, draft: dict[str, Any], data: Any = None, user: Any = None) -> forms.Form:
    form_class = BehalfStep if step == "wie" and draft["behalf"] else FORMS[step]
    more: dict[str, Any] = {"kind": kind_of(draft)} if step == "wat" else {}
    initial = draft["steps"].get(step) or _known(step, draft, user)
    return form_class(data, initial=initial, **more)


def _known(step: str, draft: dict[str, Any], user: Any) -> dict[str, Any]:
    """Somebody who is signed in does not type again what we know."""
    if step == "wanneer":
        return {"timing": Timing.NO_HURRY, "half_day": "", "wants_rhythm": ""}
    person = Person.objects.visible_to(user).filter(user=user).first() if isinstance(user, User) else None
    if step != "wie" or person is None:
        return {}
    names = ["first_name", "last_name", "phone", "email"]
    if not draft["behalf"]:
        names += ["language", "street", "house_number", "box"]
    known = {name: getattr(person, name) for name in names}
    return known if draft["behalf"] else {**known, "neighbourhood": person.neighbourhood.slug}


def _context(step: str, draft: dict[str, Any]) -> dict[str, Any]:
    place = ORDER.index(step)
    return {
        "title": (TITLES_FOR_ANOTHER if draft["behalf"] else TITLES)[step],
        "step": step,
        "number": place + 1,
        "steps": [{"is_done": index <= place} for index in range(len(ORDER))],
        "back": step_url(ORDER[place - 1]) if place else "",
        "behalf": draft["behalf"],
        "chosen": draft["steps"].get("", {}).get("kind", ""),
    }


@require_http_methods(["GET", "POST"])
def ask_step(request: HttpRequest, step: str = "") -> HttpResponse:
    if step not in STEPS:
        raise Http404
    draft = draft_of(request)
    if request.method == "POST":
        refused = too_many(request, "ask-step", **TYPES)
        if refused:
            return refused
        if "voor" in request.POST:
            draft["behalf"] = request.POST["voor"] == "ander"
            keep(request, draft)
            return redirect(step_url(step))
    elif step == "" and "soort" in request.GET and draft["steps"].get(""):
        # A tile of another page; nothing is kept before somebody types.
        return redirect(f"{step_url('wat')}?soort={draft['steps']['']['kind']}")
    return _one_step(request, step, draft)


def _one_step(request: HttpRequest, step: str, draft: dict[str, Any]) -> HttpResponse:
    missing = first_missing(draft, before=step)
    if request.method == "GET" and missing is not None:
        return redirect(step_url(missing))
    form = _form(step, draft, request.POST if request.method == "POST" else None, request.user)
    if form.is_valid():
        draft["steps"][step] = typed_in(form)
        keep(request, draft)
        return redirect(step_url(_next(step, draft, to_check="naar" in request.GET)))
    context = {"form": form, **_context(step, draft)}
    if step == "wat":
        context["kind"] = kind_of(draft)
    if step == "":
        context["kinds"] = HelpKind.objects.filter(is_active=True)
    status = 400 if request.method == "POST" else 200
    return render(request, f"pages/ask_{step or 'soort'}.html", context, status=status)


def _next(step: str, draft: dict[str, Any], *, to_check: bool) -> str:
    """The first step that is missing; after a correction the check, else the step after this one."""
    if step == "wat" and is_stopped(draft):
        return SERVICE
    missing = first_missing(draft, before=CHECK if to_check else step)
    if missing is not None:
        return missing
    return CHECK if to_check else ORDER[ORDER.index(step) + 1]


@require_http_methods(["POST"])
def start_over(request: HttpRequest) -> HttpResponse:
    """Forget what was typed, for the next one at this screen."""
    request.session.pop(DRAFT, None)
    request.session.pop("asked", None)
    return redirect("ask")


def _all_forms(draft: dict[str, Any]) -> dict[str, forms.Form]:
    return {step: _form(step, draft, draft["steps"].get(step, {})) for step in STEPS}


@require_http_methods(["GET", "POST"])
def ask_check(request: HttpRequest) -> HttpResponse:
    if DRAFT not in request.session and "asked" in request.session:
        return redirect("ask_done")  # sent twice
    draft = draft_of(request)
    filled = _all_forms(draft)
    if is_stopped(draft):
        return redirect("ask_service")
    wrong = next((step for step, form in filled.items() if not form.is_valid()), None)
    if wrong is not None:
        return redirect(step_url(wrong))
    data = {name: value for form in filled.values() for name, value in form.cleaned_data.items()}
    check = CheckStep(
        request.POST if request.method == "POST" else None,
        started=draft["started"],
        on_behalf=draft["behalf"],
    )
    if check.is_valid():
        refused = too_many(request, "ask", **SENDS)
        return refused or _send(request, draft, filled["wie"], {**data, **check.cleaned_data})
    context = {"form": check, "data": data, **_context(CHECK, draft)}
    context["said"] = in_words(data["answers"])
    context["language_name"] = dict(language_choices()).get(data["language"], "")
    context["rhythm_name"] = dict(WISHES).get(data["wants_rhythm"], "")
    context["area"] = dict(filled["wie"].fields["neighbourhood"].choices)[data["neighbourhood"]]  # type: ignore[attr-defined]
    status = 400 if request.method == "POST" else 200
    return render(request, "pages/ask_nakijken.html", context, status=status)


def _send(request: HttpRequest, draft: dict[str, Any], who: forms.Form, data: dict[str, Any]) -> HttpResponse:
    assert isinstance(who, AddressForm)
    area = who.area()
    if area is None:
        raise Http404("no neighbourhood yet")
    made = ask_on_the_web(
        data,
        neighbourhood=area,
        outside=who.is_outside(),
        submission=uuid.UUID(draft["submission"]),
        user=request.user if isinstance(request.user, User) else None,
        now=timezone.now(),
    )
    request.session["asked"] = {"reference": made.reference, "has_mail": bool(data["email"])}
    del request.session[DRAFT]
    return redirect("ask_done")


@require_http_methods(["GET"])
def ask_done(request: HttpRequest) -> HttpResponse:
    asked = request.session.get("asked")
    made = HelpRequest.objects.filter(reference=asked["reference"]).first() if asked else None
    if asked is None or made is None:
        return redirect("ask")
    to_service = made.red_flags.exists()
    context = {"made": made, "has_mail": asked["has_mail"], "to_service": to_service}
    return render(request, "pages/ask_klaar.html", context)


@require_http_methods(["GET", "POST"])
def call_me_back(request: HttpRequest) -> HttpResponse:
    form = CallMeForm(request.POST or None, initial={"started": start_stamp()})
    if form.is_valid():
        area = _any_neighbourhood(request)
        refused = too_many(request, "call-me", **SENDS)
        if refused:
            return refused
        call_me(form.cleaned_data, neighbourhood=area, now=timezone.now())
        return redirect("call_me_done")
    return render(request, "pages/call_me.html", {"form": form}, status=400 if form.is_bound else 200)


def _any_neighbourhood(request: HttpRequest) -> Any:
    from portal.people.context import home_neighbourhood

    area = home_neighbourhood()
    if area is None:
        raise Http404("no neighbourhood yet")
    return area


@require_http_methods(["GET"])
def call_me_done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/call_me_done.html")
