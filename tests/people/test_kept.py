"""What we keep is shown, and nothing that we keep about a person is left out."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from portal.people.kept import holdings, period_words
from portal.people.models import Person
from tests.people.conftest import MARK

# What points to people or holds words, and is nobody's file: why.
NOT_KEPT_ABOUT_SOMEBODY = {
    "people.Neighbourhood": "an area and its team",
    "people.Organisation": "an organisation; whom to ask there is a colleague, in that work",
    "people.Forgetting": "counts",
    "people.Script": "texts that everybody reads or hears",
    "gather.Event": "what takes place, as it is on the site",
    "gather.Gathering": "a date, as it is on the site",
    "gather.Score": "by the jury, who work in the team; about a street",
    "help.KindQuestion": "what everybody is asked; the answers stand with the question",
    "help.RedFlag": "what is not for volunteers; whom it is about stands with the question",
    "team.Organiser": "who answers for the volunteers, in that work",
    "team.Terms": "texts that everybody signs",
    "home.FlyerSpread": "where flyers lie; by whom goes with the account",
    "home.SearchEntry": "public pages",
    "home.MissedAddress": "addresses of pages, nothing of who asked",
    "home.SiteImage": "pictures of the site; by whom goes with the account",
    "home.SiteRendition": "sizes of pictures",
    "home.StoryConsent": "stays while the story stands; taken back on its page, by who edits",
}
OURS = ("portal.", "home", "lending")
PEOPLE = {"people.Person", "people.User", "people.Volunteer"}


def holds_personal_data(model: type[models.Model]) -> bool:
    name = model._meta.app_config.name  # type: ignore[union-attr]
    for field in model._meta.get_fields():
        if field.auto_created or not field.concrete:
            continue
        related = field.related_model
        if isinstance(related, type) and related._meta.label in PEOPLE:
            return True
        is_free_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if is_free_text and name.startswith(OURS):
            return True
    return False


def test_every_model_with_personal_data_is_in_a_holding() -> None:
    covered = {label for holding in holdings() for label in holding.covers}
    known = covered | set(NOT_KEPT_ABOUT_SOMEBODY)
    assert covered <= {model._meta.label for model in apps.get_models()}
    missing = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_config
        and model._meta.app_config.name.startswith(OURS)
        and not _is_page(model)
        and holds_personal_data(model)
        and model._meta.label not in known
    ]
    assert not missing, "register a Holding (portal/people/kept.py) that shows and forgets these"


def _is_page(model: type[models.Model]) -> bool:
    """Pages of the site are public; who edited them is of the team."""
    return any(parent.__name__ == "Page" for parent in model.__mro__)


def test_what_others_keep_goes_or_stays_without_a_name_when_the_account_goes() -> None:
    """Tables of Django, Wagtail and allauth point to the account; none may keep it from being deleted."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.concrete and field.related_model and not field.many_to_many:
                target = field.related_model
                if isinstance(target, type) and target._meta.label == "people.User":
                    assert field.remote_field.on_delete in {
                        models.CASCADE,
                        models.SET_NULL,
                        models.DO_NOTHING,
                    }, f"{model._meta.label}.{field.name}"


def test_each_says_why_and_how_long() -> None:
    for holding in holdings():
        assert str(holding.title)
        assert str(holding.why)
        assert str(holding.basis)
        assert period_words(holding.period)
        assert {term.period for term in holding.terms} <= set(settings.KEPT_FOR)
    assert holdings()[0].slug == "people"


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_shows_what_every_room_keeps(known_well: Person, language: str) -> None:
    with translation.override(language):
        shown = {holding.slug: holding.lines(known_well) for holding in holdings()}
    sorts = {line.key for lines in shown.values() for line in lines}
    assert sorts >= {
        "person",
        "account",
        "volunteer",
        "consent",
        "correction",
        "restriction",
        "data_request",
        "file_run",
        "request",
        "asked_for_other",
        "match",
        "referral",
        "offer",
        "sign_up",
        "street",
        "message",
        "told_us",
        "subscription",
        "intake",
        "step",
        "signature",
        "statement",
        "absence",
    }
    for slug in shown:
        assert MARK in json.dumps([[fact.raw for fact in line.facts] for line in shown[slug]])


def test_lines_are_the_same_data_in_every_language(known_well: Person) -> None:
    def raw(language: str) -> str:
        with translation.override(language):
            found = [line for holding in holdings() for line in holding.lines(known_well)]
        stable = [(line.key, sorted(fact.key for fact in line.facts), line.when) for line in found]
        return json.dumps(stable, default=str)

    assert raw("nl") == raw("fr")


def test_helping_tells_nothing_of_who_was_helped(known_well: Person, now: datetime) -> None:
    request = known_well.volunteer.matches.get().request
    request.person.first_name, request.text = "Geheim", "Geheim"
    request.person.save()
    request.save()
    lines = [line for holding in holdings() for line in holding.lines(known_well) if line.key == "match"]
    assert lines
    assert "Geheim" not in str(lines)
