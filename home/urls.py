from django.urls import path, re_path

from . import paper_views, views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("flyer/<int:page_id>/verspreid/", paper_views.spread, name="flyer_spread"),
    path("flyer/<int:page_id>/verspreid/<int:pk>/weg/", paper_views.forget, name="flyer_forget"),
    path("flyer/<int:page_id>/<str:what>.<str:kind>", paper_views.flyer_file, name="flyer"),
    path("plan/<int:page_id>.csv", paper_views.plan_csv, name="plan_csv"),
    path(".well-known/security.txt", views.security, name="security_txt"),
    re_path(r"^kleur-(?P<digits>[0-9A-Fa-f]{6})\.css$", views.colour, name="colour"),
]
