"""A guard before wagtail-localize reads an uploaded PO file: what is wrong becomes a sentence."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import upload_pofile

BIGGEST = 2 * 1024 * 1024
_TAG = re.compile(r"<[^>]*>")


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = get_object_or_404(Translation, id=translation_id)
    sent = request.FILES.get("file")
    wrong = _wrong(sent) if isinstance(sent, UploadedFile) else _("Choose a PO file first.")
    if isinstance(sent, UploadedFile) and not wrong:
        sent.seek(0)
        answer: HttpResponse = upload_pofile(request, translation_id)
        return answer
    messages.error(request, wrong)
    return redirect(translation.get_target_instance_edit_url())


def _wrong(sent: UploadedFile[Any]) -> str:
    """What is wrong with the file, in a sentence; nothing when wagtail-localize can read it."""
    if (sent.size or 0) > BIGGEST:
        return _("This file is too big for a PO file.")
    try:
        found = _read(sent.read())
    except (OSError, ValueError, IndexError, KeyError):
        return _("We cannot read this file. Download the PO file again, and fill in that one.")
    if "X-WagtailLocalize-TranslationID" not in found.metadata:
        return _("This PO file is not of this page. Download the PO file here, and fill in that one.")
    for entry in found:
        # Names of tags and their ids only: a translation brings no tag that the Dutch text does not have.
        if not set(_TAG.findall(entry.msgstr)) <= set(_TAG.findall(entry.msgid)):
            return _("This translation has a code between < and > that the Dutch does not have: %(text)s") % {
                "text": entry.msgstr[:80]
            }
    return ""


def _read(content: bytes) -> polib.POFile:
    """polib reads a file by its name: text that is given to it directly could name a file of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent.po"
        path.write_bytes(content)
        return polib.pofile(str(path), encoding="utf-8")
