from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.utils import timezone

from portal.people.actions import speak
from portal.people.enums import Channel, Purpose, VolunteerState
from portal.people.models import Consent, Neighbourhood, Person, User, Volunteer
from portal.people.roles import group


class NeighbourhoodFactory(factory.django.DjangoModelFactory[Neighbourhood]):
    class Meta:
        model = Neighbourhood
        django_get_or_create = ("slug",)

    name = "Oud-Oefenplein"
    slug = factory.LazyAttribute(lambda made: made.name.lower().replace(" ", "-"))
    phone = "0000 00 00 00"
    centre = "De Schijf"
    city = "Mechelen"


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    first_name = "Sam"
    last_name = "Test"

    @factory.post_generation
    def roles(self: User, create: bool, roles: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        self.groups.set(group(role) for role in roles or [])

    @factory.post_generation
    def works_in(self: User, create: bool, areas: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        self.neighbourhoods.set(areas or [])


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    first_name = factory.Sequence(lambda n: f"Buur{n}")
    last_name = "Test"
    phone = factory.Sequence(lambda n: f"+447700900{n % 1000:03d}")
    language = "nl"

    @factory.post_generation
    def speaks(self: Person, create: bool, codes: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        speak(self, list(codes or []))

    @factory.post_generation
    def agrees(self: Person, create: bool, purposes: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        """Consents in force; by default the two that a request needs."""
        wanted = [Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT] if purposes is None else purposes
        now = timezone.now()
        for purpose in wanted:
            Consent.objects.create(
                person=self,
                purpose=purpose,
                channel=Channel.PHONE,
                text_version="read_aloud.1",
                language=self.language,
                recorded_at=now,
                given_at=now,
            )


class VolunteerFactory(factory.django.DjangoModelFactory[Volunteer]):
    class Meta:
        model = Volunteer
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    state = VolunteerState.ACTIVE
    birth_date = date(1980, 1, 1)
    month_maximum = 4

    @factory.post_generation
    def does(self: Volunteer, create: bool, kinds: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        self.kinds.set(kinds or [])
