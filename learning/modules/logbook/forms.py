"""What someone fills in about their own words: other words, who reads them, how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.enrolment.models import Enrolment
from learning.modules.answers.models import Answer
from learning.modules.blocks.writing import LONGEST
from learning.modules.intentions.models import Outcome
from learning.modules.intentions.services import LONGEST_NOTE


class EntryForm(forms.Form):
    """The texts of an entry, each under the question as it was asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, entry: Answer, audience: str, **kwargs: Any) -> None:
        initial = {"version": entry.version} | {
            f"text-{number}": each.text for number, each in enumerate(entry.said, start=1)
        }
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for number, each in enumerate(entry.said, start=1):
            field = forms.CharField(
                label=each.asked,
                required=entry.kind == "intention" or len(entry.said) == 1,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            field.audience = audience  # type: ignore[attr-defined]
            self.fields[f"text-{number}"] = field

    @property
    def texts(self) -> list[str]:
        """What was written, in the order of the questions."""
        names = [name for name in self.fields if name.startswith("text-")]
        return [self.cleaned_data[name].replace("\r\n", "\n") for name in names]

    def build_on(self, version: int) -> None:
        """Let who sends it once more replace this version: they have been told of it."""
        said = self.data.copy()  # type: ignore[attr-defined]
        said["version"] = str(version)
        self.data = said


class ShareForm(forms.Form):
    """Who reads an entry, all by name."""

    trainers = forms.TypedMultipleChoiceField(
        label=_("With a trainer"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    partner = forms.TypedChoiceField(
        label=_("With one person of your group"), required=False, coerce=int, empty_value=None
    )
    group = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        trainers: Sequence[Enrolment],
        group: Sequence[Enrolment],
        label: str,
        says: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        _offer(self.fields["trainers"], [(each.pk, str(each.person)) for each in trainers])
        people = [(each.pk, str(each.person)) for each in group]
        _offer(self.fields["partner"], [("", _("Nobody")), *people])
        self.fields["group"].label = label
        self.fields["group"].help_text = says
        if not trainers:
            del self.fields["trainers"]
        if not group:
            del self.fields["partner"], self.fields["group"]


def _offer(field: forms.Field, choices: Sequence[tuple[Any, Any]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]


class NudgeForm(forms.Form):
    """How it went, in a word and perhaps a few more."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].audience = _("Only you")  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """What someone looks for in their logbook."""

    zoek = forms.CharField(label=_("Search in what you wrote"), required=False, max_length=100)
    soort = forms.ChoiceField(label=_("Kind"), required=False)
    module = forms.TypedChoiceField(label=_("Module"), required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        data: Any = None,
        *,
        kinds: Sequence[tuple[str, Any]],
        modules: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        _offer(self.fields["soort"], [("", _("All kinds")), *kinds])
        _offer(self.fields["module"], [("", _("All modules")), *modules])
