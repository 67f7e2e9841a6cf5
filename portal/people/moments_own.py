"""The moments of the people's own room: met, agreed, corrected, asked about data."""

from __future__ import annotations

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from .kept_around import corrected_words
from .models import DataRequest, Person, User
from .moments import Moment


def own_moments(person: Person, by: User, most: int) -> list[Moment]:
    page = reverse("dossier", args=[person.pk])
    met = Moment(person.created_at, _("person"), _("Written down for the first time"))
    corrected = [
        Moment(each.at, _("details"), corrected_words(each), page, str(each.by or ""))
        for each in person.corrections.select_related("by").order_by("-at", "-pk")[:most]
    ]
    asked = [
        moment
        for each in person.data_requests.select_related("by", "answered_by").order_by("-asked_at")[:most]
        for moment in _data_question(each, page)
    ]
    return [met, *_consents(person, most), *corrected, *asked]


def _data_question(each: DataRequest, page: str) -> list[Moment]:
    kind = _("question about data")
    found = [Moment(each.asked_at, kind, str(each), page, str(each.by or ""))]
    if each.answered_at:
        answered = _("%(question)s: answered") % {"question": each}
        found.append(Moment(each.answered_at, kind, answered, page, str(each.answered_by or "")))
    return found


def _consents(person: Person, most: int) -> list[Moment]:
    newest = person.consents.select_related("recorded_by").order_by(
        Coalesce("withdrawn_at", "given_at", "recorded_at").desc()
    )
    found = []
    for each in newest[:most]:
        kind, by = _("consent"), str(each.recorded_by or "")
        how = each.get_channel_display()
        if each.withdrawn_at:
            gone = {"purpose": each, "how": each.get_withdrawn_how_display()}
            found.append(Moment(each.withdrawn_at, kind, _("%(purpose)s: withdrawn (%(how)s)") % gone))
        words = (
            _("%(purpose)s: yes (%(how)s)") if each.given_at else _("%(purpose)s: to be confirmed (%(how)s)")
        )
        said = words % {"purpose": each, "how": how}
        found.append(Moment(each.given_at or each.recorded_at, kind, said, "", by))
    return found
