from __future__ import annotations

import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from design.fields import Translated
from portal.gather.enums import EventKind, SignUpState
from portal.gather.models import Event, Gathering, SignUp, StreetEntry

from .people import NeighbourhoodFactory, PersonFactory

IN_A_WEEK = timedelta(days=7)


class EventFactory(factory.django.DjangoModelFactory[Event]):
    class Meta:
        model = Event

    key = factory.LazyFunction(uuid.uuid4)
    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    kind = EventKind.MEAL
    titles = factory.LazyFunction(lambda: Translated(nl="Soep", en="Soup"))
    paths = factory.LazyFunction(lambda: Translated(nl="/nl/agenda/soep/", en="/en/agenda/soep/"))
    place = "De Schijf"
    starts_at = factory.LazyFunction(lambda: timezone.now() + IN_A_WEEK)
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=2))


class GatheringFactory(factory.django.DjangoModelFactory[Gathering]):
    class Meta:
        model = Gathering

    event = factory.SubFactory(EventFactory)
    starts_at = factory.SelfAttribute("event.starts_at")
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=2))


class SignUpFactory(factory.django.DjangoModelFactory[SignUp]):
    """Without seats: for dates without a limit, and for lists."""

    class Meta:
        model = SignUp

    gathering = factory.SubFactory(GatheringFactory)
    person = factory.SubFactory(PersonFactory)
    state = SignUpState.GOING
    created_at = factory.LazyFunction(timezone.now)


class StreetEntryFactory(factory.django.DjangoModelFactory[StreetEntry]):
    class Meta:
        model = StreetEntry

    campaign = factory.LazyFunction(uuid.uuid4)
    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    person = factory.SubFactory(PersonFactory)
    street = "Oefenstraat"
    plan = "Samen soep eten"
    created_at = factory.LazyFunction(timezone.now)
