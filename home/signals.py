"""What happens when pages go on the site or leave it: their dates follow."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published, page_slug_changed, page_unpublished

from portal.gather import actions as gather

from .agenda import facts_of
from .models import EventPage


@receiver(page_published, sender=EventPage)
def publish_dates(instance: EventPage, **kwargs: Any) -> None:
    """The Dutch page decides the facts; every language gives its own title and address."""
    language = instance.locale.language_code
    with transaction.atomic():
        if language == settings.LANGUAGE_CODE:
            gather.publish(facts_of(instance), now=timezone.now())
        gather.name(instance.translation_key, language, instance.title, instance.path_in_site)


@receiver(page_slug_changed, sender=EventPage)
def follow_address(instance: EventPage, **kwargs: Any) -> None:
    if instance.live:
        gather.name(
            instance.translation_key, instance.locale.language_code, instance.title, instance.path_in_site
        )


@receiver(page_unpublished, sender=EventPage)
@receiver(pre_delete, sender=EventPage)
def withdraw_dates(instance: EventPage, **kwargs: Any) -> None:
    """Without its Dutch page an event is off the site; who signed up keeps their own page."""
    if instance.locale.language_code == settings.LANGUAGE_CODE:
        gather.withdraw(instance.translation_key, now=timezone.now())
