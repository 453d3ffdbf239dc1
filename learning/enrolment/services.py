"""Enrol people, end enrolments, and issue, redeem, revoke and replace personal codes."""

from collections.abc import Callable
from datetime import date, datetime
from time import monotonic, sleep
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from learning.enrolment import codes
from learning.enrolment.lifetimes import end_of_code, end_of_enrolment, expiry_of_unused
from learning.enrolment.models import CODE_ROLES, AccessCode, CodeEvent, Enrolment, Role
from learning.enrolment.reach import beyond_reach, say_beyond_reach
from learning.enrolment.signals import enrolment_changed, enrolment_ended, participant_enrolled
from learning.organisation.models import Department
from learning.programmes.models import CodeMode, Cohort, Programme, Route
from portal.accounts.models import User
from portal.accounts.notices import addresses_of, tell_of_new_code
from portal.accounts.services import close_ways_in, end_code_sessions, mark_as_staff


class EnrolmentError(ValidationError):
    """An enrolment or a code cannot be what was asked; the message says why."""


class LinksAnAccount(EnrolmentError):
    """The code is right, and only links an account of the organisation: by itself it opens nothing."""


class IssuedCode(NamedTuple):
    """A new code. ``text`` is the only place where the code itself is, once."""

    code: AccessCode
    text: str


@transaction.atomic
def enrol_person(
    *,
    person: User,
    programme: Programme,
    role: Role = Role.PARTICIPANT,
    cohort: Cohort | None = None,
    route: Route | None = None,
    department: Department | None = None,
    function: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User | None = None,
) -> Enrolment:
    """Put a person in a programme.

    Raises EnrolmentError where the cohort, route or department is of another programme, the person
    already has this role in it, or someone gives themselves a role in which people work here.
    """
    if by and by.pk == person.pk and role not in CODE_ROLES and not by.is_superuser:
        raise EnrolmentError(
            _("Nobody gives themselves a role. Ask another coordinator or an administrator.")
        )
    enrolment = Enrolment(
        person=person,
        programme=programme,
        role=role,
        cohort=cohort,
        route=route,
        department=department,
        function=function,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
    )
    check_enrolment(enrolment)
    enrolment.save()
    if role not in CODE_ROLES:
        mark_as_staff(person=person)
    _log(enrolment, "enrolment.enrolled", by)
    transaction.on_commit(
        lambda: participant_enrolled.send(sender=Enrolment, enrolments=[enrolment])
    )
    return enrolment


@transaction.atomic
def change_enrolment(
    *,
    enrolment: Enrolment,
    cohort: Cohort | None,
    route: Route | None,
    department: Department | None,
    function: str,
    ends_on: date | None,
    by: User | None = None,
) -> Enrolment:
    """Move a person to another cohort or route, or correct what is known of the enrolment.

    The person keeps everything they made. Raises EnrolmentError where the enrolment has ended or
    the parts do not belong together.
    """
    changed = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if changed.ended_at:
        raise EnrolmentError(_("This enrolment has ended; it cannot be changed."))
    previous_cohort = changed.cohort
    changed.cohort, changed.route, changed.department = cohort, route, department
    changed.function, changed.ends_on = function, ends_on
    check_enrolment(changed)
    changed.save()
    for code in changed.codes.filter(revoked_at__isnull=True):
        _keep_within(code, changed)
    _log(
        changed,
        "enrolment.changed",
        by,
        cohort=cohort.name if cohort else None,
        route=route.title if route else None,
        ends_on=ends_on.isoformat() if ends_on else None,
    )
    transaction.on_commit(
        lambda: enrolment_changed.send(
            sender=Enrolment, enrolments=[changed], previous_cohorts=[previous_cohort]
        )
    )
    return changed


def check_enrolment(enrolment: Enrolment) -> None:
    """Raise EnrolmentError, by field, where an enrolment cannot be: it asks the database too."""
    check_parts(enrolment)
    try:
        enrolment.validate_constraints()
    except ValidationError as error:
        raise EnrolmentError(error.messages) from error


