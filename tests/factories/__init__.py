"""People and requests whose defaults are legal; give what a test is about."""

from .help import KindFactory, MatchFactory, RequestFactory, SeriesFactory
from .people import NeighbourhoodFactory, PersonFactory, UserFactory, VolunteerFactory

__all__ = [
    "KindFactory",
    "MatchFactory",
    "NeighbourhoodFactory",
    "PersonFactory",
    "RequestFactory",
    "SeriesFactory",
    "UserFactory",
    "VolunteerFactory",
]
