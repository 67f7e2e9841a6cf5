from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Where the apps come together; the only place that may know them all."""

    name = "config"
    verbose_name = "Zorg voor de buurt"
