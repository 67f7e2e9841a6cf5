"""What the outbox promises when things really break: a mail server, a process, the database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings as project
from django.db import connection
from pytest_django import Settings

from portal.contact.enums import MessageState, Route
from portal.contact.models import Message
from portal.contact.sending import send_due
from portal.people.models import Neighbourhood
from tests.contact.smtp_stub import Post, mail_server
from tests.factories import PersonFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 50
on_postgres = pytest.mark.skipif(
    "postgres" not in os.environ.get("DATABASE_URL", ""), reason="another process needs a real server"
)


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        yield found


@pytest.fixture
def fifty(area: Neighbourhood, now: datetime) -> list[Message]:
    person = PersonFactory.create(email="rosa@example.org", neighbourhood=area)
    return [
        Message.objects.create(
            person=person,
            neighbourhood=area,
            route=Route.MAIL,
            kind="moved",
            language="nl",
            subject=f"Nummer {number}",
            body="Dag,\n",
            key=f"breaks.{number}",
            created_at=now,
        )
        for number in range(MANY)
    ]


def begin_worker(post: Post) -> subprocess.Popen[bytes]:
    """`manage.py send_mail` in a process of its own, on the database of the test."""
    server = connection.settings_dict
    host = f"{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"postgres://{host}/{server['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_mail"],
        cwd=Path(project.ROOT),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "it never came to it"
        time.sleep(0.01)


def all_sent() -> bool:
    return Message.objects.filter(state=MessageState.SENT).count() == MANY


def test_a_mail_server_that_was_down_gets_all_of_them_once(
    post: Post, fifty: list[Message], now: datetime
) -> None:
    post.is_down = True
    assert send_due(now) == (0, MANY)
    post.is_down = False
    assert send_due(now) == (0, 0)
    assert send_due(now + timedelta(minutes=1)) == (MANY, MANY)
    assert send_due(now + timedelta(hours=1)) == (0, 0)
    assert len(post.mails) == len(set(post.ids)) == MANY
    assert all_sent()


@on_postgres
def test_a_worker_that_is_killed_loses_nothing_and_repeats_at_most_the_mail_in_hand(
    post: Post, fifty: list[Message]
) -> None:
    post.seconds = 0.02
    worker = begin_worker(post)
    wait_until(lambda: len(post.mails) >= MANY // 3)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert not all_sent()
    assert begin_worker(post).wait(timeout=60) == 0
    assert all_sent()
    assert len(set(post.ids)) == MANY
    assert len(post.mails) <= MANY + 1


@on_postgres
def test_two_workers_at_once_send_each_mail_once(post: Post, fifty: list[Message]) -> None:
    workers = [begin_worker(post) for _ in range(2)]
    assert [each.wait(timeout=60) for each in workers] == [0, 0]
    assert len(post.mails) == len(set(post.ids)) == MANY
    assert all_sent()


@on_postgres
def test_a_database_that_hangs_up_is_called_again(post: Post, fifty: list[Message], now: datetime) -> None:
    """The connection ends while a mail is on its way: the rest leaves, and that one again as the same."""
    post.seconds = 0.02
    done: list[tuple[int, int]] = []

    def work() -> None:
        done.append(send_due(now))
        connection.close()

    worker = Thread(target=work)
    worker.start()
    wait_until(lambda: len(post.mails) >= MANY // 3)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    worker.join(timeout=60)
    [(left, of)] = done
    assert (of, left >= MANY - 1) == (MANY, True)
    send_due(now)
    assert all_sent()
    assert len(set(post.ids)) == MANY
    assert len(post.mails) <= MANY + 1
