from django.urls import path

from .views import calls, colleagues, feedback, subscribing

urlpatterns = [
    path("bemiddeling/bellen/<int:pk>/gedaan/", calls.told, name="told"),
    path("bemiddeling/team/", colleagues.colleagues, name="colleagues"),
    path("bemiddeling/team/<int:pk>/sleutel-weg/", colleagues.reset, name="reset_colleague"),
    path("buurtkrant/inschrijven/", subscribing.subscribe, name="subscribe"),
    path("buurtkrant/inschrijven/klaar/", subscribing.subscribe_done, name="subscribe_done"),
    path("buurtkrant/bevestig/<str:key>/", subscribing.confirm, name="confirm_subscription"),
    path("buurtkrant/stop/<str:key>/", subscribing.stop, name="stop_subscription"),
    path("toegankelijkheid-melden/", feedback.feedback, name="feedback"),
    path("toegankelijkheid-melden/klaar/", feedback.feedback_done, name="feedback_done"),
]
