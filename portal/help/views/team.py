"""What brokers see: the work list, a request with its candidates, a new conversation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.post_only import post_only
from portal.people.duplicates import Likeness, SameAnswer, like
from portal.people.enums import Looked, ScriptKind
from portal.people.finding import find_people
from portal.people.guards import current_user, needs
from portal.people.kept_actions import note_access
from portal.people.models import Person, User
from portal.people.roles import Ability
from portal.people.scripts import sentences

from ..enums import Reason
from ..forms import after, board, team, trouble
from ..forms.series import BeginSeriesForm, SkipForm, begin_form
from ..intake import UsedAgain, ask_through_team, who_of
from ..models import HelpRequest, Match
from ..references import typed
from ..request_page import end_form, request_page
from ..worklist import worklist

REQUEST_VERBS: dict[str, type[team.VerbForm]] = {
    "besproken": team.DiscussForm,
    "toestemming": team.ConsentForm,
    "toestemming-weg": team.TakeBackForm,
    "genoeg": team.EnoughForm,
    "vragen": team.ProposeForm,
    "verplaatsen": team.MoveForm,
    "later-bellen": team.PostponeForm,
    "afsluiten": team.EndForm,
    "reeks": BeginSeriesForm,
    "overslaan": SkipForm,
    "toch-vrijwilligers": team.ClearFlagsForm,
    "heropenen": after.ReopenForm,
    "bord": board.PutOnBoardForm,
    "van-bord": board.TakeOffBoardForm,
}
# Forms of which the request itself decides what stands in them.
OF_REQUEST = {"afsluiten": end_form, "reeks": begin_form}
MATCH_VERBS: dict[str, type[team.VerbForm]] = {
    "ja": team.AcceptForm,
    "nee": team.DeclineForm,
    "niet-meer": team.DropForm,
    "gedaan": team.DoneForm,
    "niet-gedaan": team.CancelForm,
    "opvolging": team.FollowUpForm,
    "misgelopen": trouble.TroubleForm,
    "afgehandeld": trouble.SettleForm,
    "terugnemen": trouble.TakeTroubleBackForm,
    "bedankt": after.ThankForm,
    "verbergen": after.HideThanksForm,
    "bedanken": board.ThankForm,
}


@needs(Ability.BROKER)
@require_GET
def work_list(request: HttpRequest) -> HttpResponse:
    reference = typed(request.GET.get("nr", ""))
    if reference:
        found = HelpRequest.objects.visible_to(current_user(request)).filter(reference=reference).first()
        if found:
            return redirect("request", found.reference)
        messages.warning(request, _("There is no request with this number."))
    reason = request.GET.get("reden", "")
    only = Reason(int(reason)) if reason in {str(each.value) for each in Reason} else None
    user, now = current_user(request), timezone.now()
    context = worklist(user, now, only=only)
    note_access(context["people"], Looked.LIST, by=user, now=now)
    return render(request, "pages/worklist.html", context)


@needs(Ability.BROKER)
@require_GET
def show_request(request: HttpRequest, reference: str) -> HttpResponse:
    user = current_user(request)
    return render(request, "pages/request.html", _page(_request(user, reference), user, timezone.now()))


def _page(found: HelpRequest, user: User, now: datetime) -> dict[str, Any]:
    """What the page shows; whose details are on it can see that this user looked."""
    context = request_page(found, by=user, now=now)
    helpers = [each["match"].volunteer.person for each in context["matches"]]
    note_access([found.person, found.asked_by, *helpers], Looked.REQUEST, by=user, now=now)
    could_help = [each["volunteer"].person for each in context["candidates"]]
    note_access(could_help, Looked.LIST, by=user, now=now)
    return context


def _request(user: User, reference: str) -> HelpRequest:
    visible = HelpRequest.objects.visible_to(user).select_related(
        "kind__refer_to", "person__neighbourhood", "asked_by", "neighbourhood"
    )
    visible = visible.prefetch_related("red_flags")
    found: HelpRequest = get_object_or_404(visible, reference=typed(reference))
    return found


@needs(Ability.BROKER)
@post_only("worklist")
def act_on_request(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    user = current_user(request)
    if verb not in REQUEST_VERBS:
        raise Http404
    found = _request(user, reference)
    form_class = REQUEST_VERBS[verb]
    form = form_class(request.POST, by=user) if form_class is team.ProposeForm else form_class(request.POST)
    return _act(request, form, found, found, now=timezone.now(), verb=verb)


@needs(Ability.BROKER)
@post_only("worklist")
def act_on_match(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    user = current_user(request)
    if verb not in MATCH_VERBS:
        raise Http404
    match = get_object_or_404(
        Match.objects.visible_to(user).select_related("request", "volunteer__person"), pk=pk
    )
    found = _request(user, match.request.reference)
    return _act(request, MATCH_VERBS[verb](request.POST), match, found, now=timezone.now(), verb=verb)


def _act(
    request: HttpRequest, form: team.VerbForm, target: Any, found: HelpRequest, *, now: datetime, verb: str
) -> HttpResponse:
    """Carry it out, or show the request as it is now with what is wrong and what was typed."""
    user = current_user(request)
    refusal, status = "", 400
    if form.is_valid():
        try:
            form.act(target, by=user, now=now)
        except RuleError as error:
            refusal, status = str(error), error.status
        else:
            messages.success(request, _("Done."))
            return redirect("request", found.reference)
    found = _request(user, found.reference)
    context = _page(found, user, now)
    context |= {"refusal": refusal, "wrong_form": None if refusal else form, "typed": _typed(form)}
    if verb in context["forms"]:
        # What was typed, on top of the request as it is now: sending it again is a new decision.
        again = {**request.POST.dict(), "version": found.version}
        context["forms"][verb] = OF_REQUEST[verb](found, again) if verb in OF_REQUEST else type(form)(again)
    return render(request, "pages/request.html", context, status=status)


def _typed(form: forms.Form) -> list[str]:
    """Free text that would otherwise be lost with a refusal."""
    return [form.data[name] for name in ("note", "why", "remark", "interpreter") if form.data.get(name)]


@needs(Ability.BROKER)
@require_http_methods(["GET", "POST"])
def conversation(request: HttpRequest) -> HttpResponse:
    """Type a number or a name, see the person or start a new one, save in one submit."""
    user = current_user(request)
    person = _chosen(request, user)
    if request.method == "GET":
        words = request.GET.get("q", "").strip()
        form = team.ConversationForm(initial=_initial(words, person, user), known=person is not None)
        return _conversation(request, form, person)
    form = team.ConversationForm(request.POST, known=person is not None)
    if not form.is_valid():
        return _conversation(request, form, person, status=400)
    answer = SameAnswer(request.POST, user)
    if not person and not answer.is_given and (maybe := _maybe_same(form, user)):
        return _conversation(request, form, person, status=409, maybe=maybe)
    try:
        return _write_down(request, form, person, answer)
    except UsedAgain as error:
        again = {**request.POST.dict(), "submission": uuid.uuid4()}
        form = team.ConversationForm(again, known=person is not None)
        form.add_error(None, str(error))
        return _conversation(request, form, person, status=400)


def _conversation(
    request: HttpRequest,
    form: team.ConversationForm,
    person: Person | None,
    *,
    status: int = 200,
    maybe: Sequence[Likeness] = (),
) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    if person:
        note_access([person], Looked.PERSON, by=current_user(request), now=timezone.now())
    context = {
        "form": form,
        "q": words,
        "found": _search(current_user(request), words) if words and person is None else [],
        "maybe": maybe,
        "person": person,
        "searched": bool(words),
        "read_aloud": sentences(ScriptKind.READ_ALOUD),
        "script_language": person.written_language if person else "",
    }
    return render(request, "pages/conversation.html", context, status=status)


def _maybe_same(form: team.ConversationForm, user: User) -> list[Likeness]:
    """Who may be the person that was typed; nobody for a form that was written down already."""
    if HelpRequest.objects.filter(submission=form.cleaned_data["submission"]).exists():
        return []
    return like(who_of(form.cleaned_data), user)


def _write_down(
    request: HttpRequest, form: team.ConversationForm, person: Person | None, answer: SameAnswer
) -> HttpResponse:
    user = current_user(request)
    person = person or answer.same
    apart = like(who_of(form.cleaned_data), user) if answer.is_somebody_else else []
    made = ask_through_team(
        form.cleaned_data,
        person=person,
        neighbourhood=None if person else form.area(),
        outside=False if person else form.is_outside(),
        by=user,
        now=timezone.now(),
        anew=answer.is_somebody_else,
    )
    answer.remember(made.person, apart, timezone.now())
    messages.success(request, _("Written down. Read the number to the caller: %s") % made.spoken_reference)
    if HelpRequest.objects.visible_to(user).filter(pk=made.pk).exists():
        return redirect("request", made.reference)
    return redirect("worklist")  # it is for the team of another neighbourhood


@needs(Ability.BROKER)
@require_GET
def search_people(request: HttpRequest) -> HttpResponse:
    """The results alone, while typing (htmx)."""
    words = request.GET.get("q", "").strip()
    context = {"found": _search(current_user(request), words), "q": words, "searched": len(words) > 1}
    return render(request, "components/people_found.html", context)


def _search(user: User, words: str) -> list[Person]:
    found = find_people(Person.objects.visible_to(user), words)
    note_access(found, Looked.LIST, by=user, now=timezone.now())
    return found


def _chosen(request: HttpRequest, user: User) -> Person | None:
    pk = request.POST.get("person") or request.GET.get("persoon") or ""
    if not pk.isdecimal():
        return None
    visible = Person.objects.visible_to(user)
    found: Person = get_object_or_404(visible, pk=Person.objects.leads_to(int(pk)))
    return found


def _initial(words: str, person: Person | None, user: User) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "submission": uuid.uuid4(),
        "timing": "no_hurry",
        "half_day": "",
        "wants_rhythm": "",
        "channel": "phone",
    }
    if person:
        return initial | {"language": person.language, "person": person.pk}
    area = user.neighbourhoods.first()
    initial |= {"language": "nl", "neighbourhood": area.slug if area else ""}
    is_number = sum(letter.isdigit() for letter in words) >= 6
    return initial | ({"phone": words} if is_number else {"first_name": words.title()})
