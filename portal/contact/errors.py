from django.utils.translation import gettext_lazy as _

from design.errors import RuleError


class LinkIsOver(RuleError):
    """It was stopped, or not confirmed in time."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("This link does not work any more. You can subscribe again."))
