from django.urls import path

from .views import series

urlpatterns = [
    path("bemiddeling/reeksen/<int:pk>/", series.show_series, name="series"),
    path("bemiddeling/reeksen/<int:pk>/<slug:verb>/", series.act_on_series, name="act_on_series"),
    path("mijn/reeksen/<int:pk>/<slug:verb>/", series.act_on_my_series, name="act_on_my_series"),
    path("mijn/vragen/<str:reference>/overslaan/", series.skip_my_date, name="skip_my_date"),
]
