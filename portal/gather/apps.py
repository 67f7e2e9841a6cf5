from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatherConfig(AppConfig):
    name = "portal.gather"
    verbose_name = _("Coming together")

    def ready(self) -> None:
        from portal.people import kept, moments

        from .kept import HOLDING
        from .moments import gather_moments

        kept.register(HOLDING)
        moments.register("gather", gather_moments)
