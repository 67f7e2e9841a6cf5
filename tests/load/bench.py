"""What the main screens cost with a full database, as ratios to one indexed select in the same run.

    make bench [DATABASE_URL=postgres://…/name] [VOLUNTEERS=10000] [REQUESTS=100000] [PEOPLE=100000]

Builds a database of its own beside the one named (`<name>_bench`, PostgreSQL), fills it, measures, prints a
table and drops it. Times are medians of many calls: milliseconds for reading, the ratio for comparing.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
DATABASE = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
if not DATABASE.startswith(("postgres://", "postgresql://")):
    sys.exit("DATABASE_URL must name a PostgreSQL database: that is what is measured.")
SERVER, _, NAME = DATABASE.rpartition("/")
BENCH = f"{NAME.split('?')[0]}_bench"
os.environ["DATABASE_URL"] = f"{SERVER}/{BENCH}"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
VOLUNTEERS = int(os.environ.get("VOLUNTEERS", "10000"))
REQUESTS = int(os.environ.get("REQUESTS", "100000"))
PEOPLE = int(os.environ.get("PEOPLE", "100000"))


def with_server(*commands: str) -> None:
    import psycopg

    with psycopg.connect(DATABASE, autocommit=True) as server:
        for command in commands:
            server.execute(command)  # type: ignore[call-overload]


def median_ms(call: Callable[[], Any], times: int) -> float:
    call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def queries_of(call: Callable[[], Any]) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call()
    return [query["sql"] for query in captured]


def plan_of(sql: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


def searches(known: Any, broker: Any) -> dict[str, Callable[[], Any]]:
    """As people type: two letters, a name, a number, a street, a typing error, nobody at all."""
    from django.utils import timezone

    from portal.people.finding import find_people
    from portal.people.models import Person
    from portal.people.person_page import for_page, person_page

    last, street, now = known.last_name, known.street, timezone.now()
    typed = {
        "two letters": known.first_name[:2],
        "first name": known.first_name,
        "whole name": f"{known.first_name} {last}",
        "phone number": f"0{str(known.phone)[3:6]} {str(known.phone)[6:]}",
        "street and number": f"{street} {known.house_number}",
        "typing error": f"{known.first_name} {last[:2]}{last[3]}{last[2]}{last[4:]}",
        "typing error in a street": f"{street[:-3]}ta",
        "nobody": "Wxyqpol Qwxzt",
    }
    found: dict[str, Callable[[], Any]] = {
        f"search: {name}": lambda words=words: find_people(Person.objects.visible_to(broker), words)
        for name, words in typed.items()
    }
    return found | {
        "page of a person": lambda: person_page(for_page(broker).get(pk=known.pk), by=broker, now=now)
    }


def explain(calls: Iterable[Callable[[], Any]]) -> None:
    for sql in [sql for call in calls for sql in queries_of(call)]:
        if sql.startswith("SELECT") and "set_config" not in sql:
            print("\n", sql[:160], "…\n", plan_of(sql), sep="")


def measure() -> None:
    from django.utils import timezone

    from portal.help.matching import candidates, wishes
    from portal.help.models import HelpRequest
    from portal.help.request_page import MOST_CANDIDATES
    from portal.help.worklist import worklist
    from portal.people.models import Person, User
    from tests.load.fill import fill

    sizes = [(VOLUNTEERS // 10, REQUESTS // 10), (VOLUNTEERS, REQUESTS)]
    rows: list[tuple[str, str, float, float, int]] = []
    for number, (volunteers, requests) in enumerate(sizes):
        start = time.perf_counter()
        people = PEOPLE if number else PEOPLE // 10
        fill(volunteers, requests, people_count=people, clear=number > 0)
        seconds = time.perf_counter() - start
        print(f"filled {people} people, {volunteers} volunteers, {requests} requests in {seconds:.0f} s")
        now = timezone.now()
        broker = User.objects.get(email="bench@demo.example")
        request = (
            HelpRequest.objects.filter(state="searching", places=1).select_related("kind", "person").first()
        )
        assert request is not None
        some = Person.objects.order_by("pk")[volunteers // 2].pk

        def find(request: HelpRequest = request, broker: User = broker, now: Any = now) -> list[Any]:
            best = candidates(request, by=broker, now=now)[:MOST_CANDIDATES]
            return [wishes(volunteer, request, now=now) for volunteer in best]

        def list_work(broker: User = broker, now: Any = now) -> dict[str, Any]:
            broker.__dict__.pop("roles", None)  # as at the first look of a request
            return worklist(broker, now)

        baseline = median_ms(lambda pk=some: Person.objects.get(pk=pk), 300)
        rows.append((f"{requests}", "one indexed select", baseline, 1.0, 1))
        screens: dict[str, Callable[[], Any]] = {"candidates for a request": find, "work list": list_work}
        screens |= searches(Person.objects.get(pk=some), broker)
        for name, call in screens.items():
            ms = median_ms(call, 30)
            rows.append((f"{requests}", name, ms, ms / baseline, len(queries_of(call))))
        if number == len(sizes) - 1 and "--explain" in sys.argv:
            explain(screens.values())
    print(f"\n{'requests':>9}  {'what':<34}{'ms':>9}{'× select':>10}{'queries':>9}")
    for size, name, ms, ratio, queries in rows:
        print(f"{size:>9}  {name:<34}{ms:>9.2f}{ratio:>10.1f}{queries:>9}")


def main() -> None:
    with_server(f'DROP DATABASE IF EXISTS "{BENCH}"', f'CREATE DATABASE "{BENCH}"')
    try:
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        measure()
        connections.close_all()
    finally:
        with_server(f'DROP DATABASE IF EXISTS "{BENCH}" WITH (FORCE)')


if __name__ == "__main__":
    main()
