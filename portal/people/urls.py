"""The doors of allauth that are open here; accounts are made by the team, so nobody signs up."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

from .session_age import fresh

urlpatterns = [
    path("aanmelden/", views.login, name="account_login"),
    path("afmelden/", views.logout, name="account_logout"),
    path("code/", views.request_login_code, name="account_request_login_code"),
    path("code/invullen/", views.confirm_login_code, name="account_confirm_login_code"),
    path("sessies/", sessions.list_usersessions, name="usersessions_list"),
    path("wachtwoord/", views.password_change, name="account_change_password"),
    path("wachtwoord/kiezen/", fresh(views.password_set), name="account_set_password"),
    path("opnieuw/", views.reauthenticate, name="account_reauthenticate"),
    path("beveiliging/", mfa.index, name="mfa_index"),
    path("beveiliging/bewijs/", mfa.authenticate, name="mfa_authenticate"),
    path("beveiliging/opnieuw/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("beveiliging/app/", fresh(totp.activate_totp), name="mfa_activate_totp"),
    path("beveiliging/app/weg/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("beveiliging/passkey/", fresh(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("beveiliging/passkey/aanmelden/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "beveiliging/passkey/opnieuw/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path(
        "beveiliging/passkey/<int:pk>/weg/",
        passkeys.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")),
        name="mfa_remove_webauthn",
    ),
    path("beveiliging/noodcodes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "beveiliging/noodcodes/nieuw/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "beveiliging/noodcodes/bestand/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("inactief/", views.account_inactive, name="account_inactive"),
    # allauth wants to name these; they lead to the code, which needs no password.
    path("nieuw/", RedirectView.as_view(pattern_name="account_request_login_code"), name="account_signup"),
    path(
        "vergeten/",
        RedirectView.as_view(pattern_name="account_request_login_code"),
        name="account_reset_password",
    ),
]
