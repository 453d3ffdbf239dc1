"""The two questions of an import: which file, and what its columns are."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from learning.enrolment.importing.columns import Field
from learning.enrolment.importing.models import ImportRun


class UploadForm(forms.Form):
    """The list, as Excel workbook or CSV."""

    file = forms.FileField(
        label=_("List of people"),
        help_text=_("An Excel workbook (.xlsx) or CSV, with headings in the first row."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class Column(NamedTuple):
    """A column of the list as the form shows it."""

    heading: str
    field: BoundField
    sample: Sequence[str]


class ColumnsForm(forms.Form):
    """What each column is."""

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        for number, heading in enumerate(run.headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading or _("Column %(number)d") % {"number": number + 1},
                choices=[("", _("Leave out")), *Field.choices],
                initial=run.columns[number],
                required=False,
            )

    def table(self) -> Iterator[Column]:
        """Each column with the first cells below it."""
        for number, name in enumerate(self.fields):
            sample = [row[number] for row in self.run.sample if row[number]]
            yield Column(str(self.fields[name].label), self[name], sample)

    @property
    def columns(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]
