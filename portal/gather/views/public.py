"""Signing up for a date, one's own sign-up, and a street that takes part: all without an account."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.limits import too_many
from design.traps import start_stamp
from portal.people.actions import Who
from portal.people.introductions import introduced, known_details, own_person
from portal.people.models import Person, User

from .. import actions
from ..campaigns import Campaign, campaign
from ..enums import SignUpState
from ..forms.public import SignUpForm, StreetForm
from ..models import Gathering, SignUp
from ..rules import UsedAgain, check_can_cancel, check_offer_stands, check_takes_sign_ups, why_not

# A whole club may sit behind one address on the network.
SENDS = {"most": 20, "seconds": 3600}
ANSWERS = {"most": 60, "seconds": 3600}
VERBS = {"niet": actions.cancel, "ja": actions.accept_offer}


def _blank(request: HttpRequest) -> dict[str, Any]:
    known = known_details(own_person(request))
    return {**known, "submission": uuid.uuid4(), "started": start_stamp()}


def _who(request: HttpRequest, who: Who) -> tuple[Person | Who, User | None]:
    found = introduced(who, own_person(request))
    return found, found.user if isinstance(found, Person) else None


@never_cache
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    date = get_object_or_404(Gathering.objects.with_room().select_related("event__neighbourhood"), pk=pk)
    form = SignUpForm(request.POST if request.method == "POST" else None, initial=_blank(request))
    status = 400 if form.is_bound else 200
    try:
        if form.is_valid():
            return too_many(request, "sign-up", **SENDS) or _send(request, date, form)
        check_takes_sign_ups(date, now)
    except RuleError as error:
        status = error.status
        form = _again(form, error)
    closed = why_not(check_takes_sign_ups, date, now)
    context = {"date": date, "event": date.event, "form": form, "closed": closed}
    return render(request, "pages/sign_up.html", context, status=status)


def _again(form: SignUpForm, error: RuleError) -> SignUpForm:
    """What was typed, with why it was refused; a form that was sent before gets a new number."""
    if not form.is_bound:
        return form
    if isinstance(error, UsedAgain):
        form = SignUpForm({**form.data, "submission": uuid.uuid4()})
    form.add_error(None, str(error))
    return form


def _send(request: HttpRequest, date: Gathering, form: SignUpForm) -> HttpResponse:
    data = form.cleaned_data
    who, by = _who(request, form.who())
    made = actions.sign_up(
        date,
        who,
        data["party"],
        by=by,
        now=timezone.now(),
        submission=data["submission"],
        note=data["note"],
    )
    if made.submission != data["submission"] and by is None:
        # Whoever types a name and a number does not get that person's own link.
        raise RuleError(_("We have this name and number on the list already. Use your own link, or call us."))
    return redirect("own_sign_up", made.key)


def _own(key: str) -> SignUp:
    found: SignUp = get_object_or_404(
        SignUp.objects.select_related("person", "gathering__event__neighbourhood"), key=key
    )
    return found


@never_cache
@require_GET
def own_sign_up(request: HttpRequest, key: str) -> HttpResponse:
    return _own_page(request, _own(key))


def _own_page(request: HttpRequest, found: SignUp, *, refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    is_offer = found.state == SignUpState.OFFERED and not why_not(check_offer_stands, found, now)
    context = {
        "sign_up": found,
        "date": found.gathering,
        "event": found.gathering.event,
        "is_offer": is_offer,
        "can_cancel": found.state in {SignUpState.GOING, SignUpState.WAITING, SignUpState.OFFERED}
        and not why_not(check_can_cancel, found, now),
        "refusal": refusal,
        "typed": [],
    }
    response = render(request, "pages/own_sign_up.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
def answer_sign_up(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Whoever has the link cancels, or says yes to the place that came free."""
    if verb not in VERBS:
        raise Http404
    found = _own(key)
    if request.method != "POST":
        return redirect("own_sign_up", key)
    refused = too_many(request, "sign-up-answer", **ANSWERS)
    if refused:
        return refused
    try:
        VERBS[verb](found, by=None, now=timezone.now())
    except RuleError as error:
        return _own_page(request, _own(key), refusal=str(error), status=error.status)
    return redirect("own_sign_up", key)


def _campaign(key: uuid.UUID) -> Campaign:
    found = campaign(key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def enter_street(request: HttpRequest, campaign: uuid.UUID) -> HttpResponse:
    of = _campaign(campaign)
    form = StreetForm(request.POST if request.method == "POST" else None, initial=_blank(request))
    if of.takes_entries and form.is_valid():
        refused = too_many(request, "street", **SENDS)
        if refused:
            return refused
        who, by = _who(request, form.who())
        actions.enter(
            campaign,
            who,
            form.told(),
            neighbourhood=of.neighbourhood,
            by=by,
            now=timezone.now(),
            submission=form.cleaned_data["submission"],
        )
        return redirect("street_entered", campaign)
    status = 410 if not of.takes_entries else 400 if form.is_bound else 200
    return render(request, "pages/enter_street.html", {"form": form, "campaign": of}, status=status)


@require_GET
def street_entered(request: HttpRequest, campaign: uuid.UUID) -> HttpResponse:
    return render(request, "pages/street_entered.html", {"campaign": _campaign(campaign)})
