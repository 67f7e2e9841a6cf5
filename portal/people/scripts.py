"""Which text is in force, which one a consent was given after, and whether somebody is to be asked again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from design.errors import RuleError
from design.fields import CODES
from design.freshness import changed

from .consent_texts import FIRST, WEB
from .data_rules import NotForYou
from .enums import Channel, Purpose, ScriptKind
from .models import Consent, Neighbourhood, Script, User
from .roles import Ability
from .versions import put_in_force, write_draft

BOTH = (Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT)
TAG = "scripts"
_KEPT = re.compile(r"(\w+)\.(\d+)")


class WrongLines(RuleError):
    def __init__(self) -> None:
        super().__init__(
            _("Write exactly %(number)s lines in every language: one for each box to tick.")
            % {"number": len(WEB)}
        )


def in_force(kind: ScriptKind) -> Script | None:
    """The newest text, or None while the first one of the code still stands."""
    return Script.objects.filter(kind=kind, published_at__isnull=False).order_by("-version").first()


def to_read_aloud() -> dict[str, Callable[[], list[str]]]:
    """By purpose, what somebody hears before they agree to it, as `sentences` gives it; one query."""
    found = Script.objects.filter(published_at__isnull=False).order_by("version")
    newest = {each.kind: each for each in found}
    kinds = {purpose.value: kind_of(purpose, Channel.PHONE) for purpose in Purpose}
    return {purpose: partial(_lines, newest.get(kind), kind) for purpose, kind in kinds.items()}


def sentences(kind: ScriptKind) -> Callable[[], list[str]]:
    """The lines of the text, each time in the language of the moment: a page may show it in two."""
    return partial(_lines, in_force(kind), kind)


def _lines(script: Script | None, kind: ScriptKind) -> list[str]:
    if script is None:
        return [str(line) for line in FIRST.get(kind, ())]
    return [line.strip() for line in str(script.text).splitlines() if line.strip()]


def first_text(kind: ScriptKind) -> dict[str, str]:
    """As it stands in the code, in every language of the site."""
    found = {}
    for code in CODES:
        with translation.override(code):
            found[code] = "\n".join(_lines(None, kind))
    return found


def kind_of(purpose: str, channel: str) -> ScriptKind:
    """What one hears or reads before agreeing to this."""
    if purpose in BOTH:
        return ScriptKind.WEB if channel == Channel.WEB else ScriptKind.READ_ALOUD
    return ScriptKind(purpose)


def version_now(purpose: str, channel: str) -> str:
    """What a consent keeps: `read_aloud.2`; 0 where the words are those of the screen alone."""
    kind = kind_of(purpose, channel)
    found = in_force(kind)
    return f"{kind}.{found.version if found else int(kind in FIRST)}"


def given_after(consent: Consent) -> tuple[str, int]:
    """Kind and version; what was written before there were versions was said after the first text."""
    if found := _KEPT.fullmatch(consent.text_version):
        return found[1], int(found[2])
    kind = kind_of(consent.purpose, consent.channel)
    return kind, int(kind in FIRST)


def asking() -> dict[str, int]:
    """By kind, the newest version that asks everybody again."""
    found = Script.objects.filter(published_at__isnull=False, asks_again=True).order_by()
    return dict(found.values_list("kind").annotate(Max("version")))


def is_asked_again(consent: Consent, asking: dict[str, int]) -> bool:
    """Whether a newer text came since; the consent stands until they say otherwise."""
    kind, version = given_after(consent)
    return consent.is_in_force() and version < asking.get(kind, 0)


def people_to_ask(people: Iterable[int]) -> set[int]:
    """Who of these agreed after an older text; at most two queries."""
    people = list(people)
    newest = asking() if people else {}
    if not newest:
        return set()
    found = Consent.objects.filter(person__in=people, withdrawn_at=None, given_at__isnull=False)
    return {each.person_id for each in found if is_asked_again(each, newest)}


def check_writes(by: User) -> None:
    if not (by.may(Ability.KEEP_PAPERS) and by.neighbourhoods.exists()):
        raise NotForYou(_("Only the coordinator may do this."))


def _lock() -> None:
    """Texts are for all neighbourhoods; whoever writes one holds the first of these."""
    Neighbourhood.objects.select_for_update().order_by("pk").first()


@transaction.atomic
def draft_script(kind: ScriptKind, text: dict[str, str], *, by: User, asks_again: bool = True) -> Script:
    """Write the next version, or go on with the one that is not in force yet."""
    check_writes(by)
    _lock()
    if kind == ScriptKind.WEB:
        _check_lines(text)
    return write_draft(Script.objects.filter(kind=kind), text, kind=kind, asks_again=asks_again)


def _check_lines(text: dict[str, str]) -> None:
    for code in CODES:
        lines = [line for line in text.get(code, "").splitlines() if line.strip()]
        if lines and len(lines) != len(WEB):
            raise WrongLines


@transaction.atomic
def publish_script(script: Script, *, by: User, now: datetime) -> Script:
    check_writes(by)
    _lock()
    changed(TAG)
    return put_in_force(script, by=by, now=now)
