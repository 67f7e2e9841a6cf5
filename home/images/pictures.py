"""The sizes in which pictures are served, made when they come in and not while somebody waits."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django_tasks import task

from home.models import SiteImage

# The same as in templates/components/picture.html; tests/home/test_images.py compares them.
WIDTHS = (400, 800, 1600)
FORMATS = ("avif", "webp", "jpeg")
SPECS = tuple(f"format-{kind}|width-{width}" for kind in FORMATS for width in WIDTHS)


def with_pictures(name: str = "image") -> Prefetch[Any]:
    """For a list of pages: `pages.prefetch_related(with_pictures())` loads every size in one query."""
    return Prefetch(name, SiteImage.objects.prefetch_renditions(*SPECS))


@task()
def draw_sizes(pk: int) -> None:
    """Make the sizes of a picture that do not exist yet."""
    picture = SiteImage.objects.filter(pk=pk).first()
    if picture:
        picture.get_renditions(*SPECS)


def draw_soon(instance: SiteImage, **kwargs: Any) -> None:
    """After a picture was saved: its sizes, by the worker."""
    transaction.on_commit(lambda: draw_sizes.enqueue(instance.pk), robust=True)
