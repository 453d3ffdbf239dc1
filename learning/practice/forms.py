"""What people fill in about a case. The questions come from ``fields.py``; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.enrolment.models import Enrolment
from learning.practice.answering import LONGEST_QUESTION
from learning.practice.fields import (
    AFTER_DAY,
    AFTER_SIX_WEEKS,
    ASKED,
    CHOICE,
    MOST_PEOPLE,
    OWN,
    PEOPLE,
    PERSON,
    SCALE,
    TEXT,
    Question,
)
from learning.practice.queries import Theme

ROWS_AT_FIRST = 2


class NotYetRequired:
    """Required before it is sent, which the label says; it can be kept without."""

    def validate(self, value: Any) -> None:
        if value not in (None, ""):
            super().validate(value)  # type: ignore[misc]


class TextField(NotYetRequired, forms.CharField):
    """A text of one's own."""


class ThemeField(NotYetRequired, forms.TypedChoiceField):
    """One of the modules."""


class ChoiceField(NotYetRequired, forms.ChoiceField):
    """One of a few answers."""


def field_for(question: Question) -> forms.Field:
    """How a question is answered on screen."""
    said: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": question.required,
    }
    if question.kind in {CHOICE, SCALE}:
        choices = question.choices.choices if question.choices else []
        return ChoiceField(choices=choices, widget=forms.RadioSelect, **said)
    rows = {"rows": 4} if question.kind == TEXT else {}
    widget = forms.Textarea(attrs=rows) if question.kind == TEXT else forms.TextInput()
    return TextField(max_length=question.longest, widget=widget, **said)


class QuestionsForm(forms.Form):
    """Questions of the form of a practice case, each with who reads the answer."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        audience: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            field = field_for(question)
            field.audience = (  # type: ignore[attr-defined]
                _("Only you, also after you send it") if question.reader == OWN else audience
            )
            self.fields[question.key] = field


class PersonForm(QuestionsForm):
    """One person who plays a role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, questions=PERSON, **kwargs)


PeopleFormSet = forms.formset_factory(
    PersonForm, extra=1, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE
)


class CaseForm(QuestionsForm):
    """A case: its theme, the questions, and the people in it."""

    theme = ThemeField(label=_("Which theme does this belong to?"), coerce=int, empty_value=None)
    edition = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(
        self,
        data: Any = None,
        *,
        themes: Sequence[Theme],
        audience: str,
        initial: Mapping[str, Any],
    ) -> None:
        asked = [question for question in ASKED if question.kind != PEOPLE]
        super().__init__(data, questions=asked, audience=audience, initial=initial)
        choices = [(theme.module_id, theme.title) for theme in themes]
        self.fields["theme"].choices = [("", gettext("Choose a theme")), *choices]  # type: ignore[attr-defined]
        self.order_fields(["title", "theme"])
        known = [] if data is not None else initial.get(PEOPLE) or []
        self.people = PeopleFormSet(_with_another_row(data), prefix=PEOPLE, initial=known)
        self.people.extra = max(1, ROWS_AT_FIRST - len(known))

    def build_on(self, edition: int) -> None:
        """Let who sends it once more replace this edition: they have been told of it."""
        said = self.data.copy()  # type: ignore[attr-defined]
        said["edition"] = str(edition)
        self.data = said

    @property
    def asks_for_row(self) -> bool:
        """Whether someone only wants room for another person."""
        return self.is_bound and "another" in self.data

    @property
    def above(self) -> list[forms.BoundField]:
        """What is asked before the people."""
        return self.visible_fields()[: self._place_of_people()]

    @property
    def below(self) -> list[forms.BoundField]:
        """What is asked after the people."""
        return self.visible_fields()[self._place_of_people() :]

    def _place_of_people(self) -> int:
        keys = [question.key for question in ASKED]
        return keys.index(PEOPLE) + 1  # and the theme, which stands beside the questions

    def is_valid(self) -> bool:
        return self.people.is_valid() and super().is_valid()

    def clean(self) -> dict[str, Any]:
        if self.people.is_valid() and not any(self.answers().values()):
            raise forms.ValidationError(gettext("Write something first."))
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        """What was filled in, by key; rows without anything in them are left out."""
        rows = (getattr(each, "cleaned_data", {}) for each in self.people.forms)
        people = [row for row in rows if any(row.values())]
        asked = {question.key for question in ASKED} & set(self.cleaned_data)
        return {key: self.cleaned_data[key] for key in asked} | {PEOPLE: people}


def _with_another_row(data: Any) -> Any:
    """What was posted, with room for one more person where that was asked for."""
    if data is None or "another" not in data:
        return data
    more, total = data.copy(), f"{PEOPLE}-TOTAL_FORMS"
    if more.get(total, "").isdecimal():
        more[total] = str(min(int(more[total][:2]) + 1, MOST_PEOPLE))
    return more


def rows_in(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """The people in a draft of the form that was kept."""
    rows = [
        {part.key: typed.get(f"{PEOPLE}-{number}-{part.key}", "") for part in PERSON}
        for number in range(MOST_PEOPLE)
    ]
    return [row for row in rows if any(row.values())]


class PeopleField(forms.TypedMultipleChoiceField):
    """People to choose by name: their enrolments."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, widget=forms.CheckboxSelectMultiple, **kwargs)

    def offer(self, people: Sequence[Enrolment], label: Any = str) -> None:
        self.choices = [(each.pk, label(each.person)) for each in people]


class SendForm(forms.Form):
    """Which trainers read it, by name; all of them at first."""

    use_required_attribute = False
    trainers = PeopleField(
        label=_("Who reads it from now on?"),
        error_messages={"required": _("Choose at least one trainer.")},
    )
    checked = forms.BooleanField(
        label=_("I have looked whether nobody can be recognised"),
        error_messages={"required": _("First look whether nobody can be recognised.")},
    )

    def __init__(self, *args: Any, trainers: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainers"].offer(trainers)  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """With whom of the own group, by name."""

    use_required_attribute = False
    mates = PeopleField(
        label=_("With whom?"), error_messages={"required": _("Choose someone from your group.")}
    )

    def __init__(self, *args: Any, mates: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mates"].offer(mates)  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """What a trainer wants to know."""

    use_required_attribute = False
    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your question first.")},
    )


class LookBackForm(QuestionsForm):
    """What someone notes after the day, and six weeks later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, questions=(*AFTER_DAY, *AFTER_SIX_WEEKS), **kwargs)
        for field in self.fields.values():
            field.audience = _("Only you")  # type: ignore[attr-defined]

    @property
    def after_day(self) -> list[forms.BoundField]:
        return [self[question.key] for question in AFTER_DAY]

    @property
    def after_six_weeks(self) -> list[forms.BoundField]:
        return [self[question.key] for question in AFTER_SIX_WEEKS]
