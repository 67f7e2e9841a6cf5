"""How long each sort of data is kept, and why: the one place.

Only the seven years of the list of allowances are in a law. The others are our proposal, for the
organisation and its data protection officer to confirm. `manage.py forget` reads them every night.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Period(NamedTuple):
    months: int
    reason: str | _StrPromise
    days: int = 0


KEPT_FOR: dict[str, Period] = {
    "person": Period(24, _("After two years without contact we do not need to reach you any more.")),
    "sign_up": Period(6, _("Who offered to help and did not start within half a year, rarely still does.")),
    "request_text": Period(
        6, _("After half a year nobody calls back about a question that ended. We only count it.")
    ),
    "slip": Period(12, _("After a year it does not matter any more that an appointment went wrong once.")),
    "trouble": Period(
        60, _("Five years long somebody can claim damage, or ask how we dealt with a complaint.")
    ),
    "activity": Period(6, _("After half a year nobody asks about an activity. We only count who came.")),
    "helping": Period(12, _("After a year nobody asks when you were away, or what you once showed.")),
    "call": Period(3, _("After three months a call that was made needs no follow-up.")),
    "consent_proof": Period(
        12, _("The law asks us to prove that you agreed, also some time after you changed your mind.")
    ),
    "import": Period(0, _("A list that nobody brings in within the hour has to be sent again.")),
    "merge": Period(
        0, _("For thirty days we can take apart again who was put together by mistake."), days=30
    ),
    "log": Period(12, _("You can see for one year who looked at your details.")),
    "allowances": Period(
        84, _("The tax law asks us to keep the list of expense allowances for seven years.")
    ),
}
