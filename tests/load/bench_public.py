"""What a public page costs under gunicorn, as a ratio to a bare Django view of the same size.

    make bench [DATABASE_URL=postgres://…/name] [SECONDS=4] [ROUNDS=3]

Two sync workers, the demo neighbourhood, `wrk` (a small client of our own where that is missing). The runs
of all pages are interleaved and the median counts, because the machine drifts.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = int(os.environ.get("SECONDS", "4"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
AT_ONCE = 8
PAGES = {
    "first page": "/nl/",
    "information page": "/nl/hoe-werkt-het/",
    "event": "/nl/agenda/wandeling/",
    "search": "/nl/zoeken/?q=lamp",
    "agenda": "/nl/agenda/",
}
# name: (port, more environment)
SERVERS = {
    "kept": (8762, {"PAGE_CACHE": "on"}),
    "made anew": (8763, {"PAGE_CACHE": "off"}),
    "bare view": (8761, {"WSGI": "tests.load.bare:application"}),
}


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.local_production",
        "DATABASE_URL": os.environ.get("PUBLIC_DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}"),
        "STATIC_ROOT": str(folder / "static"),
        "FRESHNESS_FILE": str(folder / "changed"),
        "WEB_WORKERS": "2",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
    }


def prepare(env: dict[str, str]) -> None:
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
        )


def serve(port: int, env: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "-c", "site/gunicorn.conf.py", "--max-requests", "0"]
    server = subprocess.Popen(
        [*command, "--log-level", "warning", *([env["WSGI"]] if "WSGI" in env else [])],
        cwd=ROOT,
        env={**env, "BIND": f"127.0.0.1:{port}"},
    )
    for _ in range(200):
        if status(port, "/nl/") == 200:
            return server
        time.sleep(0.1)
    server.terminate()
    sys.exit(f"The server on port {port} does not answer.")


def status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as problem:
        return problem.code
    except OSError:
        return 0


def length(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return len(answer.read())


def rate(port: int, path: str) -> float:
    """Requests answered per second."""
    url = f"http://127.0.0.1:{port}{path}"
    if not shutil.which("wrk"):
        return asyncio.run(_rate_by_hand(port, path))
    command = ["wrk", "-t1", f"-c{AT_ONCE}", f"-d{SECONDS}s", url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        sys.exit(f"{url} does not always answer 200:\n{told}")
    found = re.search(r"Requests/sec:\s*([\d.]+)", told)
    assert found, told
    return float(found[1])


async def _rate_by_hand(port: int, path: str) -> float:
    ends, answered = time.perf_counter() + SECONDS, 0
    request = f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()

    async def ask() -> None:
        nonlocal answered
        while time.perf_counter() < ends:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            if (await reader.read()).startswith(b"HTTP/1.1 200"):
                answered += 1
            writer.close()

    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    return answered / SECONDS


def measure() -> None:
    runs = [("bare view", "/nl/")]
    for name, path in PAGES.items():
        if status(SERVERS["made anew"][0], path) == 200:
            runs += [(server, path) for server in ("kept", "made anew")]
        else:
            print(f"{name}: {path} is not there, not measured")
    found: dict[tuple[str, str], list[float]] = {run: [] for run in runs}
    for _ in range(ROUNDS):
        for server, path in runs:
            found[server, path].append(rate(SERVERS[server][0], path))
    bare = statistics.median(found["bare view", "/nl/"])
    print(f"\n{'what':<44}{'requests/s':>11}{'× bare view':>13}")
    for (server, path), rates in found.items():
        middle = statistics.median(rates)
        print(f"{server + ' ' + path:<44}{middle:>11.0f}{middle / bare:>13.2f}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        env = environment(Path(name))
        prepare(env)
        servers = []
        try:
            for port, more in SERVERS.values():
                servers.append(serve(port, {**env, **more}))
                env["BARE_LENGTH"] = str(length(port, "/nl/"))
            measure()
        finally:
            for server in servers:
                server.send_signal(signal.SIGTERM)
                server.wait(10)


if __name__ == "__main__":
    main()
