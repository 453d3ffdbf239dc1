"""What was done with an enrolment and its codes, as its page tells it."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from learning.enrolment.models import CodeEvent, Enrolment
from portal.accounts.models import User
from portal.accounts.services import RENAMED

# When someone came in is shown to nobody.
WHAT_STAFF_DID = [CodeEvent.Kind.ISSUED, CodeEvent.Kind.REPLACED, CodeEvent.Kind.REVOKED]
SHOWN = 20


class Happening(NamedTuple):
    """One line: when, what, and who did it where that is known."""

    at: datetime
    what: str
    by: User | None


def history_of(enrolment: Enrolment) -> list[Happening]:
    """The newest of what staff did with the enrolment, its codes and the person's name."""
    events = CodeEvent.objects.filter(code__enrolment=enrolment, kind__in=WHAT_STAFF_DID)
    entries = registry.get_logs_for_instance(enrolment).select_related("user")
    renamed = registry.get_logs_for_instance(enrolment.person).filter(action=RENAMED)
    happenings = [
        *(_of_code(event) for event in events.select_related("code", "by")[:SHOWN]),
        *(_of_log(entry) for entry in entries[:SHOWN]),
        *(_of_log(entry) for entry in renamed.select_related("user")[:SHOWN]),
    ]
    return sorted(happenings, key=lambda happening: happening.at, reverse=True)[:SHOWN]


def _of_code(event: CodeEvent) -> Happening:
    said = {"selector": event.code.selector, "event": event.get_kind_display()}
    return Happening(event.at, _("Personal code %(selector)s-…: %(event)s") % said, event.by)


def _of_log(entry: ModelLogEntry) -> Happening:
    data = entry.data or {}
    last_day = data.get("ends_on")
    parts = [str(entry.message), data.get("cohort"), data.get("route")]
    if last_day:
        day = date_format(date.fromisoformat(last_day), "j F Y")
        parts.append(_("until %(day)s") % {"day": day})
    return Happening(entry.timestamp, " · ".join(part for part in parts if part), entry.user)
