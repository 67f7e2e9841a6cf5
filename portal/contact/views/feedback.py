from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from design.limits import too_many
from design.traps import start_stamp
from portal.people.context import home_neighbourhood

from ..actions import take_message
from ..forms import FeedbackForm, local_path

SENDS = {"most": 10, "seconds": 3600}
DAYS_TO_ANSWER = 30


@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Anybody says what does not work; it becomes a line on the call list."""
    page = local_path(request.GET.get("pagina", ""))
    data = request.POST if request.method == "POST" else None
    form = FeedbackForm(data, initial={"started": start_stamp(), "page": page})
    if not form.is_valid():
        context = {"form": form, "days": DAYS_TO_ANSWER}
        return render(request, "pages/feedback.html", context, status=400 if form.is_bound else 200)
    neighbourhood = home_neighbourhood()
    if neighbourhood is None:
        raise Http404("no neighbourhood yet")
    refused = too_many(request, "feedback", **SENDS)
    if refused:
        return refused
    given = form.cleaned_data
    take_message(
        "feedback",
        given["text"],
        stranger=given["reach"],
        neighbourhood=neighbourhood,
        now=timezone.now(),
        # The same text of one opening of the form is one message, however often it is sent.
        key=hashlib.sha256(f"{given['started']}{given['text']}".encode()).hexdigest()[:32],
        path=local_path(given["page"]),
        page=given["page"],
    )
    return redirect("feedback_done")


@require_http_methods(["GET"])
def feedback_done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/feedback_done.html", {"days": DAYS_TO_ANSWER})
