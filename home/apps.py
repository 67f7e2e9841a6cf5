from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Website")

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from portal.gather import campaigns as streets

        from . import campaigns, freshness_signals, signals, stories  # noqa: F401
        from .images.pictures import draw_soon
        from .models import SiteImage
        from .search import signals as search_signals  # noqa: F401
        from .search.sources import register_all
        from .translating import note_the_change, take_down_with_dutch

        post_save.connect(draw_soon, sender=SiteImage)
        page_published.connect(note_the_change)
        page_unpublished.connect(take_down_with_dutch)
        stories.watch()
        register_all()
        streets.find = campaigns.find
        freshness_signals.connect()
