"""Screens with which a coordinator changes the texts of letters, cards and mails of a programme.

Each programme is got through the permission policy: 404 where it is not yours.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from learning.enrolment.handout.own_texts import forget_text, keep_text, standings_of
from learning.enrolment.handout.preview import preview_mail, preview_paper
from learning.enrolment.handout.text_forms import MAILED, TextForm
from learning.enrolment.handout.text_models import TextKind
from learning.enrolment.handout.texts import TextError, placeholders_of, text_for
from learning.enrolment.mailing.models import MailState, Why
from learning.enrolment.mailing.services import send_test_mail
from learning.enrolment.office.enrol import ChooseProgrammeView
from learning.enrolment.office.views import OfficeFormView, OfficeView
from learning.programmes.models import Programme
from portal.ui.viewsets import permitted

LANGUAGES = dict(settings.LANGUAGES)


class TextProgrammesView(ChooseProgrammeView):
    """Ask of which programme; who has one goes there at once."""

    page_title = gettext_lazy("Texts of letters and mails")
    next_url_name = "office_texts:list"
    header_icon = "edit"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = list(self.get_base_queryset().values_list("pk", flat=True)[:2])
        if len(mine) == 1:
            return redirect(self.next_url_name, mine[0])
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class ProgrammeTextsView(OfficeView, TemplateView):
    """Every text of a programme: its own, or the built-in one."""

    model: Any = Programme
    permission_required = "change"
    template_name = "learning/enrolment/texts/list.html"
    page_title = gettext_lazy("Texts of letters and mails")
    header_icon = "edit"

    @cached_property
    def programme(self) -> Programme:
        mine = permitted(Programme, self.by, "change").select_related("organisation")
        return get_object_or_404(mine, pk=self.kwargs["programme_pk"])

    @property
    def list_url(self) -> str:
        return reverse("office_texts:list", args=[self.programme.pk])

    def get_page_subtitle(self) -> str:
        return str(self.programme)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            *self.trail(),
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(programme=self.programme, **kwargs)
        return context | {"rows": self.rows()}

    def rows(self) -> list[tuple[str, str, str, Any]]:
        return [
            (
                str(each.kind.label),
                str(LANGUAGES[each.language]),
                reverse("office_texts:edit", args=[self.programme.pk, each.kind, each.language]),
                each.own,
            )
            for each in standings_of(self.programme)
        ]


class OneTextView(ProgrammeTextsView):
    """A screen about one text, by its kind and language; 404 for one that does not exist."""

    @cached_property
    def kind(self) -> TextKind:
        try:
            return TextKind(self.kwargs["kind"])
        except ValueError as error:
            raise Http404 from error

    @cached_property
    def language(self) -> str:
        language: str = self.kwargs["language"]
        if language not in LANGUAGES:
            raise Http404
        return language

    @cached_property
    def text(self) -> Any:
        return text_for(self.programme, self.kind, self.language)

    @property
    def where(self) -> dict[str, Any]:
        return {"programme": self.programme, "kind": self.kind, "language": self.language}

    def address(self, name: str) -> str:
        return reverse(f"office_texts:{name}", args=[self.programme.pk, self.kind, self.language])

    def get_page_title(self) -> str:
        return f"{self.kind.label} ({LANGUAGES[self.language]})"

    def trail(self) -> list[dict[str, str]]:
        return [{"url": self.list_url, "label": f"{_('Texts')} – {self.programme}"}]

    def rows(self) -> list[Any]:
        return []


class EditTextView(OneTextView, OfficeFormView):
    """Change a text. A preview and a test mail show what is typed, before it is kept."""

    template_name = "learning/enrolment/texts/edit.html"
    form_class = TextForm

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.text.is_own:
            return []
        label, url = _("Back to the default text"), self.address("default")
        return [HeaderButton(label, url=url, icon_name="history")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.kind}

    def get_initial(self) -> dict[str, Any]:
        return {"subject": self.text.subject, "body": self.text.body}

    def form_valid(self, form: TextForm) -> HttpResponse:
        if "preview" in self.request.POST:
            return self.preview(form)
        if "test" in self.request.POST and self.kind in MAILED:
            return self.send_test(form)
        keep_text(**self.where, text=form.text, by=self.by)
        messages.success(self.request, _("The text was saved."))
        return redirect(self.list_url)

    def preview(self, form: TextForm) -> HttpResponse:
        if self.kind in MAILED:
            shown = preview_mail(text=form.text, programme=self.programme, language=self.language)
            return self.render_to_response(self.get_context_data(form=form, preview=shown))
        try:
            content = preview_paper(text=form.text, **self.where)
        except TextError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        headers = {"Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    def send_test(self, form: TextForm) -> HttpResponse:
        content = preview_mail(text=form.text, programme=self.programme, language=self.language)
        try:
            mail = send_test_mail(content=content, programme=self.programme, by=self.by)
        except TextError:
            messages.error(
                self.request,
                _(
                    "Your account has no e-mail address, so there is no place to send a test mail to."
                ),
            )
        else:
            if mail.state == MailState.SENT:
                said = _("The test mail was sent to %(address)s.") % {"address": mail.to}
                messages.success(self.request, said)
            else:
                messages.error(self.request, f"{Why(mail.why).label} {mail.answer}")
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,
            "is_mailed": self.kind in MAILED,
            "is_own": self.text.is_own,
            "placeholders": placeholders_of(self.kind),
            "list_url": self.list_url,
            "is_typed": bool(self.request.POST),
        }


class DefaultTextView(OneTextView):
    """Go back to the built-in words, after a yes."""

    template_name = "learning/enrolment/texts/default.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forget_text(**self.where)
        messages.success(request, _("The default text is used again."))
        return redirect(self.list_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.address("edit")
        return super().get_context_data(text=self.text, back=back, **kwargs)
