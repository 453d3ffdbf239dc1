"""Reads: what a programme comprised for someone, whether they have done it, and which certificates are."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from learning.certificates.models import Certificate
from learning.enrolment.access import Entitlements
from learning.enrolment.codes import MistypedCode, parse
from learning.enrolment.models import Enrolment, Role
from learning.modules.queries import ModuleOverview, ModuleState, module_overview
from learning.programmes.models import Phase, PhaseKind


class Standing(NamedTuple):
    """How someone stands with a certificate of one programme."""

    enrolment: Enrolment
    certificate: Certificate | None
    modules: int
    """How many modules everyone does."""
    to_go: int
    """How many of those are not done."""

    @property
    def may_ask(self) -> bool:
        return self.certificate is None and self.modules > 0 and self.to_go == 0


def my_standings(who: Entitlements) -> list[Standing]:
    """For each programme in which someone takes part: one query for the certificates, besides those
    that a list of modules takes."""
    mine = who.with_role(Role.PARTICIPANT)
    found = Certificate.objects.filter(enrolment__in=mine, withdrawn_at=None)
    certificates = {each.enrolment_id: each for each in found}
    modules = _fixed(module_overview(who)) if mine else []
    return [_standing(enrolment, certificates.get(enrolment.pk), modules) for enrolment in mine]


def _standing(
    enrolment: Enrolment, certificate: Certificate | None, modules: list[ModuleOverview]
) -> Standing:
    of_this = [each for each in modules if each.offer.programme_id == enrolment.programme_id]
    to_go = sum(each.state is not ModuleState.DONE for each in of_this)
    return Standing(enrolment, certificate, len(of_this), to_go)


def fixed_modules(enrolment: Enrolment) -> list[ModuleOverview]:
    """The modules that everyone on this route does, without anybody's progress in them."""
    return _fixed(module_overview(Entitlements(None, (enrolment,))))


def _fixed(modules: list[ModuleOverview]) -> list[ModuleOverview]:
    return [each for each in modules if not each.offer.elective]


def training_days_until_today(enrolment: Enrolment) -> int:
    """How many training days the programme has had for who follows this route."""
    of_route = Q(route=None) | Q(route=enrolment.route_id)
    return Phase.objects.filter(
        of_route,
        programme=enrolment.programme_id,
        kind=PhaseKind.TRAINING_DAY,
        ends_on__lte=timezone.localdate(),
    ).count()


def find_certificate(typed: str) -> Certificate | None:
    """The certificate with this code, however it was typed; a typing error asks the database nothing."""
    try:
        code = parse(typed)
    except MistypedCode:
        return None
    return Certificate.objects.filter(code=str(code)).first()
