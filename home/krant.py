"""The neighbourhood's monthly sheet: the newest stories and news, and what there is to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from design.days import midnight
from design.freshness import shows
from portal.contact.actions import tell_subscriber
from portal.contact.models import Message, Subscriber
from portal.gather.models import Gathering

from .models import StoryPage
from .stories import newest, shown

KIND = "krant"
DAYS_BACK = 60
DAYS_AHEAD = 42
# Together they fill one sheet of paper.
MOST_STORIES = 6
MOST_DATES = 8


@dataclass(frozen=True)
class Krant:
    stories: list[StoryPage]
    dates: list[Gathering]

    def __bool__(self) -> bool:
        return bool(self.stories or self.dates)


def krant(language: str, now: datetime) -> Krant:
    """The sheet as it is now; what was called off is not on it. Says what the page being made shows."""
    today = timezone.localdate(now)
    stories = shown(list(newest(language, today, day__gte=today - timedelta(days=DAYS_BACK))[:MOST_STORIES]))
    end = midnight(today + timedelta(days=DAYS_AHEAD + 1))
    coming = Gathering.objects.public().upcoming(now).filter(called_off_at=None, starts_at__lt=end)
    dates = list(coming.select_related("event")[:MOST_DATES])
    shows("agenda", until=min([midnight(today + timedelta(days=1)), *(date.ends_at for date in dates)]))
    return Krant(stories, dates)


def send_krant(*, now: datetime, dry_run: bool = False) -> int:
    """Put this month's mail in the outbox for every confirmed subscriber; how many.

    It tells the dates to come, and the stories put up since the mail before. Run again in the same month
    it does the rest, and nothing twice. A language without anything to tell gets no mail.
    """
    month = timezone.localdate(now).strftime("%Y-%m")
    this_month = f"{KIND}:{month}:"
    had = Message.objects.filter(kind=KIND, key__startswith=this_month).values("subscriber")
    before = Message.objects.filter(kind=KIND).exclude(key__startswith=this_month)
    since = before.aggregate(at=Max("created_at"))["at"]
    count = 0
    for language, _name in settings.LANGUAGES:
        facts = _facts(language, now, since)
        readers = Subscriber.objects.confirmed().filter(language=language).exclude(pk__in=had)
        for pk in list(readers.values_list("pk", flat=True)) if facts else []:
            count += dry_run or _send(pk, month, now, facts)
    return count


@transaction.atomic
def _send(pk: int, month: str, now: datetime, facts: dict[str, Any]) -> bool:
    """Not to who stopped since the list was made."""
    reader = (
        Subscriber.objects.confirmed()
        .select_for_update(of=("self",))
        .select_related("neighbourhood")
        .filter(pk=pk)
        .first()
    )
    if reader is None:
        return False
    tell_subscriber(reader, KIND, key=month, now=now, phone=reader.neighbourhood.phone, **facts)
    return True


def _facts(language: str, now: datetime, since: datetime | None) -> dict[str, Any]:
    """Empty when there is nothing to tell."""
    with translation.override(language):
        sheet = krant(language, now)
        new = [s for s in sheet.stories if since is None or (s.first_published_at or now) > since]
        stories = [{"title": s.title, "url": settings.SITE_URL + s.path_in_site} for s in new]
        dates = [
            {
                "title": str(date.event.titles),
                "at": date.starts_at,
                "place": date.event.place,
                "url": settings.SITE_URL + str(date.event.paths) if date.event.paths else "",
            }
            for date in sheet.dates
        ]
    if not stories and not dates:
        return {}
    return {"stories": stories, "dates": dates, "today": timezone.localdate(now)}
