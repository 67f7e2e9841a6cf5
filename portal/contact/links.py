from django.conf import settings
from django.urls import reverse


def link_to(name: str, *arguments: object) -> str:
    """The whole address of a page, in the language that is on."""
    return settings.SITE_URL + reverse(name, args=arguments)
