"""Asking for help without an account: kind, what, when, who, check. What was typed waits in the session."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from design.limits import too_many
from design.traps import start_stamp
from portal.people.forms import language_choices
from portal.people.models import Person, User

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

STEPS: dict[str, type[forms.Form]] = {"": KindStep, "wat": WhatStep, "wanneer": WhenStep, "wie": WhoStep}
CHECK = "nakijken"
ORDER = [*STEPS, CHECK]
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
DRAFT = "ask"
# On a computer that many use, what was typed and not sent does not stay.
DRAFT_LIVES = 2 * 60 * 60
SENDS = {"most": 10, "seconds": 3600}
TYPES = {"most": 120, "seconds": 3600}


def _draft(request: HttpRequest) -> dict[str, Any]:
    draft: dict[str, Any] = request.session.get(DRAFT) or {}
    if not draft:
        draft = {"submission": str(uuid.uuid4()), "started": start_stamp(), "behalf": False, "steps": {}}
    chosen = request.POST.get("soort") or request.GET.get("soort") or ""
    if chosen and HelpKind.objects.filter(code=chosen, is_active=True).exists():
        draft["steps"][""] = {"kind": chosen}
    return draft


def _keep(request: HttpRequest, draft: dict[str, Any]) -> None:
    request.session[DRAFT] = draft
    if not request.user.is_authenticated:
        request.session.set_expiry(DRAFT_LIVES)


def _form(step: str, draft: dict[str, Any], data: Any = None, user: Any = None) -> forms.Form:
    form_class = BehalfStep if step == "wie" and draft["behalf"] else STEPS[step]
    initial = draft["steps"].get(step) or _known(step, draft, user)
    return form_class(data, initial=initial)


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
        "back": _url(ORDER[place - 1]) if place else "",
        "behalf": draft["behalf"],
        "chosen": draft["steps"].get("", {}).get("kind", ""),
    }


def _url(step: str) -> str:
    return reverse("ask_step", args=[step]) if step else reverse("ask")


@require_http_methods(["GET", "POST"])
def ask_step(request: HttpRequest, step: str = "") -> HttpResponse:
    if step not in STEPS:
        raise Http404
    draft = _draft(request)
    if request.method == "POST":
        refused = too_many(request, "ask-step", **TYPES)
        if refused:
            return refused
        if "voor" in request.POST:
            draft["behalf"] = request.POST["voor"] == "ander"
            _keep(request, draft)
            return redirect(_url(step))
    elif step == "" and "soort" in request.GET and draft["steps"].get(""):
        # A tile of another page; nothing is kept before somebody types.
        return redirect(f"{_url('wat')}?soort={draft['steps']['']['kind']}")
    return _one_step(request, step, draft)


def _one_step(request: HttpRequest, step: str, draft: dict[str, Any]) -> HttpResponse:
    missing = _first_missing(draft, before=step)
    if request.method == "GET" and missing is not None:
        return redirect(_url(missing))
    form = _form(step, draft, request.POST if request.method == "POST" else None, request.user)
    if form.is_valid():
        draft["steps"][step] = {name: form.data.get(name, "") for name in form.fields}
        _keep(request, draft)
        return redirect(_url(_next(step, draft, to_check="naar" in request.GET)))
    context = {"form": form, **_context(step, draft)}
    if step == "":
        context["kinds"] = HelpKind.objects.filter(is_active=True)
    status = 400 if request.method == "POST" else 200
    return render(request, f"pages/ask_{step or 'soort'}.html", context, status=status)


def _next(step: str, draft: dict[str, Any], *, to_check: bool) -> str:
    """The first step that is missing; after a correction the check, else the step after this one."""
    missing = _first_missing(draft, before=CHECK if to_check else step)
    if missing is not None:
        return missing
    return CHECK if to_check else ORDER[ORDER.index(step) + 1]


def _first_missing(draft: dict[str, Any], *, before: str) -> str | None:
    earlier = ORDER[: ORDER.index(before)]
    return next((step for step in earlier if step not in draft["steps"]), None)


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
    draft = _draft(request)
    filled = _all_forms(draft)
    wrong = next((step for step, form in filled.items() if not form.is_valid()), None)
    if wrong is not None:
        return redirect(_url(wrong))
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
    return render(request, "pages/ask_klaar.html", {"made": made, "has_mail": asked["has_mail"]})


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
