"""What the enrolment holds about a person, for that person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from learning.enrolment.importing.models import EmployeeNumber
from learning.enrolment.mailing.models import Mail, MailState
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


@exports("learning.EmployeeNumber.person")
def employee_numbers(person: User) -> Part:
    """The numbers by which organisations know someone."""
    numbers = EmployeeNumber.objects.filter(person=person).order_by("pk")
    return Part(
        name="employee_numbers",
        title=_("Employee numbers"),
        headings={"organisation": _("Organisation"), "number": _("Employee number")},
        rows=[
            {"organisation": organisation, "number": number}
            for organisation, number in numbers.values_list("organisation__name", "number")
        ],
    )


@exports("learning.AccessCode.enrolment")
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


@exports("learning.Mail.enrolment")
def mails(person: User) -> Part:
    """Which mails the portal sent someone; it does not keep what was in them."""
    sent = Mail.objects.filter(enrolment__person=person).with_outcome().order_by("pk")
    return Part(
        name="mails",
        title=_("Mails that the portal sent you"),
        headings={
            "what_for": _("What for"),
            "to": _("To"),
            "outcome": _("How it ended"),
            "at": _("When"),
        },
        rows=[
            {
                "what_for": mail.get_kind_display(),
                "to": mail.to,
                "outcome": MailState(mail.outcome).label,
                "at": mail.at,
            }
            for mail in sent
        ],
        says=_("What was in them is not kept."),
    )
