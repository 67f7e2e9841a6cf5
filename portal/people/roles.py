"""Who may what: the one table. A page for the coordinator and the tests read it too."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import Group
    from django.utils.functional import _StrPromise


class Role(models.TextChoices):
    RESIDENT = "resident", _("resident")
    VOLUNTEER = "volunteer", _("volunteer")
    BROKER = "broker", _("broker")
    COORDINATOR = "coordinator", _("coordinator")
    LENDING_DESK = "lending_desk", _("lending desk")
    WEB_EDITOR = "web_editor", _("web editor")
    STEERING = "steering", _("steering group")
    PARTNER = "partner", _("partner")


class Ability(StrEnum):
    BROKER = "broker"  # the work list, conversations, people, finding volunteers
    EDIT_SITE = "edit_site"  # Wagtail
    KEEP_AGENDA = "keep_agenda"  # dates, how many came, calling off; names only with BROKER
    KEEP_PAPERS = "keep_papers"  # the texts that volunteers sign, who is responsible, which insurance
    SEE_STYLE_GUIDE = "see_style_guide"
    HELP_COLLEAGUES = "help_colleagues"  # whether they have a second factor, and taking it away
    SEE_FORGETTING = "see_forgetting"  # what was forgotten each night, and how long things are kept
    TAKE_ALONG = "take_along"  # a whole list in a file, and who did that: one person answers for it
    BRING_IN = "bring_in"  # many people at once, as one writes them down one by one
    SEE_RESTRICTED = "see_restricted"  # people whose data is kept and not used
    SETTLE_TROUBLE = "settle_trouble"  # complaints and incidents: one person hears both sides
    SEE_REGISTER = "see_register"  # what is processed, why, and who sees it


# The same, for the register: who reads the table knows nothing of our code.
ABILITY_WORDS: dict[Ability, _StrPromise] = {
    Ability.BROKER: _("Sees the work list, conversations, people and volunteers of the neighbourhood"),
    Ability.EDIT_SITE: _("Writes the pages of the site"),
    Ability.KEEP_AGENDA: _("Keeps the dates of activities: how many come, and calling off"),
    Ability.KEEP_PAPERS: _("Writes the texts that people sign or agree to"),
    Ability.SEE_STYLE_GUIDE: _("Sees the style guide of the site; there is no personal data in it"),
    Ability.HELP_COLLEAGUES: _("Sees which colleagues have a second key, and takes a lost one away"),
    Ability.SEE_FORGETTING: _("Sees how much was forgotten each night, and how long things are kept"),
    Ability.TAKE_ALONG: _("Takes a whole list along in a file, and sees who did"),
    Ability.BRING_IN: _("Brings in many people at once from a list"),
    Ability.SEE_RESTRICTED: _("Sees people whose data we keep and do not use"),
    Ability.SETTLE_TROUBLE: _("Settles complaints and accidents"),
    Ability.SEE_REGISTER: _("Reads this register"),
}


MAY: dict[Ability, frozenset[Role]] = {
    Ability.BROKER: frozenset({Role.BROKER, Role.COORDINATOR}),
    Ability.EDIT_SITE: frozenset({Role.WEB_EDITOR, Role.COORDINATOR}),
    Ability.KEEP_AGENDA: frozenset({Role.BROKER, Role.COORDINATOR, Role.WEB_EDITOR}),
    Ability.KEEP_PAPERS: frozenset({Role.COORDINATOR}),
    Ability.HELP_COLLEAGUES: frozenset({Role.COORDINATOR}),
    Ability.SEE_STYLE_GUIDE: frozenset({Role.WEB_EDITOR, Role.COORDINATOR, Role.BROKER}),
    Ability.SEE_FORGETTING: frozenset({Role.COORDINATOR}),
    Ability.TAKE_ALONG: frozenset({Role.COORDINATOR}),
    Ability.BRING_IN: frozenset({Role.BROKER, Role.COORDINATOR}),
    Ability.SEE_RESTRICTED: frozenset({Role.COORDINATOR}),
    Ability.SETTLE_TROUBLE: frozenset({Role.COORDINATOR}),
    Ability.SEE_REGISTER: frozenset({Role.COORDINATOR}),
}

# Who sees what others entrusted to us proves who they are with a second thing: a passkey or an app.
NEEDS_SECOND_FACTOR = frozenset(
    {Role.BROKER, Role.COORDINATOR, Role.LENDING_DESK, Role.WEB_EDITOR, Role.STEERING}
)


def group(role: Role) -> Group:
    from django.contrib.auth.models import Group

    return Group.objects.get_or_create(name=role.value)[0]


def sync_groups(**kwargs: Any) -> None:
    """Make the group of every role, and open Wagtail to those who edit (runs after migrate)."""
    from django.contrib.auth.models import Permission

    open_cms = Permission.objects.filter(
        codename="access_admin", content_type__app_label="wagtailadmin"
    ).first()
    for role in Role:
        found = group(role)
        if open_cms and role in MAY[Ability.EDIT_SITE]:
            found.permissions.add(open_cms)
