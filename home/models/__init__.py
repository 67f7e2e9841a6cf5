from .agenda import AgendaPage, EventPage
from .base import SitePage
from .images import SiteImage, SiteRendition
from .info import DirectoryPage, HomePage, InfoCardPage, InfoPage
from .missed import MissedAddress
from .quarter import AnalysisPage, CampaignKind, CampaignPage, NeighbourhoodPage, PlanPage
from .spread import FlyerSpread, SearchEntry
from .stories import StoriesPage, StoryConsent, StoryKind, StoryPage

__all__ = [
    "AgendaPage",
    "AnalysisPage",
    "CampaignKind",
    "CampaignPage",
    "DirectoryPage",
    "EventPage",
    "FlyerSpread",
    "HomePage",
    "InfoCardPage",
    "InfoPage",
    "MissedAddress",
    "NeighbourhoodPage",
    "PlanPage",
    "SearchEntry",
    "SiteImage",
    "SitePage",
    "SiteRendition",
    "StoriesPage",
    "StoryConsent",
    "StoryKind",
    "StoryPage",
]
