"""Forms with which a coordinator enrols people and changes enrolments."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from learning.enrolment.access import staff_roles_given_by
from learning.enrolment.importing.models import LONGEST_NUMBER
from learning.enrolment.importing.numbers import keep_number, number_of
from learning.enrolment.lifetimes import UNUSED_CODE_LIVES
from learning.enrolment.models import CODE_ROLES, Enrolment, Role
from learning.enrolment.reach import beyond_reach
from learning.enrolment.services import change_enrolment, enrol_person
from learning.programmes.models import Programme
from portal.accounts.many import own_addresses, people_by_address
from portal.accounts.models import User, check_is_one_line
from portal.accounts.services import change_address, create_participant, rename_person
from portal.ui.viewsets import ScopedForm, permitted


class EnrolmentForm(ScopedForm):
    """What is known of an enrolment, with the choices of its one programme."""

    class Meta(ScopedForm.Meta):
        model = Enrolment
        fields = ["cohort", "route", "department", "function", "ends_on"]
        help_texts = {
            "cohort": _("Empty: no forum space of a cohort opens, only those for everyone."),
            "route": _("Empty: only the modules that are for everyone open."),
            "ends_on": format_lazy(
                _(
                    "Empty: the code works until the programme ends. Who then has another way in,"
                    " can read everything for another {days} days."
                ),
                days=settings.PROGRAMME_READABLE_DAYS,
            ),
        }

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        self.programme = programme
        super().__init__(*args, **kwargs)
        self.instance.programme = programme
        for name, choices in {
            "cohort": programme.cohorts.all(),
            "route": programme.routes.all(),
            "department": programme.organisation.departments.all(),
        }.items():
            if name in self.fields:
                self.fields[name].queryset = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        first, last = cleaned.get("starts_on") or self.instance.starts_on, cleaned.get("ends_on")
        if last and last < first:
            self.add_error("ends_on", _("An enrolment ends after it starts."))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the row alone: the services check and write it."""


class PersonForm(EnrolmentForm):
    """An enrolment with the name of the person, and how the organisation knows them."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, validators=[check_is_one_line]
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        help_text=_("With particles: “van der Berg”."),
        validators=[check_is_one_line],
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Not needed: a personal code is enough to come in."),
    )
    number = forms.CharField(
        label=_("Employee number"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=_("By this a list that you import knows who it is about."),
    )
    field_order = ["first_name", "last_name", "email", "number", "role"]
    person: User | None = None

    def clean_email(self) -> str:
        """One address is one person; who it is, is told only to who may know that person."""
        email: str = self.cleaned_data["email"]
        owners = people_by_address([email.lower()]).get(email.lower(), set()) if email else set()
        owners -= {self.person.pk} if self.person else set()
        if not owners:
            return email
        known = Enrolment.objects.filter(person__in=owners, programme=self.programme)
        if enrolment := known.select_related("person").first():
            raise ValidationError(
                _("This is the address of %(name)s, who is already in this programme.")
                % {"name": enrolment.person}
            )
        raise ValidationError(
            _(
                "Somebody has an account with this address already. "
                "Ask an administrator to enrol that person."
            )
        )

    def keep_number(self, person: User, by: User) -> None:
        """Keep the number that was filled in; the form has no other way with it."""
        number: str = self.cleaned_data.pop("number")
        organisation = self.programme.organisation
        keep_number(person=person, organisation=organisation, number=number, by=by)


class ChangeForm(PersonForm):
    """Another cohort, route, department, function or last day; of a participant the right name,
    employee number and, as long as they chose none themselves, e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.person = self.instance.person
        known = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "number": number_of(person, self.programme.organisation),
        }
        for name, value in known.items():
            if person.needs_second_factor:
                del self.fields[name]
            else:
                self.initial.setdefault(name, value)
        if "email" in self.fields and (why := self._why_address_stays(person)):
            self.fields["email"].disabled = True
            self.fields["email"].help_text = why

    def _why_address_stays(self, person: User) -> str:
        if own_addresses([person.pk]):
            return gettext("This person chose this address, and changes it under My account.")
        if beyond_reach([person.pk], self.for_user):
            return gettext("This person also takes part elsewhere: an administrator changes this.")
        return ""

    @transaction.atomic
    def save(self, by: User) -> Enrolment:
        person = self.instance.person
        if "first_name" in self.fields:
            names = {name: self.cleaned_data.pop(name) for name in ("first_name", "last_name")}
            rename_person(person=person, by=by, **names)
            email = self.cleaned_data.pop("email")
            if "email" in self.changed_data:
                change_address(person=person, email=email, by=by)
            self.keep_number(person, by)
        return change_enrolment(enrolment=self.instance, by=by, **self.cleaned_data)


