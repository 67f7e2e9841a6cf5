from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpConfig(AppConfig):
    name = "portal.help"
    verbose_name = _("Help")

    def ready(self) -> None:
        from portal.people import kept

        from .kept import HOLDING
        from .searchable import register_kinds

        register_kinds()
        kept.register(HOLDING)
