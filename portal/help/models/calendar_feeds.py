from __future__ import annotations

import secrets
from datetime import datetime

from django.db import models

from portal.people.models import Volunteer


def new_key() -> str:
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """The address where the calendar of a volunteer fetches their appointments; the key is the door."""

    volunteer = models.OneToOneField(Volunteer, on_delete=models.CASCADE, related_name="calendar_feed")
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.volunteer)
