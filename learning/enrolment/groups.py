"""The portal's groups in the CMS, and who is in them.

Their rights are written here and set again at every ``migrate``; for other rights, make a group of
another name. Who teaches or coordinates a programme is put in the group of that role by
``receivers.py``; editors are put in theirs by an administrator.
"""

from collections.abc import Iterable

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from learning.enrolment.access import Entitlements
from learning.enrolment.inviting.models import Invitation
from learning.enrolment.models import Enrolment, Role
from learning.organisation.models import Department, Organisation
from learning.programmes.models import Cohort, Phase, Programme, ProgrammeTemplate, Route
from portal.accounts.models import User

TRAINERS, EDITORS, COORDINATORS = "Trainers", "Redacteuren", "Coördinatoren"
GROUP_OF_ROLE = {Role.TRAINER: TRAINERS, Role.COORDINATOR: COORDINATORS}

_COORDINATORS_MAY = {
    Organisation: ["view"],
    Department: ["view", "add", "change"],
    Programme: ["view", "add", "change"],
    ProgrammeTemplate: ["view"],
    Route: ["view", "add", "change", "delete"],
    Cohort: ["view", "add", "change", "delete"],
    Phase: ["view", "add", "change", "delete"],
    Enrolment: ["view", "add", "change"],
    Invitation: ["view", "add", "change"],
}
_PAGES = {TRAINERS: ["add", "change", "publish"], EDITORS: ["add", "change"]}
_FILES = ["add", "change", "choose"]


@transaction.atomic
def set_up_groups() -> None:
    """Make the three groups, with exactly the permissions that are written here."""
    may_enter = _permission(
        ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")[0],
        "access_admin",
        "Can access Wagtail admin",
    )
    groups = {
        name: Group.objects.get_or_create(name=name)[0]
        for name in (TRAINERS, EDITORS, COORDINATORS)
    }
    groups[TRAINERS].permissions.set([may_enter])
    groups[EDITORS].permissions.set([may_enter])
    groups[COORDINATORS].permissions.set(
        [
            may_enter,
            *(
                _model_permission(model, action)
                for model, actions in _COORDINATORS_MAY.items()
                for action in actions
            ),
        ]
    )
    root = Collection.get_first_root_node()
    if root is not None:
        _share_files(root, [groups[TRAINERS], groups[EDITORS]])


@transaction.atomic
def grant_editorial_rights(index_page: Page) -> None:
    """Let trainers publish below a page, and editors write there what a trainer then approves."""
    groups = Group.objects.in_bulk(list(_PAGES), field_name="name")
    for name, actions in _PAGES.items():
        for action in actions:
            GroupPagePermission.objects.get_or_create(
                group=groups[name], page=index_page, permission=_model_permission(Page, action)
            )
    workflow, is_new = Workflow.objects.get_or_create(name="Nakijken door een trainer")
    if is_new:
        task = GroupApprovalTask.objects.create(name="Een trainer kijkt het na")
        task.groups.set([groups[TRAINERS]])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=index_page, defaults={"workflow": workflow})


@transaction.atomic
def follow_enrolments(person: User) -> None:
    """Put someone in the groups of the roles that their enrolments give, and in no other of them."""
    due = _groups_of_roles(
        Enrolment.objects.lasting().filter(person=person).values_list("role", flat=True)
    )
    held = _groups_held(person)
    if due == held:
        return
    groups = Group.objects.in_bulk(list(GROUP_OF_ROLE.values()), field_name="name")
    person.groups.add(*(groups[name] for name in due - held))
    person.groups.remove(*(groups[name] for name in held - due))


def keep_in_step(who: Entitlements) -> None:
    """Do the same where someone's groups are not what today's enrolments give: one query if they are.

    An enrolment with a last day ends without anybody doing something, also while someone is signed in.
    """
    if who.person and _groups_held(who.person) != _groups_of_roles(e.role for e in who.enrolments):
        follow_enrolments(who.person)


def _groups_of_roles(roles: Iterable[str]) -> set[str]:
    return {GROUP_OF_ROLE[Role(role)] for role in roles if role in GROUP_OF_ROLE}


def _groups_held(person: User) -> set[str]:
    ours = person.groups.filter(name__in=GROUP_OF_ROLE.values())
    return set(ours.values_list("name", flat=True))


def _share_files(root: Collection, groups: Iterable[Group]) -> None:
    for group in groups:
        for model in (get_image_model(), get_document_model()):
            for action in _FILES:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root, permission=_model_permission(model, action)
                )


def _model_permission(model: type[Model], action: str) -> Permission:
    """A model's permission, made where ``migrate`` has not come to it yet."""
    options = model._meta
    return _permission(
        ContentType.objects.get_for_model(model, for_concrete_model=False),
        get_permission_codename(action, options),
        f"Can {action} {options.verbose_name_raw}",
    )


def _permission(content_type: ContentType, codename: str, name: str) -> Permission:
    return Permission.objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]
