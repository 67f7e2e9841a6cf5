from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    INFO = "info", _("infomoment")
    MEAL = "meal", _("meal")
    WALK = "walk", _("walk")
    MEETING = "meeting", _("fixed meeting")
    TRAINING = "training", _("training")
    NEIGHBOURS_DAY = "neighbours_day", _("neighbours' day")
    OTHER = "other", _("activity")


class Repeats(models.TextChoices):
    NEVER = "never", _("one time")
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month, on the same weekday")


class SignUpState(models.TextChoices):
    GOING = "going", _("is coming")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("may come, has to say yes")
    EXPIRED = "expired", _("did not answer in time")
    CANCELLED = "cancelled", _("is not coming")


# Who takes a place, and who still takes part in what happens.
HOLDS_SEATS = frozenset({SignUpState.GOING, SignUpState.OFFERED})
OPEN = frozenset({SignUpState.GOING, SignUpState.OFFERED, SignUpState.WAITING})

SIGN_UP_MOVES: dict[SignUpState, frozenset[SignUpState]] = {
    SignUpState.GOING: frozenset({SignUpState.CANCELLED}),
    SignUpState.WAITING: frozenset({SignUpState.OFFERED, SignUpState.CANCELLED}),
    SignUpState.OFFERED: frozenset({SignUpState.GOING, SignUpState.EXPIRED, SignUpState.CANCELLED}),
    SignUpState.EXPIRED: frozenset(),
    SignUpState.CANCELLED: frozenset(),
}


class Verb(models.TextChoices):
    """What happened, as the history tells it."""

    SIGNED_UP = "signed_up", _("Signed up")
    WAITS = "waits", _("Put on the waiting list")
    OFFERED = "offered", _("A place came free")
    ACCEPTED = "accepted", _("Took the place")
    EXPIRED = "expired", _("Did not answer in time")
    CANCELLED = "cancelled", _("Not coming")
    CAME = "came", _("Was there")
    MISSED = "missed", _("Was not there")
    MOVED = "moved", _("Moved to another time")
    CALLED_OFF = "called_off", _("Called off")
    COUNTED = "counted", _("Counted who was there")


class StreetState(models.TextChoices):
    IDEA = "idea", _("idea")
    CONFIRMED = "confirmed", _("confirmed")
    STORY = "story", _("told as a story")
    WITHDRAWN = "withdrawn", _("not taking part")


STREET_MOVES: dict[StreetState, frozenset[StreetState]] = {
    StreetState.IDEA: frozenset({StreetState.CONFIRMED, StreetState.WITHDRAWN}),
    StreetState.CONFIRMED: frozenset({StreetState.STORY, StreetState.WITHDRAWN}),
    StreetState.STORY: frozenset(),
    StreetState.WITHDRAWN: frozenset(),
}
