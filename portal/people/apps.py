from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "portal.people"
    verbose_name = _("People")

    def ready(self) -> None:
        from . import kept, kept_own
        from .roles import sync_groups

        kept.register(kept_own.HOLDING)
        post_migrate.connect(sync_groups, sender=self)
