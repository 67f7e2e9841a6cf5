from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatherConfig(AppConfig):
    name = "portal.gather"
    verbose_name = _("Coming together")

    def ready(self) -> None:
        from portal.people import kept

        from .kept import HOLDING

        kept.register(HOLDING)