def check_parts(enrolment: Enrolment) -> None:
    """Raise EnrolmentError, by field, where the parts of an enrolment do not belong together."""
    if enrolment.programme.is_template:
        raise EnrolmentError(_("This is a template: nobody takes part in it."))
    errors: dict[str, str] = {}
    if enrolment.cohort and enrolment.cohort.programme_id != enrolment.programme_id:
        errors["cohort"] = _("This cohort belongs to another programme.")
    if enrolment.route and enrolment.route.programme_id != enrolment.programme_id:
        errors["route"] = _("This route belongs to another programme.")
    department = enrolment.department
    if department and department.organisation_id != enrolment.programme.organisation_id:
        errors["department"] = _("This department belongs to another organisation.")
    if enrolment.ends_on and enrolment.ends_on < enrolment.starts_on:
        errors["ends_on"] = _("An enrolment ends after it starts.")
    if errors:
        raise EnrolmentError(errors)


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, by: User | None = None) -> None:
    """End an enrolment now: what it opened is closed from the next request, its code is revoked."""
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if locked.ended_at:
        return
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    for code in locked.codes.filter(revoked_at__isnull=True):
        _revoke(code, CodeEvent.Kind.REVOKED, by)
    _log(locked, "enrolment.ended", by)
    enrolment.ended_at = locked.ended_at
    transaction.on_commit(lambda: enrolment_ended.send(sender=Enrolment, enrolments=[locked]))


