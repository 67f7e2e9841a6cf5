from __future__ import annotations

import tomllib
from typing import Any

from django.conf import settings

from portal.help.models import HelpKind, KindQuestion, RedFlag

SOURCE = settings.ROOT / "portal" / "help"


def begin_kinds() -> None:
    """The seven kinds of help of the first plan (000:136-152), with what is asked and what is not for
    volunteers; what exists stays as it is."""
    for position, kind in enumerate(_rows("kinds", "kind")):
        code = kind["code"]
        HelpKind.objects.get_or_create(code=code, defaults={**kind, "pictogram": code, "position": position})
    kinds = {each.code: each for each in HelpKind.objects.all()}
    for position, row in enumerate(_rows("questions", "question")):
        own = {"kind": kinds[row.pop("kind")], "code": row.pop("code")}
        KindQuestion.objects.get_or_create(**own, defaults={**row, "position": position})
    for position, row in enumerate(_rows("red_flags", "flag")):
        only = kinds[row.pop("kind")] if "kind" in row else None
        told = {**row, "kind": only, "position": position}
        RedFlag.objects.get_or_create(code=row["code"], defaults=told)


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((SOURCE / f"{name}.toml").read_text())[table]
    return found
