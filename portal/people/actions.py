from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from . import scripts
from .enums import Channel, Language, Purpose
from .models import Consent, Neighbourhood, Person, SpokenLanguage, User


def locked(person: Person) -> Person:
    """The person as they are now, locked until the transaction ends.

    Of who was put together with somebody else meanwhile, that one: nothing new is written on an empty row.
    """
    while True:
        pk = Person.objects.leads_to(person.pk)
        person = Person.objects.select_for_update(of=("self",)).get(pk=pk)
        if person.merged_into_id is None:
            return person


@transaction.atomic
def record_consent(
    person: Person,
    purpose: Purpose,
    *,
    channel: Channel,
    language: str,
    by: User | None,
    now: datetime,
    interpreter: str = "",
    said_by: str = "",
    is_proven: bool = True,
) -> Consent:
    """Write down that `person` agrees. Said by somebody else (`said_by`), or by a stranger who only says
    to be this person (not `is_proven`), it is still to be confirmed.

    A consent in force is kept, unless a newer text asks again; one that waits for
    confirmation becomes given when the person says so.
    """
    person = locked(person)
    found = person.consents.filter(purpose=purpose, withdrawn_at=None).first()
    if found is None:
        found = Consent(person=person, purpose=purpose)
    elif said_by or not is_proven:
        return found
    elif found.is_in_force():
        if not scripts.is_asked_again(found, scripts.asking()):
            return found
        _renew(found, channel=channel, now=now)
        found = Consent(person=person, purpose=purpose)
    found.channel = channel
    found.language = language
    found.text_version = scripts.version_now(purpose, channel)
    found.recorded_by = by
    found.recorded_at = now
    found.interpreter = interpreter
    found.given_through = said_by
    found.given_at = now if is_proven and not said_by else None
    found.save()
    return found


def _renew(consent: Consent, *, channel: Channel, now: datetime) -> None:
    """The proof of the older text stays, beside the new one."""
    consent.withdrawn_at, consent.withdrawn_how, consent.renewed = now, channel, True
    consent.save(update_fields=["withdrawn_at", "withdrawn_how", "renewed"])


@transaction.atomic
def withdraw_consent(person: Person, purpose: Purpose, *, channel: Channel, now: datetime) -> int:
    """Return how many consents this ended: 0 or 1. What was kept because of it alone goes with it."""
    Person.objects.select_for_update().get(pk=person.pk)
    if purpose == Purpose.PRACTICAL_POINTS:
        person.points.all().delete()
    return person.consents.filter(purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_how=channel
    )


def has_consent(person: Person, purpose: Purpose) -> bool:
    return person.consents.filter(purpose=purpose, withdrawn_at=None, given_at__isnull=False).exists()


@dataclass(frozen=True)
class Who:
    """Somebody as they introduce themselves; a phone number or an e-mail address is enough."""

    first_name: str
    last_name: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    house_number: str = ""
    box: str = ""
    language: str = Language.DUTCH


@transaction.atomic
def person_for(who: Who, neighbourhood: Neighbourhood, *, anew: bool = False) -> tuple[Person, bool]:
    """The one person we know by this first name with this phone number or e-mail address, else a new one.

    Return the person, and whether they are new. What we know about somebody is not changed by this.
    `anew`: a broker knows that it is somebody we do not know yet.
    """
    same = Q(phone=who.phone) if who.phone else Q(email__iexact=who.email) if who.email else None
    if same is not None and not anew:
        known = list(
            Person.objects.filter(same, neighbourhood=neighbourhood, first_name__iexact=who.first_name)[:2]
        )
        if len(known) == 1:
            return known[0], False
    person = Person.objects.create(
        neighbourhood=neighbourhood,
        postcode=neighbourhood.postcode if who.street else "",
        city=neighbourhood.city if who.street else "",
        **asdict(who),
    )
    speak(person, [])
    return person, True


# What may be completed or told apart; the language is asked anew with every question.
CONTACT_FIELDS = ("last_name", "phone", "email", "street", "house_number", "box")


@transaction.atomic
def complete(person: Person, who: Who) -> Person:
    """Fill in what we did not know yet; only for somebody who is known to be this person."""
    person = locked(person)
    new = {
        name: value for name in CONTACT_FIELDS if (value := getattr(who, name)) and not getattr(person, name)
    }
    for name, value in new.items():
        setattr(person, name, value)
    if new:
        person.save(update_fields=list(new))
    return person


def told_otherwise(person: Person, who: Who) -> str:
    """What somebody gave this time that differs from what we know, for a broker to look at; may be empty."""
    known = {name: getattr(person, name) for name in CONTACT_FIELDS}
    if person.phone:
        known["phone"] = person.phone.as_e164
    given = [value for name in CONTACT_FIELDS if (value := getattr(who, name)) and value != known[name]]
    return ", ".join(given)[:300]


@transaction.atomic
def speak(person: Person, languages: list[str]) -> None:
    """Set the languages of a person; the preferred one is always among them."""
    wanted = {*languages, person.language}
    person.spoken.exclude(code__in=wanted).delete()
    SpokenLanguage.objects.bulk_create(
        [SpokenLanguage(person=person, code=code) for code in sorted(wanted)], ignore_conflicts=True
    )
