"""What was done with someone's enrolments and codes, as their page tells it.

Only what belongs to the enrolments that are given: where else someone takes part is told to nobody,
and who opened the page only to the person and to administrators.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from learning.enrolment.models import CodeEvent, Enrolment
from portal.accounts.models import User
from portal.accounts.services import RENAMED

# When someone came in is shown to nobody.
WHAT_IS_SHOWN = [
    CodeEvent.Kind.ISSUED,
    CodeEvent.Kind.EXTENDED,
    CodeEvent.Kind.FROZEN,
    CodeEvent.Kind.UNFROZEN,
    CodeEvent.Kind.REPLACED,
    CodeEvent.Kind.REVOKED,
]
SHOWN = 30


class Happening(NamedTuple):
    """One line: when, what, and who did it where that is known."""

    at: datetime
    what: str
    by: User | None


def history_of(enrolments: Sequence[Enrolment]) -> list[Happening]:
    """The newest of what was done with enrolments of one person, their codes and the name."""
    person = enrolments[0].person
    named = {str(each.pk): each for each in enrolments} if len(enrolments) > 1 else {}
    events = CodeEvent.objects.filter(code__enrolment__in=enrolments, kind__in=WHAT_IS_SHOWN)
    renamed = registry.get_logs_for_instance(person).filter(action=RENAMED)
    happenings = [
        *(_of_code(event) for event in events.select_related("code", "by")[:SHOWN]),
        *(_of_log(entry, named) for entry in _logged(enrolments)[:SHOWN]),
        *(_of_log(entry, named) for entry in renamed.select_related("user")[:SHOWN]),
    ]
    return sorted(happenings, key=lambda happening: happening.at, reverse=True)[:SHOWN]


def _logged(enrolments: Sequence[Enrolment]) -> "QuerySet[ModelLogEntry]":
    kind = ContentType.objects.get_for_model(Enrolment)
    keys = [str(each.pk) for each in enrolments]
    return (
        ModelLogEntry.objects.filter(content_type=kind, object_id__in=keys)
        .select_related("user")
        .order_by("-timestamp", "-pk")
    )


def _of_code(event: CodeEvent) -> Happening:
    said = {"event": event.get_kind_display()}
    return Happening(event.at, _("Personal code: %(event)s") % said, event.by)


def _of_log(entry: ModelLogEntry, named: dict[str, Enrolment]) -> Happening:
    data = entry.data or {}
    last_day = data.get("ends_on")
    parts = [str(entry.message), data.get("cohort"), data.get("route")]
    if last_day:
        day = date_format(date.fromisoformat(last_day), "j F Y")
        parts.append(_("until %(day)s") % {"day": day})
    if entry.action != RENAMED and (enrolment := named.get(entry.object_id)):
        parts.append(str(enrolment.programme))
    return Happening(entry.timestamp, " · ".join(part for part in parts if part), entry.user)
