"""`/nl/mijn/gegevens/`: see, correct, agree, take along, be forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from design.errors import RuleError
from design.limits import too_many
from design.post_only import post_only

from .data_forms import DetailsForm
from .data_rules import what_prevents
from .dossier import as_data, as_paper, consents, list_looks, looks, sections
from .enums import Purpose
from .guards import current_user, signed_in
from .kept import period_words
from .kept_actions import correct_details, forget_person, restrict, set_consent
from .models import Person

FILES = {"pdf": "application/pdf", "json": "application/json"}
VERBS = {"geven": True, "intrekken": False}
# Whether a stop on using somebody's data begins.
USE_VERBS = {"stoppen": True, "hervatten": False}


def own(request: HttpRequest) -> Person:
    """Whoever is signed in, as a person; an account of the office may belong to nobody."""
    found = Person.objects.known().filter(user=current_user(request)).select_related("user", "neighbourhood")
    person: Person | None = found.first()
    if person is None:
        raise Http404
    return person


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no browser and no machine between: the computer may be everybody's."""
    patch_cache_control(response, private=True, no_store=True)
    return response


@signed_in
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    person = own(request)
    context = {
        "person": person,
        "sections": sections(person),
        "consents": consents(person),
        "looks": looks(person),
        "list_looks": list_looks(person),
    }
    return private(render(request, "pages/my_data.html", context))


@signed_in
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    person = own(request)
    if request.method == "GET":
        return private(render(request, "pages/my_data_correct.html", {"form": DetailsForm(person=person)}))
    form = DetailsForm(request.POST, person=person)
    if not form.is_valid():
        return private(render(request, "pages/my_data_correct.html", {"form": form}, status=400))
    changed = correct_details(person, form.details(), by=current_user(request), now=timezone.now())
    messages.success(request, _("Your details are corrected.") if changed else _("Nothing was changed."))
    return redirect("my_data")


@signed_in
@post_only("my_data")
def consent(request: HttpRequest, purpose: str, verb: str) -> HttpResponse:
    if purpose not in Purpose.values or verb not in VERBS:
        raise Http404
    agrees = VERBS[verb]
    set_consent(own(request), Purpose(purpose), agrees, by=current_user(request), now=timezone.now())
    messages.success(request, _("Thank you. You agree.") if agrees else _("You do not agree any more."))
    return redirect("my_data")


@signed_in
@post_only("my_data")
def restrict_me(request: HttpRequest, verb: str) -> HttpResponse:
    if verb not in USE_VERBS:
        raise Http404
    begins = USE_VERBS[verb]
    restrict(own(request), begins, by=current_user(request), now=timezone.now())
    messages.success(
        request, _("We do not use your data now.") if begins else _("We may use your data again.")
    )
    return redirect("my_data")


@signed_in
@require_safe
def take_along(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in FILES:
        raise Http404
    person = own(request)
    if refused := too_many(request, "my_data", most=20, seconds=300):
        return refused
    return dossier_response(person, kind, timezone.now())


def dossier_response(person: Person, kind: str, now: datetime) -> HttpResponse:
    """The file to keep; its name tells nothing of whose it is."""
    response: HttpResponse
    if kind == "json":
        response = JsonResponse(as_data(person, now), json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        response = HttpResponse(as_paper(person, now), content_type=FILES[kind])
    title = _("my-data")
    name = f"{title}-{timezone.localdate(now).isoformat()}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return private(response)


@signed_in
@require_http_methods(["GET", "POST"])
def forget_me(request: HttpRequest) -> HttpResponse:
    person, now = own(request), timezone.now()
    refusal, status = "", 200
    if request.method == "POST":
        try:
            forget_person(person, by=current_user(request), now=now)
        except RuleError as error:
            refusal, status = str(error), error.status
        else:
            logout(request)
            return redirect("forgotten")
    return private(
        render(request, "pages/forget_me.html", forget_context(person, now, refusal), status=status)
    )


def forget_context(person: Person, now: datetime, refusal: str = "") -> dict[str, Any]:
    allowances = settings.KEPT_FOR["allowances"]
    return {
        "person": person,
        "prevents": what_prevents(person, now),
        "refusal": refusal,
        "typed": [],
        "law_period": period_words("allowances"),
        "law_reason": allowances.reason,
    }


@require_GET
def forgotten(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/forgotten.html")
