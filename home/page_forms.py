"""How pages are typed in: what is filled in already, and what must be there before they are published."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from portal.people.models import Neighbourhood


class EventForm(WagtailAdminPageForm):
    """Begins in the first neighbourhood, in its centre."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = None if self.instance.pk else Neighbourhood.objects.first()
        if place:
            self.initial["neighbourhood"] = place.pk
            self.initial["place"] = place.centre
            self.initial["street"] = place.street
            self.initial["city"] = f"{place.postcode} {place.city}".strip()


class StoryForm(WagtailAdminPageForm):
    """A story goes out when everybody in it agreed; a draft may wait for that."""

    goes_out = ("action-publish", "action-submit")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if any(self.data.get(action) for action in self.goes_out):
            for wrong in self._missing(cleaned):
                self.add_error(None, ValidationError(wrong))
        return cleaned

    def _missing(self, cleaned: dict[str, Any]) -> list[str]:
        people = self._people()
        wrong = [
            _("%(name)s has not agreed yet. Fill in the day, or save the story as a draft.")
            % {"name": person.get("name") or "?"}
            for person in people
            if not person.get("given_on") or person["given_on"] > timezone.localdate()
        ]
        if cleaned.get("kind") == "story" and not people:
            wrong.append(_("Who is this story about? Add that person under Consent."))
        if cleaned.get("image") and not any(person.get("in_picture") for person in people):
            wrong.append(
                _(
                    "Who is on the picture? Add that person under Consent. Can nobody be recognised? "
                    "Add “nobody” with the day on which you looked."
                )
            )
        return wrong

    def _people(self) -> list[dict[str, Any]]:
        """The rows under Consent that stay. The forms of the rows are validated before this is asked."""
        rows = self.formsets["consents"]
        rows.is_valid()
        return [
            row.cleaned_data
            for row in rows.forms
            if getattr(row, "cleaned_data", None) and not row.cleaned_data.get("DELETE")
        ]
