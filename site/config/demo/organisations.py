"""Organisations that plainly do not exist."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from design.fields import Translated
from portal.people.enums import OrganisationKind
from portal.people.models import Organisation

FREE = Translated(nl="gratis", fr="gratuit", en="free", ar="مجاناً")
ORGANISATIONS: list[dict[str, Any]] = [
    {
        "name": "Voorbeeld Thuiszorg",
        "kind": OrganisationKind.SERVICE,
        "what": Translated(
            nl="Verpleging en hulp in huis.",
            fr="Soins infirmiers et aide à domicile.",
            en="Nursing and help at home.",
            ar="تمريض ومساعدة في البيت.",
        ),
        "for_whom": Translated(
            nl="Wie ziek of oud is en thuis woont.",
            fr="Les personnes malades ou âgées qui vivent chez elles.",
            en="People who are ill or old and live at home.",
            ar="المرضى وكبار السن الذين يعيشون في بيوتهم.",
        ),
        "languages": ["nl", "fr"],
        "contact_person": "An Voorbeeld",
        "contact_email": "thuiszorg@demo.example",
        "how_to_refer": "Bellen in de voormiddag, daarna de kaart met de post.",
    },
    {
        "name": "Voorbeeld Rittendienst",
        "kind": OrganisationKind.SERVICE,
        "what": Translated(
            nl="Vaste ritten voor wie moeilijk stapt.",
            fr="Des trajets réguliers pour qui marche difficilement.",
            en="Regular rides for people who find walking hard.",
            ar="رحلات منتظمة لمن يصعب عليه المشي.",
        ),
        "languages": ["nl"],
    },
    {
        "name": "Voorbeeldclub De Stoep",
        "kind": OrganisationKind.CLUB,
        "what": Translated(
            nl="Spelletjes en koffie, elke woensdag.",
            fr="Des jeux et du café, chaque mercredi.",
            en="Games and coffee, every Wednesday.",
            ar="ألعاب وقهوة كل يوم أربعاء.",
        ),
        "price": FREE,
        "languages": ["nl", "ar", "rif"],
    },
    {
        "name": "Bakkerij Voorbeeld",
        "kind": OrganisationKind.SHOP,
        "is_signal_contact": True,
        "what": Translated(
            nl="Er staat een stoel en er is tijd voor een babbel.",
            fr="Il y a une chaise, et du temps pour parler.",
            en="There is a chair, and time for a chat.",
            ar="هناك كرسي ووقت للحديث.",
        ),
        "materials": "20 flyers, 1 affiche",
    },
    {
        "name": "Stichting Voorbeeld",
        "kind": OrganisationKind.PARTNER,
        "what": Translated(
            nl="Betaalt mee voor het materiaal.",
            fr="Aide à payer le matériel.",
            en="Helps to pay for the tools.",
            ar="تساعد في دفع ثمن الأدوات.",
        ),
    },
]


def load_organisations(now: datetime) -> None:
    checked = timezone.localdate(now - timedelta(days=40))
    for each in ORGANISATIONS:
        Organisation.objects.create(is_public=True, checked_on=checked, city="Mechelen", **each)
