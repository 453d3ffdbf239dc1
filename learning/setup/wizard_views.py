"""The wizard's screens: a step each, the summary of all of them, and the making."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages as cms_messages

from learning.programmes.models import Programme
from learning.setup.queries import timetable
from learning.setup.services import begin_again, keep_typed, make_programme
from learning.setup.views import SetupView
from learning.setup.wizard import SOURCE, STEPS, SUMMARY, Wizard, one_more_row

HEADINGS = {name: step.heading for name, step in STEPS.items()} | {SUMMARY: gettext_lazy("Summary")}


class WizardView(SetupView, TemplateView):
    """What all pages of the wizard have: which step it is, and what was typed before."""

    permission_required = "add"
    page_title = gettext_lazy("Make a programme")
    name = SUMMARY

    @cached_property
    def wizard(self) -> Wizard:
        return Wizard(self.by, self.request.GET.get("van", ""))

    def get_page_subtitle(self) -> str:
        return str(HEADINGS[self.name])

    def to(self, name: str) -> HttpResponseRedirect:
        return redirect("office_setup:step", name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = list(HEADINGS)
        reached = names.index(self.wizard.first_open())
        here = names.index(self.name)
        steps = [
            {
                "heading": HEADINGS[name],
                "url": reverse("office_setup:step", args=[name]) if place <= reached else "",
                "is_here": place == here,
                "is_done": place < reached,
            }
            for place, name in enumerate(names)
        ]
        return super().get_context_data(
            wizard=self.wizard, steps=steps, number=here + 1, total=len(names), **kwargs
        )


class StartView(WizardView):
    """Where the wizard begins; ``?van=3`` has chosen what it begins with. POST begins again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = self.wizard.wanted
        address = reverse("office_setup:step", args=[SOURCE])
        return HttpResponseRedirect(f"{address}?van={wanted}" if wanted.isdecimal() else address)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        begin_again(maker=self.by)
        return self.to(SOURCE)


class StepView(WizardView):
    """Ask one thing. Whatever is pressed, what was typed is kept first."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.name = kwargs["step"]

    def get_template_names(self) -> list[str]:
        return [self.wizard.step(self.name).template]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.name not in STEPS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_early(self) -> bool:
        """Whether a step before this one has no answer yet, on which this one leans."""
        names = list(HEADINGS)
        return names.index(self.wizard.first_open()) < names.index(self.name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_early():
            return self.to(self.wizard.first_open())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_early():
            return self.to(self.wizard.first_open())
        go = request.POST.get("go")
        posted = one_more_row(request.POST) if go == "more" else request.POST
        keep_typed(maker=self.by, step=self.name, typed=self.wizard.keep(self.name, posted))
        self.wizard = Wizard(self.by)
        names = list(HEADINGS)
        here = names.index(self.name)
        if go == "back" and here:
            return self.to(names[here - 1])
        if go == "more":
            return redirect(f"{request.path}#meer")
        if self.wizard.is_answered(self.name):
            return self.to(names[here + 1])
        cms_messages.error(request, _("Something is not right yet. It stands beside the field."))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"step": self.wizard.step(self.name)})


class SummaryView(WizardView):
    """Everything that will be made; and the press that makes it."""

    template_name = "learning/setup/summary.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.wizard.first_open() != SUMMARY:
            return self.to(self.wizard.first_open())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.wizard.first_open() != SUMMARY:
            return self.to(self.wizard.first_open())
        try:
            made = make_programme(plan=self.wizard.plan(), maker=self.by)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("office_programmes:index")
        return self.say_what_is_next(made)

    def say_what_is_next(self, made: Programme) -> HttpResponse:
        next_screens = [
            ("office_imports:add_in", _("Import participants")),
            ("office_enrolments:add_in", _("Enrol a participant")),
            ("office_invitations:add_in", _("Invite someone")),
        ]
        cms_messages.success(
            self.request,
            _("“%(title)s” was made. Enrol the participants now, and who works for it.")
            % {"title": made},
            buttons=[
                cms_messages.button(reverse(name, args=[made.pk]), label)
                for name, label in next_screens
            ],
        )
        return redirect("office_programmes:edit", made.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, wizard = self.wizard.plan(), self.wizard
        lines = []
        if plan.source:
            _first, *lines = timetable(plan.source, plan.about.shift, left_out=wizard.left_out)
        titles = {route.key: route.title for route in plan.routes}
        staff = [(role.label, people) for role, people in plan.staff.items() if people]
        return super().get_context_data(
            plan=plan,
            lines=lines,
            modules=[(each, titles.get(each.route)) for each in plan.modules],
            staff=staff,
            **kwargs,
        )
