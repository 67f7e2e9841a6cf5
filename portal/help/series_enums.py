"""The words of help that comes back on fixed days."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    WEEKLY = "week", _("every week")
    FORTNIGHTLY = "two_weeks", _("every two weeks")
    MONTHLY = "month", _("every month, on the same weekday")
    MONTHLY_DATE = "month_date", _("every month, on the same date")


# What somebody who asks may wish; a broker makes it exact.
WISHES = [
    (Rhythm.WEEKLY.value, Rhythm.WEEKLY.label),
    (Rhythm.FORTNIGHTLY.value, Rhythm.FORTNIGHTLY.label),
    (Rhythm.MONTHLY.value, _("every month")),
]


class OnHolidays(models.TextChoices):
    """What happens when a day of the series is a legal holiday."""

    NOT = "not", _("not on a holiday")
    TOO = "too", _("on a holiday as well")
    LATER = "later", _("the next day that is not a holiday")


class SeriesState(models.TextChoices):
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class SeriesVerb(models.TextChoices):
    BEGUN = "begun", _("fixed days agreed")
    HELPER = "helper", _("fixed helper changed")
    STOPPED = "stopped", _("the fixed helper stops")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("goes on again")
    ENDED = "ended", _("ended")
