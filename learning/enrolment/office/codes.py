"""Screens with which a coordinator issues, extends, lets go, replaces and revokes personal codes.

A new code is in one response to one POST: it is kept nowhere, it is in no address, and a reload
cannot bring it back, because the service refuses to issue or replace the same code twice.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from learning.enrolment.handout.texts import entry_address, entry_link
from learning.enrolment.handout.typesetting import qr_code_on_screen
from learning.enrolment.lifetimes import expiry_of_unused, last_day
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.office.forms import UntilForm
from learning.enrolment.office.views import ConfirmedFormView, ConfirmView, OneEnrolmentView
from learning.enrolment.services import (
    EnrolmentError,
    IssuedCode,
    issue_code,
    replace_code,
    revoke_code,
)
from learning.enrolment.upkeep import extend_code, extended_end, unfreeze_code, why_not_extended
from learning.programmes.models import CodeMode


class NewCodeView(ConfirmView):
    """Confirm, and then show the new code this one time."""

    is_serious = False

    def new_code(self) -> IssuedCode:
        raise NotImplementedError

    @sensitive_variables("issued", "link", "context")
    def perform(self) -> HttpResponse:
        issued = self.new_code()
        link = entry_link(issued.text, issued.code.mode)
        context = {
            **self.get_context_data(),
            "code": issued.code,
            "code_text": issued.text,
            "last_day": last_day(issued.code.expires_at),
            "is_once": issued.code.mode == CodeMode.ACTIVATE,
            "address": entry_address(),
            "qr": mark_safe(qr_code_on_screen(link)),  # noqa: S308 - ours
        }
        response = render(self.request, "learning/enrolment/office/new_code.html", context)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def shown_once(self) -> list[str]:
        return [
            _("The code is on the next page, once. Print it or write it down at once."),
            say_until(self.enrolment),
        ]


def say_until(enrolment: Enrolment) -> str:
    """Until when a code that is issued now can be used for the first time."""
    day = date_format(last_day(expiry_of_unused(enrolment)), "j F Y")
    return _("It must be used for the first time up to and including %(day)s.") % {"day": day}


class IssueCodeView(NewCodeView):
    """A first code, or a new one after the last was revoked."""

    page_title = gettext_lazy("Issue a code")
    confirm_label = gettext_lazy("Yes, issue the code")

    def consequences(self) -> list[str]:
        return [
            _("%(name)s gets a personal code.") % {"name": self.enrolment.person},
            *self.shown_once(),
        ]

    def new_code(self) -> IssuedCode:
        return issue_code(enrolment=self.enrolment, by=self.by)


class OneCodeView(OneEnrolmentView):
    """The code in the address: it must be this enrolment's, and is done with once revoked."""

    @cached_property
    def code(self) -> AccessCode:
        code = get_object_or_404(
            AccessCode.objects.filter(enrolment=self.enrolment), pk=self.kwargs["code_pk"]
        )
        code.enrolment = self.enrolment
        return code

    def refuse_second_time(self) -> None:
        if self.code.revoked_at:
            raise EnrolmentError(
                _(
                    "This code was replaced or revoked already. "
                    "A code is shown once; replace it if it was lost."
                )
            )

    def stops_working(self) -> list[str]:
        """What ends with the code: of who has never come in with it, nothing but the code."""
        said = [
            _("The code that there is now stops working at once."),
        ]
        if self.code.first_used_at:
            said += [
                _("%(name)s is signed out everywhere and keeps all work.")
                % {"name": self.enrolment.person},
                _("An e-mail address, password or passkey that was added is taken away too."),
            ]
        return said

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(code=self.code, **kwargs)


class ReplaceCodeView(OneCodeView, NewCodeView):
    """Another code for someone who lost theirs."""

    page_title = gettext_lazy("Replace the code")
    confirm_label = gettext_lazy("Yes, replace the code")

    def consequences(self) -> list[str]:
        return [*self.stops_working(), *self.shown_once()]

    def new_code(self) -> IssuedCode:
        self.refuse_second_time()
        return replace_code(code=self.code, by=self.by)


class RevokeCodeView(OneCodeView, ConfirmView):
    """Shut out a code that came into the wrong hands."""

    page_title = gettext_lazy("Revoke the code")
    confirm_label = gettext_lazy("Yes, revoke the code")

    def consequences(self) -> list[str]:
        return [
            *self.stops_working(),
            _("Until you issue a new code, %(name)s cannot come in with a code.")
            % {"name": self.enrolment.person},
        ]

    def perform(self) -> HttpResponse:
        self.refuse_second_time()
        revoke_code(code=self.code, by=self.by)
        messages.success(self.request, _("The code was revoked."))
        return redirect(self.detail_url)


class UnfreezeCodeView(OneCodeView, ConfirmView):
    """Let someone try again at once, whose code was tried too often."""

    page_title = gettext_lazy("Let the code go")
    confirm_label = gettext_lazy("Yes, let it go")
    is_serious = False

    def consequences(self) -> list[str]:
        return [
            _("The code can be tried again at once."),
            _("Do you think that somebody is guessing? Then replace the code instead."),
        ]

    def perform(self) -> HttpResponse:
        unfreeze_code(code=self.code, by=self.by)
        messages.success(self.request, _("The code can be tried again."))
        return redirect(self.detail_url)


class ExtendCodeView(OneCodeView, ConfirmedFormView):
    """More time for a letter, card or mail that was not used yet."""

    page_title = gettext_lazy("Extend the code")
    form_class = UntilForm

    def consequences(self, form: UntilForm) -> list[str]:
        until = form.cleaned_data["until"]
        if why_not_extended(self.code, until):
            return []  # the service says so beside the form
        day = date_format(last_day(extended_end(self.code, until)), "j F Y")
        return [
            _("The code can be used up to and including %(day)s.") % {"day": day},
            _("The day that is on a letter or in a mail does not change."),
        ]

    def perform(self, form: UntilForm) -> str:
        extend_code(code=self.code, until=form.cleaned_data["until"], by=self.by)
        return _("The code was extended.")
