"""Static files in production: names with a hash, compressed, and one stylesheet out of many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The one list of our stylesheets is the template that links them one by one.
LINKS = settings.ROOT / "templates" / "components" / "stylesheets.html"
WHOLE = "css/site.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
AROUND = re.compile(r" ?([{};,>]) ?|(?<=:) ")


def light(css: str) -> str:
    """Without comments and layout; what is inside quotes stays as it was."""
    parts = re.split(r'("[^"]*")', COMMENT.sub("", css))
    return "".join(
        part if part.startswith('"') else AROUND.sub(r"\1", SPACE.sub(" ", part)) for part in parts
    ).strip()


class SiteStorage(CompressedManifestStaticFilesStorage):
    """Writes `css/site.css`: our stylesheets after each other, in the order that pages load them."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            self._write_whole()
            paths = {**paths, WHOLE: (self, WHOLE)}
        yield from super().post_process(paths, dry_run, **options)

    def _write_whole(self) -> None:
        names = re.findall(r"static '(css/[\w-]+\.css)'", LINKS.read_text())
        whole = []
        for name in names:
            if name != WHOLE:
                with self.open(name) as sheet:
                    whole.append(light(sheet.read().decode()))
        self.delete(WHOLE)
        self._save(WHOLE, ContentFile("\n".join(whole).encode()))
