"""What the search of the team knows of requests: one by its number, and who is asking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.finding import Door, Finder
from portal.people.models import User

from .models import HelpRequest
from .references import LENGTH, typed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _by_number(user: User, words: str) -> Door | None:
    reference = typed(words)
    if len(reference) != LENGTH:
        return None
    visible = HelpRequest.objects.visible_to(user).select_related("kind")
    found = visible.filter(reference=reference).first()
    if found is None:
        return None
    words = _("Request %(number)s: %(kind)s") % {"number": found.spoken_reference, "kind": found.kind}
    return Door(words, reverse("request", args=[found.reference]))


def _asking(people: Sequence[int]) -> dict[int, str | _StrPromise]:
    found = HelpRequest.objects.open().filter(person__in=people).order_by()
    return dict.fromkeys(found.values_list("person", flat=True), gettext_lazy("asks for help"))


FINDER = Finder(exact=_by_number, states=_asking)
