from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "portal.contact"
    verbose_name = _("Contact")

    def ready(self) -> None:
        from portal.people import kept, moments

        from .kept import HOLDING
        from .moments import contact_moments

        kept.register(HOLDING)
        moments.register("contact", contact_moments)
