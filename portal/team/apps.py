from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    name = "portal.team"
    verbose_name = _("Team")

    def ready(self) -> None:
        from portal.people import kept, moments

        from .kept import HOLDING
        from .moments import team_moments

        kept.register(HOLDING)
        moments.register("team", team_moments)
