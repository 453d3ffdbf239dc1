"""For administrators, in the CMS: the whole access log, with filters, and as a file."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from learning.enrolment.importing.tables import as_download
from learning.enrolment.log.lines import KINDS, Line, Question, described, rows
from portal.accounts.access_log import Kind, note_access
from portal.accounts.models import User
from portal.ui.moments import in_full

ON_A_PAGE = 50
AT_ONCE = 2_000
"""Lines of the file that are read together."""


class LogFilterForm(forms.Form):
    """Which lines to show. What cannot be understood is left out, and says so beside its field."""

    words = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=[("", gettext_lazy("All")), *KINDS]
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput({"type": "date"})
    )
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def question(self) -> Question:
        """What was asked, as far as it can be understood."""
        self.full_clean()
        return Question(**{name: value for name, value in self.cleaned_data.items() if value})


class AccessLogView(WagtailAdminTemplateMixin, TemplateView):
    """Everything that is in the log. Reading it leaves no line; taking it along does."""

    template_name = "learning/enrolment/log/access_log.html"
    page_title = gettext_lazy("Access log")
    header_icon = "history"
    request: HttpRequest

    @cached_property
    def form(self) -> LogFilterForm:
        return LogFilterForm(self.request.GET)

    @cached_property
    def question(self) -> Question:
        return self.form.question()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for everyone else: when people came in is shown to nobody but themselves."""
        if not cast(User, request.user).is_superuser:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "csv":
            note_access(kind=Kind.EXPORT, by=cast(User, request.user), detail=_("Access log"))
            return as_download("csv", _("Access log"), self.table())
        return super().get(request, *args, **kwargs)

    def table(self) -> Iterator[list[str]]:
        """Headings and a row per line, for a file."""
        yield [_("When"), _("What"), _("About"), _("By"), _("Detail")]
        found = rows(self.question)
        for part in Paginator(found, AT_ONCE):
            for line in described(part.object_list):
                at = localtime(line.at).isoformat(sep=" ", timespec="seconds")
                yield [at, line.what, str(line.about or ""), str(line.by or ""), line.detail]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        query = self.request.GET.copy()
        query.pop("p", None)
        query["export"] = "csv"
        url = f"{reverse('access_log')}?{query.urlencode()}"
        return [HeaderButton(_("Download as CSV"), url=url, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = Paginator(rows(self.question), ON_A_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        person = self.form.cleaned_data.get("person")
        return super().get_context_data(
            form=self.form,
            lines=[_shown(line) for line in described(page.object_list)],
            items=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            person=User.objects.filter(pk=person).first() if person else None,
            here=reverse("access_log"),
            **kwargs,
        )


def _shown(line: Line) -> dict[str, Any]:
    return line._asdict() | {"at": in_full(line.at)}
