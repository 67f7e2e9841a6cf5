"""A picture that is uploaded is drawn anew: what else was in the file (place, camera, code) stays out."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

LONGEST = 2400
SQUARE = 512
READS = ("JPEG", "PNG", "WEBP", "AVIF")


def redraw(upload: UploadedFile[Any]) -> None:
    """Replace the content of `upload` by the same picture, upright, at most 2400 pixels, nothing beside it.

    In place: Wagtail keeps this very object when a description is still missing.
    Raises `ValidationError` on what is no picture.
    """
    with _opened(upload) as picture:
        picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        _put(upload, picture, "PNG" if _needs_png(upload, picture) else "JPEG")


def square(upload: UploadedFile[Any]) -> None:
    """Replace the content of `upload` by a square PNG of at most 512 pixels; the middle of it.

    Raises `ValidationError` on what is no picture.
    """
    with _opened(upload) as picture:
        side = min(*picture.size, SQUARE)
        fitted = ImageOps.fit(picture.convert("RGBA"), (side, side), Image.Resampling.LANCZOS)
        _put(upload, fitted, "PNG")


def _opened(upload: UploadedFile[Any]) -> Image.Image:
    """The first frame, upright, decoded; a file that only begins as a picture does not get here."""
    upload.seek(0)
    try:
        picture = Image.open(upload, formats=READS)
        picture.load()
        return ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError):
        raise ValidationError(
            _("We cannot read this picture. Save it again as JPEG or PNG, and choose that file."),
            code="invalid_image",
        ) from None


def _needs_png(upload: UploadedFile[Any], picture: Image.Image) -> bool:
    return picture.has_transparency_data or PurePath(upload.name or "").suffix.lower() == ".png"


def _put(upload: UploadedFile[Any], picture: Image.Image, kind: str) -> None:
    made = BytesIO()
    mode = "RGB" if kind == "JPEG" else ("RGBA" if picture.has_transparency_data else "RGB")
    clean = Image.new(mode, picture.size)
    clean.paste(picture.convert(mode))
    clean.save(made, kind, icc_profile=picture.info.get("icc_profile"), optimize=True, quality=88)
    upload.seek(0)
    upload.truncate()
    upload.write(made.getvalue())
    upload.flush()
    upload.seek(0)
    upload.size = made.tell()
    upload.content_type = f"image/{kind.lower()}"
    upload.name = str(PurePath(upload.name or "foto").with_suffix(".png" if kind == "PNG" else ".jpg"))
