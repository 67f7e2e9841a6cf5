"""What machines read in each language."""

from django.urls import path

from . import views
from .feeds import StoriesFeed

urlpatterns = [
    path("feed/", StoriesFeed(), name="feed"),
    path("site.webmanifest", views.manifest, name="manifest"),
]
