"""`/nl/hulp/helpen/`: "I want to help", without an account."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.limits import too_many
from design.traps import start_stamp
from portal.people.enums import Channel
from portal.people.introductions import introduced, known_details, own_person

from ..actions import sign_up
from ..forms.offer import JoinForm

SENDS = {"most": 10, "seconds": 3600}


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    own = own_person(request)
    blank = {**known_details(own), "submission": uuid.uuid4(), "started": start_stamp()}
    form = JoinForm(request.POST if request.method == "POST" else None, initial=blank)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        refused = too_many(request, "join", **SENDS)
        if refused:
            return refused
        try:
            sign_up(
                introduced(form.who(), own),
                form.offer(),
                neighbourhood=form.cleaned_data["neighbourhood"],
                channel=Channel.WEB,
                submission=form.cleaned_data["submission"],
                by=None,
                now=timezone.now(),
            )
        except RuleError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            return redirect("join_done")
    return render(request, "pages/join.html", {"form": form}, status=status)


@require_GET
def join_done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/join_done.html")
