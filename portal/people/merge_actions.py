"""Put two records of one person together, and take them apart again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from .data_rules import NotNow
from .kept import holdings
from .merge_details import empty, take_details
from .merge_models import Merge, NotTheSame
from .merge_rules import check_both, check_can_merge, check_can_undo
from .merging import Steps, snapshot, take_back
from .models import Consent, Person, User, Volunteer


@transaction.atomic
def merge_people(kept: Person, gone: Person, choices: Mapping[str, str], *, by: User, now: datetime) -> Merge:
    """All that is known of `gone` is of `kept` from now on; `choices` says which details: `kept` or `gone`.

    Raises `NotForYou`, `Gone`, or `NotNow` with what must change first.
    """
    kept, gone = _lock(kept, gone)
    check_can_merge(kept, gone, by, now)
    names = [str(kept), str(gone)]
    steps = Steps()
    _let_the_last_word_count(kept, gone, steps)
    steps.move_all(gone, kept)
    was_kept, was_gone, user = snapshot(kept), snapshot(gone), gone.user
    take_details(kept, gone, choices)
    empty(gone, kept)
    steps.save(gone, was_gone)
    if user is not None:
        kept.user = user
    steps.save(kept, was_kept)
    return Merge.objects.create(
        kept=kept, gone=gone, at=now, by=by, undo={"names": names, "steps": steps.taken}
    )


def _lock(kept: Person, gone: Person) -> tuple[Person, Person]:
    """Both as they are now. Before people every action locks what they asked, then who helps."""
    pair = [kept, gone]
    for holding in holdings():
        if holding.locks_merge:
            holding.locks_merge(pair)
    list(Volunteer.objects.select_for_update(of=("self",)).filter(person__in=pair).order_by("pk"))
    people = Person.objects.select_for_update(of=("self",)).select_related("user", "neighbourhood")
    found = {each.pk: each for each in people.filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    return found[kept.pk], found[gone.pk]


def _let_the_last_word_count(kept: Person, gone: Person, steps: Steps) -> None:
    """What was taken back with one record is not given any more by an older agreement with the other."""
    field, how = (Consent._meta.get_field(name) for name in ("withdrawn_at", "withdrawn_how"))
    consents = list(Consent.objects.filter(person__in=[kept, gone]).order_by("pk"))
    for standing in [each for each in consents if each.withdrawn_at is None]:
        agreed = standing.given_at or standing.recorded_at
        for taken in consents:
            is_later = taken.withdrawn_at is not None and taken.withdrawn_at > agreed
            if is_later and taken.purpose == standing.purpose and taken.person_id != standing.person_id:
                steps.change(standing, field, taken.withdrawn_at)  # type: ignore[arg-type]
                steps.change(standing, how, taken.withdrawn_how)  # type: ignore[arg-type]
                break


@transaction.atomic
def undo_merge(merge: Merge, *, by: User, now: datetime) -> list[tuple[str, int, str]]:
    """Two again, as they were. What came since stays with who was kept.

    Returns model, key and field of what was left as it is, because it changed since.
    """
    _lock(merge.kept, merge.gone)
    merge = Merge.objects.select_for_update(of=("self",)).select_related("kept", "gone").get(pk=merge.pk)
    check_can_undo(merge, by, now)
    left = take_back(merge.undo["steps"])
    for person in Person.objects.filter(pk__in=[merge.kept_id, merge.gone_id]):
        person.save()  # what saving computes fits again
    merge.undone_at, merge.undone_by, merge.undo = now, by, {}
    merge.save(update_fields=["undone_at", "undone_by", "undo"])
    return left


@transaction.atomic
def set_apart(person: Person, others: Iterable[Person], *, by: User, now: datetime) -> int:
    """They are not the same; said twice it is the same as once."""
    made = 0
    for other in others:
        if other.pk == person.pk:
            raise NotNow
        check_both(person, other, by)
        one, two = sorted((person, other), key=lambda each: each.pk)
        made += NotTheSame.objects.get_or_create(one=one, other=two, defaults={"at": now, "by": by})[1]
    return made


def forget_merges(person: Person) -> int:
    """Erase what was kept to take apart whoever this person was put together with."""
    pks, fresh = {person.pk}, {person.pk}
    while fresh:
        fresh = set(Person.objects.filter(merged_into__in=fresh).values_list("pk", flat=True)) - pks
        pks |= fresh
    count = 0
    for model, names in ((Merge, ("kept", "gone")), (NotTheSame, ("one", "other"))):
        for name in names:
            count += model._base_manager.filter(**{f"{name}__in": pks}).delete()[0]
    return count
