"""What the enrolment holds about a person, for that person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from learning.enrolment.models import CodeEvent, Enrolment
from portal.accounts.models import User
from portal.accounts.mydata import Part, exports


@exports("learning.Enrolment.person")
def enrolments(person: User) -> Part:
    """What someone takes or took part in."""
    found = Enrolment.objects.filter(person=person).select_related(
        "programme__organisation", "cohort", "route", "department"
    )
    return Part(
        name="enrolments",
        title=_("Enrolments"),
        headings={
            "programme": _("Programme"),
            "organisation": _("Organisation"),
            "role": _("Role"),
            "cohort": _("Cohort"),
            "route": _("Route"),
            "department": _("Department"),
            "function": _("Function"),
            "starts_on": _("From"),
            "ends_on": _("Until"),
            "ended_at": _("Ended at"),
            "created_at": _("Enrolled at"),
        },
        rows=[
            {
                "programme": each.programme.title,
                "organisation": each.programme.organisation.name,
                "role": each.get_role_display(),
                "cohort": each.cohort.name if each.cohort else "",
                "route": each.route.title if each.route else "",
                "department": each.department.name if each.department else "",
                "function": each.function,
                "starts_on": each.starts_on,
                "ends_on": each.ends_on,
                "ended_at": each.ended_at,
                "created_at": each.created_at,
            }
            for each in found.order_by("pk")
        ],
    )


@exports()
def personal_codes(person: User) -> Part:
    """What happened to someone's personal codes, without who did it and without the codes."""
    events = CodeEvent.objects.filter(code__enrolment__person=person).order_by("at", "pk")
    return Part(
        name="personal_codes",
        title=_("What happened to your personal codes"),
        headings={"programme": _("Programme"), "what": _("What"), "at": _("When")},
        rows=[
            {"programme": title, "what": CodeEvent.Kind(kind).label, "at": at}
            for title, kind, at in events.values_list(
                "code__enrolment__programme__title", "kind", "at"
            )
        ],
        says=_("The portal does not know the codes themselves: it only recognises them."),
    )
