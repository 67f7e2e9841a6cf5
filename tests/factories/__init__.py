"""People and requests whose defaults are legal; give what a test is about."""

from .help import KindFactory, MatchFactory, RequestFactory
from .people import NeighbourhoodFactory, PersonFactory, UserFactory, VolunteerFactory

__all__ = [
    "KindFactory",
    "MatchFactory",
    "NeighbourhoodFactory",
    "PersonFactory",
    "RequestFactory",
    "UserFactory",
    "VolunteerFactory",
]
