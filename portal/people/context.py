from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import NEIGHBOURHOOD_CACHE, Neighbourhood, User
from .roles import Ability


def home_neighbourhood() -> Neighbourhood | None:
    """The neighbourhood whose name and telephone stand on every page; dropped from the cache on save."""
    found: Neighbourhood | None = cache.get(NEIGHBOURHOOD_CACHE)
    if found is None:
        found = Neighbourhood.objects.first()
        cache.set(NEIGHBOURHOOD_CACHE, found, 300)
    return found


def neighbourhood(request: HttpRequest) -> dict[str, object]:
    """What every page shows: `neighbourhood`, and which doors of the team are open to this user."""
    user = getattr(request, "user", None)

    def may(ability: Ability) -> bool:
        return isinstance(user, User) and user.may(ability)

    return {
        "neighbourhood": SimpleLazyObject(home_neighbourhood),
        "may_broker": SimpleLazyObject(lambda: may(Ability.BROKER)),
        "may_edit_site": SimpleLazyObject(lambda: may(Ability.EDIT_SITE)),
    }
