"""Enrolments of many people at once: to another cohort or route, and out of the programme."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks

from learning.enrolment.inviting.queries import say_withdrawn, waiting_of
from learning.enrolment.many import change_enrolments
from learning.enrolment.models import CODE_ROLES, Role
from learning.enrolment.moving import Move, say_moves
from learning.enrolment.office.bulk import OfficeBulkAction
from learning.enrolment.services import EnrolmentError, end_enrolment
from learning.programmes.models import Programme

KEEP, NONE = "", "none"


class MoveForm(forms.Form):
    """Asks to which cohort and route; each may stay as it is, or become none."""

    cohort = forms.ChoiceField(label=gettext_lazy("Cohort"), required=False)
    route = forms.ChoiceField(label=gettext_lazy("Route"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: dict[str, dict[str, Any]] = {
            "cohort": {str(each.pk): each for each in programme.cohorts.all()},
            "route": {str(each.pk): each for each in programme.routes.all()},
        }
        for name, none in (("cohort", _("No cohort")), ("route", _("No route"))):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (KEEP, _("As it is")),
                *((pk, str(each)) for pk, each in self.parts[name].items()),
                (NONE, none),
            ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.values()) and not self.errors:
            raise forms.ValidationError(_("Choose another cohort, another route or both."))
        return cleaned


@hooks.register("register_bulk_action")
class MoveEnrolments(OfficeBulkAction):
    """To another cohort, another route or both."""

    display_name = gettext_lazy("Move")
    action_type = "move"
    action_priority = 40
    confirm_label = gettext_lazy("Yes, move them")
    form_class = MoveForm
    within_one_programme = True

    @cached_property
    def form(self) -> MoveForm:
        return MoveForm(**self.get_form_kwargs())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "programme": self.programme}

    def new(self, enrolment: Any) -> dict[str, Any]:
        """The cohort and the route that someone gets."""
        parts = {}
        for name, choices in self.form.parts.items():
            chosen = self.answers.get(name, KEEP)
            parts[name] = getattr(enrolment, name) if chosen == KEEP else choices.get(chosen)
        return parts

    def why_not(self, enrolment: Any) -> str:
        if enrolment.ended_at:
            return _("The enrolment has ended.")
        if enrolment.role != Role.PARTICIPANT:
            return _("Only participants have a cohort and a route.")
        new = self.new(enrolment)
        if self.answers and new == {name: getattr(enrolment, name) for name in new}:
            return _("Nothing changes.")
        return ""

    def consequences(self, enrolments: list[Any]) -> list[str]:
        moves: dict[str, list[Move]] = {"cohort": [], "route": []}
        for each in enrolments:
            for part, new in self.new(each).items():
                if (old := getattr(each, part)) != new:
                    moves[part].append(Move(str(old or ""), str(new or "")))
        return say_moves(moves)

    def perform_all(self, enrolments: list[Any]) -> dict[str, list[Any]]:
        """In a few statements for all of them, however many: all are moved, or nobody."""
        moves = {each.pk: self.new(each) for each in enrolments}
        try:
            change_enrolments(moves, programme=self.programme, by=self.by)
        except EnrolmentError as error:
            return {" ".join(error.messages): enrolments}
        return {}

    def done(self, count: int) -> str:
        return ngettext("%(count)d person was moved.", "%(count)d people were moved.", count) % {
            "count": count
        }


@hooks.register("register_bulk_action")
class EndEnrolments(OfficeBulkAction):
    """Take people out of their programme."""

    display_name = gettext_lazy("End enrolments")
    action_type = "end"
    action_priority = 90
    confirm_label = gettext_lazy("Yes, end the enrolments")
    is_serious = True

    def why_not(self, enrolment: Any) -> str:
        if enrolment.ended_at:
            return _("The enrolment has ended.")
        if enrolment.person_id == self.by.pk:
            return _("That is you; a colleague can do it.")
        return ""

    @cached_property
    def programmes(self) -> str:
        return ", ".join(sorted({str(each.programme) for each in self.chosen.able}))

    def consequences(self, enrolments: list[Any]) -> list[str]:
        coordinators = [each for each in enrolments if each.role == Role.COORDINATOR]
        staff = sum(each.role not in CODE_ROLES for each in enrolments)
        said = [
            ngettext(
                "%(count)d person can no longer open anything of %(programme)s, from the next click.",
                "%(count)d people can no longer open anything of %(programme)s, from the next click.",
                len(enrolments),
            )
            % {"count": len(enrolments), "programme": self.programmes},
        ]
        if staff:
            said.append(
                ngettext(
                    "%(count)d of them works here, as a trainer, coach or the like.",
                    "%(count)d of them work here, as a trainer, coach or the like.",
                    staff,
                )
                % {"count": staff}
            )
        return [
            *said,
            _("Their personal codes stop working."),
            *say_withdrawn(sum(waiting_of(each).count() for each in coordinators)),
            _("What they wrote and ticked off is kept."),
            _("This cannot be undone, but you can enrol people again."),
        ]

    def perform_one(self, enrolment: Any) -> None:
        end_enrolment(enrolment=enrolment, by=self.by)

    def done(self, count: int) -> str:
        return ngettext(
            "%(count)d enrolment has ended.", "%(count)d enrolments have ended.", count
        ) % {"count": count}
