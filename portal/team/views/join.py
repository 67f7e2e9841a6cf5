"""`/nl/hulp/helpen/`: "I want to help", without an account."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from design.errors import RuleError
from design.limits import too_many
from design.traps import start_stamp
from portal.people.actions import Who
from portal.people.enums import Channel
from portal.people.models import Person, User

from ..actions import sign_up
from ..forms.offer import JoinForm

SENDS = {"most": 10, "seconds": 3600}


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    own = Person.objects.filter(user=request.user).first() if isinstance(request.user, User) else None
    form = JoinForm(request.POST if request.method == "POST" else None, initial=_blank(own))
    status = 400 if form.is_bound else 200
    if form.is_valid():
        refused = too_many(request, "join", **SENDS)
        if refused:
            return refused
        try:
            sign_up(
                _who(form.who(), own),
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


def _blank(own: Person | None) -> dict[str, Any]:
    names = ("first_name", "last_name", "phone", "email", "language")
    known = {name: getattr(own, name) for name in names} if own else {}
    return {**known, "submission": uuid.uuid4(), "started": start_stamp()}


def _who(who: Who, own: Person | None) -> Who | Person:
    """Somebody signed in who gives their own first name is that person; any other name is somebody else's."""
    return own if own and own.first_name.casefold() == who.first_name.casefold() else who


@require_GET
def join_done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/join_done.html")
