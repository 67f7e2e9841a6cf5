from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    name = "portal.team"
    verbose_name = _("Team")

    def ready(self) -> None:
        from portal.people import kept, moments
        from portal.people.sheets import registry

        from .kept import HOLDING
        from .moments import team_moments
        from .volunteer_sheet import SHEET

        kept.register(HOLDING)
        moments.register("team", team_moments)
        registry.register(SHEET)
