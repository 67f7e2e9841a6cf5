"""The first version of what is read aloud or shown before somebody agrees; the next ones are `Script`s.

Here so that it is there, and translated, before anybody wrote another.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .enums import ScriptKind

TEAM_ALONE = _("Only the people of our team can see it.")
LAST = _("You can change your mind at any time: one call is enough. Is that all right for you?")
READ_ALOUD = (
    _("We write down your name, your phone number and your question, to look for help."),
    TEAM_ALONE,
    _("When a volunteer says yes, we give that volunteer your name, your phone number and your street."),
    LAST,
)
# One line per box to tick: for oneself (two), who may be called too, and for somebody else (two).
WEB = (
    _("You may keep my question and my details to look for help."),
    _("When a volunteer says yes, you may give my name, phone number and street to that volunteer."),
    _("The volunteer may also call me."),
    _("You may keep this question and our details to look for help."),
    _("You may ask that person whether a volunteer gets the name, phone number and street."),
)
SHARE_WITH_SERVICE = (
    _("A service can help you better than a neighbour. We would give your question to that service."),
    _("Before we do it, we say which service it is, and what we tell them."),
    _("That service then keeps your details too, in its own way."),
    LAST,
)
PRACTICAL_POINTS = (
    _("We write down what a helper runs into, for example that stairs are hard for you."),
    _("We never write down an illness, and you need not say why."),
    _("A volunteer hears only what is needed for the appointment."),
    LAST,
)
CALL_AGAIN = (
    _("We would like to call you again now and then, to ask how you are."),
    _("You say how often, and you may always say no."),
    LAST,
)
PHOTO_STORY = (
    _("We would like to show your photo or your story on our website and on paper."),
    _("You see it first, and you say what may stay."),
    _("It comes down on the day that we agree, or at once when you ask for it."),
    LAST,
)
TAKE_PART = (
    _("We write down your name and how we reach you, to keep a place for you."),
    _("Half a year after the activity we forget that. Only the number of people stays."),
    LAST,
)
HELP_OUT = (
    _("We write down who you are, what you like to do and when you can help."),
    TEAM_ALONE,
    _("When you say yes to somebody, that person gets your name and your phone number."),
    LAST,
)
FIRST = {
    ScriptKind.READ_ALOUD: READ_ALOUD,
    ScriptKind.WEB: WEB,
    ScriptKind.SHARE_WITH_SERVICE: SHARE_WITH_SERVICE,
    ScriptKind.PRACTICAL_POINTS: PRACTICAL_POINTS,
    ScriptKind.CALL_AGAIN: CALL_AGAIN,
    ScriptKind.PHOTO_STORY: PHOTO_STORY,
    ScriptKind.TAKE_PART: TAKE_PART,
    ScriptKind.HELP_OUT: HELP_OUT,
}
