from django.urls import path

from . import person_views

urlpatterns = [
    path("bemiddeling/zoeken/", person_views.team_search, name="team_search"),
    path("bemiddeling/mensen/<int:pk>/", person_views.show_person, name="person"),
    path("bemiddeling/mensen/<int:pk>/verbeteren/", person_views.correct_person, name="correct_person"),
    path("bemiddeling/mensen/<int:pk>/aandachtspunten/", person_views.points, name="person_points"),
    path(
        "bemiddeling/mensen/<int:pk>/toestemming/<slug:purpose>/<slug:verb>/",
        person_views.consent,
        name="person_consent",
    ),
    path("bemiddeling/mensen/<int:pk>/kring/", person_views.person_around, name="person_around"),
    path("bemiddeling/mensen/<int:pk>/kring/<int:tie_pk>/weg/", person_views.untie_person, name="untie"),
]
