from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpConfig(AppConfig):
    name = "portal.help"
    verbose_name = _("Help")

    def ready(self) -> None:
        from portal.people import finding, kept, moments

        from .finding import FINDER
        from .kept import HOLDING
        from .moments import help_moments
        from .referral_kept import HOLDING as REFERRALS
        from .searchable import register_kinds

        register_kinds()
        kept.register(HOLDING)
        kept.register(REFERRALS)
        moments.register("help", help_moments)
        finding.register(FINDER)
