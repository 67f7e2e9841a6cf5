"""Documents that editors upload: what they say they are, and not too big."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

MOST_BYTES = 20 * 1024 * 1024
STARTS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "ogg": (b"OggS",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xe2"),
}
# What only this sort of zip file has in it.
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
PROGRAMS = ("vbaproject.bin", "basic/")


def is_what_it_says(name: str, file: IO[bytes]) -> bool:
    """By its first bytes, or by what is in the zip file; one with a program in it is not."""
    kind = PurePath(name).suffix.lower().lstrip(".")
    file.seek(0)
    try:
        if kind in PARTS:
            return _holds(file, PARTS[kind])
        return file.read(8).startswith(STARTS.get(kind, ()))
    finally:
        file.seek(0)


def _holds(file: IO[bytes], part: str) -> bool:
    try:
        with zipfile.ZipFile(file) as opened:
            names = [name.lower() for name in opened.namelist()]
    except zipfile.BadZipFile:
        return False
    return part in names and not any(mark in name for name in names for mark in PROGRAMS)


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            if (upload.size or 0) > MOST_BYTES:
                raise ValidationError(
                    _("This file is too big: at most %(size)s.") % {"size": filesizeformat(MOST_BYTES)}
                )
            if not (upload.file and is_what_it_says(upload.name or "", upload.file)):
                raise ValidationError(_("This file is not what its name says, or there is a program in it."))
        return upload
