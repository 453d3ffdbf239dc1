"""Give a certificate, take it back, and take the name away from it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from learning.certificates.models import Certificate
from learning.certificates.queries import (
    fixed_modules,
    my_standings,
    training_days_until_today,
)
from learning.enrolment import codes
from learning.enrolment.access import Entitlements
from learning.enrolment.models import Enrolment, Role
from learning.enrolment.services import EnrolmentError
from portal.accounts.models import User

GIVEN, WITHDRAWN = "enrolment.certified", "enrolment.certificate_withdrawn"


class CertificateError(EnrolmentError):
    """A certificate cannot be given or withdrawn; the message says why."""


@transaction.atomic
def give_certificate(*, enrolment: Enrolment, by: User | None) -> Certificate:
    """Declare that someone took part: a coordinator's word, which asks for no modules to be done.

    Raises CertificateError for other roles, before it began, and where there is one already.
    """
    together = ("person", "programme__organisation", "route", "cohort")
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related(*together)
        .get(pk=enrolment.pk)
    )
    if reason := why_not(locked):
        raise CertificateError(reason)
    if locked.certificates.filter(withdrawn_at=None).exists():
        raise CertificateError(_("There is a certificate already."))
    certificate = _certificate_for(locked, by)
    certificate.save()
    log(locked, GIVEN, user=by, title=locked.programme.title)
    return certificate


def ask_certificate(*, who: Entitlements, enrolment: Enrolment) -> Certificate:
    """Give someone their own certificate, when they have done every module that everyone does.

    Raises CertificateError where that is not so.
    """
    standing = next(each for each in my_standings(who) if each.enrolment.pk == enrolment.pk)
    if not standing.may_ask:
        raise CertificateError(_("You have not done all modules of this programme yet."))
    return give_certificate(enrolment=enrolment, by=None)


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, by: User | None) -> None:
    """Let it be valid no longer: who checks the paper reads so. Withdrawing again changes nothing."""
    locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if locked.withdrawn_at:
        return
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    log(locked.enrolment, WITHDRAWN, user=by, title=locked.programme)


@transaction.atomic
def erase_certificates(*, person: User) -> None:
    """Take someone's name off every certificate and let none be valid: part of erasing a person."""
    held = Certificate.objects.filter(enrolment__person=person)
    held.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    held.update(name="")


def why_not(enrolment: Enrolment) -> str:
    """Why nobody can declare that this person took part; empty where one can."""
    if enrolment.role != Role.PARTICIPANT:
        return _("Only participants get a certificate.")
    if enrolment.starts_on > timezone.localdate():
        return _("The enrolment has not begun.")
    return ""


def _certificate_for(enrolment: Enrolment, by: User | None) -> Certificate:
    programme, person = enrolment.programme, enrolment.person
    modules = fixed_modules(enrolment)
    return Certificate(
        code=str(codes.generate()),
        enrolment=enrolment,
        name=registered_name(person),
        programme=programme.title,
        organisation=programme.organisation.name,
        starts_on=max(programme.starts_on, enrolment.starts_on),
        ends_on=_last_day(enrolment),
        modules=[each.offer.title for each in modules],
        minutes=sum(each.minutes for each in modules),
        days=training_days_until_today(enrolment),
        language=person.language,
        issued_by=by,
    )


def registered_name(person: User) -> str:
    """The name under which someone was enrolled, not the one that they go by."""
    return f"{person.first_name} {person.last_name}".strip()


def _last_day(enrolment: Enrolment) -> date:
    """Until when someone took part, as far as is known today."""
    first = max(enrolment.programme.starts_on, enrolment.starts_on)
    ended = timezone.localdate(enrolment.ended_at) if enrolment.ended_at else None
    days = [enrolment.programme.ends_on, timezone.localdate(), enrolment.ends_on, ended]
    return max(first, min(day for day in days if day))
