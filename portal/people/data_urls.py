from django.urls import path

from . import data_views, merge_views, privacy_views, team_data_views
from .sheets import views as sheet_views

urlpatterns = [
    path("mijn/gegevens/", data_views.my_data, name="my_data"),
    path("mijn/gegevens/verbeteren/", data_views.correct, name="my_data_correct"),
    path("mijn/gegevens/meenemen/<slug:kind>/", data_views.take_along, name="my_data_file"),
    path("mijn/gegevens/gebruik/<slug:verb>/", data_views.restrict_me, name="restrict_me"),
    path("mijn/gegevens/vergeten/", data_views.forget_me, name="forget_me"),
    path("mijn/gegevens/toestemming/<slug:purpose>/<slug:verb>/", data_views.consent, name="my_consent"),
    path("bemiddeling/mensen/<int:pk>/dossier/", team_data_views.dossier, name="dossier"),
    path("bemiddeling/mensen/<int:pk>/dossier/pdf/", team_data_views.dossier_file, name="dossier_file"),
    path("bemiddeling/mensen/<int:pk>/dossier/vraag/", team_data_views.file_request, name="ask_about_data"),
    path(
        "bemiddeling/mensen/<int:pk>/gebruik/<slug:verb>/",
        team_data_views.restrict_person,
        name="restrict_person",
    ),
    path("bemiddeling/mensen/<int:pk>/vergeten/", team_data_views.forget, name="forget_person"),
    path("bemiddeling/mensen/uitvoer/", sheet_views.export, name="take_along"),
    path("bemiddeling/mensen/invoer/", sheet_views.upload, name="upload_list"),
    path("bemiddeling/mensen/invoer/leeg/<slug:slug>.xlsx", sheet_views.template, name="empty_list"),
    path("bemiddeling/mensen/invoer/<uuid:key>/", sheet_views.look, name="bring_in"),
    path(
        "bemiddeling/mensen/invoer/<uuid:key>/fouten.<slug:kind>", sheet_views.wrong_rows, name="wrong_rows"
    ),
    path("bemiddeling/mensen/invoer/<uuid:key>/weg/", sheet_views.put_away, name="put_list_away"),
    path("bemiddeling/bestanden/", sheet_views.runs, name="file_runs"),
    path("bemiddeling/mensen/dubbel/", merge_views.duplicates, name="duplicates"),
    path("bemiddeling/mensen/samengevoegd/", merge_views.merges, name="merges"),
    path("bemiddeling/mensen/samengevoegd/<int:pk>/terug/", merge_views.undo, name="undo_merge"),
    path("bemiddeling/mensen/<int:pk>/samenvoegen/<int:other>/", merge_views.merge, name="merge_people"),
    path("bemiddeling/mensen/<int:pk>/niet-dezelfde/<int:other>/", merge_views.apart, name="not_the_same"),
    path("bemiddeling/gegevensvragen/", team_data_views.data_requests, name="data_requests"),
    path(
        "bemiddeling/gegevensvragen/<int:pk>/beantwoord/",
        team_data_views.answer_request,
        name="answer_about_data",
    ),
    path("bemiddeling/vergeten/", team_data_views.forgettings, name="forgettings"),
    path("privacy-tekst/", privacy_views.privacy_text, name="privacy_text"),
    path("vergeten/", data_views.forgotten, name="forgotten"),
]
