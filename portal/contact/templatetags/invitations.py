from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from portal.people.models import Person

from ..invitation_rules import ways_of

register = template.Library()


@register.inclusion_tag("components/invite.html", takes_context=True)
def invite(context: template.RequestContext, person: Person) -> dict[str, Any]:
    """For a page of the team: whether this person has an account, was invited, or can be; one query."""
    request = context["request"]
    open_one = None if person.user_id else person.invitations.filter(used_at=None, ended_at=None).first()
    return {
        "person": person,
        "invitation": open_one if open_one and open_one.is_live(timezone.now()) else None,
        "ways": {way.slug for way in ways_of(person)},
        "next": request.get_full_path() if request.method == "GET" else "",
        "csrf_token": context.get("csrf_token", ""),
    }
