from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "portal.people"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_used
        from allauth.usersessions.models import UserSession
        from django.contrib.auth import user_logged_in

        from . import finding, finding_own, kept, kept_own, moments, moments_own
        from .roles import sync_groups
        from .second_factor import remember_proof
        from .session_age import remember_start
        from .sessions import keep_little
        from .sheets import person_sheet, registry

        kept.register(kept_own.HOLDING)
        registry.register(person_sheet.SHEET)
        moments.register("people", moments_own.own_moments)
        finding.register(finding_own.FINDER)
        post_migrate.connect(sync_groups, sender=self)
        pre_save.connect(keep_little, sender=UserSession)
        user_logged_in.connect(remember_start)
        authenticator_added.connect(remember_proof)
        authenticator_used.connect(remember_proof)
