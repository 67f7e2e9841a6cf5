from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET = {"csrfmiddlewaretoken", "password"}


def give_back(request: HttpRequest, *, signed_out: bool = False) -> HttpResponse:
    """What was sent could not be taken (403): say why, and give back every word that was typed."""
    typed = [
        value
        for name, values in request.POST.lists()
        if name not in SECRET
        for value in values
        if value.strip()
    ]
    return render(request, "pages/give_back.html", {"typed": typed, "signed_out": signed_out}, status=403)
