"""Links on our own pages to pages and files that are gone. What is elsewhere on the internet is not asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, ReferenceIndex

_LINK = re.compile(r"<a [^>]*>")
_TYPE = re.compile(r'linktype=\\?"(page|document)')
_ID = re.compile(r'\bid=\\?"(\d+)')


@dataclass(frozen=True)
class Broken:
    page: Page
    what: Any
    name: str


def broken_links() -> list[Broken]:
    """Per live page what it points to that nobody can open; a few queries for each type of page."""
    pages = Page.objects.live().filter(alias_of=None, depth__gt=1).specific().select_related("locale")
    found = _gone(list(pages))
    down = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Page),
    ).exclude(model_path="alias_of")
    by_pk = {str(page.pk): page for page in pages}
    not_live = {str(page.pk): page.title for page in Page.objects.filter(live=False)}
    pairs = set(down.values_list("object_id", "to_object_id"))
    found += [
        Broken(by_pk[pk], _("a page"), not_live[to]) for pk, to in pairs if pk in by_pk and to in not_live
    ]
    return sorted(found, key=lambda each: each.page.path)


def _gone(pages: list[Page]) -> list[Broken]:
    """Links in running text to what was thrown away; Wagtail's own index forgets those."""
    links = [(page, kind, int(pk)) for page in pages for kind, pk in sorted(_links(page))]
    there = {
        "page": set(Page.objects.values_list("pk", flat=True)),
        "document": set(get_document_model().objects.values_list("pk", flat=True)),
    }
    names = {"page": _("a page"), "document": _("a file")}
    return [Broken(page, names[kind], "") for page, kind, pk in links if pk not in there[kind]]


def _links(page: Page) -> set[tuple[str, str]]:
    found = set()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField | RichTextField):
            text = str(field.value_to_string(page))
            for link in _LINK.findall(text):
                kind, pk = _TYPE.search(link), _ID.search(link)
                if kind and pk:
                    found.add((kind.group(1), pk.group(1)))
    return found
