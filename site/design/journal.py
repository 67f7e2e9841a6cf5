"""Reads the notes that `design.freshness` writes, one worker for itself."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

# Above this many different tags it is cheaper to forget everything than to remember them.
MOST_TAGS = 10_000
EVERYTHING = "*"


class Journal:
    """What changed since this process began to read; every note gets the next number.

    The file is held open, so that its inode cannot be given to another one: another inode always
    means another file, and then nothing is known about what happened in between.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        self.path = path
        self.number = 0
        self._file: int | None = None
        self._inode = 0
        self._read_until = 0
        self._last: dict[str, int] = {}
        self._all = 0
        self.catch_up()

    def catch_up(self) -> frozenset[str]:
        """The tags noted since the last call; `*` stands for all. Costs one `stat` when there are none."""
        try:
            found = os.stat(self.path)  # noqa: PTH116  this is done for every request
        except FileNotFoundError:
            return self._forget() if self._file is not None else frozenset()
        if found.st_ino != self._inode or found.st_size < self._read_until:
            return self._forget()
        if found.st_size == self._read_until:
            return frozenset()
        return self._take(self._new_lines())

    def noted_since(self, number: int, tags: set[str]) -> bool:
        return self._all > number or any(self._last.get(tag, 0) > number for tag in tags)

    def _forget(self) -> frozenset[str]:
        """Another file, or none: begin at its end."""
        if self._file is not None:
            os.close(self._file)
        self._file, self._inode, self._read_until = None, 0, 0
        with suppress(FileNotFoundError):
            self._file = os.open(self.path, os.O_RDONLY)
            now = os.fstat(self._file)
            self._inode, self._read_until = now.st_ino, now.st_size
        return self._take([EVERYTHING])

    def _new_lines(self) -> list[str]:
        assert self._file is not None
        text = b""
        while part := os.pread(self._file, 65536, self._read_until + len(text)):
            text += part
        whole = text[: text.rfind(b"\n") + 1]
        self._read_until += len(whole)
        return whole.decode(errors="replace").splitlines()

    def _take(self, tags: list[str]) -> frozenset[str]:
        self.number += 1
        if EVERYTHING in tags or len(self._last) > MOST_TAGS:
            self._all = self.number
            self._last.clear()
            return frozenset({EVERYTHING})
        self._last.update(dict.fromkeys(tags, self.number))
        return frozenset(tags)
