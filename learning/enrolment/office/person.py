"""The page of a person: their enrolments here, their codes, their mails, and what happened."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from learning.enrolment.handout.bulk import CardsAction, LettersAction, run_url
from learning.enrolment.importing.numbers import number_of
from learning.enrolment.mailing.bulk import MailAction
from learning.enrolment.mailing.models import Mail
from learning.enrolment.mailing.queries import say_outcome, say_why
from learning.enrolment.models import CODE_ROLES, AccessCode, Enrolment
from learning.enrolment.office.history import history_of
from learning.enrolment.office.lists import describe_code, with_what_is_shown
from learning.enrolment.office.views import OneEnrolmentView
from portal.accounts.access_log import note_access
from portal.accounts.models import AccessEvent, User
from portal.ui.moments import in_full
from portal.ui.viewsets import permitted

SHOWN = 20
SAME_LOOK = timedelta(hours=1)
"""Opening someone's page again within this time is one and the same look: each thing that is done
there leads back to the page, and a log with a line for each click is read by nobody."""


class CodeLine(NamedTuple):
    """A code as the page tells of it: when it was issued and how it stands, nothing of itself."""

    programme: str
    issued_on: str
    state: str


class MailLine(NamedTuple):
    """A mail as the page tells of it."""

    url: str
    at: str
    what: str
    to: str
    state: str


class EnrolmentDetailView(OneEnrolmentView, TemplateView):
    """An enrolment, with the person's other ones in the programmes of who looks."""

    template_name = "learning/enrolment/office/detail.html"
    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_look(about=self.enrolment.person, by=self.by, programme=str(self.enrolment.programme))
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_page_title(self) -> str:
        return str(self.enrolment.person)

    def trail(self) -> list[dict[str, str]]:
        return []

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if self.enrolment.ended_at or not self.user_has_permission("change"):
            return []
        return [
            HeaderButton(
                _("Change"),
                url=reverse("office_enrolments:edit", args=[self.enrolment.pk]),
                icon_name="edit",
            )
        ]

    @cached_property
    def enrolments(self) -> list[Any]:
        """All of this person's that the one who looks may know of; this one first."""
        rows = with_what_is_shown(permitted(Enrolment, self.by, "view"))
        found = rows.filter(person=self.enrolment.person).order_by("-starts_on", "-pk")
        return sorted(found, key=lambda each: each.pk != self.enrolment.pk)

    @cached_property
    def codes(self) -> "QuerySet[AccessCode]":
        return AccessCode.objects.filter(enrolment__in=self.enrolments).order_by("-issued_at")

    @property
    def ways(self) -> list[tuple[str, str]]:
        """How this person can get a new code: what it is called, and where."""
        ways = [LettersAction, CardsAction, *([MailAction] if self.enrolment.person.email else [])]
        return [
            (str(way.one_label), run_url(way.action_type, self.enrolment, self.detail_url))
            for way in ways
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enrolment = self.enrolment
        living = [c for c in self.codes if c.enrolment_id == enrolment.pk and not c.revoked_at]
        return super().get_context_data(
            has_code=enrolment.role in CODE_ROLES,
            code=next(iter(living), None),
            code_says=describe_code(enrolment),
            codes=code_lines(self.codes, self.enrolments),
            mails=mail_lines(self.enrolments),
            ways=self.ways,
            can_return=bool(enrolment.ended_at) and enrolment.role in CODE_ROLES,
            number=number_of(enrolment.person, enrolment.programme.organisation),
            others=self.enrolments[1:],
            history=[(in_full(at), what, by) for at, what, by in history_of(self.enrolments)],
            **kwargs,
        )


def code_lines(codes: Iterable[AccessCode], enrolments: Iterable[Any]) -> list[CodeLine]:
    """Every code that someone got for these enrolments, the newest first."""
    of = {each.pk: each for each in enrolments}
    return [
        CodeLine(
            str(of[code.enrolment_id].programme),
            date_format(timezone.localtime(code.issued_at), "j F Y"),
            _("replaced or revoked on %(day)s")
            % {"day": date_format(timezone.localtime(code.revoked_at), "j F Y")}
            if code.revoked_at
            else describe_code(of[code.enrolment_id]),
        )
        for code in codes
    ]


def mail_lines(enrolments: Iterable[Any]) -> list[MailLine]:
    """The mails to someone about these enrolments, the newest first."""
    mails = Mail.objects.with_outcome().filter(enrolment__in=enrolments).order_by("-at", "-pk")
    return [
        MailLine(
            reverse("office_mails:detail", args=[mail.pk]),
            in_full(mail.at),
            mail.get_kind_display(),
            mail.to,
            " ".join(part for part in (f"{say_outcome(mail)}.", say_why(mail)) if part),
        )
        for mail in mails[:SHOWN]
    ]


def note_look(*, about: User, by: User, programme: str) -> None:
    """Note in the access log that somebody opened a person's page; one's own is no news."""
    if about.pk == by.pk:
        return
    recent = AccessEvent.objects.filter(
        kind=AccessEvent.Kind.PERSON_OPENED,
        about=about,
        by=by,
        at__gt=timezone.now() - SAME_LOOK,
    )
    if not recent.exists():
        note_access(kind=AccessEvent.Kind.PERSON_OPENED, about=about, by=by, detail=programme)
