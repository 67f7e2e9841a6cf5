from __future__ import annotations

import tomllib

from django.conf import settings

from portal.help.models import HelpKind

SOURCE = settings.ROOT / "portal" / "help" / "kinds.toml"


def begin_kinds() -> None:
    """The seven kinds of help of the first plan (000:136-152); kinds that exist stay as they are."""
    for position, kind in enumerate(tomllib.loads(SOURCE.read_text())["kind"]):
        code = kind["code"]
        HelpKind.objects.get_or_create(code=code, defaults={**kind, "pictogram": code, "position": position})
