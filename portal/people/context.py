from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from design.freshness import shows
from design.known import known

from .models import Neighbourhood, User
from .roles import Ability


def home_neighbourhood() -> Neighbourhood | None:
    """The neighbourhood whose name and telephone stand on every page."""

    def first() -> Neighbourhood | None:
        shows("place")
        return Neighbourhood.objects.first()

    return known("neighbourhood", first)


def neighbourhood(request: HttpRequest) -> dict[str, object]:
    """What every page shows: `neighbourhood`, and which doors of the team are open to this user."""
    user = getattr(request, "user", None)

    def may(ability: Ability) -> bool:
        return isinstance(user, User) and user.may(ability)

    return {
        "neighbourhood": SimpleLazyObject(home_neighbourhood),
        "may_broker": SimpleLazyObject(lambda: may(Ability.BROKER)),
        "may_keep_agenda": SimpleLazyObject(lambda: may(Ability.KEEP_AGENDA)),
        "may_help_colleagues": SimpleLazyObject(lambda: may(Ability.HELP_COLLEAGUES)),
        "may_see_forgetting": SimpleLazyObject(lambda: may(Ability.SEE_FORGETTING)),
        "may_take_along": SimpleLazyObject(lambda: may(Ability.TAKE_ALONG)),
        "may_edit_site": SimpleLazyObject(lambda: may(Ability.EDIT_SITE)),
    }
