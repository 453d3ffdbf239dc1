"""The screens of an import: the lists, an upload, its columns, its report, and out again.

Each run is got through the permission policy: 404 where it is not yours.
"""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from learning.enrolment.importing.errors import ImportRefused
from learning.enrolment.importing.exporting import export_rows
from learning.enrolment.importing.files import RefuseLarge
from learning.enrolment.importing.forms import ColumnsForm, UploadForm
from learning.enrolment.importing.models import ImportRun, Outcome
from learning.enrolment.importing.queries import most_telling_first
from learning.enrolment.importing.services import (
    choose_columns,
    discard_import,
    enrol_again,
    enter_list,
    make_unknown,
    start_again,
    start_import,
    too_large,
)
from learning.enrolment.importing.tables import as_download
from learning.enrolment.importing.words import NAMES_OF_PARTS, explain, report_rows, say_state
from learning.enrolment.models import Enrolment
from learning.enrolment.office.lists import found_in_list
from learning.enrolment.office.views import OfficeFormView, OfficeView
from learning.programmes.models import Programme
from portal.accounts.access_log import Kind, note_access
from portal.ui.moments import in_full
from portal.ui.viewsets import ScopedIndexView, permitted

State = ImportRun.State
ROWS_PER_PAGE = 50
LONGEST_LINE = 9


class ImportIndexView(ScopedIndexView):
    """Every list that was taken in for the programmes that someone coordinates, the newest first."""

    is_searchable = False
    default_ordering = "-created_at"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "filename",
                label=_("File"),
                get_url=lambda each: reverse("office_imports:detail", args=[each.pk]),
            ),
            Column("programme", label=_("Programme"), classname="o-wide"),
            Column("state", label=_("State"), accessor=say_state),
            Column(
                "created_at",
                label=_("Uploaded"),
                accessor=lambda each: in_full(each.created_at),
                sort_key="created_at",
            ),
            Column("by", label=_("By"), classname="o-wide"),
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("office_imports:add")
        return [HeaderButton(_("Import people"), url=url, icon_name="upload")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"can_add": False, "add_url": None}


# Django would read the whole upload to look for the token; ``post`` puts a limit on it first.
@method_decorator(csrf_exempt, name="dispatch")
class UploadView(OfficeFormView):
    """Take in a list for a programme; which one, is asked first where there are more."""

    model = ImportRun
    permission_required = "add"
    template_name = "learning/enrolment/importing/upload.html"
    form_class = UploadForm
    header_icon = "upload"
    page_title = gettext_lazy("Import people")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "programme_pk" in kwargs:
            return super().get(request, *args, **kwargs)
        mine = list(permitted(Programme, self.by, "change").values_list("pk", flat=True)[:2])
        if len(mine) == 1:
            return redirect("office_imports:add_in", programme_pk=mine[0])
        return redirect("office_imports:add_choose")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.limit = RefuseLarge(request)
        request.upload_handlers.insert(0, self.limit)
        return self.take_in(request)

    @method_decorator(csrf_protect)
    def take_in(self, request: HttpRequest) -> HttpResponse:
        if not request.FILES and self.limit.is_too_large:  # known once the upload was read
            messages.error(request, too_large())
            return redirect(request.path)
        return super().post(request)

    @cached_property
    def programme(self) -> Programme:
        mine = permitted(Programme, self.by, "change").select_related("organisation")
        return get_object_or_404(mine, pk=self.kwargs.get("programme_pk"))

    def get_page_subtitle(self) -> str:
        return str(self.programme)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        try:
            run = start_import(programme=self.programme, file=form.cleaned_data["file"], by=self.by)
        except ImportRefused as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        return redirect("office_imports:columns", run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(programme=self.programme, **kwargs)
        return context | {
            "action_url": self.request.path,
            "media": context["form"].media,
            "submit_button_label": _("Upload"),
            "submit_button_active_label": _("Uploading…"),
        }


class OneImportView(OfficeView):
    """A screen about one list."""

    model = ImportRun
    permission_required = "change"
    header_icon = "upload"

    @cached_property
    def run(self) -> ImportRun:
        mine = permitted(ImportRun, self.by, "change")
        return get_object_or_404(
            mine.select_related("programme__organisation", "by"), pk=self.kwargs["pk"]
        )

    @property
    def detail_url(self) -> str:
        return reverse("office_imports:detail", args=[self.run.pk])

    def trail(self) -> list[dict[str, str]]:
        return [{"url": reverse("office_imports:index"), "label": _("Imports")}]

    def get_page_subtitle(self) -> str:
        return str(self.run.programme)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            run=self.run, detail_url=self.detail_url, **kwargs
        )
        return context


