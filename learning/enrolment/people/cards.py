"""What others see of a person. The screens and the preview of oneself read it here, both."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from django.http import Http404

from learning.enrolment.access import TALKING_ROLES, Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.queries import Standing, standings_in
from learning.programmes.models import Cohort
from portal.accounts.models import User


class Card(NamedTuple):
    """A person as the others in the cohort see them."""

    name: str
    photo: str
    function: str
    reachable: str
    is_me: bool


class Group(NamedTuple):
    """A cohort and who is in it."""

    cohort: Cohort
    cards: list[Card]


def groups_of(who: Entitlements) -> list[Group]:
    """The cohorts that someone belongs to, with everyone in them by name: one query."""
    mine = {e.cohort_id: e.cohort for e in who.with_role(Role.PARTICIPANT) if e.cohort}
    if not mine:
        return []
    members = Enrolment.objects.active().filter(role=Role.PARTICIPANT, cohort__in=mine)
    cards: dict[int | None, list[Card]] = defaultdict(list)
    for enrolment in members.select_related("person"):
        cards[enrolment.cohort_id].append(card_of(enrolment, who.person))
    return [
        Group(cohort, sorted(cards[pk], key=lambda card: card.name.casefold()))
        for pk, cohort in mine.items()
        if cohort
    ]


def card_of(enrolment: Enrolment, reader: User | None) -> Card:
    """What a cohort mate sees of who is enrolled."""
    person = enrolment.person
    return Card(
        name=str(person),
        photo=person.photo_url,
        function=enrolment.function,
        reachable=person.reachable,
        is_me=person == reader,
    )


class Head(NamedTuple):
    """What stands above each post that someone writes in the forum."""

    name: str
    standing: Standing


def head_of(enrolment: Enrolment) -> Head | None:
    """Someone as the readers of the forum see them; None for a role that does not write there."""
    if enrolment.role not in TALKING_ROLES:
        return None
    found = standings_in(enrolment.programme_id, [enrolment.person_id])
    standing = found.get(enrolment.person_id)
    return Head(str(enrolment.person), standing) if standing else None


def get_photo_of(who: Entitlements, stored: str) -> User:
    """The person whose photo lies under this name.

    Raises Http404 where this is nobody's (any more), and for who does not meet the person in a
    programme: where they both are today, in roles that have a place in the forum.
    """
    person = User.objects.filter(photo=stored).first()
    if person is None or who.person is None:
        raise Http404
    if person != who.person and not _is_met_by(who, person):
        raise Http404
    return person


def _is_met_by(who: Entitlements, person: User) -> bool:
    shared = {e.programme_id for e in who.enrolments if e.role in TALKING_ROLES}
    return Enrolment.objects.active().filter(person=person, programme__in=shared).exists()
