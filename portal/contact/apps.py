from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "portal.contact"
    verbose_name = _("Contact")

    def ready(self) -> None:
        from portal.people import kept

        from .kept import HOLDING

        kept.register(HOLDING)
