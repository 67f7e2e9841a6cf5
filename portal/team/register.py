"""The register of processing activities (GDPR art. 30), made out of the code that enforces it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from design.paper import make_paper
from design.templatetags.design import written_day
from portal.people.enums import VolunteerState
from portal.people.kept import Holding, holdings, period_words
from portal.people.models import Neighbourhood, User, Volunteer
from portal.people.roles import ABILITY_WORDS, MAY, Ability, Role

from .enums import TermsKind
from .models import Organiser, Signature

TEMPLATE = "register.typ"


@dataclass(frozen=True)
class Activity:
    title: str
    facts: list[tuple[str, str]]


def activities() -> list[Activity]:
    return [Activity(str(holding.title), _facts(holding)) for holding in holdings()]


def _facts(holding: Holding) -> list[tuple[str, str]]:
    periods = [f"{period_words(holding.period)}. {settings.KEPT_FOR[holding.period].reason}"]
    periods += [f"{each.what}: {period_words(each.period)}." for each in holding.terms]
    return [
        (_("Purpose"), str(holding.why)),
        (_("Why we may"), str(holding.basis)),
        (_("Which data"), " ".join(_categories(holding))),
        (_("Whose data"), str(holding.whose)),
        (_("Who may see it"), _roles(*holding.seen_with)),
        (_("Who receives it"), str(holding.receivers)),
        (_("How long"), " ".join(periods)),
    ]


def _roles(*abilities: Ability) -> str:
    found = frozenset[Role]().union(*(MAY[each] for each in abilities))
    return ", ".join(str(role.label) for role in Role if role in found)


def _categories(holding: Holding) -> list[str]:
    """By model, the fields that have a name in the language of the reader; the others are workings."""
    found = []
    for label in sorted(holding.covers):
        model = apps.get_model(label)
        names = ", ".join(_field_names(model))
        title = model._meta.verbose_name
        if isinstance(title, Promise):
            found.append(f"{capfirst(str(title))}: {names}." if names else f"{capfirst(str(title))}.")
        elif names:
            found.append(f"{capfirst(names)}.")
    return found


def _field_names(model: type[Model]) -> list[str]:
    return [
        str(field.verbose_name)
        for field in model._meta.get_fields()
        if field.concrete and isinstance(getattr(field, "verbose_name", None), Promise)
    ]


def abilities() -> list[dict[str, Any]]:
    """The table of `MAY`: what one may, and for each role whether it does."""
    return [
        {"words": str(ABILITY_WORDS[ability]), "may": [role in MAY[ability] for role in Role]}
        for ability in Ability
    ]


def with_access(areas: list[Neighbourhood]) -> list[dict[str, Any]]:
    """Who may see personal data now, by name and role, and since when their discretion is on paper.

    GDPR art. 9 and the Belgian law of 30 July 2018 ask for this list. Two queries.
    """
    works = MAY[Ability.BROKER] | MAY[Ability.SEE_RESTRICTED]
    users = User.objects.filter(is_active=True, neighbourhoods__in=areas, groups__name__in=works)
    found = users.distinct().order_by("first_name", "last_name", "pk").prefetch_related("groups")
    signed = {}
    for each in (
        Signature.objects.filter(terms__kind=TermsKind.AGREEMENT, volunteer__person__user__in=users)
        .order_by("signed_on")
        .values("volunteer__person__user", "signed_on")
    ):
        signed[each["volunteer__person__user"]] = each["signed_on"]
    labels = dict(Role.choices)
    return [
        {
            "name": str(user),
            "roles": ", ".join(
                sorted(str(labels[group.name]) for group in user.groups.all() if group.name in labels)
            ),
            "signed_on": signed.get(user.pk),
        }
        for user in found
    ]


def volunteers_bound(areas: list[Neighbourhood]) -> dict[str, int]:
    """Active volunteers see the contact details of whom they help: how many, and how many signed."""
    active = Volunteer.objects.filter(person__neighbourhood__in=areas, state=VolunteerState.ACTIVE)
    agreed = active.filter(signatures__terms__kind=TermsKind.AGREEMENT).distinct()
    return {"active": active.count(), "signed": agreed.count()}


def security() -> str:
    return _(
        "The team signs in with a second key. Everything is sent over an encrypted line. "
        "Who looks at somebody is written down. What was kept long enough is forgotten every night."
    )


def register(user: User, now: datetime) -> dict[str, Any]:
    areas = list(user.neighbourhoods.all())
    return {
        "made_on": now,
        "organisers": list(Organiser.objects.filter(neighbourhood__in=areas).select_related("neighbourhood")),
        "activities": activities(),
        "security": security(),
        "roles": [str(role.label) for role in Role],
        "abilities": abilities(),
        "people": with_access(areas),
        "volunteers": volunteers_bound(areas),
    }


def register_paper(user: User, now: datetime) -> bytes:
    """A PDF in the language of the page."""
    found = register(user, now)
    empty = _("to be filled in")
    return make_paper(
        TEMPLATE,
        {
            "lang": translation.get_language() or settings.LANGUAGE_CODE,
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "project": settings.WAGTAIL_SITE_NAME,
            "title": _("Register of what we do with personal data"),
            "made": _("Made on %(day)s") % {"day": written_day(now)},
            "yes": _("yes"),
            "labels": {
                "roles": _("Which role may do what"),
                "people": _("Who has access now"),
                "security": _("How it is protected"),
            },
            "about": [_about(each, empty) for each in found["organisers"]],
            "activities": [
                {"title": each.title, "facts": [list(fact) for fact in each.facts]}
                for each in found["activities"]
            ],
            "security": found["security"],
            "roles": found["roles"],
            "abilities": found["abilities"],
            "people": [
                [each["name"], each["roles"], signed_words(each["signed_on"])] for each in found["people"]
            ],
        },
    )


def _about(organiser: Organiser, empty: str) -> list[list[str]]:
    officer = " · ".join(filter(None, (organiser.dpo_name, organiser.dpo_email)))
    area = organiser.neighbourhood
    return [
        [_("Neighbourhood"), area.name],
        [_("Who is responsible"), f"{organiser.name} ({organiser.legal_form})"],
        [_("Contact"), " · ".join(filter(None, (organiser.contact_person, area.email, area.phone)))],
        [_("Data protection officer"), officer or empty],
    ]


def signed_words(day: Any) -> str:
    return (
        _("signed on %(day)s") % {"day": written_day(day)}
        if day
        else _("in the contract of employment, or not yet")
    )
