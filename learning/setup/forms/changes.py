"""Forms to copy a programme, to make a template of it, and to move all its days."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.organisation.models import Organisation
from learning.programmes.dates import Shift
from learning.programmes.models import Programme
from learning.setup.forms.fields import DayField, KeepWeekdaysField, asked_shift
from portal.accounts.models import User
from portal.ui.viewsets import permitted


class ChangeForm(forms.Form):
    """What is asked about one programme; ``shift`` says how far its days move."""

    def __init__(self, *args: Any, programme: Programme, by: User, **kwargs: Any) -> None:
        self.programme, self.by = programme, by
        self.shift = Shift(0)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        if "starts_on" in self.fields:
            self.shift = asked_shift(self, self.programme.starts_on) or self.shift
        return self.cleaned_data


class ShiftForm(ChangeForm):
    """The new first day of a programme."""

    starts_on = DayField(label=gettext_lazy("New first day"))
    keep_weekdays = KeepWeekdaysField()

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "starts_on" in self.cleaned_data and not self.shift.days:
            self.add_error("starts_on", _("With this day nothing moves. Choose another one."))
        return self.cleaned_data


class TemplateForm(ChangeForm):
    """What a template is called."""

    title = forms.CharField(label=gettext_lazy("Title of the template"), max_length=120)
    with_cohorts = forms.BooleanField(
        label=gettext_lazy("With the names of the cohorts"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("title", self.programme.title)


class CopyForm(TemplateForm):
    """What the copy is called, whose it is, and when it begins."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label=None
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    keep_weekdays = KeepWeekdaysField()
    field_order = ["title", "organisation", "starts_on", "keep_weekdays", "with_cohorts"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Title")
        self.initial["title"] = _("%(title)s (copy)") % {"title": self.programme.title}
        self.initial["organisation"] = self.programme.organisation_id
        choices: Any = self.fields["organisation"]
        choices.queryset = permitted(Organisation, self.by)
