"""Pictures come in clean and small, lying files do not come in, and the page serves small sizes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images.forms import get_image_form

from config.begin import begin_rights
from design.redraw import redraw, square
from home.images.pictures import FORMATS, SPECS, WIDTHS, draw_sizes
from home.models import SiteImage
from portal.people.models import User

GPS = 0x8825
ORIENTATION = 0x0112


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), name: str = "foto.jpg") -> SimpleUploadedFile:
    """A picture with a place and a camera in it, lying on its side."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x0110] = "Camera of somebody"
    exif.get_ifd(GPS)[1] = "N"
    made = BytesIO()
    Image.new("RGB", size, "#8f2f18").save(made, kind, exif=exif)
    return SimpleUploadedFile(name, made.getvalue())


def form(upload: Any, **data: Any) -> Any:
    sent = {"title": "Foto", "description": "Twee buren drinken koffie", "collection": 1, **data}
    return get_image_form(SiteImage)(sent, {"file": upload})


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("AVIF", "a.avif")]
)
def test_a_picture_stands_upright_and_carries_nothing_else(kind: str, name: str) -> None:
    upload = photo(kind, name=name)
    redraw(upload)
    made = Image.open(upload)
    assert made.size == (40, 60)
    assert not made.getexif()
    assert b"Camera" not in upload.read() or upload.seek(0)
    upload.seek(0)
    assert b"Camera" not in upload.read()
    assert Path(str(upload.name)).suffix == (".png" if kind == "PNG" else ".jpg")


def test_a_big_picture_becomes_smaller_also_when_it_is_a_file_on_disk() -> None:
    sent = photo(size=(3000, 1000))
    upload = TemporaryUploadedFile("groot.jpg", "image/jpeg", sent.size or 0, None)
    upload.write(sent.read())
    redraw(upload)
    assert Image.open(Path(upload.temporary_file_path())).size == (800, 2400)
    assert upload.size == Path(upload.temporary_file_path()).stat().st_size


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("content", [b"no picture at all", SVG, b"", photo().read()[:200]])
def test_a_lying_file_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        redraw(SimpleUploadedFile("foto.jpg", content))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ValidationError):
        redraw(photo())


def test_a_mark_becomes_a_square() -> None:
    upload = photo(size=(900, 700))
    square(upload)
    made = Image.open(upload)
    assert (made.format, made.size) == ("PNG", (512, 512))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("upload", "data", "field"),
    [
        (photo(), {"description": ""}, "description"),
        (SimpleUploadedFile("foto.jpg", b"x"), {}, "file"),
        (SimpleUploadedFile("teken.svg", SVG), {}, "file"),
        (photo(name="foto.png"), {}, "file"),
        (photo("GIF", name="foto.gif"), {}, "file"),
    ],
)
def test_the_form_says_what_is_wrong(upload: Any, data: dict[str, Any], field: str) -> None:
    upload.seek(0)
    sent = form(upload, **data)
    assert not sent.is_valid()
    assert list(sent.errors) == [field]


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
def test_what_is_uploaded_first_and_described_later_is_clean_too(client: Client, editor: User) -> None:
    begin_rights()
    client.force_login(editor)
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Foto", "files[]": photo()},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert answer["success"]
    waiting = answer["uploaded_file_id"]
    described = {
        f"uploaded-image-{waiting}-title": "Foto",
        f"uploaded-image-{waiting}-description": "Een buur",
    }
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting])
    assert client.post(address, described).json()["success"]
    picture = SiteImage.objects.get()
    with picture.file.open() as kept:
        assert not Image.open(kept).getexif()
    assert (picture.width, picture.height) == (40, 60)


@pytest.fixture
def picture(db: None) -> SiteImage:
    sent = form(photo(size=(500, 900)))
    assert sent.is_valid(), sent.errors
    kept: SiteImage = sent.save()
    return kept


def test_a_page_serves_small_sizes_and_says_how_big(picture: SiteImage) -> None:
    html = render_to_string("components/picture.html", {"image": picture, "alt": "Twee buren"})
    for part in [
        'type="image/avif"',
        'type="image/webp"',
        'alt="Twee buren"',
        'loading="lazy"',
        "width=",
        "height=",
    ]:
        assert part in html
    assert " style=" not in html


def test_the_sizes_are_made_before_somebody_waits_for_them(
    picture: SiteImage, django_assert_num_queries: Any
) -> None:
    draw_sizes.call(picture.pk)
    assert picture.renditions.count() == len(SPECS)
    kept = SiteImage.objects.prefetch_renditions(*SPECS).get()
    with django_assert_num_queries(0):
        render_to_string("components/picture.html", {"image": kept, "alt": "x"})


def test_the_template_and_the_worker_speak_of_the_same_sizes() -> None:
    text = (settings.ROOT / "templates" / "components" / "picture.html").read_text()
    named = set(re.findall(r"format-\{([^}]*)\} width-\{([^}]*)\}", text))
    assert named == {(",".join(FORMATS), ",".join(map(str, WIDTHS)))}
