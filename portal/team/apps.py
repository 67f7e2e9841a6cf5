from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    name = "portal.team"
    verbose_name = _("Team")

    def ready(self) -> None:
        from portal.people import kept
        from portal.people.sheets import registry

        from .kept import HOLDING
        from .volunteer_sheet import SHEET

        kept.register(HOLDING)
        registry.register(SHEET)
