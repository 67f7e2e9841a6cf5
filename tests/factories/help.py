from __future__ import annotations

import factory
from django.utils import timezone

from design.fields import Translated
from portal.help.enums import HOLDS_PLACE, MatchState
from portal.help.models import AnswerType, HelpKind, HelpRequest, KindQuestion, Match, RedFlag, Series
from portal.help.series_enums import Rhythm
from portal.people.enums import Channel

from .people import PersonFactory, VolunteerFactory


class KindFactory(factory.django.DjangoModelFactory[HelpKind]):
    class Meta:
        model = HelpKind
        django_get_or_create = ("code",)

    code = "chores"
    pictogram = factory.SelfAttribute("code")
    name = factory.LazyAttribute(lambda made: Translated(nl=made.code.title()))
    short = factory.LazyFunction(lambda: Translated(nl="Kort."))
    we_do = factory.LazyFunction(lambda: Translated(nl="Wel."))
    we_do_not = factory.LazyFunction(lambda: Translated(nl="Niet."))


class RedFlagFactory(factory.django.DjangoModelFactory[RedFlag]):
    class Meta:
        model = RedFlag
        django_get_or_create = ("code",)

    code = "nursing"
    text = factory.LazyFunction(lambda: Translated(nl="Verzorgen", en="Nursing"))
    advice = factory.LazyFunction(lambda: Translated(nl="Vraag je dokter.", en="Ask your doctor."))


class QuestionFactory(factory.django.DjangoModelFactory[KindQuestion]):
    class Meta:
        model = KindQuestion

    kind = factory.SubFactory(KindFactory)
    code = "stairs"
    answer = AnswerType.NUMBER
    label = factory.LazyFunction(lambda: Translated(nl="Hoeveel trappen?", en="How many stairs?"))


class RequestFactory(factory.django.DjangoModelFactory[HelpRequest]):
    class Meta:
        model = HelpRequest

    person = factory.SubFactory(PersonFactory)
    neighbourhood = factory.SelfAttribute("person.neighbourhood")
    kind = factory.SubFactory(KindFactory)
    language = "nl"
    channel = Channel.PHONE
    created_at = factory.LazyFunction(timezone.now)


class SeriesFactory(factory.django.DjangoModelFactory[Series]):
    class Meta:
        model = Series

    person = factory.SubFactory(PersonFactory)
    neighbourhood = factory.SelfAttribute("person.neighbourhood")
    kind = factory.SubFactory(KindFactory)
    language = "nl"
    channel = Channel.PHONE
    rhythm = Rhythm.WEEKLY
    starts_on = factory.LazyFunction(timezone.localdate)
    made_until = factory.SelfAttribute("starts_on")
    created_at = factory.LazyFunction(timezone.now)


class MatchFactory(factory.django.DjangoModelFactory[Match]):
    class Meta:
        model = Match

    request = factory.SubFactory(RequestFactory)
    volunteer = factory.SubFactory(VolunteerFactory)
    proposed_at = factory.LazyFunction(timezone.now)
    place = factory.LazyAttribute(lambda made: 1 if made.state in HOLDS_PLACE else None)
    helps_on = factory.LazyAttribute(
        lambda made: made.request.day or timezone.localdate() if made.state in HOLDS_PLACE else None
    )
    state = MatchState.PROPOSED
