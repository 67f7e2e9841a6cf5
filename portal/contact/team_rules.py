"""Whose account a coordinator may change, and what must never happen to the team."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from design.errors import RuleError
from portal.people.models import Neighbourhood, User
from portal.people.roles import Ability, Role

# In the order in which a form shows them.
COLLEAGUES = (
    Role.BROKER,
    Role.COORDINATOR,
    Role.LENDING_DESK,
    Role.WEB_EDITOR,
    Role.STEERING,
    Role.PARTNER,
)
# Their work is a neighbourhood's.
NEED_A_PLACE = frozenset({Role.BROKER, Role.COORDINATOR})


class NotYourColleague(RuleError):
    status = 403

    def __init__(self) -> None:
        super().__init__(_("This is somebody you do not work with."))


class NotForYourself(RuleError):
    def __init__(self) -> None:
        super().__init__(_("You cannot do this for yourself. Ask another coordinator."))


class NotPossible(RuleError):
    pass


def accounts_of(user: User) -> QuerySet[User]:
    """Accounts of colleagues whose neighbourhoods are all this coordinator's, closed ones too.

    Whoever may everything is helped by whoever runs the server.
    """
    if not user.may(Ability.HELP_COLLEAGUES):
        return User.objects.none()
    elsewhere = User.objects.filter(
        neighbourhoods__in=Neighbourhood.objects.exclude(team=user), groups__name__in=COLLEAGUES
    )
    return (
        User.objects.filter(groups__name__in=COLLEAGUES, is_superuser=False)
        .exclude(pk__in=elsewhere.values("pk"))
        .distinct()
    )


def lock_team(by: User, whom: User | None = None) -> tuple[User, User | None]:
    """Both as they are now; the neighbourhoods first, so that changes in one team wait for each other."""
    places = Neighbourhood.objects.filter(team=by)
    list(Neighbourhood.objects.filter(pk__in=places.values("pk")).order_by("pk").select_for_update())
    pks = sorted({by.pk, whom.pk} if whom else {by.pk})
    found = {user.pk: user for user in User.objects.filter(pk__in=pks).order_by("pk").select_for_update()}
    now_by = found.get(by.pk)
    # Both: a role that was taken away meanwhile, and one that this session does not have (yet).
    if now_by is None or not (by.may(Ability.HELP_COLLEAGUES) and now_by.may(Ability.HELP_COLLEAGUES)):
        raise NotYourColleague
    return now_by, found.get(whom.pk) if whom else None


def check_colleague(whom: User | None, by: User) -> User:
    if whom is None or not accounts_of(by).filter(pk=whom.pk).exists():
        raise NotYourColleague
    return whom


def check_places(roles: Iterable[Role], places: Iterable[Neighbourhood], by: User) -> None:
    wanted = {place.pk for place in places}
    if not wanted <= set(by.neighbourhoods.values_list("pk", flat=True)):
        raise NotYourColleague
    if not wanted and NEED_A_PLACE & set(roles):
        raise NotPossible(_("Choose in which neighbourhood this colleague works."))


def check_somebody_stays(whom: User, places: Iterable[int]) -> None:
    """`places`: the neighbourhoods that `whom` coordinates no longer."""
    others = User.objects.filter(is_active=True, groups__name=Role.COORDINATOR).exclude(pk=whom.pk)
    for place in places:
        if not others.filter(neighbourhoods=place).exists():
            raise NotPossible(
                _("Then there is no coordinator any more. First let somebody else be a coordinator.")
            )


def coordinated(user: User) -> set[int]:
    """The neighbourhoods of which somebody is coordinator, by primary key; read anew."""
    is_one = Q(groups__name=Role.COORDINATOR, is_active=True)
    if not User.objects.filter(is_one, pk=user.pk).exists():
        return set()
    return set(user.neighbourhoods.values_list("pk", flat=True))
