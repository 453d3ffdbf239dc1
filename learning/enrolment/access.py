"""The policy: what a person's enrolments open. Every other subject asks here who someone is.

``Entitlements`` is read once per request, in one query, and again at the next request: an ended
enrolment counts at once. Each subject adds its own getter for its own objects in its ``access.py``,
derived from these entitlements and from nothing else.
"""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from learning.enrolment.models import CODE_ROLES, Enrolment, Role
from learning.enrolment.queries import active_enrolments
from portal.accounts.models import User

STAFF_ROLES = frozenset({Role.TRAINER, Role.COORDINATOR})
READING_ROLES = STAFF_ROLES | {Role.PARTICIPANT, Role.COACH}
"""Roles that open the modules of a programme. A role that stands nowhere here opens only the home page."""
INVITED_ROLES = frozenset({Role.TRAINER, Role.GUEST})
"""Roles to which a coordinator can open a space of the forum, by inviting them into it."""
TALKING_ROLES = STAFF_ROLES | INVITED_ROLES | {Role.PARTICIPANT}
"""Roles that have a place in the forum, or may get one: a coach has none."""


def staff_roles_given_by(by: User) -> list[Role]:
    """The roles that someone may give to who works here: administrators alone appoint coordinators."""
    roles = [role for role in Role if role not in CODE_ROLES]
    return roles if by.is_superuser else [role for role in roles if role != Role.COORDINATOR]


@dataclass(frozen=True)
class Entitlements:
    """What someone's active enrolments say about them. Empty for a visitor."""

    person: User | None
    enrolments: tuple[Enrolment, ...]

    def __bool__(self) -> bool:
        return bool(self.enrolments)

    @property
    def person_id(self) -> int | None:
        return self.person.pk if self.person else None

    @cached_property
    def current(self) -> Enrolment | None:
        """The enrolment whose programme the person sees first: the newest as a participant."""
        as_participant = [e for e in self.enrolments if e.role == Role.PARTICIPANT]
        return next(iter(as_participant or self.enrolments), None)

    @cached_property
    def programme_ids(self) -> frozenset[int]:
        return frozenset(e.programme_id for e in self.enrolments)

    @cached_property
    def cohort_ids(self) -> frozenset[int]:
        """Cohorts that someone belongs to as a participant."""
        return frozenset(e.cohort_id for e in self.with_role(Role.PARTICIPANT) if e.cohort_id)

    @cached_property
    def staffed_programme_ids(self) -> frozenset[int]:
        """Programmes that someone teaches or coordinates: they see what is not open yet."""
        return frozenset(e.programme_id for e in self.enrolments if e.role in STAFF_ROLES)

    @cached_property
    def coordinated_programme_ids(self) -> frozenset[int]:
        return frozenset(e.programme_id for e in self.with_role(Role.COORDINATOR))

    @cached_property
    def attended_programme_ids(self) -> frozenset[int]:
        """Programmes that someone takes part in as a participant."""
        return frozenset(e.programme_id for e in self.with_role(Role.PARTICIPANT))

    @cached_property
    def reading(self) -> tuple[Enrolment, ...]:
        """Enrolments that open modules."""
        return tuple(e for e in self.enrolments if e.role in READING_ROLES)

    @cached_property
    def training_enrolment_ids(self) -> frozenset[int]:
        """Enrolments as a trainer: who is invited into a space as one keeps order there."""
        return frozenset(e.pk for e in self.with_role(Role.TRAINER))

    @cached_property
    def invited_enrolment_ids(self) -> frozenset[int]:
        """Enrolments that an invitation into a space can be tied to."""
        return frozenset(e.pk for e in self.enrolments if e.role in INVITED_ROLES)

    def with_role(self, role: Role) -> tuple[Enrolment, ...]:
        """The enrolments in one role."""
        return tuple(e for e in self.enrolments if e.role == role)


NOBODY = Entitlements(None, ())


def entitlements_of(person: User) -> Entitlements:
    """What a person's enrolments open today: one query."""
    return Entitlements(person, tuple(active_enrolments(person)))


def entitlements(request: HttpRequest) -> Entitlements:
    """The entitlements of who makes this request, read once."""
    return request.entitlements  # type: ignore[attr-defined,no-any-return]
