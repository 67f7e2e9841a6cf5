"""What a page weighs on the wire: HTML, all CSS and all scripts, compressed (quality: 18 kB, home 20 kB)."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from config.storage import light

SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"')
SCRIPT = re.compile(r'<script src="/static/([^"]+)"')


def packed(content: bytes) -> int:
    return len(brotli.compress(content, quality=9))


def read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text()


def test_a_page_is_light(client: Client, begun_site: None) -> None:
    for code in ("nl", "ar"):
        for path, most in (("", 20), ("hoe-werkt-het/", 18), ("soorten-hulp/", 18), ("hulp/vragen/", 18)):
            html = client.get(f"/{code}/{path}").content.decode()
            sheets = SHEET.findall(html)
            assert sheets
            css = "\n".join(light(read(name)) for name in sheets)
            scripts = sum(packed(read(name).encode()) for name in SCRIPT.findall(html))
            total = packed(html.encode()) + packed(css.encode()) + scripts
            assert total <= most * 1000, (path, total)


def test_production_has_one_sheet_with_everything_in_order(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.storage.SiteStorage"},
    }
    settings.STATICFILES_DIRS = [settings.SITE / "static"]
    settings.INSTALLED_APPS = ["django.contrib.staticfiles"]
    call_command("collectstatic", interactive=False, verbosity=0)
    whole = (tmp_path / "css" / "site.css").read_text()
    places = [whole.index(text) for text in ("--ground:#fbf7f0", ".site-header{", "@media print{")]
    assert places == sorted(places)
    assert "/*" not in whole
    assert list(tmp_path.glob("css/site.*.css.br"))


def test_light_takes_away_nothing_that_counts() -> None:
    css = 'a :focus { font: "A  b", x; /* why */ width: calc(1rem + 2px) }\n.b > * + * , c{--d: { }}'
    assert light(css) == 'a :focus{font:"A  b",x;width:calc(1rem + 2px)}.b>* + *,c{--d:{}}'
