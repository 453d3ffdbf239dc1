"""Reads over enrolments and codes; who may ask is decided by the caller."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.enrolment.codes import Code
from learning.enrolment.models import (
    AccessCode,
    Enrolment,
    Role,
    not_over,
    oldest_end,
)
from learning.organisation.models import Organisation
from learning.programmes.models import CodeMode, Cohort, Programme, Route
from portal.accounts.models import User, photo_url
from portal.accounts.queries import by_name, without_way_in
from portal.compiled import CompiledQuery, Slot

SOON = timedelta(days=14)


# What a page says of an enrolment, each part by its path from it.
_PARTS: dict[str, type[models.Model]] = {
    "": Enrolment,
    "programme__": Programme,
    "programme__organisation__": Organisation,
    "cohort__": Cohort,
    "route__": Route,
}
_FIELDS = {
    path: [field.attname for field in model._meta.concrete_fields] for path, model in _PARTS.items()
}


def _days() -> tuple[Slot, Slot]:
    return Slot("today", models.DateField()), Slot("oldest", models.DateField())


def _today() -> dict[str, date]:
    today = timezone.localdate()
    return {"today": today, "oldest": oldest_end(today)}


def _active_enrolments() -> QuerySet[Enrolment, Any]:
    columns = [path + name for path, names in _FIELDS.items() for name in names]
    return (
        Enrolment.objects.active_on(*_days())
        .filter(person=Slot("person", models.BigIntegerField()))
        .order_by("-programme__starts_on", "pk")
        .values_list(*columns)
    )


_compiled_active_enrolments = CompiledQuery(_active_enrolments)


def active_enrolments(person: User) -> list[Enrolment]:
    """What someone is enrolled in today, with programme, organisation, cohort and route: one query,
    the first of every page. Programmes that run come first, of those the newest: one that was made
    for next year does not take the place of this year's."""
    rows = _compiled_active_enrolments.rows(person=person.pk, **_today())
    found = [_enrolment(person, row) for row in rows]
    today = timezone.localdate()
    return sorted(found, key=lambda each: not each.programme.runs_on(today)) if found[1:] else found


def _enrolment(person: User, row: Sequence[Any]) -> Enrolment:
    """An enrolment with its parts, out of the columns of ``_FIELDS``."""
    found: dict[str, Any] = {}
    start = 0
    for path, names in _FIELDS.items():
        values, start = row[start : start + len(names)], start + len(names)
        found[path] = _PARTS[path].from_db(DEFAULT_DB_ALIAS, names, values) if values[0] else None
    enrolment: Enrolment = found[""]
    enrolment.person = person
    enrolment.programme, enrolment.cohort = found["programme__"], found["cohort__"]
    enrolment.route = found["route__"]
    enrolment.programme.organisation = found["programme__organisation__"]
    return enrolment


def enrolments_in(programme: Programme) -> list[Enrolment]:
    """Every enrolment of a programme that has not ended, by name."""
    return list(
        Enrolment.objects.filter(programme=programme, ended_at=None)
        .select_related("person", "cohort", "route", "programme")
        .order_by(*by_name("person__"), "pk")
    )


def living_codes(programme: Programme) -> dict[int, AccessCode]:
    """The codes of a programme that were not revoked, by enrolment."""
    codes = AccessCode.objects.filter(enrolment__programme=programme, revoked_at=None)
    return {code.enrolment_id: code for code in codes}


class CodeState(models.TextChoices):
    """How things stand with the personal code of an enrolment."""

    NONE = "none", gettext_lazy("No code yet")
    UNUSED = "unused", gettext_lazy("Not used yet")
    IN_USE = "in_use", gettext_lazy("In use")
    SPENT = "spent", gettext_lazy("Used, and no other way to sign in yet")
    FROZEN = "frozen", gettext_lazy("Frozen: tried too often")
    EXPIRED = "expired", gettext_lazy("Expired")
    REVOKED = "revoked", gettext_lazy("Revoked")


def with_code_state(enrolments: "models.QuerySet[Enrolment]") -> "models.QuerySet[Any]":
    """Enrolments with ``code_state``, and of the code that lives: selector, end, first use, freeze."""
    revoked = AccessCode.objects.filter(enrolment=OuterRef("pk"), revoked_at__isnull=False)
    return enrolments.annotate(
        living_code=FilteredRelation("codes", condition=Q(codes__revoked_at__isnull=True)),
        code_selector=F("living_code__selector"),
        code_expires_at=F("living_code__expires_at"),
        code_first_used_at=F("living_code__first_used_at"),
        code_frozen_at=F("living_code__frozen_at"),
        code_state=Case(
            When(living_code__expires_at__lte=timezone.now(), then=Value(CodeState.EXPIRED)),
            When(living_code__frozen_at__isnull=False, then=Value(CodeState.FROZEN)),
            When(_is_spent(), then=Value(CodeState.SPENT)),
            When(living_code__first_used_at__isnull=False, then=Value(CodeState.IN_USE)),
            When(living_code__isnull=False, then=Value(CodeState.UNUSED)),
            When(Exists(revoked), then=Value(CodeState.REVOKED)),
            default=Value(CodeState.NONE),
            output_field=models.CharField(),
        ),
    )


