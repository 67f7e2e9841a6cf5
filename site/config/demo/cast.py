"""Who lives in the demo. Everybody's family name is Voorbeeld; the telephone numbers come from the
range that the British regulator keeps free for stories, so that they ring nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from portal.people.enums import HalfDay
from portal.people.half_days import ALL_HALF_DAYS, bits
from portal.people.roles import Role

DOMAIN = "demo.example"
PASSWORD = "buurt-demo"  # noqa: S105
AFTERNOONS = bits((weekday, HalfDay.AFTERNOON) for weekday in range(7))
WEEKEND = bits((weekday, part) for weekday in (5, 6) for part in HalfDay)


@dataclass(frozen=True)
class Helper:
    kinds: tuple[str, ...]
    half_days: int = ALL_HALF_DAYS
    month_maximum: int = 4
    has_car: bool = False
    birth_date: date = date(1975, 5, 17)
    parent_agreed: bool = False


@dataclass(frozen=True)
class Neighbour:
    first_name: str
    number: int
    login: str = ""
    roles: tuple[Role, ...] = ()
    area: str = "oud-oefenplein"
    house: str = "1"
    box: str = ""
    language: str = "nl"
    speaks: tuple[str, ...] = ()
    helper: Helper | None = field(default=None)

    @property
    def phone(self) -> str:
        return f"+447700900{self.number:03d}"


CAST = (
    Neighbour("Rosa", 101, "bewoner", (Role.RESIDENT,), house="12", box="3"),
    Neighbour(
        "Youssef",
        102,
        "vrijwilliger",
        (Role.VOLUNTEER,),
        house="12",
        box="7",
        language="nl",
        speaks=("ar", "ary", "fr"),
        helper=Helper(("chores", "transport", "company", "documents"), has_car=True),
    ),
    Neighbour(
        "Lies",
        103,
        "vrijwilliger2",
        (Role.VOLUNTEER,),
        area="vuurkruisenplein",
        house="4",
        speaks=("en",),
        helper=Helper(("chores", "garden", "dog", "company"), half_days=AFTERNOONS, month_maximum=3),
    ),
    Neighbour("Samira", 104, "bemiddelaar", (Role.BROKER,), speaks=("ar", "rif")),
    Neighbour("Greet", 105, "coordinator", (Role.COORDINATOR,)),
    Neighbour("Dirk", 106, "balie", (Role.LENDING_DESK,)),
    Neighbour("Noor", 107, "redactie", (Role.WEB_EDITOR,)),
    Neighbour("Paul", 108, "stuurgroep", (Role.STEERING,)),
    Neighbour("Ilse", 109, "partner", (Role.PARTNER,)),
    Neighbour("Fatima", 110, house="8", box="2", language="ary", speaks=("rif",)),
    Neighbour("Jef", 111, house="20"),
    Neighbour("Marie", 112, area="vuurkruisenplein", house="9", language="fr"),
    Neighbour("Omar", 113, house="31", language="ar", speaks=("nl",)),
    Neighbour(
        "Hilde", 114, house="5", box="1", helper=Helper(("rubbish", "company", "garden"), half_days=WEEKEND)
    ),
    Neighbour(
        "Karim",
        115,
        house="8",
        box="5",
        speaks=("ary", "fr", "en"),
        helper=Helper(("chores", "rubbish", "dog"), birth_date=date(2009, 9, 1), parent_agreed=True),
    ),
    Neighbour(
        "Ann",
        116,
        area="vuurkruisenplein",
        house="2",
        language="fr",
        speaks=("nl",),
        helper=Helper(("transport", "documents", "company"), has_car=True, month_maximum=2),
    ),
)
