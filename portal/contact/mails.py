"""Mails as they leave: the text, and the same words as one column of simple HTML."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .models import Message


def digest(messages: Sequence[Message]) -> tuple[str, str]:
    """Subject and text of one mail that tells of several things, each in one line."""
    with translation.override(messages[0].language):
        facts = {"messages": messages, "link": settings.SITE_URL + reverse("mine")}
        text = render_to_string("emails/digest.txt", facts).strip()
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"


def make_mail(
    subject: str, body: str, *, to: str, language: str, headers: dict[str, str]
) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(subject, body, to=[to], headers=headers)
    with translation.override(language):
        page = render_to_string("emails/page.html", {"subject": subject, "parts": _parts(body)})
    mail.attach_alternative(page, "text/html")
    return mail


def _parts(body: str) -> list[dict[str, str]]:
    """Paragraphs; a link that stands on a line of its own becomes a button."""
    parts: list[dict[str, str]] = []
    for paragraph in body.strip().split("\n\n"):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            if line.startswith(("https://", "http://")) and " " not in line:
                if lines:
                    parts.append({"text": "\n".join(lines)})
                    lines = []
                parts.append({"link": line})
            elif line.strip():
                lines.append(line)
        if lines:
            parts.append({"text": "\n".join(lines)})
    return parts
