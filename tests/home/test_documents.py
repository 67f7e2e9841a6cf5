"""A document is what its name says."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model

from home import documents
from home.documents import is_what_it_says
from portal.people.models import User


def zipped(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


WORD = zipped("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "is_right"),
    [
        ("a.pdf", b"%PDF-1.7 ...", True),
        ("a.pdf", b"<html><script>", False),
        ("a.PDF", b"MZ\x90\x00", False),
        ("a.mp3", b"ID3\x04\x00", True),
        ("a.mp3", b"\xff\xfb\x90\x00", True),
        ("a.mp3", b"#!/bin/sh", False),
        ("a.ogg", b"OggS\x00", True),
        ("a.docx", WORD, True),
        ("a.xlsx", WORD, False),
        ("a.docx", b"%PDF-1.7", False),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin"), False),
        ("a.odt", zipped("mimetype", "content.xml"), True),
        ("a.odt", zipped("content.xml", "Basic/Standard/Module1.xml"), False),
        ("a.svg", b"<svg/>", False),
        ("a", b"", False),
    ],
)
def test_by_its_content(name: str, content: bytes, is_right: bool) -> None:
    assert is_what_it_says(name, BytesIO(content)) is is_right


@pytest.mark.ignore_template_errors  # Wagtail's own templates
def test_the_screen_of_the_editor_refuses_it(
    client: Client, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator.is_superuser = True
    coordinator.save()
    client.force_login(coordinator)
    monkeypatch.setattr(documents, "MOST_BYTES", 100)
    for content in (b"<html>", b"%PDF-" + b"x" * 100):
        upload = SimpleUploadedFile("folder.pdf", content, "application/pdf")
        client.post(reverse("wagtaildocs:add"), {"title": "Folder", "file": upload})
        assert not get_document_model().objects.exists()
    upload = SimpleUploadedFile("folder.pdf", b"%PDF-1.7", "application/pdf")
    client.post(reverse("wagtaildocs:add"), {"title": "Folder", "file": upload})
    assert get_document_model().objects.exists()