class ColumnsView(OneImportView, OfficeFormView):
    """Say which column is what, with the first rows in sight."""

    template_name = "learning/enrolment/importing/columns.html"
    form_class = ColumnsForm
    page_title = gettext_lazy("Which column is what?")

    def trail(self) -> list[dict[str, str]]:
        return [*super().trail(), {"url": self.detail_url, "label": self.run.filename}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"run": self.run}

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        try:
            choose_columns(run=self.run, columns=form.columns)
        except ImportRefused as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(self.detail_url)


class ImportDetailView(OneImportView, TemplateView):
    """How far a list is; when it was checked, row by row what would happen."""

    template_name = "learning/enrolment/importing/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.run.state == State.COLUMNS:
            return redirect("office_imports:columns", self.run.pk)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.run.filename

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        shown = self.request.GET.get("uitkomst", "")
        if shown not in {"", *Outcome.values}:
            raise Http404
        rows = run.rows.filter(outcome=shown) if shown else most_telling_first(run.rows.all())
        page = Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("p"))
        is_clean = run.state == State.CHECKED and not run.count(Outcome.WRONG)
        return super().get_context_data(
            state=say_state(run),
            explanation=explain(run),
            outcomes=[(o, run.count(o)) for o in Outcome if run.count(o)],
            total=sum(run.counts.values()),
            shown=shown,
            page_obj=page,
            page_range=page.paginator.get_elided_page_range(page.number),
            asking=run.rows.filter(outcome=Outcome.ASKS) if is_clean else [],
            unknown=[(part, NAMES_OF_PARTS[part], n) for part, n in run.unknown.items() if n],
            can_enter=is_clean and bool(run.count(Outcome.NEW) or run.count(Outcome.CHANGED)),
            has_nothing_new=is_clean and not (run.count(Outcome.NEW) or run.count(Outcome.CHANGED)),
            new=run.count(Outcome.NEW),
            changed=run.count(Outcome.CHANGED),
            **kwargs,
        )


class ActOnImportView(OneImportView, TemplateView):
    """An address that does something and leads back; whoever comes with a link sees how it stands."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.detail_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except ImportRefused as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.detail_url)

    def act(self) -> None:
        raise NotImplementedError


class MakeUnknownView(ActOnImportView):
    """Let the ticked departments and cohorts be made too."""

    def act(self) -> None:
        asked = self.request.POST
        make_unknown(run=self.run, names={part: asked.getlist(part) for part in NAMES_OF_PARTS})


class EnrolAgainView(ActOnImportView):
    """Let the ticked people be enrolled again, or in another role."""

    def act(self) -> None:
        asked = self.request.POST.getlist("line")
        lines = [int(line) for line in asked if line.isdecimal() and len(line) < LONGEST_LINE]
        enrol_again(run=self.run, lines=lines)


class EnterView(ActOnImportView):
    """Enter what was shown."""

    def act(self) -> None:
        enter_list(run=self.run, seen=self.request.POST.get("seen", ""), by=self.by)


class StartAgainView(ActOnImportView):
    """Check a list anew that failed or fell silent."""

    def act(self) -> None:
        start_again(run=self.run)


class DiscardView(ActOnImportView):
    """Throw a list away."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            discard_import(run=self.run)
        except ImportRefused as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.detail_url)
        messages.success(request, _("The list and its report are gone."))
        return redirect("office_imports:index")


class ReportView(OneImportView, TemplateView):
    """The report as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = _("Report of %(file)s") % {"file": PurePath(self.run.filename).stem}
        return as_download(kwargs["kind"], name, report_rows(self.run))


class ExportView(OfficeView, TemplateView):
    """The list of people as a file, with the filters and the search of the list."""

    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = permitted(Enrolment, self.by, "change")
        rows = list(export_rows(found_in_list(request, mine)))
        titles = {row[-1] for row in rows[1:]}
        note_access(
            kind=Kind.EXPORT,
            by=self.by,
            detail=f"{', '.join(sorted(titles))}: {len(rows) - 1}",
        )
        return as_download(kwargs["kind"], _("Participants"), rows)
