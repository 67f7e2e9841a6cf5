from django.urls import path

from . import data_views

urlpatterns = [
    path("mijn/gegevens/", data_views.my_data, name="my_data"),
    path("mijn/gegevens/verbeteren/", data_views.correct, name="my_data_correct"),
    path("mijn/gegevens/meenemen/<slug:kind>/", data_views.take_along, name="my_data_file"),
    path("mijn/gegevens/vergeten/", data_views.forget_me, name="forget_me"),
    path("mijn/gegevens/toestemming/<slug:purpose>/<slug:verb>/", data_views.consent, name="my_consent"),
    path("vergeten/", data_views.forgotten, name="forgotten"),
]
