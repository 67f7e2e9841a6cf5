from django.urls import path

from . import views

urlpatterns = [path("bemiddeling/bellen/<int:pk>/gedaan/", views.told, name="told")]
