"""Text messages, handed to whichever gateway the settings name (docs/operations.md)."""

from __future__ import annotations

import json
import logging
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

log = logging.getLogger(__name__)
SECONDS = 10


class NotSent(Exception):
    """The gateway did not take it; says why without the number or the text."""


class _NoRedirect(HTTPRedirectHandler):
    """Elsewhere is not where the key may go."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def send_sms(number: str, text: str) -> None:
    """`number` as E.164. Raises `NotSent`. Without a gateway the demo logs it; production sends nothing."""
    if not settings.SMS_URL:
        if not settings.DEMO_ALLOWED:
            raise NotSent("there is no gateway")
        log.info("text message to %s: %s", number, text)
        return
    request = Request(  # noqa: S310  the settings accept https alone
        settings.SMS_URL,
        data=json.dumps({"to": number, "text": text}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"},
    )
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS):
            pass
    except (URLError, HTTPException, OSError) as problem:
        raise NotSent(getattr(problem, "code", type(problem).__name__)) from problem
