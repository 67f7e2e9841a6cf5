from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    name = "portal.team"
    verbose_name = _("Team")

    def ready(self) -> None:
        from portal.people import kept

        from .kept import HOLDING

        kept.register(HOLDING)
