from __future__ import annotations

from typing import Any

from django import template

from home.models import PlanPage
from home.plan_matrix import Goal, goals_of, matrix_of

register = template.Library()


@register.inclusion_tag("components/plan_matrix.html")
def plan_matrix(page: PlanPage) -> dict[str, Any]:
    return {"page": page, "matrix": matrix_of(page)}


@register.simple_tag
def plan_goals(page: PlanPage) -> list[Goal]:
    return goals_of(page)
