from django.urls import path

from .views import calls, colleagues, feedback, hearing, invitations, subscribing, team_accounts, welcome

urlpatterns = [
    path("bemiddeling/bellen/<int:pk>/gedaan/", calls.told, name="told"),
    path("bemiddeling/team/", colleagues.colleagues, name="colleagues"),
    path("bemiddeling/team/nieuw/", team_accounts.new, name="new_colleague"),
    path("bemiddeling/team/<int:pk>/", team_accounts.change, name="colleague"),
    path("bemiddeling/team/<int:pk>/account/<slug:verb>/", team_accounts.act, name="act_on_colleague"),
    path("bemiddeling/team/<int:pk>/sleutel-weg/", colleagues.reset, name="reset_colleague"),
    path("bemiddeling/mensen/<int:pk>/uitnodigen/<slug:way>/", invitations.invite, name="invite"),
    path("bemiddeling/mensen/<int:pk>/uitnodiging-weg/", invitations.take_back, name="take_invitation_back"),
    path("mijn/gegevens/horen/", hearing.my_hearing, name="my_hearing"),
    path("bemiddeling/mensen/<int:pk>/horen/", hearing.hearing, name="hearing"),
    path("bemiddeling/mensen/<int:pk>/adres-klopt-niet/", hearing.wrong_address, name="wrong_address"),
    path("bemiddeling/niet-aangekomen/", hearing.not_arrived, name="not_arrived"),
    path(
        "bemiddeling/niet-aangekomen/<int:pk>/<slug:verb>/",
        hearing.act_on_not_arrived,
        name="act_on_not_arrived",
    ),
    path("welkom/", welcome.welcome, name="welcome"),
    path("welkom/bewijs/", welcome.proof, name="welcome_proof"),
    path("welkom/bewijs/sturen/", welcome.send, name="welcome_send"),
    path("welkom/bewijs/klaar/", welcome.claim, name="welcome_claim"),
    path("welkom/<str:secret>/", welcome.link, name="welcome_link"),
    path("buurtkrant/inschrijven/", subscribing.subscribe, name="subscribe"),
    path("buurtkrant/inschrijven/klaar/", subscribing.subscribe_done, name="subscribe_done"),
    path("buurtkrant/bevestig/<str:key>/", subscribing.confirm, name="confirm_subscription"),
    path("buurtkrant/stop/<str:key>/", subscribing.stop, name="stop_subscription"),
    path("toegankelijkheid-melden/", feedback.feedback, name="feedback"),
    path("toegankelijkheid-melden/klaar/", feedback.feedback_done, name="feedback_done"),
]
