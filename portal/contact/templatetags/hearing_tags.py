from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from portal.people.models import Person, User

from ..hearing_actions import ways_for
from ..hearing_models import Hearing
from ..models import Message

register = template.Library()


@register.inclusion_tag("components/hearing.html", takes_context=True)
def hearing(context: template.RequestContext, person: Person, *, is_own: bool = False) -> dict[str, Any]:
    """How this person hears from us, and the form to change it; one query."""
    found = Hearing.objects.filter(person=person).first() or Hearing(person=person)
    is_wrong = bool(person.email) and found.wrong_address.lower() == person.email.lower()
    return {
        "person": person,
        "hearing": found,
        "ways": ways_for(person),
        "is_own": is_own,
        "is_wrong": is_wrong,
        "action": reverse("my_hearing") if is_own else reverse("hearing", args=[person.pk]),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("components/not_arrived_door.html")
def not_arrived_door(user: User) -> dict[str, Any]:
    """For the work list: how much did not arrive; one query."""
    return {"count": Message.objects.visible_to(user).not_arrived().count()}
