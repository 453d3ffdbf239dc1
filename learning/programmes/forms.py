"""Forms of the programme office; the errors stand beside the field they are about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from learning.programmes.models import CodeMode, Cohort, Phase, Programme, ProgrammeTemplate, Route
from learning.programmes.queries import changeable
from portal.accounts.sso.organisations import has_sign_in
from portal.ui.viewsets import ScopedForm


def refuse_end_before_start(form: ScopedForm, message: str) -> None:
    first, last = form.cleaned_data.get("starts_on"), form.cleaned_data.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", message)


def refuse_codes_that_open_nothing(form: forms.Form) -> None:
    """A code that links the organisation's own sign-in needs one that was set up."""
    organisation = form.cleaned_data.get("organisation")
    links = form.cleaned_data.get("code_mode") == CodeMode.SSO
    if links and organisation and not has_sign_in(organisation.slug):
        message = _("No sign-in of this organisation was set up. Ask an administrator.")
        form.add_error("code_mode", message)


class ProgrammeForm(ScopedForm):
    fixed_fields = ("organisation",)

    class Meta(ScopedForm.Meta):
        model = Programme
        fields = [
            "organisation",
            "title",
            "slug",
            "tagline",
            "goal",
            "starts_on",
            "ends_on",
            "code_mode",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        refuse_end_before_start(self, _("A programme ends after it starts."))
        refuse_codes_that_open_nothing(self)
        return cleaned


class TemplateForm(ProgrammeForm):
    class Meta(ProgrammeForm.Meta):
        model = ProgrammeTemplate


class PartForm(ScopedForm):
    """A part of a programme, or of a template."""

    fixed_fields = ("programme",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = changeable(self.for_user, or_templates=True)


class RouteForm(PartForm):
    class Meta(PartForm.Meta):
        model = Route
        fields = ["programme", "title", "audience", "order"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.refuse_taken("title", "programme", _("This programme already has it."))
        return cleaned


class CohortForm(PartForm):
    class Meta(PartForm.Meta):
        model = Cohort
        fields = ["programme", "name"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.refuse_taken("name", "programme", _("This programme already has it."))
        return cleaned


class PhaseForm(PartForm):
    class Meta(PartForm.Meta):
        model = Phase
        fields = ["programme", "kind", "title", "text", "route", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        route = self.fields["route"]
        route.queryset = route.queryset.select_related("programme")
        route.label_from_instance = lambda each: f"{each.title} ({each.programme})"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        refuse_end_before_start(self, _("A phase ends after it starts."))
        route, programme = cleaned.get("route"), cleaned.get("programme")
        if route and programme and route.programme_id != programme.pk:
            self.add_error("route", _("This route belongs to another programme."))
        return cleaned
