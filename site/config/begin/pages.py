from __future__ import annotations

import tomllib

from django.conf import settings
from wagtail.models import Locale, Page, Site

from home.models import HomePage

from .content import new_page, words_of
from .translations import follow_dutch, translate

SOURCE = settings.ROOT / "home" / "content"


def begin_pages() -> HomePage:
    """The public pages in the four languages, Dutch first; does nothing where a first page exists."""
    existing: HomePage | None = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if existing:
        return existing
    texts = {code: tomllib.loads((SOURCE / f"{code}.toml").read_text()) for code, _name in settings.LANGUAGES}
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in texts}
    home = _first_page(locales["nl"], texts["nl"]["home"])
    pages: dict[str, Page] = {}
    for page in texts["nl"]["page"]:
        parent = pages.get(page.get("parent", ""), home)
        pages[page["key"]] = put(parent, new_page(page))
        parent.refresh_from_db()  # it counts its children
    for code, text in texts.items():
        if code == settings.LANGUAGE_CODE:
            continue
        translate(home, locales[code], {**text["home"], "slug": code})
        for page in text["page"]:
            translate(pages[page["key"]], locales[code], words_of(page))
    follow_dutch()
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


def put(parent: Page, page: Page) -> Page:
    """On the site, under `parent`."""
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
