"""`/nl/bemiddeling/mensen/uitvoer/` and `…/invoer/`: lists that leave and lists that come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from design.errors import RuleError
from design.limits import too_many
from design.post_only import post_only
from design.sheets import TYPES, read_table, written

from ..data_views import private
from ..enums import ExportReason
from ..guards import current_user, needs
from ..roles import Ability
from ..sheet_models import FileRun, Import
from .bringing_in import FileGone, bring_in, brought_in_before, forget_stale, let_wait, read_waiting
from .forms import BringInForm, TakeAlongForm, chosen
from .registry import sheet_named, sheets
from .rows import Read, why_heading
from .taking_along import rows, take_along

MOST_SHOWN = 200
ON_A_PAGE = 100


def _in_language(code: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What streams is made after the request, when the language of the page may be gone."""
    while True:
        with translation.override(code):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _file(name: str, kind: str, lines: Iterable[list[str]]) -> HttpResponseBase:
    pieces = _in_language(translation.get_language() or settings.LANGUAGE_CODE, written(kind, lines))
    response = StreamingHttpResponse(pieces, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    response["Cache-Control"] = "private, no-store"
    return response


@needs(Ability.TAKE_ALONG)
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    user, now = current_user(request), timezone.now()
    form = TakeAlongForm(request.POST if request.method == "POST" else None, user=user)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        if refused := too_many(request, "take_along", most=30, seconds=3600):
            return refused
        data, sheet = form.cleaned_data, chosen(form)
        areas = list(data["areas"])
        run = take_along(
            sheet,
            areas,
            data["state"],
            kind=data["kind"],
            reason=ExportReason(data["reason"]),
            note=data["note"].strip(),
            by=user,
            now=now,
        )
        lines = rows(sheet, areas, data["state"], run=run, by=user, now=now)
        return _file(f"{sheet.slug}-{timezone.localdate(now)}", data["kind"], lines)
    context = {"form": form, "sheets": sheets()}
    return private(render(request, "pages/take_along.html", context, status=status))


@needs(Ability.BRING_IN)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    forget_stale(now)
    is_sent = request.method == "POST"
    form = BringInForm(request.POST if is_sent else None, request.FILES if is_sent else None, user=user)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        if refused := too_many(request, "bring_in", most=60, seconds=3600):
            return refused
        data, sheet = form.cleaned_data, chosen(form)
        try:
            table = read_table(data["file"], most_rows=sheet.most_rows)
            key = let_wait(sheet, table, data["area"], submission=data["submission"], by=user, now=now)
        except RuleError as error:
            form.add_error("file", str(error))
            status = error.status
        else:
            return redirect("bring_in", key)
    context = {"form": form, "sheets": sheets()}
    return private(render(request, "pages/bring_in.html", context, status=status))


@needs(Ability.BRING_IN)
@require_safe
def template(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An empty list with the Dutch headings and one row that is plainly nobody."""
    sheet = sheet_named(slug)
    if sheet is None:
        raise Http404
    columns = [column for column in sheet.columns if column.field]
    with translation.override(settings.LANGUAGE_CODE):
        lines = [[str(each.heading) for each in columns], [str(each.example) for each in columns]]
        made = b"".join(written("xlsx", lines))
    response = HttpResponse(made, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}.xlsx")
    return response


def _waiting(request: HttpRequest, key: UUID) -> Import:
    visible = Import.objects.of(current_user(request), timezone.now()).select_related("neighbourhood")
    return get_object_or_404(visible, key=key)


@needs(Ability.BRING_IN)
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, key: UUID) -> HttpResponse:
    """What would happen to each row; POST lets it happen."""
    user, now = current_user(request), timezone.now()
    forget_stale(now)
    if request.method == "POST":
        try:
            run = bring_in(key, only_good=request.POST.get("only_good") == "1", by=user, now=now)
        except FileGone as error:
            _check_is_nobodys(key)
            messages.error(request, str(error))
            return redirect("upload_list")
        except RuleError as error:
            return _page(request, _waiting(request, key), refusal=str(error), status=error.status)
        messages.success(request, _done(run))
        return redirect("upload_list")
    if FileRun.objects.filter(submission=key, by=user).exists():
        messages.info(request, _("This file is brought in already."))
        return redirect("upload_list")
    return _page(request, _waiting(request, key))


def _check_is_nobodys(key: UUID) -> None:
    """A file that somebody else sent is not there for others, not even to be told so."""
    if Import.objects.filter(key=key).exists():
        raise Http404


def _done(run: FileRun) -> str:
    """Whole sentences, each with its own number."""
    told = [ngettext("%(n)s person came in.", "%(n)s people came in.", run.count) % {"n": run.count}]
    if run.known:
        told.append(ngettext("%(n)s was known.", "%(n)s were known.", run.known) % {"n": run.known})
    if run.left_out:
        some = ngettext("%(n)s row stayed behind.", "%(n)s rows stayed behind.", run.left_out)
        told.append(some % {"n": run.left_out})
    return " ".join(told)


def _page(request: HttpRequest, waiting: Import, *, refusal: str = "", status: int = 200) -> HttpResponse:
    sheet, read = read_waiting(waiting, timezone.localdate())
    shown = [*read.wrong, *read.new, *read.known][:MOST_SHOWN]
    context: dict[str, Any] = {
        "waiting": waiting,
        "sheet": sheet,
        "read": read,
        "shown": shown,
        "hidden": len(read.rows) - len(shown),
        "before": brought_in_before(waiting),
        "refusal": refusal,
        "typed": [],
    }
    return private(render(request, "pages/bring_in_look.html", context, status=status))


@needs(Ability.BRING_IN)
@require_safe
def wrong_rows(request: HttpRequest, key: UUID, kind: str) -> HttpResponseBase:
    """The rows that are wrong, as they came, with a column that says why."""
    waiting = _waiting(request, key)
    if kind not in TYPES:
        raise Http404
    _sheet, read = read_waiting(waiting, timezone.localdate())
    return _file(_("wrong rows"), kind, list(_given_back(waiting, read)))


def _given_back(waiting: Import, read: Read) -> Iterable[list[str]]:
    width = max([len(waiting.headings), *(len(row.cells) for row in read.wrong)])
    reasons = [*waiting.headings, *[""] * (width - len(waiting.headings)), why_heading()]
    yield reasons
    for row in read.wrong:
        yield [*row.cells, *[""] * (width - len(row.cells)), " ".join(row.problems)]


@needs(Ability.BRING_IN)
@post_only("upload_list")
def put_away(request: HttpRequest, key: UUID) -> HttpResponse:
    _waiting(request, key).delete()
    messages.success(request, _("Put away. Nothing was written."))
    return redirect("upload_list")


@needs(Ability.TAKE_ALONG)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Which lists left and came in, and who did it."""
    visible = FileRun.objects.visible_to(current_user(request))
    found = visible.select_related("by").prefetch_related("neighbourhoods")
    pages = Paginator(found, ON_A_PAGE)
    at = pages.get_page(request.GET.get("pagina"))
    listed = [{"run": run, "sheet": sheet_named(run.sheet), "state": _state(run)} for run in at]
    return private(render(request, "pages/file_runs.html", {"listed": listed, "at": at, "pages": pages}))


def _state(run: FileRun) -> str:
    sheet = sheet_named(run.sheet)
    return str(dict(sheet.states).get(run.state, "")) if sheet else ""
