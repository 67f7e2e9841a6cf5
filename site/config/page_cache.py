"""Public pages kept whole in the process, until what they show changes (see `design.freshness`).

Stands before every other middleware: a kept page touches no database, no cache server and no session.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from config.compression import compress_once, compressed_bodies, encoding_for
from design.freshness import Shown, being_made
from design.journal import EVERYTHING, Journal
from design.known import ends

MOST_PAGES = 1000
# Only lists with pages have a query that is worth keeping; the rest would let anybody fill the memory.
KNOWN_QUERY = re.compile(r"(pagina=[0-9]{1,3})?")
# On every page. Who says no more than this has not thought about being kept.
FRAME = re.compile(r"place|site|hours|menu:.*")
KNOWN_VARY = {"", "cookie", "accept-encoding"}

Key = tuple[bool, str, str, str]
# As Django's `ResponseHeaders` holds them, checked: small name → (name, value).
Headers = dict[str, tuple[str, str]]


@dataclass(slots=True)
class Kept:
    """One page as it goes out, by content encoding."""

    tags: frozenset[str]
    ends: float
    etag: str
    headers: dict[str, Headers]
    bodies: dict[str, bytes]

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))


class Keep:
    """The kept pages of this process; the one not looked at for longest leaves first."""

    def __init__(self) -> None:
        self.journal = Journal(Path(settings.FRESHNESS_FILE))
        self.pages: OrderedDict[Key, Kept] = OrderedDict()
        self.bytes = 0
        self.lock = RLock()

    def refresh(self) -> int:
        """Drop what changed; gives the number of the last note read."""
        with self.lock:
            changed = self.journal.catch_up()
            if EVERYTHING in changed:
                self.pages.clear()
                self.bytes = 0
            elif changed:
                for key in [key for key, page in self.pages.items() if page.tags & changed]:
                    self._drop(key)
            return self.journal.number

    def get(self, key: Key) -> Kept | None:
        with self.lock:
            found = self.pages.get(key)
            if found is None:
                return None
            if found.ends <= time.time():
                self._drop(key)
                return None
            self.pages.move_to_end(key)
            return found

    def put(self, key: Key, page: Kept, since: int) -> None:
        """Keep it, unless a fact on it changed while it was made."""
        most = settings.PAGE_CACHE_MEGABYTES * 1024 * 1024
        with self.lock:
            self.refresh()
            if self.journal.noted_since(since, set(page.tags)) or page.size > most // 4:
                return
            self._drop(key)
            self.pages[key] = page
            self.bytes += page.size
            while self.bytes > most or len(self.pages) > MOST_PAGES:
                self._drop(next(iter(self.pages)))

    def _drop(self, key: Key) -> None:
        gone = self.pages.pop(key, None)
        if gone is not None:
            self.bytes -= gone.size


class PageCacheMiddleware:
    """Answers readers who are not signed in from what is kept, and keeps what may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.keep = Keep() if settings.PAGE_CACHE else None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request) if self.keep else None
        if self.keep is None or key is None:
            return compress_once(request, self.get_response(request))
        since = self.keep.refresh()
        found = self.keep.get(key)
        if found is not None:
            return answer(request, found)
        page = Shown()
        token = being_made.set(page)
        try:
            response = self.get_response(request)
        finally:
            being_made.reset(token)
        if request.method == "GET" and may_keep(request, response, page):
            made = kept(response, page)
            self.keep.put(key, made, since)
            return answer(request, made)
        return compress_once(request, response)


def key_of(request: HttpRequest) -> Key | None:
    """None for whoever is, or may be, somebody; and for addresses that are not worth keeping."""
    meta = request.META
    if request.method not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in meta or "HTTP_HX_REQUEST" in meta:
        return None
    if not KNOWN_QUERY.fullmatch(meta.get("QUERY_STRING", "")):
        return None
    if "HTTP_COOKIE" in meta and {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys():
        return None
    return request.is_secure(), meta.get("HTTP_HOST", ""), request.path_info, meta.get("QUERY_STRING", "")


def may_keep(request: HttpRequest, response: HttpResponse, page: Shown) -> bool:
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if getattr(request, "is_preview", False) or all(FRAME.fullmatch(tag) for tag in page.tags):
        return False
    control = response.get("Cache-Control", "")
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return (
        response.get("Content-Type", "").startswith("text/html")
        and "Content-Encoding" not in response
        and not re.search(r"no-store|private", control)
        and vary <= KNOWN_VARY
    )


def kept(response: HttpResponse, page: Shown) -> Kept:
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    response.headers.setdefault("Cache-Control", "no-cache")  # a browser asks again, and gets 304
    bodies, etag = compressed_bodies(response.content)
    response.headers["ETag"] = etag
    headers = {}
    for encoding, body in bodies.items():
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(body))
        headers[encoding] = {name.lower(): (name, value) for name, value in response.headers.items()}
    return Kept(frozenset(page.tags), ends(page.until), etag, headers, bodies)


def answer(request: HttpRequest, page: Kept) -> HttpResponse:
    meta = request.META
    if "HTTP_IF_NONE_MATCH" in meta and page.etag in meta["HTTP_IF_NONE_MATCH"]:
        response: HttpResponse = HttpResponseNotModified()
        for small, (name, value) in page.headers[""].items():
            if not small.startswith("content-") or small == "content-security-policy":
                response.headers[name] = value
        return response
    encoding = encoding_for(meta.get("HTTP_ACCEPT_ENCODING", ""))
    response = HttpResponse(b"" if request.method == "HEAD" else page.bodies[encoding])
    # Setting them one by one would check each again.
    response.headers._store = dict(page.headers[encoding])
    return response
