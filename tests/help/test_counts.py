from __future__ import annotations

from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.template import Context, Template

from portal.help.actions import done
from portal.help.counts import helped, rounded_down
from portal.help.enums import MatchState
from portal.help.models import Match
from portal.people.models import User, Volunteer
from tests.factories import MatchFactory, PersonFactory, RequestFactory


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (99, 95), (100, 100), (109, 100), (110, 110), (1234, 1230)],
)
def test_never_more_than_is_true_and_never_so_few_that_one_could_guess_who(count: int, shown: int) -> None:
    assert rounded_down(count) == shown


def tag() -> str:
    cache.clear()
    return Template("{% load help_tags %}{% helped_count %}").render(Context())


def help_person(volunteer: Volunteer, **fields: Any) -> Match:
    request = RequestFactory.create(**fields)
    return MatchFactory.create(request=request, volunteer=volunteer, state=MatchState.DONE)


def test_who_was_helped_twice_counts_once_and_who_waits_does_not(volunteer: Volunteer) -> None:
    person = PersonFactory.create()
    for _time in range(3):
        help_person(volunteer, person=person)
    MatchFactory.create(volunteer=volunteer, state=MatchState.ACCEPTED)
    assert helped() == 1


def test_the_public_reads_it_from_five_on(volunteer: Volunteer) -> None:
    for _time in range(4):
        help_person(volunteer)
    assert "counted" not in tag()
    help_person(volunteer)
    assert "At least 5 neighbours" in tag()
    help_person(volunteer)
    assert "At least 5 neighbours" in tag()


def test_a_page_that_shows_the_count_hears_of_help_that_was_given(
    agreed: Match, broker: User, now: datetime
) -> None:
    with patch("portal.help.actions.base.changed") as told:
        done(agreed, by=broker, now=now)
    told.assert_called_once_with("counts")
    with patch("portal.help.templatetags.help_tags.shows") as shown:
        tag()
    shown.assert_called_once_with("counts")
