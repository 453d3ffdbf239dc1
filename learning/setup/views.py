"""Screens that copy a programme, make a template of it or move its days: asked, shown, then done."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learning.enrolment.office.views import OfficeFormView, OfficeView
from learning.enrolment.rescheduling import Effect, effect_of_move
from learning.programmes.dates import Shift
from learning.programmes.models import Programme, ProgrammeTemplate
from learning.programmes.queries import changeable
from learning.programmes.services import copy_programme, shift_programme
from learning.setup.forms.changes import ChangeForm, CopyForm, ShiftForm, TemplateForm
from learning.setup.queries import DateLine, openings, timetable
from learning.setup.services import copy_for


class SetupView(OfficeView):
    """A screen of the programme office that is about a whole programme."""

    model = Programme
    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("office_programmes:index"), "label": _("Programmes")},
            *self.trail(),
            {"url": "", "label": self.get_page_title()},
        ]


class ChangeView(SetupView, OfficeFormView):
    """Ask what is wanted of a programme, show what comes of it, and do it when that is confirmed."""

    template_name = "learning/setup/form.html"
    form_class: type[ChangeForm]
    introduction: str | Promise = ""
    confirm_label: str | Promise = ""
    of_templates = False

    @cached_property
    def programme(self) -> Programme:
        """404 where it is not yours."""
        mine = changeable(self.by, or_templates=self.of_templates)
        return get_object_or_404(mine.select_related("organisation"), pk=self.kwargs["pk"])

    @property
    def programme_url(self) -> str:
        kind = "templates" if self.programme.is_template else "programmes"
        return reverse(f"office_{kind}:edit", args=[self.programme.pk])

    def trail(self) -> list[dict[str, str]]:
        return [{"url": self.programme_url, "label": str(self.programme)}]

    def get_page_subtitle(self) -> str:
        return str(self.programme)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"programme": self.programme, "by": self.by}

    def consequences(self, form: Any) -> list[str]:
        raise NotImplementedError

    def lines(self, form: Any) -> list[DateLine]:
        """Every day as it becomes."""
        return [*timetable(self.programme, form.shift), *openings(self.programme, form.shift)]

    def perform(self, form: Any) -> Programme:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        said, lines = self.consequences(form), self.lines(form)
        # Confirmed is what was on the page: if someone else was at it too, ask again.
        seen = hashlib.sha256(repr((said, lines)).encode()).hexdigest()
        if self.request.POST.get("seen") != seen:
            context = self.get_context_data(form=form, consequences=said, lines=lines, seen=seen)
            return render(self.request, "learning/setup/confirm.html", context)
        try:
            made = self.perform(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        kind = "templates" if made.is_template else "programmes"
        return redirect(f"office_{kind}:edit", made.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "programme": self.programme,
            "programme_url": self.programme_url,
            "action_url": self.request.path,
            "media": context["form"].media,
            "introduction": self.introduction,
            "submit_button_label": _("Show what happens"),
            "submit_button_active_label": _("One moment…"),
            "confirm_label": self.confirm_label,
        }


class ShiftView(ChangeView):
    """Move all days of a programme."""

    permission_required = "change"
    form_class = ShiftForm
    page_title = gettext_lazy("Move all dates")
    introduction = gettext_lazy(
        "The programme, its steps and the opening days of its modules move together. On the next page "
        "you see every date before anything changes."
    )
    confirm_label = gettext_lazy("Yes, move all dates")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.programme.starts_on}

    def consequences(self, form: ShiftForm) -> list[str]:
        becomes = timetable(self.programme, form.shift)[0].becomes
        effect = effect_of_move(self.programme, now=becomes)
        return [
            _("Everything moves %(distance)s.") % {"distance": in_words(form.shift)},
            *of_enrolments(effect),
            _(
                "A personal code that is in use ends with its enrolment, so it may end on another day."
            ),
        ]

    def perform(self, form: ShiftForm) -> Programme:
        moved = shift_programme(programme=self.programme, shift=form.shift, by=self.by)
        messages.success(self.request, _("All dates were moved."))
        return moved


class CopyView(ChangeView):
    """Make another programme after this one, with everything but the people."""

    permission_required = "add"
    form_class: type[ChangeForm] = CopyForm
    of_templates = True
    page_title = gettext_lazy("Copy this programme")
    introduction = gettext_lazy(
        "Routes, steps, modules and texts go along; people, codes and conversations do not. On the "
        "next page you see every date before anything is made."
    )
    confirm_label = gettext_lazy("Yes, make the copy")

    def consequences(self, form: Any) -> list[str]:
        said = [what_goes_along(self.programme, form.cleaned_data["with_cohorts"])]
        if form.shift.days:
            said.append(_("Everything moves %(distance)s.") % {"distance": in_words(form.shift)})
        if not (self.by.is_superuser or self.programme.is_template):
            said.append(_("You coordinate the new programme."))
        return [*said, _("People, personal codes and conversations stay behind.")]

    def perform(self, form: Any) -> Programme:
        said = {name: form.cleaned_data[name] for name in ("title", "organisation", "with_cohorts")}
        made = copy_for(maker=self.by, source=self.programme, shift=form.shift, **said)
        messages.success(self.request, _("“%(title)s” was made.") % {"title": made})
        return made


class MakeTemplateView(CopyView):
    """Make a template of a programme. Templates are for all coordinators of its organisation."""

    model = ProgrammeTemplate
    form_class = TemplateForm
    of_templates = False
    page_title = gettext_lazy("Make a template of this programme")
    introduction = gettext_lazy(
        "Every coordinator of this organisation can make programmes from the template. People, codes "
        "and conversations do not go along."
    )
    confirm_label = gettext_lazy("Yes, make the template")

    def perform(self, form: Any) -> Programme:
        said = {name: form.cleaned_data[name] for name in ("title", "with_cohorts")}
        made = copy_programme(source=self.programme, as_template=True, by=self.by, **said)
        messages.success(self.request, _("“%(title)s” was made.") % {"title": made})
        return made


def in_words(shift: Shift) -> str:
    """How far that is: "4 weeks later"."""
    weeks, days = divmod(abs(shift.days), 7)
    if days:
        distance = ngettext("%(number)s day", "%(number)s days", abs(shift.days))
        distance %= {"number": abs(shift.days)}
    else:
        distance = ngettext("%(number)s week", "%(number)s weeks", weeks) % {"number": weeks}
    words = _("%(distance)s later") if shift.days > 0 else _("%(distance)s earlier")
    return words % {"distance": distance}


def of_enrolments(effect: Effect) -> list[str]:
    """What a move does to enrolments, a sentence for each thing that it does."""
    counted = [
        (
            effect.starts,
            ngettext(
                "%(number)s enrolment begins on the new first day.",
                "%(number)s enrolments begin on the new first day.",
                effect.starts,
            ),
        ),
        (
            effect.ends,
            ngettext(
                "%(number)s enrolment ended on the last day of the programme, and ends on the new one.",
                "%(number)s enrolments ended on the last day of the programme, and end on the new one.",
                effect.ends,
            ),
        ),
        (
            effect.own_end,
            ngettext(
                "%(number)s enrolment has a last day of its own, and keeps it.",
                "%(number)s enrolments have a last day of their own, and keep it.",
                effect.own_end,
            ),
        ),
        (
            effect.too_early,
            ngettext(
                "Look at this one: %(number)s of them ends before the programme begins.",
                "Look at these: %(number)s of them end before the programme begins.",
                effect.too_early,
            ),
        ),
    ]
    said = [words % {"number": number} for number, words in counted if number]
    return [*said, _("Enrolments without a last day end with the programme, as before.")]


def what_goes_along(programme: Programme, with_cohorts: bool) -> str:
    """How much of a programme is copied, in numbers."""
    routes, phases, modules, cohorts = (
        getattr(programme, name).count() for name in ("routes", "phases", "modules", "cohorts")
    )
    parts = [
        ngettext("%(number)s route", "%(number)s routes", routes) % {"number": routes},
        ngettext("%(number)s step", "%(number)s steps", phases) % {"number": phases},
        ngettext("%(number)s module", "%(number)s modules", modules) % {"number": modules},
    ]
    if with_cohorts:
        parts.append(
            ngettext("%(number)s cohort", "%(number)s cohorts", cohorts) % {"number": cohorts}
        )
    return _("Goes along: %(parts)s.") % {"parts": ", ".join(parts)}
