"""What the certificates hold about a person, for that person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from learning.certificates.models import Certificate
from portal.accounts.models import User
from portal.accounts.mydata import Part, exports


@exports("learning.Certificate.enrolment")
def certificates(person: User) -> Part:
    """The certificates that someone got, also those that were withdrawn."""
    return Part(
        name="certificates",
        title=_("Certificates of participation"),
        headings={
            "name": _("Name"),
            "programme": _("Programme"),
            "organisation": _("Organisation"),
            "starts_on": _("From"),
            "ends_on": _("Until"),
            "modules": _("Modules"),
            "issued_at": _("Given on"),
            "withdrawn_at": _("Withdrawn on"),
            "address": _("Where others check it"),
        },
        rows=[
            {
                "name": each.name,
                "programme": each.programme,
                "organisation": each.organisation,
                "starts_on": each.starts_on,
                "ends_on": each.ends_on,
                "modules": ", ".join(each.modules),
                "issued_at": each.issued_at,
                "withdrawn_at": each.withdrawn_at,
                "address": each.address,
            }
            for each in Certificate.objects.filter(enrolment__person=person).order_by("pk")
        ],
    )
