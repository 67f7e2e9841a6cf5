#!/usr/bin/env python
import os
import sys
from pathlib import Path

# `site/` is a source root, never a package: Python's own `site` module has that name.
sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
