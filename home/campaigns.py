"""What the room that keeps streets asks about a campaign: its page knows."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from portal.gather.campaigns import Campaign

from .models import CampaignPage


def find(key: uuid.UUID) -> Campaign | None:
    """The campaign in the language of the page, else in Dutch; None when it is not on the site."""
    pages = CampaignPage.objects.live().filter(translation_key=key).select_related("locale", "neighbourhood")
    found = {page.locale.language_code: page for page in pages}
    dutch = found.get(settings.LANGUAGE_CODE)
    if dutch is None:
        return None
    page = found.get(get_language() or "", dutch)
    last = dutch.takes_entries_until
    return Campaign(
        neighbourhood=dutch.neighbourhood,
        title=page.title,
        path=page.path_in_site,
        takes_entries=last is None or timezone.localdate() <= last,
        shows_scores=dutch.shows_scores,
    )