class ParticipantForm(PersonForm):
    """A new person and the enrolment, in one go."""

    class Meta(PersonForm.Meta):
        fields = ["role", "cohort", "route", "department", "function", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_roles(self.fields["role"], with_a_code())

    @transaction.atomic
    def save(self, by: User) -> Enrolment:
        person = create_participant(
            **{name: self.cleaned_data.pop(name) for name in ("first_name", "last_name", "email")}
        )
        self.keep_number(person, by)
        return enrol_person(person=person, programme=self.programme, by=by, **self.cleaned_data)


def with_a_code() -> list[Role]:
    """The roles that come in with a code, in their order: participants first."""
    return [role for role in Role if role in CODE_ROLES]


def offer_roles(field: forms.Field, roles: list[Role]) -> None:
    """Let a field of a form choose among these roles, the first of them unless someone changes it."""
    field.choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
    field.initial = roles[0]


class AccountForm(EnrolmentForm):
    """Someone who has an account already: who works here, or a known participant.

    Coordinators find who works, or once worked, with a programme of theirs, by address or username.
    To enrol others is for administrators: it could tell a coordinator who is in programmes of others.
    A coordinator invites them by mail instead, which tells nothing.
    """

    account = forms.CharField(
        label=_("E-mail address or username"),
        max_length=254,
        help_text=_("Of the account that this person signs in with."),
    )
    field_order = ["account", "role"]

    class Meta(EnrolmentForm.Meta):
        fields = ["role", "cohort", "route", "department", "function", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = staff_roles_given_by(self.for_user)
        if self.for_user.is_superuser:
            roles += with_a_code()
        offer_roles(self.fields["role"], roles)
        if not self.for_user.is_superuser:
            for name in ("cohort", "route", "department"):
                del self.fields[name]

    def clean_account(self) -> User:
        asked = self.cleaned_data["account"].strip()
        people = User.objects.filter(is_active=True)
        if not self.for_user.is_superuser:
            theirs = Enrolment.objects.filter(
                programme__in=permitted(Programme, self.for_user).values("pk")
            )
            people = people.filter(is_staff=True, pk__in=theirs.values("person"))
        found = people.filter(email__iexact=asked)[:2] or people.filter(username=asked)[:2]
        if len(found) != 1:
            raise ValidationError(
                _(
                    "Nobody with this address or username works with your programmes yet. "
                    "Invite this person by e-mail: use the button above."
                )
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        person, role = cleaned.get("account"), cleaned.get("role")
        if not person or not role:
            return cleaned
        if role not in CODE_ROLES and not person.needs_second_factor:
            self.add_error(
                "account",
                _("This is a participant's account: it has no password and no second factor."),
            )
        taken = Enrolment.objects.filter(
            person=person, programme=self.programme, role=role, ended_at__isnull=True
        )
        if taken.exists():
            self.add_error("role", _("This person already has this role in the programme."))
        return cleaned

    def save(self, by: User) -> Enrolment:
        person = self.cleaned_data.pop("account")
        return enrol_person(person=person, programme=self.programme, by=by, **self.cleaned_data)


def _in_two_months() -> date:
    return timezone.localdate() + UNUSED_CODE_LIVES


class UntilForm(forms.Form):
    """Asks up to which day a code may be used."""

    until = forms.DateField(
        label=_("To be used up to and including"),
        help_text=_("Never later than the last day of the enrolment."),
        initial=_in_two_months,
        widget=AdminDateInput,
    )

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return until