@transaction.atomic
def issue_code(
    *,
    enrolment: Enrolment,
    by: User | None = None,
    mode: CodeMode | None = None,
    expires_at: datetime | None = None,
    generate: Callable[[], codes.Code] = codes.generate,
    prepared: codes.Prepared | None = None,
) -> IssuedCode:
    """Give an enrolment its code, to be used in time for the kick-off unless ``expires_at`` says otherwise.

    Who issues many prepares them outside the transaction. Every checked address of the person hears
    of it. Raises EnrolmentError where the enrolment has a code that still lives, and where the
    person is beyond the reach of ``by``.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    refuse_beyond_reach(enrolment, by)
    if not enrolment.person.is_active or enrolment.ended_at:
        raise EnrolmentError(_("This enrolment has ended; it gets no code."))
    if enrolment.role not in CODE_ROLES:
        raise EnrolmentError(
            _("Who has this role signs in with a password and a second factor, not with a code.")
        )
    if enrolment.person.needs_second_factor:
        raise EnrolmentError(
            _("This person also works here, and signs in with a password and a second factor.")
        )
    if enrolment.codes.filter(revoked_at__isnull=True).exists():
        raise EnrolmentError(_("This person already has a code. Replace it instead."))
    prepared = prepared or codes.prepare(generate())
    while AccessCode.objects.filter(selector=prepared.code.selector).exists():
        prepared = codes.prepare(generate())
    kept = AccessCode.objects.create(
        enrolment=enrolment,
        selector=prepared.code.selector,
        verifier_hash=prepared.verifier_hash,
        mode=mode or enrolment.programme.code_mode,
        expires_at=expires_at or expiry_of_unused(enrolment),
    )
    CodeEvent.objects.create(code=kept, kind=CodeEvent.Kind.ISSUED, by=by)
    tell_of_new_code(person=enrolment.person, addresses=addresses_of(enrolment.person))
    return IssuedCode(kept, str(prepared.code))


def redeem_code(*, code: codes.Code, linking_for: str = "") -> User | None:
    """The person whose code this is, or None for a code that is unknown, wrong, spent or ended.

    ``linking_for`` names the organisation, by its slug, of which an account is being linked; a code
    of another one is as good as unknown. Raises LinksAnAccount for a good code that does only that.

    Takes as long for each of those, so that the answer tells nothing. The hash, which is the slow
    part, is compared outside the transaction: a training room that signs in at once does not queue.
    """
    earliest = monotonic() + settings.CODE_REFUSAL_SECONDS
    person = _person_of(code, linking_for)
    if person is None:
        # What was written down about a code that exists would otherwise show as milliseconds.
        sleep(max(0.0, earliest - monotonic()))
    return person


def _person_of(code: codes.Code, linking_for: str) -> User | None:
    kept = AccessCode.objects.filter(selector=code.selector).first()
    if kept is None:
        codes.match_nothing(code)
        return None
    if not codes.matches(code, kept.verifier_hash):
        CodeEvent.objects.create(code=kept, kind=CodeEvent.Kind.REFUSED)
        return None
    return _use(kept, linking_for)


@transaction.atomic
def _use(code: AccessCode, linking_for: str) -> User | None:
    locked = (
        AccessCode.objects.select_for_update(of=("self",))
        .select_related("enrolment__person", "enrolment__programme")
        .get(pk=code.pk)
    )
    enrolment, person = locked.enrolment, locked.enrolment.person
    may_come_in = person.is_active and not person.needs_second_factor
    if locked.mode == CodeMode.SSO:
        is_of_them = linking_for in {"", enrolment.programme.organisation.slug}
    else:
        is_of_them = not linking_for
    if not (locked.is_usable and enrolment.is_active and may_come_in and is_of_them):
        CodeEvent.objects.create(code=locked, kind=CodeEvent.Kind.REFUSED)
        return None
    if locked.mode == CodeMode.SSO and not linking_for:
        raise LinksAnAccount(
            _(
                "This code goes with your account of %(organisation)s. First choose the button"
                " with which you sign in there; then we ask for this code, once."
            )
            % {"organisation": enrolment.programme.organisation}
        )
    if locked.first_used_at is None or locked.frozen_at:
        locked.first_used_at = locked.first_used_at or timezone.now()
        locked.expires_at, locked.frozen_at = end_of_enrolment(enrolment), None
        locked.save(update_fields=["first_used_at", "expires_at", "frozen_at"])
    CodeEvent.objects.create(code=locked, kind=CodeEvent.Kind.USED, by=person)
    return person


def confirm_code(*, person: User, code: codes.Code) -> bool:
    """Whether this is the code of someone who is signed in: proof that they hold the letter.

    A one-time code that was used counts too; it just does not sign in any more.
    """
    kept = AccessCode.objects.filter(
        selector=code.selector, enrolment__person=person, revoked_at=None
    ).first()
    if kept is None:
        codes.match_nothing(code)
        return False
    return codes.matches(code, kept.verifier_hash)


@transaction.atomic
def revoke_code(*, code: AccessCode, by: User | None = None) -> None:
    """End a code, every session, and every other way in that its holder could have added."""
    locked = AccessCode.objects.select_for_update().get(pk=code.pk)
    _revoke(locked, CodeEvent.Kind.REVOKED, by)
    _close_what_it_opened(locked)


@transaction.atomic
def replace_code(
    *, code: AccessCode, by: User | None = None, prepared: codes.Prepared | None = None
) -> IssuedCode:
    """End a code and issue another; the person keeps everything else. Raises as ``issue_code``."""
    locked = AccessCode.objects.select_for_update().get(pk=code.pk)
    _revoke(locked, CodeEvent.Kind.REPLACED, by)
    if locked.first_used_at:  # the addresses go with what the code opened
        person = locked.enrolment.person
        tell_of_new_code(person=person, addresses=addresses_of(person))
    _close_what_it_opened(locked)
    return issue_code(enrolment=locked.enrolment, by=by, prepared=prepared)


def refuse_beyond_reach(enrolment: Enrolment, by: User | None) -> None:
    """Raise EnrolmentError where the code of this person would open more than ``by`` coordinates."""
    if beyond_reach([enrolment.person_id], by):
        raise EnrolmentError(say_beyond_reach(enrolment.person))


@transaction.atomic
def keep_codes_within(*, programme: Programme) -> None:
    """Let the codes of a programme end with it, after its last day was moved."""
    living = AccessCode.objects.filter(enrolment__programme=programme, revoked_at__isnull=True)
    for code in living.select_for_update(of=("self",)).select_related("enrolment"):
        code.enrolment.programme = programme
        _keep_within(code, code.enrolment)


def _keep_within(code: AccessCode, enrolment: Enrolment) -> None:
    code.expires_at = end_of_code(code, enrolment)
    code.save(update_fields=["expires_at"])


def _log(enrolment: Enrolment, action: str, by: User | None, **data: str | None) -> None:
    """Record who did it, under the programme's title: no name is left behind in the log."""
    log(enrolment, action, user=by, title=enrolment.programme.title, data=data)


def _close_what_it_opened(code: AccessCode) -> None:
    """Nobody added a way in with a code that was never used: the address that the office knows,
    and what came in through another programme, stay."""
    if code.first_used_at:
        close_ways_in(person=code.enrolment.person)


def _revoke(code: AccessCode, kind: CodeEvent.Kind, by: User | None) -> None:
    if code.revoked_at:
        return
    code.revoked_at = timezone.now()
    code.save(update_fields=["revoked_at"])
    CodeEvent.objects.create(code=code, kind=kind, by=by)
    end_code_sessions(person=code.enrolment.person)
