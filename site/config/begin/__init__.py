"""What a new site needs before anybody comes: neighbourhoods, kinds of help, pages, who reads along."""

from portal.people.models import Neighbourhood

from .kinds import begin_kinds
from .pages import begin_pages
from .papers import begin_papers
from .places import begin_places
from .rights import begin_rights
from .scripts import begin_scripts
from .workflow import begin_workflow


def begin_site() -> list[Neighbourhood]:
    """All of it; what is there already stays as it is. Return the neighbourhoods."""
    places = begin_places()
    begin_kinds()
    begin_pages()
    begin_rights()
    begin_papers()
    begin_scripts()
    begin_workflow()
    return places


__all__ = [
    "begin_kinds",
    "begin_pages",
    "begin_papers",
    "begin_places",
    "begin_rights",
    "begin_scripts",
    "begin_site",
    "begin_workflow",
]
