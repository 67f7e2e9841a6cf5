"""The cast: everybody that a test may need, by the role they play."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone, translation
from pytest_django import Settings

from config.begin import begin_site
from portal.help.models import HelpKind, HelpRequest
from portal.people.models import Neighbourhood, User, Volunteer
from portal.people.roles import Role
from tests import kept
from tests.factories import (
    KindFactory,
    NeighbourhoodFactory,
    PersonFactory,
    RequestFactory,
    UserFactory,
    VolunteerFactory,
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        kept.remember_migrated()


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_errors_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test in which something logged an ERROR has failed, whatever it asserted."""
    yield
    errors = [record for when in ("setup", "call") for record in caplog.get_records(when)]  # type: ignore[arg-type]
    wrong = [record.getMessage() for record in errors if record.levelno >= logging.ERROR]
    assert not wrong, wrong


@pytest.fixture
def begun_site(db: None) -> None:
    """The site as `manage.py begin` makes it. Ask for it before anything that makes people."""
    kept.added("begin", begin_site)


@pytest.fixture
def as_deployed(settings: Settings, tmp_path: Path) -> None:
    """What many pages share is known to the process (`design.known`), as it is where the site runs."""
    settings.PART_CACHE = True
    settings.FRESHNESS_FILE = str(tmp_path / "changed")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def area(db: None) -> Neighbourhood:
    return NeighbourhoodFactory.create()


@pytest.fixture
def elsewhere(db: None) -> Neighbourhood:
    return NeighbourhoodFactory.create(name="Elders", position=9)


@pytest.fixture
def kind(db: None) -> HelpKind:
    return KindFactory.create()


def _member(role: Role, area: Neighbourhood, *, name: str, works: bool = False) -> User:
    user = UserFactory.create(first_name=name, roles=[role], works_in=[area] if works else [])
    PersonFactory.create(user=user, neighbourhood=area, first_name=name, email=user.email)
    return user


@pytest.fixture
def broker(area: Neighbourhood) -> User:
    return _member(Role.BROKER, area, name="Samira", works=True)


@pytest.fixture
def other_broker(area: Neighbourhood) -> User:
    return _member(Role.BROKER, area, name="Tom", works=True)


@pytest.fixture
def far_broker(elsewhere: Neighbourhood) -> User:
    """A broker of another neighbourhood."""
    return _member(Role.BROKER, elsewhere, name="Veraf", works=True)


@pytest.fixture
def coordinator(area: Neighbourhood) -> User:
    return _member(Role.COORDINATOR, area, name="Greet", works=True)


@pytest.fixture
def desk(area: Neighbourhood) -> User:
    return _member(Role.LENDING_DESK, area, name="Dirk", works=True)


@pytest.fixture
def editor(area: Neighbourhood) -> User:
    return _member(Role.WEB_EDITOR, area, name="Noor")


@pytest.fixture
def steering(area: Neighbourhood) -> User:
    return _member(Role.STEERING, area, name="Paul")


@pytest.fixture
def partner(area: Neighbourhood) -> User:
    return _member(Role.PARTNER, area, name="Ilse")


@pytest.fixture
def resident(area: Neighbourhood) -> User:
    return _member(Role.RESIDENT, area, name="Rosa")


@pytest.fixture
def volunteer(area: Neighbourhood, kind: HelpKind) -> Volunteer:
    user = _member(Role.VOLUNTEER, area, name="Youssef")
    return VolunteerFactory.create(person=user.person, does=[kind])


@pytest.fixture
def volunteer2(area: Neighbourhood, kind: HelpKind) -> Volunteer:
    user = _member(Role.VOLUNTEER, area, name="Lies")
    return VolunteerFactory.create(person=user.person, does=[kind])


@pytest.fixture
def help_request(resident: User, kind: HelpKind, area: Neighbourhood) -> HelpRequest:
    """New, from a resident with an account and both consents."""
    return RequestFactory.create(person=resident.person, kind=kind, neighbourhood=area)


@pytest.fixture
def threads(transactional_db: None) -> Any:
    """Runs functions at the same moment, each with its own connection; gives results or errors in order."""
    from tests.together import together

    return together


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit, and so empty the database, come after all others, the browser's among them.

    pytest puts tests that share a browser together, wherever the first of them stands.
    A built site comes before the people of a test: it fills tables that must be empty.
    """
    items.sort(key=_commits)
    for item in items:
        names = getattr(item, "fixturenames", [])
        if "begun_site" in names:
            names.remove("begun_site")
            names.insert(0, "begun_site")


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", []) or bool(
        marker and marker.kwargs.get("transaction")
    )
