"""Pages on the wire: Brotli where the browser takes it, else gzip."""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import blake2b

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

LEAST = 500
SQUEEZED = ("text/", "application/xml", "application/atom+xml", "application/manifest+json", "image/svg+xml")


@lru_cache(maxsize=256)
def takes(accepted: str, encoding: str) -> bool:
    """Whether an `Accept-Encoding` header names this encoding, and not with weight 0."""
    for part in accepted.lower().replace(" ", "").split(","):
        name, _, weight = part.partition(";q=")
        if name == encoding:
            return weight.strip("0.") != "" or not weight
    return False


def encoding_for(accepted: str) -> str:
    """The best we have for this header: `br`, `gzip`, or none."""
    return next((name for name in ("br", "gzip") if takes(accepted, name)), "")


def compressed_bodies(content: bytes) -> tuple[dict[str, bytes], str]:
    """A page without secrets, ready to be sent often, by encoding; and its weak ETag."""
    bodies = {
        "": content,
        "gzip": gzip.compress(content, 9, mtime=0),
        "br": brotli.compress(content, mode=brotli.MODE_TEXT, quality=9),
    }
    return bodies, f'W/"{blake2b(content, digest_size=12).hexdigest()}"'


def compress_once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page that is not kept. It may hold a form's secret, so its length varies at random (BREACH)."""
    if (
        response.streaming
        or len(response.content) < LEAST
        or "Content-Encoding" in response
        or not response.get("Content-Type", "").startswith(SQUEEZED)
    ):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if not takes(request.META.get("HTTP_ACCEPT_ENCODING", ""), "gzip"):
        return response
    response.content = compress_string(response.content, max_random_bytes=100)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    if response.get("ETag", "").startswith('"'):
        response.headers["ETag"] = "W/" + response.headers["ETag"]
    return response
