"""People and requests whose defaults are legal; give what a test is about."""

from .help import (
    KindFactory,
    MatchFactory,
    QuestionFactory,
    RedFlagFactory,
    RequestFactory,
    SeriesFactory,
)
from .people import NeighbourhoodFactory, PersonFactory, UserFactory, VolunteerFactory

__all__ = [
    "KindFactory",
    "MatchFactory",
    "NeighbourhoodFactory",
    "PersonFactory",
    "QuestionFactory",
    "RedFlagFactory",
    "RequestFactory",
    "SeriesFactory",
    "UserFactory",
    "VolunteerFactory",
]
