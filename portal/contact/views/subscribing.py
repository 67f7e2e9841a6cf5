"""Subscribing to the monthly mail. Following a link changes nothing: mail scanners follow them all."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from design.limits import too_many
from design.traps import start_stamp
from portal.people.context import home_neighbourhood

from .. import subscribing
from ..errors import LinkIsOver
from ..forms import SubscribeForm
from ..models import Subscriber

SENDS = {"most": 10, "seconds": 3600}


@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = SubscribeForm(data, initial={"started": start_stamp()})
    if not form.is_valid():
        return render(request, "pages/subscribe.html", {"form": form}, status=400 if form.is_bound else 200)
    neighbourhood = home_neighbourhood()
    if neighbourhood is None:
        raise Http404("no neighbourhood yet")
    refused = too_many(request, "subscribe", **SENDS)
    if refused:
        return refused
    subscribing.subscribe(
        form.cleaned_data["email"],
        neighbourhood=neighbourhood,
        language=get_language() or "nl",
        now=timezone.now(),
    )
    return redirect("subscribe_done")


@require_http_methods(["GET"])
def subscribe_done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/subscribe_done.html")


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    subscriber = Subscriber.objects.filter(key=key).first()
    if subscriber is None:  # never was, or was forgotten
        return render(request, "pages/subscribe_over.html", {"error": LinkIsOver()}, status=404)
    if request.method == "GET":
        return render(request, "pages/subscribe_confirm.html", {"subscriber": subscriber})
    try:
        subscribing.confirm(subscriber, now=timezone.now())
    except LinkIsOver as error:
        return render(request, "pages/subscribe_over.html", {"error": error}, status=error.status)
    return render(request, "pages/subscribe_confirmed.html")


# The key in the address is the proof; a mail program sends no token (RFC 8058), and one that stops
# mail for many shares its address on the network, so that there is no limit either.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    subscriber = Subscriber.objects.filter(key=key).first()
    if subscriber is None:
        return render(request, "pages/subscribe_over.html", {"error": LinkIsOver()}, status=404)
    if request.method == "POST":
        subscriber = subscribing.stop(subscriber, now=timezone.now())
    return render(request, "pages/subscribe_stop.html", {"is_stopped": subscriber.stopped_at is not None})
