"""Which of two records says it better: a choice for every detail on which they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, TextField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from design.days import midnight

from .merging import columns
from .models import Person
from .phones import written

KEPT, GONE = "kept", "gone"
# Never chosen: what the row itself is, its account, and where it lives.
OWN = {"id", "user", "created_at", "forgotten_at", "merged_into"}
ADDRESS = ("street", "house_number", "box", "postcode", "city")


@dataclass(frozen=True)
class Detail:
    """`chosen` is the side that is taken unless a broker says otherwise."""

    name: str
    label: str
    kept: str
    gone: str
    chosen: str

    @property
    def is_choice(self) -> bool:
        return bool(self.kept and self.gone and self.kept != self.gone)

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(KEPT, self.kept), (GONE, self.gone)]


def parts() -> dict[str, tuple[str, ...]]:
    """What is chosen together: an address is one detail, every other column of its own is another."""
    found: dict[str, tuple[str, ...]] = {}
    for field in columns(Person):
        if field.name in ADDRESS:
            found["address"] = ADDRESS
        elif field.name not in OWN and field.editable:
            found[field.name] = (field.name,)
    return found


def details(kept: Person, gone: Person) -> list[Detail]:
    older = KEPT if kept.created_at <= gone.created_at else GONE
    found = []
    for name, fields in parts().items():
        label = _("Address") if name == "address" else Person._meta.get_field(fields[0]).verbose_name  # type: ignore[union-attr]
        shown = {KEPT: _shown(kept, name), GONE: _shown(gone, name)}
        chosen = older if shown[KEPT] and shown[GONE] else KEPT if shown[KEPT] else GONE
        if any(shown.values()):
            found.append(Detail(name, capfirst(str(label)), shown[KEPT], shown[GONE], chosen))
    return found


def _shown(person: Person, name: str) -> str:
    if name == "address":
        lines = [person.address, f"{person.postcode} {person.city}".strip()]
        return ", ".join(filter(None, lines))
    if name == "phone":
        return written(person.phone) if person.phone else ""
    display: Any = getattr(person, f"get_{name}_display", None)
    value = display() if display else getattr(person, name)
    return "" if value is None else str(value)


def take_details(kept: Person, gone: Person, choices: Mapping[str, str]) -> None:
    """Set what `kept` is from now on; does not save."""
    for detail in details(kept, gone):
        side = choices.get(detail.name, detail.chosen) if detail.is_choice else detail.chosen
        if side == GONE:
            for name in parts()[detail.name]:
                attname = Person._meta.get_field(name).attname  # type: ignore[union-attr]
                setattr(kept, attname, getattr(gone, attname))
    kept.created_at = min(kept.created_at, gone.created_at)


def empty(gone: Person, kept: Person) -> None:
    """Leave a row that says nothing and only leads on; does not save."""
    for field in columns(Person):
        if field.name in OWN | {"neighbourhood"}:
            continue
        if isinstance(field, CharField | TextField) and not field.has_default():
            setattr(gone, field.attname, "")
        else:
            setattr(gone, field.attname, field.get_default())
    gone.user = None
    gone.merged_into = kept
    gone.created_at = month_of(gone.created_at)


def month_of(moment: datetime) -> datetime:
    """The hour at which we met somebody is theirs; the month is for counting."""
    return midnight(timezone.localdate(moment).replace(day=1))
