from __future__ import annotations

from django.utils.translation import gettext as _

from portal.people.models import User

from .enums import MatchState, Side
from .models import Match, Thanks
from .rules import Moved, check_team
from .trouble_rules import side_of


def check_thank(match: Match, said: Thanks | None, text: str, by: User) -> None:
    """Who was helped, or the team that hears it on the telephone."""
    if side_of(match, by) != Side.ASKER:
        check_team(match.request, by)
    if match.state != MatchState.DONE:
        raise Moved(_("You can say thank you once the help is given."))
    if said and said.text != text:
        raise Moved(_("A thank-you was already passed on."))


def check_hide(said: Thanks | None) -> None:
    if said is None:
        raise Moved(_("This is not there any more."))
