from django.urls import path

from .views import calendars, public, streets, team

urlpatterns = [
    path("agenda.ics", calendars.agenda_file, name="agenda_file"),
    path("agenda/<int:pk>.ics", calendars.date_file, name="date_file"),
    path("agenda/<int:pk>/aanmelden/", public.sign_up, name="sign_up"),
    path("inschrijving/<str:key>/", public.own_sign_up, name="own_sign_up"),
    path("inschrijving/<str:key>/<slug:verb>/", public.answer_sign_up, name="answer_sign_up"),
    path("straat/<uuid:campaign>/meedoen/", public.enter_street, name="enter_street"),
    path("straat/<uuid:campaign>/klaar/", public.street_entered, name="street_entered"),
    path("bemiddeling/agenda/", team.keep_agenda, name="keep_agenda"),
    path("bemiddeling/agenda/<int:pk>/", team.keep_date, name="keep_date"),
    path("bemiddeling/agenda/<int:pk>/lijst/", team.date_list, name="date_list"),
    path("bemiddeling/agenda/<int:pk>/<slug:verb>/", team.act_on_date, name="act_on_date"),
    path("bemiddeling/inschrijvingen/<int:pk>/<slug:verb>/", team.act_on_sign_up, name="act_on_sign_up"),
    path("bemiddeling/straten/", streets.keep_streets, name="keep_streets"),
    path("bemiddeling/straten/<int:pk>/<slug:verb>/", streets.act_on_street, name="act_on_street"),
]
