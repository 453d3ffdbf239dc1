"""The first page of the CMS for a coordinator: what needs attention, each line a way to do it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component

from learning.enrolment.attention import Attention, attention
from learning.enrolment.importing.queries import waiting_imports
from learning.enrolment.kickoff.queries import attendance_in
from learning.enrolment.mailing.queries import failed_mails
from learning.enrolment.mailing.views import UNSETTLED
from learning.enrolment.models import Enrolment
from learning.enrolment.office.lists import EXPIRING, TO_ISSUE
from learning.enrolment.queries import CodeState
from learning.programmes.models import Programme
from portal.ui.viewsets import permitted

SHOWN = 8
"""So many programmes at most: an administrator has them all."""


class Line(NamedTuple):
    """One thing to do, and where."""

    text: str
    url: str


class AttentionPanel(Component):
    """What to do in each of someone's programmes; nothing where there is nothing to do."""

    name = "attention"
    template_name = "learning/enrolment/office/attention.html"
    order = 50

    def __init__(self, programmes: list[Programme], enrolments: Any) -> None:
        self.programmes = programmes
        self.enrolments = enrolments

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        keys = [programme.pk for programme in self.programmes]
        people = attention(self.enrolments)
        mails, imports = _counted(failed_mails(keys)), _counted(waiting_imports(keys))
        to_do = []
        for programme in self.programmes:
            pk = programme.pk
            lines = [
                *_about_elsewhere(pk, mails.get(pk, 0), imports.get(pk, 0)),
                *(_about_people(people[pk]) if pk in people else ()),
            ]
            if lines:
                to_do.append((programme, lines))
        return {
            "to_do": to_do[:SHOWN],
            "more": len(to_do[SHOWN:]),
            "names_programmes": len(self.programmes) > 1,
        }


def _counted(rows: "QuerySet[Any]") -> dict[int, int]:
    """The number of rows of each programme."""
    counts = rows.order_by().values("programme_id").annotate(number=Count("pk"))
    return dict(counts.values_list("programme_id", "number"))


def _about_people(found: Attention) -> Iterator[Line]:
    def line(text: str, count: int, state: str) -> Line:
        query = urlencode({"programme": str(found.programme_id), "code": state})
        day = date_format(found.kick_off, "j F Y")
        return Line(
            text % {"count": count, "day": day},
            f"{reverse('office_enrolments:index')}?{query}",
        )

    if found.frozen:
        text = ngettext(
            "%(count)d code is frozen: tried too often",
            "%(count)d codes are frozen: tried too often",
            found.frozen,
        )
        yield line(text, found.frozen, CodeState.FROZEN)
    if found.without_code:
        text = ngettext(
            "%(count)d person is without a working code",
            "%(count)d people are without a working code",
            found.without_code,
        )
        yield line(text, found.without_code, TO_ISSUE)
    if found.spent:
        text = ngettext(
            "%(count)d person used a code that works once, and has no other way to sign in yet",
            "%(count)d people used a code that works once, and have no other way to sign in yet",
            found.spent,
        )
        yield line(text, found.spent, CodeState.SPENT)
    if found.unused and found.is_time:
        text = ngettext(
            "%(count)d person has never used the code (kick-off: %(day)s)",
            "%(count)d people have never used the code (kick-off: %(day)s)",
            found.unused,
        )
        yield line(text, found.unused, CodeState.UNUSED)
    if found.expiring:
        text = ngettext(
            "%(count)d unused code expires within two weeks",
            "%(count)d unused codes expire within two weeks",
            found.expiring,
        )
        yield line(text, found.expiring, EXPIRING)


def _about_elsewhere(programme_id: int, mails: int, imports: int) -> Iterator[Line]:
    if mails:
        query = urlencode({"programme": str(programme_id), "outcome": UNSETTLED})
        text = ngettext(
            "%(count)d mail was not sent, or perhaps not",
            "%(count)d mails were not sent, or perhaps not",
            mails,
        )
        yield Line(text % {"count": mails}, f"{reverse('office_mails:index')}?{query}")
    if imports:
        text = ngettext(
            "%(count)d list of people is not entered yet",
            "%(count)d lists of people are not entered yet",
            imports,
        )
        yield Line(text % {"count": imports}, reverse("office_imports:index"))


class ProgrammesPanel(Component):
    """How many are in, for each programme, and the way to what is done most."""

    name = "programmes"
    template_name = "learning/enrolment/office/programmes.html"
    order = 60

    def __init__(self, programmes: list[Programme]) -> None:
        self.programmes = programmes[:SHOWN]

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        counts = attendance_in([programme.pk for programme in self.programmes])
        rows = [
            (programme, counts.get(programme.pk), list(_ways_on(programme)))
            for programme in self.programmes
        ]
        return {"programmes": rows}


def _ways_on(programme: Programme) -> Iterator[Line]:
    people = f"{reverse('office_enrolments:index')}?{urlencode({'programme': programme.pk})}"
    yield Line(_("People"), people)
    yield Line(_("Import people"), reverse("office_imports:add_in", args=[programme.pk]))
    yield Line(_("Letters, cards and mails"), f"{people}&{urlencode({'code': TO_ISSUE})}")
    yield Line(_("Kick-off screen"), reverse("kickoff", args=[programme.slug]))


@hooks.register("construct_homepage_panels")
def add_attention(request: HttpRequest, panels: list[Component]) -> None:
    """For who runs a programme; trainers and editors have other work."""
    mine = permitted(Enrolment, request.user, "change")
    programmes = list(permitted(Programme, request.user, "change").order_by("title", "pk"))
    if programmes:
        panels[:0] = [AttentionPanel(programmes, mine), ProgrammesPanel(running_first(programmes))]


def running_first(programmes: list[Programme]) -> list[Programme]:
    """What runs, then what is to come, then what is over; each by title."""
    today = timezone.localdate()
    return sorted(programmes, key=lambda each: (each.ends_on < today, each.starts_on > today))
