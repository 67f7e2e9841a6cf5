"""Translations that wagtail-localize keeps: made by `begin`, waiting when the Dutch changes, or an alias."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext, override
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from config.begin.translations import DoesNotPair, translate
from home.models import HomePage, InfoPage
from home.translating import State, overview
from portal.people.models import User
from tests.home.conftest import edit, info_form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def states(title: str) -> dict[str, str]:
    row = next(row for row in overview() if row.page.title == title)
    return {cell.language: str(cell.state) for cell in row.cells}


def test_every_text_of_begin_pairs_and_is_ready(begun: HomePage) -> None:
    rows = overview()
    assert len(rows) == 23
    assert {cell.state for row in rows for cell in row.cells} == {State.DONE}
    assert {cell.language for cell in rows[0].cells} == {"fr", "en", "ar"}
    arabic = InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="ar")
    assert arabic.live
    assert arabic.title == "من نحن؟"
    assert "المنسّقين" in str(arabic.body) or "De Schijf" in str(arabic.body)
    ids = [block.id for block in InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="nl").body]
    assert [block.id for block in arabic.body] == ids


def test_texts_of_another_shape_are_refused(dutch: InfoPage) -> None:
    french = Locale.objects.get(language_code="fr")
    with pytest.raises(DoesNotPair):
        translate(dutch, french, {"title": "Qui ?", "body": [("text", "<p>Trop court</p>")]})


def test_a_changed_sentence_waits_and_the_translation_stays_up(
    client: Client, editor: User, dutch: InfoPage
) -> None:
    client.force_login(editor)
    data = info_form(dutch.title, "<p>Nieuwe zin.</p>", slug=dutch.slug, intro=dutch.intro)
    assert edit(client, dutch, data).status_code == 200
    dutch.refresh_from_db()
    assert "Nieuwe zin" in str(dutch.body)
    assert states("Wie zijn we?") == dict.fromkeys(["fr", "en", "ar"], "waiting")
    french = client.get("/fr/wie-zijn-we/").content.decode()
    assert "Qui sommes-nous" in french
    assert "Nieuwe zin" not in french
    report = client.get(reverse("cms_translations")).content.decode()
    kept = InfoPage.objects.get(slug="wie-zijn-we", locale__language_code="fr")
    assert reverse("wagtailadmin_pages:edit", args=[kept.pk]) in report


def test_a_new_page_is_dutch_everywhere_until_it_is_translated(
    client: Client, editor: User, begun: HomePage, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["home", "infopage", begun.pk])
    sent = info_form("Fietsen", "<p>We fietsen samen.</p>", slug="fietsen")
    client.post(add, {**sent, "action-publish": "1"})
    page = InfoPage.objects.get(slug="fietsen", locale__language_code="nl")
    shown = client.get("/fr/fietsen/")
    assert "We fietsen samen" in shown.content.decode()
    assert shown.context["is_untranslated"]
    assert states("Fietsen") == dict.fromkeys(["fr", "en", "ar"], "missing")
    edit(client, page, info_form("Fietsen", "<p>We fietsen nu.</p>", slug="fietsen"))
    assert "We fietsen nu" in client.get("/ar/fietsen/").content.decode()

    french = Locale.objects.get(language_code="fr")
    submit = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(submit, {"locales": [french.pk]}).status_code == 302
    assert states("Fietsen") == {"fr": "waiting", "en": "missing", "ar": "missing"}
    translation = Translation.objects.get(source__object_id=page.translation_key)
    for segment in translation.source.stringsegment_set.all():
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        assert client.put(address, b"value=Ensemble", "application/x-www-form-urlencoded").status_code < 300
    target = translation.get_target_instance()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"})
    assert states("Fietsen")["fr"] == "done"
    shown = client.get("/fr/fietsen/")
    assert "Ensemble" in shown.content.decode()
    assert not shown.context["is_untranslated"]


def test_translations_come_down_with_the_dutch_page(client: Client, dutch: InfoPage) -> None:
    InfoPage.objects.get(slug=dutch.slug, locale__language_code="en").unpublish()
    assert client.get("/fr/wie-zijn-we/").status_code == 200
    dutch.unpublish()
    assert client.get("/fr/wie-zijn-we/").status_code == 404


UNREADABLE = "We cannot read this file. Download the PO file again, and fill in that one."
OF_ANOTHER = "This PO file is not of this page. Download the PO file here, and fill in that one."


@pytest.fixture
def french(begun: HomePage) -> Translation:
    return Translation.objects.get(source__object_repr="Wie zijn we?", target_locale__language_code="fr")


def send(client: Client, translation: Translation, content: bytes) -> str:
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    answer = client.post(address, {"file": SimpleUploadedFile("fr.po", content)}, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_po_file_goes_out_and_comes_back(client: Client, editor: User, french: Translation) -> None:
    client.force_login(editor)
    po = client.get(reverse("wagtail_localize:download_pofile", args=[french.pk])).content
    assert "Qui sommes-nous" in po.decode()
    send(client, french, po.replace(b"Qui sommes-nous", b"Nous"))
    assert StringTranslation.objects.filter(data__startswith="Nous", locale__language_code="fr").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"this is no po file", UNREADABLE),
        (b"\xff\xfe\x00", UNREADABLE),
        (b'msgid ""\nmsgstr ""\n"Language: fr\\n"\n', OF_ANOTHER),
    ],
)
def test_a_broken_po_file_is_refused_with_a_sentence(
    client: Client, editor: User, french: Translation, content: bytes, says: str
) -> None:
    client.force_login(editor)
    with override("nl"):
        assert gettext(says) in send(client, french, content)


def test_a_po_file_brings_no_new_code(client: Client, editor: User, french: Translation) -> None:
    client.force_login(editor)
    po = client.get(reverse("wagtail_localize:download_pofile", args=[french.pk])).content
    sent = po.replace(b"Qui sommes-nous", b"<script>x</script>")
    assert "&lt;script&gt;" in escape(unescape(send(client, french, sent)))
    assert not StringTranslation.objects.filter(data__contains="<script").exists()


def test_the_report_asks_the_same_of_any_number_of_pages(
    begun: HomePage, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        overview()
