from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Languages people speak with each other: ISO 639-1, or 639-3 where there is none."""

    DUTCH = "nl", _("Dutch")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    DARIJA = "ary", _("Moroccan Arabic (Darija)")
    TARIFIT = "rif", _("Berber (Tarifit)")
    TURKISH = "tr", _("Turkish")
    SPANISH = "es", _("Spanish")
    ITALIAN = "it", _("Italian")
    PORTUGUESE = "pt", _("Portuguese")
    POLISH = "pl", _("Polish")
    ROMANIAN = "ro", _("Romanian")
    RUSSIAN = "ru", _("Russian")
    UKRAINIAN = "uk", _("Ukrainian")
    FARSI = "fa", _("Farsi or Dari")
    PASHTO = "ps", _("Pashto")
    SOMALI = "so", _("Somali")
    SIGN = "vgt", _("Flemish Sign Language")


def language_names(codes: Iterable[str]) -> list[str]:
    """In the language of the moment; a code that we do not know is left out."""
    names = dict(Language.choices)
    return [str(names[code]) for code in codes if code in names]


# What we write in when someone speaks a language that we do not write.
WRITTEN_IN = {Language.DARIJA: Language.ARABIC}

SPOKEN_FIRST = (
    Language.DUTCH,
    Language.ARABIC,
    Language.DARIJA,
    Language.TARIFIT,
    Language.FRENCH,
    Language.ENGLISH,
)


class HalfDay(models.TextChoices):
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


class Purpose(models.TextChoices):
    """What somebody agrees to; each is given and withdrawn on its own (GDPR art. 7)."""

    KEEP_REQUEST = "keep_request", _("Keep the question")
    SHARE_CONTACT = "share_contact", _("Give name, phone and street to the volunteer")
    SHARE_WITH_SERVICE = "share_with_service", _("Give the question to a service")
    PRACTICAL_POINTS = "practical_points", _("Keep practical points")
    CALL_AGAIN = "call_again", _("Call again")
    PHOTO_STORY = "photo_story", _("Use a photo or story")
    TAKE_PART = "take_part", _("Come to an activity")
    HELP_OUT = "help_out", _("Help as a volunteer")


class ScriptKind(models.TextChoices):
    """Texts in versions that the coordinator writes; the last six are named as the purpose they ask for."""

    PRIVACY = "privacy", _("privacy text")
    READ_ALOUD = "read_aloud", _("to read aloud before somebody asks for help")
    WEB = "web", _("what one ticks on the website to ask for help")
    SHARE_WITH_SERVICE = Purpose.SHARE_WITH_SERVICE.value, Purpose.SHARE_WITH_SERVICE.label
    PRACTICAL_POINTS = Purpose.PRACTICAL_POINTS.value, Purpose.PRACTICAL_POINTS.label
    CALL_AGAIN = Purpose.CALL_AGAIN.value, Purpose.CALL_AGAIN.label
    PHOTO_STORY = Purpose.PHOTO_STORY.value, Purpose.PHOTO_STORY.label
    TAKE_PART = Purpose.TAKE_PART.value, Purpose.TAKE_PART.label
    HELP_OUT = Purpose.HELP_OUT.value, Purpose.HELP_OUT.label


class Channel(models.TextChoices):
    """How somebody reached us."""

    WEB = "web", _("website")
    PHONE = "phone", _("telephone")
    DESK = "desk", _("desk")
    HOME = "home", _("home visit")
    PARTNER = "partner", _("partner")
    PAPER = "paper", _("on paper")


class Relation(models.TextChoices):
    """Who asks, seen from the person the help is for."""

    CHILD = "child", _("son or daughter")
    FAMILY = "family", _("other family")
    NEIGHBOUR = "neighbour", _("neighbour")
    FRIEND = "friend", _("friend")
    PROFESSIONAL = "professional", _("nurse or other carer")
    OTHER = "other", _("somebody else")


# The same tie, seen from the other person; what is not here is the same from both sides.
OTHER_WAY_ROUND = {
    Relation.CHILD: _("father or mother"),
    Relation.PROFESSIONAL: _("somebody whom this person cares for"),
}


class Way(models.TextChoices):
    """How we reach somebody."""

    PHONE = "phone", _("telephone")
    SECOND_PHONE = "second_phone", _("second phone number")
    EMAIL = "email", _("e-mail")


class Point(models.TextChoices):
    """What a helper runs into at somebody's door: what goes and what does not, never a diagnosis."""

    STAIRS = "stairs", _("stairs are hard")
    SHORT_WALKS = "short_walks", _("walks only a short way")
    WALKER = "walker", _("walks with a walker")
    WHEELCHAIR = "wheelchair", _("uses a wheelchair")
    LIFTING = "lifting", _("cannot lift or bend")
    HEARING = "hearing", _("hard of hearing")
    SIGHT = "sight", _("sees badly")
    SLOW_DOOR = "slow_door", _("needs time to open the door")
    READING = "reading", _("does not like to read")
    NO_LIFT = "no_lift", _("there is no lift")
    DOG = "dog", _("dog in the house")
    CAT = "cat", _("cat in the house")
    SMOKE = "smoke", _("people smoke in the house")


class VolunteerState(models.TextChoices):
    SIGNED_UP = "signed_up", _("signed up")
    TALK = "talk", _("talk planned")
    READY = "ready", _("all in order")
    ACTIVE = "active", _("active")
    RESTING = "resting", _("resting")
    STOPPED = "stopped", _("stopped")


class StatementKind(models.TextChoices):
    """What a volunteer showed or declared, that runs out. The paper itself is never kept."""

    DRIVER = "driver", _("own car is insured and in order")
    RECORD = "record", _("criminal record extract, model 596.2")
    FIRST_AID = "first_aid", _("first aid")


class OrganisationKind(models.TextChoices):
    """What an organisation is to the neighbourhood; the public pages list them by it."""

    SERVICE = "service", _("service")
    PARTNER = "partner", _("partner")
    SHOP = "shop", _("warm-hearted shop")
    CLUB = "club", _("club or meeting place")


class Looked(models.TextChoices):
    """What a colleague opened that shows somebody's details."""

    REQUEST = "request", _("request")
    PERSON = "person", _("page of the person")
    DATE_LIST = "date_list", _("list of who comes")
    DOSSIER = "dossier", _("everything we keep")
    EXPORT = "export", _("taken along in a file")
    LIST = "list", _("name in a list")
    SERVICE = "service", _("what a service was asked")


class DataQuestion(models.TextChoices):
    """What somebody may ask about their data (GDPR art. 15-18)."""

    SEE = "see", _("see what we keep")
    CORRECT = "correct", _("correct it")
    FORGET = "forget", _("be forgotten")
    RESTRICT = "restrict", _("keep it, but do not use it")


class Direction(models.TextChoices):
    OUT = "out", _("taken along")
    IN = "in", _("brought in")


class ExportReason(models.TextChoices):
    """Why a list leaves the house."""

    LETTER = "letter", _("letters or invitations")
    MEETING = "meeting", _("a list on paper for a meeting")
    ACCOUNT = "account", _("to account for our work")
    MOVE = "move", _("to another program")
    OTHER = "other", _("something else")
