from __future__ import annotations

from typing import Any

import willow
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from design.redraw import redraw


class PictureForm(BaseImageForm):
    """Every picture says what is on it, and its file is drawn anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            field = self.fields["description"]
            field.required = True
            field.label = _("What is on it")
            field.help_text = _("For who cannot see it. Not: “photo of”, but what happens.")

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            redraw(upload)
            upload.image = willow.Image.open(upload)  # type: ignore[attr-defined]  # Wagtail's own annotation
            upload.seek(0)
        return upload
