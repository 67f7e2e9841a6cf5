"""Kinds of help for the search of the website."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from design.searchable import Findable, Source, register

from .models import HelpKind


def kind_entries(kinds: Iterable[HelpKind]) -> Iterator[Findable]:
    for kind in kinds:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                yield Findable(
                    language=language,
                    key=str(kind.pk),
                    title=str(kind.name),
                    url=f"{reverse('ask')}?soort={kind.code}",
                    text=f"{kind.short} {kind.we_do} {kind.we_do_not}",
                )


def register_kinds() -> None:
    register(
        Source(
            "help",
            _("Kinds of help"),
            HelpKind,
            lambda: HelpKind.objects.filter(is_active=True),
            kind_entries,
            is_offered=True,
        )
    )
