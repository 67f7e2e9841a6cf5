"""What a new site needs before anybody comes: neighbourhoods, kinds of help, pages."""

from .kinds import begin_kinds
from .pages import begin_pages
from .places import begin_places
from .rights import begin_rights

__all__ = ["begin_kinds", "begin_pages", "begin_places", "begin_rights"]
