"""The least that Django can do: one view without middleware, as long as our first page."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

CONTENT = "a" * int(os.environ["BARE_LENGTH"])


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONTENT)


urlpatterns = [path("nl/", view)]

settings.configure(
    ROOT_URLCONF="tests.load.bare", ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[], USE_TZ=True
)
import django  # noqa: E402

django.setup()
application = WSGIHandler()
