"""What is read aloud or shown before somebody agrees. A changed sentence needs a new version."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERSION = "2026-11"

READ_ALOUD = (
    _("We write down your name, your phone number and your question, to look for help."),
    _("Only the people of our team can see it."),
    _("When a volunteer says yes, we give that volunteer your name, your phone number and your street."),
    _("You can change your mind at any time: one call is enough. Is that all right for you?"),
)
