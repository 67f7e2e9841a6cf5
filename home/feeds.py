"""News and stories for feed readers: Atom, one feed per language."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .models import StoryPage

if TYPE_CHECKING:
    StoryFeed = Feed[StoryPage, str]
else:
    StoryFeed = Feed  # takes no types while it runs
MOST = 20


class StoriesFeed(StoryFeed):
    """Stories that are up today; who took their consent back, or whose day came, is gone here as well."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> str:
        return str(request.LANGUAGE_CODE)

    def title(self, language: str) -> str:
        return _("News and stories – Zorg voor de buurt")

    def link(self, language: str) -> str:
        return f"{settings.SITE_URL}/{language}/"

    def feed_url(self, language: str) -> str:
        return f"{settings.SITE_URL}/{language}/feed/"

    def items(self, language: str) -> QuerySet[StoryPage]:
        today = timezone.localdate()
        up = Q(take_down_on=None) | Q(take_down_on__gt=today)
        found = StoryPage.objects.live().public().filter(up, locale__language_code=language, day__lte=today)
        newest: QuerySet[StoryPage] = found.select_related("locale").order_by("-day", "-pk")[:MOST]
        return newest

    def item_title(self, item: StoryPage) -> str:
        return str(item.title)

    def item_description(self, item: StoryPage) -> str:
        return str(item.intro)

    def item_link(self, item: StoryPage) -> str:
        return f"{settings.SITE_URL}{item.path_in_site}"

    def item_guid(self, item: StoryPage) -> str:
        return f"urn:uuid:{item.translation_key}:{item.locale.language_code}"

    def item_pubdate(self, item: StoryPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.day, time(12)))

    def item_updateddate(self, item: StoryPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)
