"""What somebody asked, had asked for them, or helped with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from design.templatetags.design import written_day
from portal.people.enums import Purpose
from portal.people.kept import Fact, Holding, Line, Term, facts, made_fact
from portal.people.models import Person, User

from . import kept_series
from .actions.base import lock, write
from .answers import said
from .enums import LIVE_MATCH, OPEN, MatchState, Side, Verb
from .kept_trouble import TERMS, trouble_lines
from .models import CalendarFeed, Event, FollowUp, HelpKind, HelpRequest, Match, Thanks, Trouble

WORDS = Q(text="", gave="", answers=[], board_line="")


def lines(person: Person) -> list[Line]:
    asked = HelpRequest.objects.filter(Q(person=person) | Q(asked_by=person))
    requests = asked.select_related("kind").prefetch_related("history", "matches__follow_ups", "red_flags")
    helped = Match.objects.filter(volunteer__person=person).select_related(
        "request__kind", "volunteer__person"
    )
    found = [_request(each, person) for each in requests.order_by("created_at", "pk")]
    offered = list(HelpKind.objects.filter(volunteers__person=person))
    if offered:
        names, codes = ", ".join(map(str, offered)), [each.code for each in offered]
        kinds = Fact("kinds", _("Kinds of help"), names, codes)
        found.append(Line("offer", person.created_at, _("What you want to do"), [kinds]))
    found += kept_series.lines(person)
    found += trouble_lines(person)
    found += [
        Line("calendar_feed", each.made_at, _("You have a link to your appointments for your calendar"))
        for each in CalendarFeed.objects.filter(volunteer__person=person)
    ]
    return found + [_match(each) for each in helped.prefetch_related("follow_ups").order_by("proposed_at")]


def _request(request: HelpRequest, person: Person) -> Line:
    """What was asked for somebody else shows how it was asked, not how it went for them."""
    own = request.person_id == person.pk
    names = ("timing", "day", "half_day", "places", "language", "channel", "state")
    found = [
        made_fact("reference", _("Number"), request.spoken_reference),
        made_fact("kind", _("Kind of help"), str(request.kind)),
        *facts(request, "text", "gave", "relation", "board_line", *names),
        *(made_fact(f"answer_{each.code}", each.label, each.value) for each in said(request)),
        *(made_fact("red_flag", _("Not for volunteers"), str(each)) for each in request.red_flags.all()),
    ]
    if own:
        found += _history(request)
        found += [fact for match in request.matches.all() for fact in _answers(match, Side.ASKER)]
    what = _("You asked for help") if own else _("You asked for somebody else")
    return Line("request" if own else "asked_for_other", request.created_at, what, found)


def _history(request: HelpRequest) -> list[Fact]:
    label = _("Written down by us")
    return [
        made_fact("note", label, each.note)
        for each in request.history.all()
        if each.note and each.match_id is None
    ]


def _answers(match: Match, side: Side) -> list[Fact]:
    return [
        fact for each in match.follow_ups.all() if each.side == side for fact in facts(each, "face", "remark")
    ]


def _match(match: Match) -> Line:
    """Whom was helped is that other person's; it is not in here."""
    found = [
        made_fact("reference", _("Number"), match.request.spoken_reference),
        *facts(match, "state", "helps_on", "why_not"),
        *_answers(match, Side.HELPER),
    ]
    offered = match.proposed_by_id is not None and match.proposed_by_id == match.volunteer.person.user_id
    words = _("You wanted to help: %s") if offered else _("You were asked to help: %s")
    what = words % match.request.kind
    return Line("match", match.proposed_at, what, found)


def prevents(person: Person, now: datetime) -> list[str]:
    open_ones = HelpRequest.objects.open().filter(Q(person=person) | Q(asked_by=person))
    agreed = Match.objects.filter(volunteer__person=person, state=MatchState.ACCEPTED)
    return [
        *(
            _("Question %(number)s is still open. First tell us that you no longer need help.")
            % {"number": each.spoken_reference}
            for each in open_ones
        ),
        *(
            _("You promised to help on %(day)s. First say that it does not work out.")
            % {"day": written_day(each.helps_on)}
            for each in agreed
        ),
        *kept_series.prevents(person),
    ]


def busy(since: datetime) -> Iterable[QuerySet[Any]]:
    requests = HelpRequest.objects.order_by()
    alive = requests.filter(Q(state__in=OPEN) | Q(created_at__gte=since) | Q(ended_at__gte=since))
    recent = Q(proposed_at__gte=since) | Q(done_at__gte=since) | Q(helps_on__gte=since.date())
    return [
        alive.values("person"),
        alive.filter(asked_by__isnull=False).values("asked_by"),
        Match.objects.order_by().filter(recent | Q(state=MatchState.ACCEPTED)).values("volunteer__person"),
    ]


def forget(person: Person, now: datetime) -> int:
    """Questions and matches stay as numbers: no words, and nobody known stands beside them."""
    count = _erase_words(HelpRequest.objects.filter(person=person), now)
    named = Q(person=person, asked_by__isnull=False) | Q(asked_by=person)
    count += HelpRequest.objects.filter(named).update(asked_by=None, relation="", gave="")
    HelpRequest.objects.filter(person=person).update(submission=None)
    count += kept_series.forget(person)
    count += CalendarFeed.objects.filter(volunteer__person=person).delete()[0]
    helped = Match.objects.filter(volunteer__person=person)
    FollowUp.objects.filter(match__in=helped).update(remark="")
    Event.objects.filter(match__in=helped).update(note="")
    HelpKind.volunteers.through.objects.filter(volunteer__person=person).delete()
    _quiet(Match.objects.filter(Q(volunteer__person=person) | Q(request__person=person)))
    helped.filter(state=MatchState.OFFERED).update(state=MatchState.WITHDRAWN, answered_at=now)
    return count + helped.update(why_not="")


