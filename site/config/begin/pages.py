from __future__ import annotations

import tomllib
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page, Site

from home.models import HomePage, InfoPage

SOURCE = settings.ROOT / "home" / "content"


def begin_pages() -> HomePage:
    """The public pages in the four languages, Dutch first; does nothing where a first page exists."""
    existing: HomePage | None = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if existing:
        return existing
    texts = {code: tomllib.loads((SOURCE / f"{code}.toml").read_text()) for code, _name in settings.LANGUAGES}
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in texts}
    home = _first_page(locales["nl"], texts["nl"]["home"])
    info = {page["key"]: _info_page(home, page) for page in texts["nl"]["page"]}
    for code, text in texts.items():
        if code == settings.LANGUAGE_CODE:
            continue
        _translate(home, locales[code], text["home"])
        for page in text["page"]:
            _translate(info[page["key"]], locales[code], _fields(page))
    return home


def _first_page(locale: Locale, text: dict[str, str]) -> HomePage:
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    welcome = root.get_children().filter(slug="home").first()
    home = HomePage(slug="nl", locale=locale, show_in_menus=False, **text)
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": home,
            "hostname": "localhost",
            "port": 80,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    if welcome:
        welcome.delete()
    return home


def _info_page(home: HomePage, text: dict[str, Any]) -> InfoPage:
    page = InfoPage(slug=text["slug"], locale=home.locale, show_in_menus=text["menu"], **_fields(text))
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _fields(text: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": text["title"],
        "intro": text.get("intro", ""),
        "body": [_block(block) for block in text["body"]],
    }


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    kind = block["type"]
    if kind == "text":
        from wagtail.rich_text import RichText

        return kind, RichText(block["value"])
    if kind in {"steps", "questions"}:
        return kind, [_rich(item) for item in block["items"]]
    if kind == "action":
        return kind, {"target": block["target"], "text": block["text"]}
    return kind, None


def _rich(item: dict[str, str]) -> dict[str, Any]:
    from wagtail.rich_text import RichText

    return {name: RichText(value) if name == "answer" else value for name, value in item.items()}


def _translate(page: Page, locale: Locale, fields: dict[str, Any]) -> None:
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.slug = page.slug if copy.depth > 2 else locale.language_code
    copy.save_revision().publish()
