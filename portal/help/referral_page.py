"""One referral as a broker sees it, and what a service may read of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.people.enums import Purpose
from portal.people.phones import written

from .forms import referrals as forms
from .forms.team import VerbForm
from .models import Referral
from .referral_enums import BY_CARD, LEFT_THE_HOUSE, ReferralState, ReferralWay, Shared

FORMS: dict[str, type[VerbForm]] = {
    "akkoord": forms.AgreeForm,
    "doorgeven": forms.PassOnForm,
    "code": forms.NewCodeForm,
    "antwoord": forms.AnswerForm,
    "herinneren": forms.RemindForm,
    "afronden": forms.CloseForm,
    "stoppen": forms.StopForm,
}
_R = ReferralState
WHEN: dict[str, frozenset[ReferralState]] = {
    "akkoord": frozenset({_R.DRAFTED}),
    "doorgeven": frozenset({_R.CONSENTED}),
    "code": LEFT_THE_HOUSE,
    "antwoord": frozenset({_R.PASSED_ON}),
    "herinneren": frozenset({_R.PASSED_ON}),
    "afronden": frozenset({_R.TAKEN_UP, _R.NO_RESULT}),
    "stoppen": frozenset({_R.DRAFTED, _R.CONSENTED}) | LEFT_THE_HOUSE,
}


def referral_page(referral: Referral, now: datetime) -> dict[str, Any]:
    version = {"version": referral.version}
    forms_now = {
        verb: form(initial=version, auto_id=f"id_{verb}_%s") if _is_now(verb, referral) else None
        for verb, form in FORMS.items()
    }
    return {
        "referral": referral,
        "request_": referral.request,
        "shown": shown(referral),
        "forms": forms_now,
        "code": "",
        "is_overdue": referral.is_overdue(now),
        "is_refused": referral.state == _R.NO_RESULT,
        "has_card": has_card(referral),
        "script_language": referral.request.person.written_language,
    }


def _is_now(verb: str, referral: Referral) -> bool:
    return referral.state in WHEN[verb] and (verb != "code" or referral.way == ReferralWay.LINK)


def has_card(referral: Referral) -> bool:
    """From the yes of the resident until the service answered, when it goes by card."""
    return referral.way in BY_CARD and referral.state in {_R.CONSENTED, _R.PASSED_ON}


def shown(referral: Referral) -> list[dict[str, str]]:
    """Exactly what was ticked, as it is today; practical points only while that consent stands."""
    person = referral.request.person
    ticked = set(referral.shared)
    place = f"{person.postcode} {person.city}".strip()
    found = [
        (Shared.NAME, _("Name"), str(person)),
        (Shared.PHONE, _("Phone number"), written(person.phone) if person.phone else ""),
        (Shared.STREET, _("Address"), ", ".join(filter(None, [person.address, place]))),
        (Shared.LANGUAGE, _("Language"), str(person.get_language_display())),
        (Shared.POINTS, _("Practical points"), _points(referral) if Shared.POINTS in ticked else ""),
    ]
    return [{"label": label, "value": value} for name, label, value in found if name in ticked and value]


def _points(referral: Referral) -> str:
    person = referral.request.person
    if not person.agrees_to(Purpose.PRACTICAL_POINTS):
        return ""
    return ", ".join(str(each.get_point_display()) for each in person.points.all())
