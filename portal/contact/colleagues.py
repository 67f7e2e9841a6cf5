"""Helping a colleague who lost their second factor."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from design.errors import RuleError
from portal.people.models import Person, User
from portal.people.roles import NEEDS_SECOND_FACTOR, Ability
from portal.people.second_factor import FACTORS

from .actions import tell
from .enums import AccountStep
from .models import AccountChange
from .team_rules import NotForYourself, NotYourColleague

log = logging.getLogger(__name__)
KIND = "second_factor_reset"


class NothingToTakeAway(RuleError):
    def __init__(self) -> None:
        super().__init__(_("There is no second key any more."))


def colleagues_of(user: User) -> QuerySet[User]:
    """Who works in the same neighbourhoods, or in none in particular (see `with_factor`).

    Whoever may everything is helped by whoever runs the server.
    """
    if not user.may(Ability.HELP_COLLEAGUES):
        return User.objects.none()
    works_here = Q(neighbourhoods__in=user.neighbourhoods.all()) | Q(neighbourhoods=None)
    return with_factor(
        User.objects.filter(works_here, is_active=True, is_superuser=False)
        .filter(groups__name__in=NEEDS_SECOND_FACTOR)
        .distinct()
    )


def with_factor(users: QuerySet[User]) -> QuerySet[User]:
    """`has_factor`: whether they have a second factor."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return users.annotate(has_factor=Exists(factors))


@transaction.atomic
def reset_second_factor(user: User, *, by: User, now: datetime) -> None:
    """Take away what `user` signs in with besides the first step, sign them out everywhere, and tell them.

    Who did it to whom stays with the changes of accounts, and in the log, by number.
    """
    if user.pk == by.pk:
        raise NotForYourself
    user = User.objects.select_for_update().get(pk=user.pk)
    if not colleagues_of(by).filter(pk=user.pk).exists():
        raise NotYourColleague
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise NothingToTakeAway
    for session in UserSession.objects.filter(user=user):
        session.end()
    AccountChange.objects.create(at=now, by=by, whom=user, step=AccountStep.KEY_GONE)
    person = Person.objects.filter(user=user).first()
    if person:
        tell(person, KIND, key=now.isoformat(), now=now)
    elif user.email:
        transaction.on_commit(partial(_mail, user.email), robust=True)
    transaction.on_commit(
        partial(log.warning, "second factor of user %s taken away by user %s", user.pk, by.pk)
    )


def _mail(address: str) -> None:
    """To a colleague of whom we keep nothing but the account; the outbox writes to people."""
    with translation.override(settings.LANGUAGE_CODE):
        subject, _rest, body = render_to_string(f"emails/{KIND}.txt").strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[address]).send()
