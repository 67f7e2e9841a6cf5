"""A question about data has a date before which we answer; it is where the team looks every day."""

from __future__ import annotations

from datetime import datetime

from django.test import Client
from django.urls import reverse

from design.templatetags.design import written_day
from portal.people.enums import Channel, DataQuestion
from portal.people.kept_actions import answer_about_data, ask_about_data
from portal.people.models import User


def test_a_question_about_data_is_on_the_work_list_until_it_is_answered(
    client: Client, resident: User, broker: User, far_broker: User, now: datetime
) -> None:
    """With the day before which we answer; the team of elsewhere does not see it."""
    client.force_login(broker)
    assert "answer before" not in client.get(reverse("worklist")).content.decode()
    question = ask_about_data(resident.person, DataQuestion.SEE, channel=Channel.PHONE, by=broker, now=now)
    page = client.get(reverse("worklist")).content.decode()
    assert f"answer before {written_day(question.due_on)}" in page
    assert reverse("person", args=[resident.person.pk]) in page
    client.force_login(far_broker)
    assert "answer before" not in client.get(reverse("worklist")).content.decode()
    client.force_login(broker)
    answer_about_data(question, by=broker, now=now)
    assert "answer before" not in client.get(reverse("worklist")).content.decode()
