from __future__ import annotations

import factory
from django.utils import timezone

from portal.help.models import Referral
from portal.people.models import Organisation

from .help import RequestFactory


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation
        django_get_or_create = ("name",)

    name = "Voorbeeld Thuiszorg"
    contact_email = "dienst@example.org"


class ReferralFactory(factory.django.DjangoModelFactory[Referral]):
    class Meta:
        model = Referral

    request = factory.SubFactory(RequestFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    what = "Elke week een bad."
    way = "link"
    language = "nl"
    created_at = factory.LazyFunction(timezone.now)
