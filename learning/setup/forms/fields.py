"""A day, asked with the browser's own calendar: it needs no script and speaks the reader's language."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from learning.programmes.dates import Shift

FORMAT = "%Y-%m-%d"
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    """A day of this century or the next; also as people type it where there is no calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format=FORMAT, attrs={"type": "date"}),
            input_formats=[FORMAT, "%d-%m-%Y"],
            validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
            **kwargs,
        )


class KeepWeekdaysField(forms.BooleanField):
    """Whether days move by whole weeks, which people expect of training days."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Keep the days of the week"),
            required=False,
            initial=True,
            help_text=_(
                "Everything moves by whole weeks: what was on a Thursday stays on a Thursday, and the "
                "first day becomes the nearest same weekday. Without it everything moves by days; what "
                "then lands in a weekend goes to the Monday after, and you see which days those are."
            ),
        )


def asked_shift(form: forms.Form, first: date) -> Shift | None:
    """How far the days move from this first day, as a form with these two fields asks it."""
    wanted = form.cleaned_data.get("starts_on")
    if wanted is None:
        return None
    return Shift.between(first, wanted, keep_weekdays=form.cleaned_data["keep_weekdays"])
