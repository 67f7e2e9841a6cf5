from django.urls import path

from . import krant_views

urlpatterns = [path("buurtkrant/", krant_views.show_krant, name="krant")]
