"""What the team keeps of volunteers: how they came, what they signed and showed, when they are away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.kept import Holding, Line, Term, facts, made_fact
from portal.people.models import Absence, Person, Statement, Volunteer

from .models import History, Intake, Signature


def lines(person: Person) -> list[Line]:
    volunteer = Volunteer.objects.filter(person=person).first()
    if volunteer is None:
        return []
    intakes = Intake.objects.filter(volunteer=volunteer)
    signatures = volunteer.signatures.select_related("terms")
    return [
        *(
            Line("intake", each.came_at, _("You wanted to help"), facts(each, "channel", "talk_at"))
            for each in intakes
        ),
        *(
            Line("step", each.at, str(each.get_step_display()), facts(each, "note"))
            for each in volunteer.history.order_by("at", "pk")
        ),
        *(
            Line("signature", each.recorded_at, str(each.terms), facts(each, "signed_on", "language"))
            for each in signatures
        ),
        *(
            Line("statement", _begin(each.shown_on), str(each), facts(each, "shown_on", "expires_on"))
            for each in volunteer.statements.all()
        ),
        *(
            Line(
                "absence",
                _begin(each.first_day),
                _("You were away"),
                [
                    made_fact("first_day", _("First day"), each.first_day),
                    made_fact("last_day", _("Last day"), each.last_day),
                ],
            )
            for each in volunteer.absences.all()
        ),
    ]


def _begin(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def busy(since: datetime) -> Iterable[QuerySet[Any]]:
    person = "volunteer__person"
    return [
        Intake.objects.order_by().filter(came_at__gte=since).values(person),
        Intake.objects.order_by().filter(talk_at__gte=since).values(person),
        History.objects.order_by().filter(at__gte=since).values(person),
    ]


def forget(person: Person, now: datetime) -> int:
    """Nothing of it is counted anywhere, so all of it goes."""
    mine = {"volunteer__person": person}
    owned: list[type[Any]] = [Signature, History, Statement, Absence, Intake]
    return sum(model.objects.filter(**mine).delete()[0] for model in owned)


def _over(model: type[Any], field: str) -> Callable[[datetime], QuerySet[Any]]:
    """Records whose last day is long ago."""

    def found(since: datetime) -> QuerySet[Any]:
        over: QuerySet[Any] = model.objects.filter(**{f"{field}__lt": timezone.localdate(since)})
        return over.select_related("volunteer__person")

    return found


def _old_notes(since: datetime) -> QuerySet[History]:
    return History.objects.filter(at__lt=since).exclude(note="").select_related("volunteer__person")


def _delete(records: QuerySet[Any], now: datetime) -> int:
    return records.delete()[0]


def _blank(records: QuerySet[History], now: datetime) -> int:
    return records.update(note="")


HOLDING = Holding(
    slug="team",
    order=15,
    title=gettext_lazy("How you help"),
    why=gettext_lazy("We must be able to show what you signed, and we must know when you can help."),
    basis=gettext_lazy("The law on volunteers, and your consent."),
    period="person",
    covers=frozenset({"team.Intake", "team.Signature", "team.History", "people.Absence", "people.Statement"}),
    lines=lines,
    forget=forget,
    busy=busy,
    terms=(
        Term("helping", gettext_lazy("Days away"), _over(Absence, "last_day"), _delete),
        Term("helping", gettext_lazy("What was shown and ran out"), _over(Statement, "expires_on"), _delete),
        Term("helping", gettext_lazy("Remarks about volunteers"), _old_notes, _blank),
    ),
)