def _erase_words(requests: QuerySet[HelpRequest], now: datetime) -> int:
    found = list(requests.values_list("pk", flat=True))
    Event.objects.filter(request__in=found).update(note="")
    Match.objects.filter(request__in=found).update(why_not="")
    FollowUp.objects.filter(match__request__in=found).update(remark="")
    HelpRequest.red_flags.through.objects.filter(helprequest__in=found).delete()
    Thanks.objects.filter(match__request__in=found).update(text="")
    return HelpRequest.objects.filter(pk__in=found).update(
        text="", gave="", answers=[], board_line="", on_board_at=None
    )


def _old_words(since: datetime) -> QuerySet[HelpRequest]:
    noted = Event.objects.filter(request=OuterRef("pk")).exclude(note="")
    refused = Match.objects.filter(request=OuterRef("pk")).exclude(why_not="")
    told = FollowUp.objects.filter(match__request=OuterRef("pk")).exclude(remark="")
    thanked = Thanks.objects.filter(match__request=OuterRef("pk")).exclude(text="")
    ended = HelpRequest.objects.filter(ended_at__lt=since).select_related("person")
    marked = HelpRequest.red_flags.through.objects.filter(helprequest=OuterRef("pk"))
    words = Exists(marked) | Exists(noted) | Exists(refused) | Exists(told) | Exists(thanked)
    return ended.filter(~WORDS | words)


def _quiet(matches: QuerySet[Match]) -> None:
    """No words of what went wrong or of thanks stay beside somebody we forgot."""
    Trouble.objects.filter(match__in=matches).update(note="")
    Thanks.objects.filter(match__in=matches).update(text="")


def locks(person: Person) -> None:
    for each in HelpRequest.objects.open().filter(person=person).order_by("pk"):
        lock(each)


def locks_merge(people: Sequence[Person]) -> None:
    """What is open for them, or waits for them as a volunteer."""
    kept_series.locks_merge(people)
    helps = Match.objects.filter(volunteer__person__in=people, state__in=LIVE_MATCH).values("request")
    mine = Q(person__in=people) | Q(asked_by__in=people) | Q(pk__in=helps)
    for each in HelpRequest.objects.open().filter(mine).order_by("pk"):
        lock(each)


def prevents_merge(kept: Person, gone: Person, now: datetime) -> list[str]:
    pair = [kept, gone]
    live = Match.objects.filter(volunteer__person__in=pair, state__in=LIVE_MATCH).select_related("request")
    found = [
        _("One of the two helps the other with question %(number)s. So they are two people.")
        % {"number": each.request.spoken_reference}
        for each in live.filter(request__person__in=pair)
    ]
    both = live.filter(
        volunteer__person=kept,
        request__matches__volunteer__person=gone,
        request__matches__state__in=LIVE_MATCH,
    )
    found += kept_series.prevents_merge(kept, gone)
    return found + [
        _("Both were asked to help with question %(number)s. First end that for one of the two.")
        % {"number": each.request.spoken_reference}
        for each in both.distinct()
    ]


def consented(person: Person, purpose: Purpose, agrees: bool, by: User, now: datetime) -> None:
    """Open questions tell their team, and a page of them that was opened before is too old."""
    if purpose not in {Purpose.KEEP_REQUEST, Purpose.SHARE_CONTACT}:
        return
    verb = Verb.CONSENTED if agrees else Verb.TOOK_BACK
    for each in HelpRequest.objects.open().filter(person=person).order_by("pk"):
        write(each, verb, by=by, now=now)


def restricted(person: Person, begins: bool, by: User, now: datetime) -> None:
    """Open questions wait; a line in them says since when, and a page that was opened before is too old."""
    verb = Verb.RESTRICTED if begins else Verb.RELEASED
    for each in HelpRequest.objects.open().filter(person=person).order_by("pk"):
        write(each, verb, by=by, now=now)


HOLDING = Holding(
    slug="help",
    order=10,
    title=gettext_lazy("Help you asked for or gave"),
    why=gettext_lazy("We keep your question to find somebody who helps, and to hear how it went."),
    basis=gettext_lazy("Your consent."),
    period="request_text",
    covers=frozenset(
        {
            "help.HelpRequest",
            "help.Match",
            "help.CalendarFeed",
            "help.FollowUp",
            "help.Event",
            "help.HelpKind",
            "help.Thanks",
            "help.Trouble",
        }
        | kept_series.COVERS
    ),
    lines=lines,
    forget=forget,
    prevents=prevents,
    busy=busy,
    locks=locks,
    consented=consented,
    locks_merge=locks_merge,
    prevents_merge=prevents_merge,
    restricted=restricted,
    receivers=gettext_lazy(
        "The volunteer who said yes gets name, phone number and street, until 14 days after. "
        "A service gets the question only when you agreed to that."
    ),
    terms=(
        *TERMS,
        Term("request_text", gettext_lazy("Words of questions that ended"), _old_words, _erase_words),
        kept_series.TERM,
    ),
)
