"""The register of processing, for the coordinator: on the screen and as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from design.limits import too_many
from portal.people.data_views import private
from portal.people.guards import current_user, needs
from portal.people.roles import Ability

from .. import register as made


@needs(Ability.SEE_REGISTER)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    context = made.register(current_user(request), timezone.now())
    return private(render(request, "pages/register.html", context))


@needs(Ability.SEE_REGISTER)
@require_safe
def register_file(request: HttpRequest) -> HttpResponse:
    if refused := too_many(request, "register", most=20, seconds=300):
        return refused
    now = timezone.now()
    response = HttpResponse(made.register_paper(current_user(request), now), content_type="application/pdf")
    title = _("register")
    name = f"{title}-{timezone.localdate(now).isoformat()}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return private(response)