def _is_spent() -> Q:
    """A code that worked once, of someone who has chosen nothing else: they cannot come in again."""
    was_used = Q(living_code__first_used_at__isnull=False)
    return was_used & ~Q(living_code__mode=CodeMode.REPEAT) & without_way_in("person")


def named(enrolments: "models.QuerySet[Any]", words: str) -> "models.QuerySet[Any]":
    """Enrolments of people in whose name or e-mail address each of the words occurs."""
    for word in words.split():
        enrolments = enrolments.filter(
            Q(person__first_name__icontains=word)
            | Q(person__goes_by__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(person__email__icontains=word)
        )
    return enrolments


def expiring() -> Q:
    """Codes that nobody has used and that stop working within two weeks."""
    return Q(code_state=CodeState.UNUSED, code_expires_at__lte=timezone.now() + SOON)


def consequences_of_change(
    enrolment: Enrolment, *, cohort: Cohort | None, route: Route | None, ends_on: date | None
) -> list[str]:
    """What opens and what closes for a person, in words; empty where nothing does."""
    said = []
    name = str(enrolment.person)
    if cohort != enrolment.cohort:
        if enrolment.cohort:
            said.append(
                _("%(name)s can no longer read and write in the forum space of %(cohort)s.")
                % {"name": name, "cohort": enrolment.cohort}
            )
            said.append(_("What %(name)s wrote there stays there, with the name.") % {"name": name})
            said.append(
                _(
                    "What %(name)s and %(cohort)s shared with each other can no longer be read; "
                    "%(name)s can share again."
                )
                % {"name": name, "cohort": enrolment.cohort}
            )
        if cohort:
            said.append(
                _(
                    "The forum space of %(cohort)s opens: %(name)s can read everything in it, "
                    "also what was written before."
                )
                % {"name": name, "cohort": cohort}
            )
    if route != enrolment.route:
        if enrolment.route:
            said.append(
                _("The modules that belong to route %(route)s alone disappear for %(name)s.")
                % {"name": name, "route": enrolment.route}
            )
            said.append(_("Lessons that were ticked off stay ticked off."))
        if route:
            said.append(
                _("The modules of route %(route)s appear for %(name)s.")
                % {"name": name, "route": route}
            )
    if ends_on != enrolment.ends_on:
        last_day = ends_on or enrolment.programme.ends_on
        said.append(
            _("The enrolment and its personal code end after %(day)s.")
            % {"day": date_format(last_day, "j F Y")}
        )
    return said


def works_once(code: Code) -> bool:
    """Whether a code opens the portal a single time, after which people choose their own way in."""
    return AccessCode.objects.filter(selector=code.selector, mode=CodeMode.ACTIVATE).exists()


class Standing(NamedTuple):
    """What someone is in a programme, as others may know it."""

    role: Role
    function: str
    photo: str = ""
    """Where the photo is; empty for who has none, and for who is no longer there."""

    @property
    def title(self) -> str:
        """The role, where that helps to weigh what someone says."""
        return "" if self.role == Role.PARTICIPANT else str(self.role.label)


# The last that someone has counts: who trains is known as that, who takes part is no guest.
_STANDINGS = (
    Role.GUEST,
    Role.SOUNDING_BOARD,
    Role.ACTOR,
    Role.FACILITATOR,
    Role.COACH,
    Role.COORDINATOR,
    Role.PARTICIPANT,
    Role.TRAINER,
)


def _least_telling_first() -> list[When]:
    return [When(role=role, then=Value(place)) for place, role in enumerate(_STANDINGS)]


def _standings(people: int) -> QuerySet[Enrolment, Any]:
    persons: list[Any] = [
        Slot(f"person_{number}", models.BigIntegerField()) for number in range(people)
    ]
    programme = Slot("programme", models.BigIntegerField())
    today, oldest = _days()
    is_there = Q(starts_on__lte=today, person__is_active=True) & not_over(today, oldest)
    photo = Case(
        When(is_there, then=F("person__photo")),
        default=Value(""),
        output_field=models.CharField(),
    )
    return (
        Enrolment.objects.filter(programme=programme, person__id__in=persons, ended_at=None)
        .order_by(Case(*_least_telling_first()))
        .values_list("person_id", "role", "function", photo)
    )


_compiled_standings = CompiledQuery(_standings)


def standings_in(programme_id: int, person_ids: Collection[int]) -> dict[int, Standing]:
    """What these people are in a programme; of several roles the one that helps others most."""
    values = {f"person_{number}": person for number, person in enumerate(person_ids)}
    found = _compiled_standings.rows(len(values), programme=programme_id, **_today(), **values)
    return {
        person_id: Standing(Role(role), function, photo_url(photo))
        for person_id, role, function, photo in found
    }
