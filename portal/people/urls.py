"""The doors of allauth that are open here; accounts are made by the team, so nobody signs up."""

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("aanmelden/", views.login, name="account_login"),
    path("afmelden/", views.logout, name="account_logout"),
    path("code/", views.request_login_code, name="account_request_login_code"),
    path("code/invullen/", views.confirm_login_code, name="account_confirm_login_code"),
    path("inactief/", views.account_inactive, name="account_inactive"),
    # allauth wants to name these; they lead to the code, which needs no password.
    path("nieuw/", RedirectView.as_view(pattern_name="account_request_login_code"), name="account_signup"),
    path(
        "vergeten/",
        RedirectView.as_view(pattern_name="account_request_login_code"),
        name="account_reset_password",
    ),
]
