from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, connections


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Call all at the same moment in threads of their own; a raised exception is the result of its call."""
    start = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            results[index] = call()
        except Exception as error:  # noqa: BLE001
            results[index] = error
        finally:
            connections.close_all()

    workers = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    return results
