"""The first version of what is read aloud or shown before somebody agrees; the next ones are `Script`s.

Here so that it is there, and translated, before anybody wrote another.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .enums import ScriptKind

READ_ALOUD = (
    _("We write down your name, your phone number and your question, to look for help."),
    _("Only the people of our team can see it."),
    _("When a volunteer says yes, we give that volunteer your name, your phone number and your street."),
    _("You can change your mind at any time: one call is enough. Is that all right for you?"),
)
# One line per box to tick: for oneself (two), who may be called too, and for somebody else (two).
WEB = (
    _("You may keep my question and my details to look for help."),
    _("When a volunteer says yes, you may give my name, phone number and street to that volunteer."),
    _("The volunteer may also call me."),
    _("You may keep this question and our details to look for help."),
    _("You may ask that person whether a volunteer gets the name, phone number and street."),
)
FIRST = {ScriptKind.READ_ALOUD: READ_ALOUD, ScriptKind.WEB: WEB}
