"""The number by which an organisation knows someone: looked up, given, corrected and taken away."""

from django.db import transaction
from django.utils.translation import gettext as _

from learning.enrolment.importing.cells import clean
from learning.enrolment.importing.models import EmployeeNumber
from learning.enrolment.models import Enrolment
from learning.enrolment.services import EnrolmentError
from learning.organisation.models import Organisation
from portal.accounts.models import User
from portal.ui.viewsets import permitted


def number_of(person: User, organisation: Organisation) -> str:
    """The number of someone in an organisation; empty for none."""
    kept = EmployeeNumber.objects.filter(person=person, organisation=organisation)
    return kept.values_list("number", flat=True).first() or ""


@transaction.atomic
def keep_number(*, person: User, organisation: Organisation, number: str, by: User) -> None:
    """Give someone a number in place of another one; an empty one takes it away.

    Raises EnrolmentError where it is somebody else's; whose, is told to who may know that person.
    """
    number = clean(number)
    kept = EmployeeNumber.objects.filter(organisation=organisation)
    if taken := kept.filter(number__iexact=number).exclude(person=person).first():
        raise EnrolmentError({"number": _say_taken(taken.person, by)})
    if number:
        kept.update_or_create(person=person, organisation=organisation, defaults={"number": number})
    else:
        kept.filter(person=person).delete()


def _say_taken(owner: User, by: User) -> str:
    if permitted(Enrolment, by, "change").filter(person=owner).exists():
        return _("This employee number is of %(name)s.") % {"name": owner}
    return _("This employee number cannot be used here. Ask an administrator.")
