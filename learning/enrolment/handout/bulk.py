"""Ticked in the list of people: make letters or cards for them."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from learning.enrolment.handout.models import Handout
from learning.enrolment.handout.queries import plan, why_left_out
from learning.enrolment.handout.services import start_handout
from learning.enrolment.handout.words import say_plan
from learning.enrolment.models import Enrolment
from learning.enrolment.office.bulk import OfficeBulkAction
from learning.enrolment.reach import beyond_reach


def run_url(action_type: str, enrolment: Enrolment, back: str) -> str:
    """Where one person gets their code in one of these ways, after a question; and the page to come
    back to."""
    where = reverse("wagtail_bulk_action", args=["learning", "enrolment", action_type])
    return f"{where}?{urlencode({'id': enrolment.pk, 'next': back})}"


class ReplaceForm(forms.Form):
    """Whether people who use their code already get another; asked only where there are any."""

    replaces_used = forms.BooleanField(required=False)

    def __init__(self, *args: Any, used: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not used:
            del self.fields["replaces_used"]
            return
        field = self.fields["replaces_used"]
        said = {"count": used}
        field.label = (
            ngettext(
                "Also replace the code of %(count)d person who uses it already",
                "Also replace the codes of %(count)d people who use them already",
                used,
            )
            % said
        )
        field.help_text = _(
            "Leave this open and they are left out: they can come in. With a tick their code stops "
            "working, they are signed out everywhere, and an e-mail address, password or passkey "
            "that they added is taken away."
        )


class HandoutAction(OfficeBulkAction):
    """Start a run for the people who were ticked; a subclass says of what."""

    kind: Handout.Kind
    within_one_programme = True
    hands_out_codes = True
    one_label: str | Promise = ""
    """What it is called where it is done for one person."""
    form_class = ReplaceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        able = plan(self.rows, kind=self.kind, replaces_used=True, beyond_reach=self.beyond_reach)
        return {**super().get_form_kwargs(), "used": able.used}

    @cached_property
    def beyond_reach(self) -> set[int]:
        return beyond_reach((each.person_id for each in self.rows), self.by)

    @property
    def replaces_used(self) -> bool:
        return bool(self.answers.get("replaces_used"))

    def why_not(self, enrolment: Any) -> str:
        reason = why_left_out(
            enrolment,
            kind=self.kind,
            is_in_use=enrolment.code_first_used_at is not None,
            replaces_used=self.replaces_used,
            beyond_reach=self.beyond_reach,
        )
        return str(reason.label) if reason else ""

    def consequences(self, enrolments: list[Any]) -> list[str]:
        will_do = plan(
            enrolments,
            kind=self.kind,
            replaces_used=self.replaces_used,
            beyond_reach=self.beyond_reach,
        )
        return say_plan(will_do, self.kind)

    def perform(self, enrolments: list[Any]) -> HttpResponse:
        handout = start_handout(
            kind=self.kind,
            programme=self.programme,
            enrolments=self.rows,
            by=self.by,
            replaces_used=self.replaces_used,
        )
        return redirect("office_handouts:detail", handout.pk)


@hooks.register("register_bulk_action")
class LettersAction(HandoutAction):
    kind = Handout.Kind.LETTERS
    display_name = _("Make letters")
    one_label = _("Make a letter")
    action_type = "letters"
    confirm_label = _("Yes, make the letters")
    header_icon = "doc-full"
    action_priority = 10


@hooks.register("register_bulk_action")
class CardsAction(HandoutAction):
    kind = Handout.Kind.CARDS
    display_name = _("Make cards")
    one_label = _("Make a card")
    action_type = "cards"
    confirm_label = _("Yes, make the cards")
    header_icon = "doc-full"
    action_priority = 20
