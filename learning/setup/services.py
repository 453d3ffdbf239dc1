"""Make a whole programme at once: from the wizard's plan, or as a copy."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from learning.enrolment.handout.own_texts import copy_texts
from learning.enrolment.models import Role
from learning.enrolment.services import enrol_person
from learning.modules.services import pick_module
from learning.organisation.models import Organisation
from learning.programmes.dates import Shift
from learning.programmes.models import Phase, Programme, Route
from learning.programmes.queries import free_slug
from learning.programmes.services import (
    add_cohort,
    add_route,
    copy_phases,
    copy_programme,
    create_programme,
)
from learning.setup.models import ProgrammeDraft
from learning.setup.plans import Plan
from portal.accounts.models import User


class SetupError(ValidationError):
    """A programme cannot be made as it was asked; the message says why."""


@transaction.atomic
def keep_typed(*, maker: User, step: str, typed: Mapping[str, object]) -> None:
    """Keep what someone typed in a step of the wizard, right or wrong."""
    ProgrammeDraft.objects.get_or_create(maker=maker)
    draft = ProgrammeDraft.objects.select_for_update().get(maker=maker)
    draft.typed[step] = typed
    draft.save()


def begin_again(*, maker: User) -> None:
    """Forget what someone typed in the wizard."""
    ProgrammeDraft.objects.filter(maker=maker).delete()


@transaction.atomic
def make_programme(*, plan: Plan, maker: User) -> Programme:
    """Make the programme of a plan, with its maker as coordinator, and end the draft. All or nothing.

    Raises SetupError where the draft is done with: a second press makes no second programme; and
    the errors of the services that make the parts.
    """
    if not ProgrammeDraft.objects.select_for_update().filter(maker=maker).exists():
        raise SetupError(_("This programme was made already."))
    about, source = plan.about, plan.source
    programme = create_programme(
        organisation=about.organisation,
        title=about.title,
        slug=free_slug(about.title),
        starts_on=about.period.first,
        ends_on=about.period.last,
        tagline=source.tagline if source else "",
        goal=source.goal if source else "",
        code_mode=about.code_mode,
    )
    routes = {
        each.key: add_route(
            programme=programme, title=each.title, audience=each.audience, order=order
        )
        for order, each in enumerate(plan.routes)
    }
    phases = _copy_phases(plan, programme, routes)
    if source:
        copy_texts(source=source, target=programme)
    for each in plan.modules:
        pick_module(
            programme=programme,
            module=each.module,
            route=routes.get(each.route),
            elective=each.elective,
            opens_on=each.opens_on,
            phase=phases.get(each.phase_id or 0),
        )
    for name in plan.cohorts:
        add_cohort(programme=programme, name=name)
    for role, people in plan.staff.items():
        for person in people:
            enrol_person(person=person, programme=programme, role=role, by=maker)
    _coordinate(programme, maker)
    log(programme, "wagtail.create", user=maker)
    begin_again(maker=maker)
    return programme


def _copy_phases(plan: Plan, target: Programme, routes: Mapping[str, Route]) -> dict[int, Phase]:
    if plan.source is None:
        return {}
    kept = {each.source_id: routes[each.key] for each in plan.routes if each.source_id}
    return copy_phases(source=plan.source, target=target, shift=plan.about.shift, routes=kept)


@transaction.atomic
def copy_for(
    *,
    maker: User,
    source: Programme,
    title: str,
    shift: Shift,
    organisation: Organisation,
    with_cohorts: bool,
) -> Programme:
    """Copy a programme for someone who may make one: they coordinate the copy too.

    A copy of a template is a template. Raises ProgrammeError where the title cannot be.
    """
    copy = copy_programme(
        source=source,
        title=title,
        shift=shift,
        organisation=organisation,
        with_cohorts=with_cohorts,
        as_template=source.is_template,
        by=maker,
    )
    if not copy.is_template:
        _coordinate(copy, maker)
    return copy


def _coordinate(programme: Programme, maker: User) -> None:
    """Who makes a programme runs it. Administrators run everything, and are in nothing."""
    if not maker.is_superuser:
        # By nobody: it follows from the making, and nobody gives themselves a role.
        enrol_person(person=maker, programme=programme, role=Role.COORDINATOR)
