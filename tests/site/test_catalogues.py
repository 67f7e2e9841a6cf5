"""The four languages are complete, down to the last word that a page or a mail can show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT: Path = settings.ROOT
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def catalogue(code: str, root: Path = ROOT) -> polib.POFile:
    return polib.pofile(str(root / "locale" / code / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_is_complete(code: str) -> None:
    left = [
        entry.msgid for entry in catalogue(code) if not entry.translated() or entry.fuzzy or entry.obsolete
    ]
    assert left == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_keeps_its_placeholders(code: str) -> None:
    wrong = [
        text
        for entry in catalogue(code)
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if text and {*PLACEHOLDER.findall(text)} - {*PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)}
    ]
    assert wrong == []


@pytest.mark.slow
def test_no_text_waits_to_be_collected(tmp_path: Path) -> None:
    """The catalogues hold exactly the texts of the code and the templates."""
    for name in ("home", "portal", "lending", "site", "templates", "locale"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    code = LANGUAGES[0]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", code, "--no-obsolete"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
    )
    wanted = {entry.msgid for entry in catalogue(code, tmp_path)}
    for each in LANGUAGES:
        assert {entry.msgid for entry in catalogue(each)} == wanted, each
