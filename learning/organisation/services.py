"""Set up organisations."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from learning.organisation.models import Department, Organisation


class OrganisationError(ValidationError):
    """An organisation cannot be what was asked; the message says why, by field."""


@transaction.atomic
def create_organisation(
    *, name: str, slug: str, departments: Iterable[str] = (), **details: str
) -> Organisation:
    """Make an organisation with its departments; ``details`` are its house style and its help.

    Raises OrganisationError where a colour is no colour or the name is taken.
    """
    organisation = Organisation(name=name, slug=slug, **details)
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise OrganisationError(error.message_dict) from error
    organisation.save()
    Department.objects.bulk_create(
        Department(organisation=organisation, name=department) for department in departments
    )
    return organisation


@transaction.atomic
def add_department(*, organisation: Organisation, name: str) -> Department:
    """Add a department; raises OrganisationError where the organisation has one of that name."""
    department = Department(organisation=organisation, name=name)
    try:
        department.full_clean()
    except ValidationError as error:
        raise OrganisationError(error.message_dict) from error
    department.save()
    return department
