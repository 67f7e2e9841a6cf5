from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from config.begin import begin_papers
from portal.people.models import Neighbourhood, User, Volunteer
from portal.people.versions import InForceAlready, NoDutchText
from portal.team import actions
from portal.team.enums import TermsKind
from portal.team.models import Organiser, Signature, Terms
from portal.team.papers import lines, paper
from portal.team.rules import NotForYou, NotPossible
from tests.factories.team import put_papers_in_force

pytestmark = pytest.mark.django_db
KIND = TermsKind.AGREEMENT


def test_a_version_is_written_looked_at_and_put_in_force(
    area: Neighbourhood, coordinator: User, volunteer: Volunteer, broker: User, now: datetime
) -> None:
    draft = actions.draft_terms(area, KIND, {"nl": "Eerst"}, by=coordinator)
    assert actions.draft_terms(area, KIND, {"nl": "Beter"}, by=coordinator).pk == draft.pk
    with pytest.raises(NotPossible, match="no text yet"):
        actions.sign(volunteer, KIND, now.date(), language="nl", by=broker, now=now)
    made = actions.publish_terms(draft, by=coordinator, now=now)
    assert (made.version, str(made.text), made.published_at) == (1, "Beter", now)
    with pytest.raises(InForceAlready):
        actions.publish_terms(draft, by=coordinator, now=now)
    assert actions.draft_terms(area, KIND, {"nl": "Nieuw"}, by=coordinator).version == 2


def test_the_dutch_text_must_be_there_and_only_a_coordinator_writes(
    area: Neighbourhood, coordinator: User, broker: User, elsewhere: Neighbourhood
) -> None:
    with pytest.raises(NoDutchText):
        actions.draft_terms(area, KIND, {"nl": " ", "fr": "Oui"}, by=coordinator)
    for by, place in [(broker, area), (coordinator, elsewhere)]:
        with pytest.raises(NotForYou):
            actions.draft_terms(place, KIND, {"nl": "Ja"}, by=by)


def test_signing_twice_keeps_the_first_day(
    volunteer: Volunteer, area: Neighbourhood, broker: User, now: datetime
) -> None:
    put_papers_in_force(area)
    first = actions.sign(volunteer, KIND, now.date(), language="ar", by=broker, now=now)
    assert actions.sign(volunteer, KIND, now.date(), language="nl", by=broker, now=now) == first
    assert volunteer.history.count() == 1
    with pytest.raises(NotPossible, match="earlier"):
        actions.sign(volunteer, KIND, now.date() + timedelta(days=1), language="nl", by=broker, now=now)


def test_one_draft_and_one_signature_past_the_application(
    volunteer: Volunteer, area: Neighbourhood, now: datetime
) -> None:
    terms = put_papers_in_force(area)[0]
    facts = {"volunteer": volunteer, "terms": terms, "signed_on": now.date(), "recorded_at": now}
    Signature.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(**facts)
    Terms.objects.create(neighbourhood=area, kind=KIND, version=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.create(neighbourhood=area, kind=KIND, version=8)


def test_the_first_texts_are_there_in_four_languages_with_their_facts(area: Neighbourhood) -> None:
    begin_papers()
    begin_papers()
    Organiser.objects.update(insurer="Verzekeraar V", policy_number="P-1")
    for terms in Terms.objects.filter(neighbourhood=area):
        assert set(terms.text) == {"nl", "fr", "en", "ar"}
        counts = {code: str(text).count("#") for code, text in terms.text.items()}
        assert len(set(counts.values())) == 1, counts
        told = lines(terms, Organiser.objects.get(neighbourhood=area))
        assert "{" not in str([line["text"] for line in told])
        assert {line["kind"] for line in told} == {"head", "text"}
        for code in ("nl", "ar"):
            assert paper(terms, code).startswith(b"%PDF")
    information = Terms.objects.get(neighbourhood=area, kind=TermsKind.INFORMATION)
    assert "Verzekeraar V, policy P-1" in str(lines(information, Organiser.objects.get(neighbourhood=area)))


@pytest.mark.django_db(transaction=True)
def test_a_draft_written_and_published_at_once_is_in_force_once(
    threads: Any, area: Neighbourhood, coordinator: User, now: datetime
) -> None:
    draft = actions.draft_terms(area, KIND, {"nl": "Tekst"}, by=coordinator)
    found = threads(*(lambda: actions.publish_terms(draft, by=coordinator, now=now) for _ in range(2)))
    assert sum(isinstance(each, InForceAlready) for each in found) == 1, found
    assert Terms.objects.filter(published_at__isnull=False).count() == 1
