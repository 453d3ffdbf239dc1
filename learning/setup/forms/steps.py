"""The wizard's steps with a handful of fields. What each gives on is its ``answer``."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learning.enrolment.models import Role
from learning.organisation.models import Organisation
from learning.programmes.dates import Period, Shift
from learning.programmes.forms import refuse_codes_that_open_nothing
from learning.programmes.models import CodeMode, Programme
from learning.setup.forms.fields import DayField, KeepWeekdaysField, asked_shift
from learning.setup.plans import About
from learning.setup.queries import Source, known_staff, sources
from portal.accounts.models import User
from portal.ui.viewsets import permitted

if TYPE_CHECKING:
    from learning.setup.wizard import Wizard

EMPTY = "leeg"
MOST_COHORTS = 60


class StepForm(forms.Form):
    """One step; ``wizard`` knows what the steps before it gave."""

    heading: Promise
    introduction: Promise | str = ""
    template = "learning/setup/fields.html"

    def __init__(self, data: QueryDict | None, wizard: "Wizard") -> None:
        self.wizard = wizard
        super().__init__(data)


class SourceStep(StepForm):
    """What to begin with: a template, a programme of one's own, or nothing."""

    heading = gettext_lazy("Begin with")
    introduction = gettext_lazy(
        "A template brings routes, steps and modules along. You can change them on the next pages."
    )
    template = "learning/setup/source.html"
    source = forms.ChoiceField(label=gettext_lazy("Begin with"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None, wizard: "Wizard") -> None:
        super().__init__(data, wizard)
        self.templates, self.programmes = sources(wizard.by)
        self.found = {each.key: each for each in (*self.templates, *self.programmes)}
        choices: Any = self.fields["source"]
        choices.choices = [(key, key) for key in (*self.found, EMPTY)]
        first = next(iter(self.found), EMPTY)
        self.initial["source"] = wizard.wanted if wizard.wanted in self.found else first

    @property
    def groups(self) -> list[tuple[str, list[Source]]]:
        """The choices as they are shown, below a heading each."""
        named = [(_("Templates"), self.templates), (_("Your programmes"), self.programmes)]
        return [(label, found) for label, found in named if found]

    def answer(self) -> Programme | None:
        chosen = self.cleaned_data["source"]
        return None if chosen == EMPTY else self.found[chosen].programme


class AboutStep(StepForm):
    """Name, organisation, days."""

    heading = gettext_lazy("Name and dates")
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label=None
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    keep_weekdays = KeepWeekdaysField()
    ends_on = DayField(label=gettext_lazy("Last day"))
    code_mode = forms.ChoiceField(
        label=gettext_lazy("Personal codes"), choices=CodeMode.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: QueryDict | None, wizard: "Wizard") -> None:
        super().__init__(data, wizard)
        organisations: Any = self.fields["organisation"]
        organisations.queryset = permitted(Organisation, wizard.by)
        source = wizard.source
        self.initial["code_mode"] = CodeMode.ACTIVATE
        if source is None:
            del self.fields["keep_weekdays"]
            return
        del self.fields["ends_on"]
        self.initial.update(
            title=source.title,
            organisation=source.organisation_id,
            code_mode=source.code_mode,
        )
        self.fields["starts_on"].help_text = _(
            "The last day and all other days follow. “%(source)s” takes %(weeks)s weeks."
        ) % {"source": source.title, "weeks": source.weeks}

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("A programme ends after it starts."))
        refuse_codes_that_open_nothing(self)
        return self.cleaned_data

    def answer(self) -> About:
        said, source = self.cleaned_data, self.wizard.source
        shift = Shift(0)
        if source is None:
            period = Period(said["starts_on"], said["ends_on"])
        else:
            shift = asked_shift(self, source.starts_on) or shift
            period = shift.whole(source.starts_on, source.ends_on)
        return About(
            title=said["title"],
            organisation=said["organisation"],
            period=period,
            shift=shift,
            code_mode=CodeMode(said["code_mode"]),
        )


class CohortsStep(StepForm):
    """How many cohorts there are, and what they are called."""

    heading = gettext_lazy("Cohorts")
    introduction = gettext_lazy(
        "A cohort goes through the programme together and has a space of its own in the forum. "
        "You can add cohorts later."
    )
    number = forms.IntegerField(
        label=gettext_lazy("How many cohorts?"),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_COHORTS)],
    )
    names = forms.CharField(
        label=gettext_lazy("Their names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One on a line. Who gets no name is called “Cohort 1”, and so on."),
    )

    def __init__(self, data: QueryDict | None, wizard: "Wizard") -> None:
        super().__init__(data, wizard)
        source = wizard.source
        names = list(source.cohorts.values_list("name", flat=True)) if source else []
        self.initial = {"number": len(names) or 1, "names": "\n".join(names)}

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len({name.casefold() for name in names}) < len(names):
            raise forms.ValidationError(_("Two cohorts have the same name."))
        if any(len(name) > 80 for name in names):
            raise forms.ValidationError(_("A name has at most 80 characters."))
        number = self.cleaned_data.get("number")
        if number is not None and len(names) > number:
            raise forms.ValidationError(
                ngettext(
                    "You give %(names)s names, and say that there is %(number)s cohort.",
                    "You give %(names)s names, and say that there are %(number)s cohorts.",
                    number,
                )
                % {"names": len(names), "number": number}
            )
        return names

    def answer(self) -> list[str]:
        names: list[str] = list(self.cleaned_data["names"])
        taken, number = {name.casefold() for name in names}, 0
        while len(names) < self.cleaned_data["number"]:
            number += 1
            name = _("Cohort %(number)s") % {"number": number}
            if name.casefold() not in taken:
                names.append(name)
        return names


class RolesStep(StepForm):
    """Who works for the programme, of those who are known already."""

    heading = gettext_lazy("Who does what")
    template = "learning/setup/roles.html"
    asked = {
        Role.COORDINATOR: ("coordinators", gettext_lazy("Coordinators")),
        Role.TRAINER: ("trainers", gettext_lazy("Trainers")),
        Role.COACH: ("coaches", gettext_lazy("Coaches")),
    }

    def __init__(self, data: QueryDict | None, wizard: "Wizard") -> None:
        super().__init__(data, wizard)
        self.known = {str(person.pk): person for person in known_staff(wizard.by)}
        for role, (name, label) in self.asked.items() if self.known else ():
            # A coordinator appoints no other coordinator: the office has no other way either.
            if role != Role.COORDINATOR or wizard.by.is_superuser:
                self.fields[name] = forms.MultipleChoiceField(
                    label=label,
                    required=False,
                    choices=[(key, str(person)) for key, person in self.known.items()],
                    widget=forms.CheckboxSelectMultiple,
                )

    def answer(self) -> dict[Role, list[User]]:
        return {
            role: [self.known[key] for key in self.cleaned_data.get(name, [])]
            for role, (name, _label) in self.asked.items()
        }
