from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.enums import VolunteerState


class TermsKind(models.TextChoices):
    """What a volunteer signs: Wet 3 juli 2005 (information), Flemish decree 3 April 2009 (agreement)."""

    INFORMATION = "information", _("information note")
    AGREEMENT = "agreement", _("agreement note")


class Step(models.TextChoices):
    """What happened to a volunteer, for the history."""

    SIGNED_UP = "signed_up", _("signed up")
    TALK_PLANNED = "talk_planned", _("talk planned")
    READY = "ready", _("everything is in order")
    ACTIVATED = "activated", _("began as a volunteer")
    RESTED = "rested", _("takes a rest")
    RESUMED = "resumed", _("helps again")
    STOPPED = "stopped", _("stopped")
    SIGNED = "signed", _("signed a paper")
    SHOWN = "shown", _("showed a paper")
    CHANGED = "changed", _("changed when or how")


S = VolunteerState
# What a broker may do with a volunteer in this state.
VOLUNTEER_MOVES: dict[VolunteerState, frozenset[VolunteerState]] = {
    S.SIGNED_UP: frozenset({S.TALK, S.STOPPED}),
    S.TALK: frozenset({S.TALK, S.READY, S.STOPPED}),
    S.READY: frozenset({S.ACTIVE, S.STOPPED}),
    S.ACTIVE: frozenset({S.RESTING, S.STOPPED}),
    S.RESTING: frozenset({S.ACTIVE, S.STOPPED}),
    S.STOPPED: frozenset({S.TALK}),
}
