"""A mail server in a thread that takes mails, refuses them, or takes its time."""

from __future__ import annotations

import socketserver
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from threading import Thread
from typing import Any


@dataclass
class Post:
    """What arrived, in order."""

    port: int = 0
    is_down: bool = False
    seconds: float = 0
    mails: list[Mail] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]


class _Handler(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        post: Post = self.server.post
        if post.is_down:
            self.wfile.write(b"421 down\r\n")
            return
        self.wfile.write(b"220 stub\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self._take(post)
            if verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")

    def _take(self, post: Post) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        time.sleep(post.seconds)
        post.mails.append(message_from_bytes(b"".join(lines)))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def mail_server() -> Iterator[Post]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        post = Post(port=server.server_address[1])
        server.post = post  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()
