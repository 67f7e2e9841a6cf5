from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "portal.contact"
    verbose_name = _("Contact")

    def ready(self) -> None:
        from portal.people import kept, moments
        from portal.people.sheets import registry

        from .asking import ask_for_consent
        from .kept import HOLDING
        from .moments import contact_moments

        kept.register(HOLDING)
        registry.tell_of_no_consent(ask_for_consent)
        moments.register("contact", contact_moments)
