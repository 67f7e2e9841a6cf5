"""Traps of this tree that break an interpreter, not a page."""

from __future__ import annotations

import locale
import site
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT: Path = settings.ROOT


@pytest.mark.parametrize("folder", ["site", "locale"])
def test_folders_named_like_the_standard_library_are_no_packages(folder: str) -> None:
    assert not (ROOT / folder / "__init__.py").exists()


def test_the_standard_library_answers_to_its_own_names() -> None:
    assert Path(site.__file__).parent == Path(locale.__file__).parent
    assert callable(site.getsitepackages)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


@pytest.mark.slow
def test_checks_are_silent() -> None:
    command = [sys.executable, "manage.py", "check", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
