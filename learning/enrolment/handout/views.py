"""The runs of letters, cards and mails: their list, how far one is, its file, and making it again.

Each run is got through the permission policy: 404 where it is not yours.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn

from learning.enrolment.handout.models import Handout, HandoutFile
from learning.enrolment.handout.queries import (
    dead_codes_in,
    left_out_of,
    plan,
)
from learning.enrolment.handout.services import (
    HandoutError,
    collect_file,
    start_again,
    to_serve_again,
    will_replace_used,
)
from learning.enrolment.handout.words import say_mails, say_plan, say_state
from learning.enrolment.office.views import OfficeView
from learning.enrolment.queries import with_code_state
from learning.enrolment.reach import beyond_reach
from portal.ui.moments import in_full
from portal.ui.viewsets import ScopedIndexView, permitted


class HandoutIndexView(ScopedIndexView):
    """Every run in the programmes that someone coordinates, the newest first."""

    is_searchable = False
    page_title = gettext_lazy("Handing out codes")
    default_ordering = "-created_at"

    def get_base_queryset(self) -> Any:
        rows: Any = super().get_base_queryset()
        return rows.with_progress()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "kind",
                label=_("What"),
                accessor="get_kind_display",
                get_url=lambda each: reverse("office_handouts:detail", args=[each.pk]),
            ),
            Column("programme", label=_("Programme"), classname="o-wide"),
            Column("total", label=_("People")),
            Column("state", label=_("State"), accessor=say_state),
            Column(
                "created_at",
                label=_("Asked"),
                accessor=lambda each: in_full(each.created_at),
                sort_key="created_at",
            ),
            Column("by", label=_("By"), classname="o-wide"),
        ]


class OneHandoutView(OfficeView, TemplateView):
    """A screen about one run."""

    model = Handout
    permission_required = "change"
    header_icon = "doc-full"

    @cached_property
    def handout(self) -> Any:
        mine: Any = permitted(Handout, self.by, "change")
        together = ("programme__organisation", "by", "collected_by")
        rows = mine.with_progress().select_related(*together)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def detail_url(self) -> str:
        return reverse("office_handouts:detail", args=[self.handout.pk])

    def get_page_subtitle(self) -> str:
        return str(self.handout.programme)

    def trail(self) -> list[dict[str, str]]:
        return [{"url": reverse("office_handouts:index"), "label": _("Handing out codes")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            handout=self.handout, detail_url=self.detail_url, **kwargs
        )
        return context


class HandoutDetailView(OneHandoutView):
    """How far a run is; when it is ready, its file, this one time."""

    template_name = "learning/enrolment/handout/detail.html"

    def get_page_title(self) -> str:
        return str(self.handout.get_kind_display())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        handout = self.handout
        has_file = HandoutFile.objects.filter(handout=handout).exists() and not handout.is_past
        is_over = not handout.is_under_way
        return super().get_context_data(
            state=say_state(handout),
            mails=[] if handout.is_on_paper or not is_over else mail_links(handout),
            has_file=has_file,
            has_limbo=is_over and bool(handout.in_limbo),
            was_lost=is_over and handout.is_lost and not has_file,
            dead_codes=dead_codes_in(handout) if has_file else 0,
            can_be_made_again=is_over and not has_file and handout.left_out < handout.total,
            left_out=left_out_of(handout) if is_over and handout.left_out else [],
            asked_at=in_full(handout.created_at),
            collected_at=in_full(handout.collected_at) if handout.collected_at else "",
            file_ends_at=in_full(handout.file_ends_at) if has_file else "",
            **kwargs,
        )


def mail_links(handout: Handout) -> list[tuple[str, str]]:
    """How the mails of a run ended, with where those mails are."""
    shown = {"programme": str(handout.programme_id), "kind": "code"}
    return [
        (text, f"{reverse('office_mails:index')}?{urlencode(shown | {'outcome': state})}")
        for text, state in say_mails(handout)
    ]


class DownloadView(HandoutDetailView):
    """The file of a run, for one press of a button; what fetches pages ahead does not spend it."""

    http_method_names = ["post"]

    @sensitive_variables("content")
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            content = collect_file(handout=self.handout, by=self.by)
        except HandoutError as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(), status=410)
        name = f"{self.handout.get_kind_display()} {self.handout.programme}"
        headers = {
            "Content-Disposition": f'attachment; filename="{slugify(name)}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type="application/pdf", headers=headers)


class StartAgainView(OneHandoutView):
    """Make it again for those who did not get it, or for all of them, with new codes."""

    template_name = "learning/enrolment/handout/again.html"
    page_title = gettext_lazy("Make again")

    def trail(self) -> list[dict[str, str]]:
        here = {"url": self.detail_url, "label": self.handout.get_kind_display()}
        return [*super().trail(), here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.handout.is_under_way:
            return redirect(self.detail_url)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            handout = start_again(handout=self.handout, by=self.by)
        except HandoutError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.detail_url)
        return redirect("office_handouts:detail", handout.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = to_serve_again(self.handout).select_related("person", "programme")
        will_do = plan(
            with_code_state(people),
            kind=self.handout.kind,
            replaces_used=will_replace_used(self.handout),
            beyond_reach=beyond_reach((each.person_id for each in people), self.by),
        )
        return super().get_context_data(
            consequences=say_plan(will_do, self.handout.kind),
            left_out=[(reason.label, count) for reason, count in will_do.left_out.items()],
            **kwargs,
        )
