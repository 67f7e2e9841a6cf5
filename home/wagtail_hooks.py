"""Wagtail looks for this file; each module registers its own hooks."""

from . import flyer_hooks
from .cms import screens, writing

__all__ = ["flyer_hooks", "screens", "writing"]
