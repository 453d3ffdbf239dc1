"""Who may do what in the CMS with programmes, enrolments and what belongs to them.

A group's permissions say *what* (see ``groups.py``); the enrolments as a coordinator say *where*.
Administrators may do everything everywhere.
"""

from collections.abc import Collection
from typing import Any

from django.db import models
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from learning.enrolment.access import Entitlements, entitlements_of
from learning.enrolment.inviting.models import Invitation
from learning.enrolment.models import Enrolment
from learning.organisation.models import Department, Organisation
from learning.programmes.models import Cohort, Phase, Programme, ProgrammeTemplate, Route
from portal.accounts.models import User

_CACHE = "_coordinated_programme_ids"


def coordinated_programme_ids(user: User) -> frozenset[int]:
    """The programmes that someone coordinates today, read once per request's user."""
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, entitlements_of(user).coordinated_programme_ids)
    return getattr(user, _CACHE)


def remember_programmes(who: Entitlements) -> None:
    """Say what was read already, so that it is not read again."""
    setattr(who.person, _CACHE, who.coordinated_programme_ids)


class CoordinatorPolicy(ModelPermissionPolicy):
    """The permissions of the groups, within the programmes that someone coordinates."""

    def __init__(self, model: type[models.Model], programme_lookup: str) -> None:
        super().__init__(model)
        self.programme_lookup = programme_lookup

    def user_has_permission(self, user: User, action: str) -> bool:
        if not super().user_has_permission(user, action):
            return False
        return user.is_superuser or bool(coordinated_programme_ids(user))

    def user_has_permission_for_instance(
        self, user: User, action: str, instance: models.Model
    ) -> bool:
        permitted = self.instances_user_has_any_permission_for(user, [action])
        return permitted.filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(
        self, user: User, actions: Collection[str]
    ) -> "models.QuerySet[Any]":
        rows = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return rows.none()
        if user.is_superuser:
            return rows
        mine = {f"{self.programme_lookup}__in": coordinated_programme_ids(user)}
        return rows.filter(pk__in=self.model._default_manager.filter(**mine).values("pk"))


class ProgrammePolicy(CoordinatorPolicy):
    """Programmes in which people take part: a template is none, for administrators neither."""

    def instances_user_has_any_permission_for(
        self, user: User, actions: Collection[str]
    ) -> "models.QuerySet[Any]":
        return (
            super().instances_user_has_any_permission_for(user, actions).filter(is_template=False)
        )


def register_policies() -> None:
    """Tell Wagtail, before it makes a policy of its own for these models."""
    register_permission_policy(Programme, ProgrammePolicy(Programme, "pk"))
    for model, programme_lookup in {
        Organisation: "programmes",
        Department: "organisation__programmes",
        ProgrammeTemplate: "organisation__programmes",
        Route: "programme",
        Cohort: "programme",
        Phase: "programme",
        Enrolment: "programme",
        Invitation: "programme",
    }.items():
        register_permission_policy(model, CoordinatorPolicy(model, programme_lookup))
