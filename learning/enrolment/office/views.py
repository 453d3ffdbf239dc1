"""Screens with which a coordinator looks at an enrolment, changes it and ends it.

Each enrolment is got through the permission policy: 404 where it is not yours.
"""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages as cms_messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from learning.enrolment.inviting.queries import say_withdrawn, waiting_of
from learning.enrolment.models import CODE_ROLES, Enrolment, Role
from learning.enrolment.office.forms import ChangeForm
from learning.enrolment.queries import consequences_of_change, with_code_state
from learning.enrolment.services import EnrolmentError, end_enrolment, enrol_person
from portal.accounts.models import User
from portal.accounts.services import AccountError
from portal.ui.viewsets import permitted


class OfficeView(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A screen of the programme office, with the way back to the list above it."""

    model: type[Model] = Enrolment
    header_icon = "user"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def by(self) -> User:
        """Who does it; the CMS lets nobody else in."""
        return cast(User, self.request.user)

    def trail(self) -> list[dict[str, str]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("office_enrolments:index"), "label": _("Enrolments")},
            *self.trail(),
            {"url": "", "label": self.get_page_title()},
        ]


class OfficeFormView(OfficeView, FormView):
    """A form that says above itself that something is not right, as the CMS's own forms do."""

    def form_invalid(self, form: Any) -> HttpResponse:
        message = _("Nothing was saved: something is not right yet.")
        cms_messages.validation_error(self.request, message, form)
        return super().form_invalid(form)


class OneEnrolmentView(OfficeView):
    """A screen about one enrolment that the person may see or change."""

    permission_required = "change"

    @cached_property
    def enrolment(self) -> Any:
        rows = permitted(Enrolment, self.by, self.permission_required)
        together = ("person", "programme__organisation", "cohort", "route", "department")
        return get_object_or_404(
            with_code_state(rows.select_related(*together)), pk=self.kwargs["pk"]
        )

    @property
    def detail_url(self) -> str:
        return reverse("office_enrolments:detail", args=[self.enrolment.pk])

    def trail(self) -> list[dict[str, str]]:
        return [{"url": self.detail_url, "label": str(self.enrolment.person)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            enrolment=self.enrolment, detail_url=self.detail_url, **kwargs
        )
        return context


class ConfirmedFormView(OneEnrolmentView, OfficeFormView):
    """Ask something, say what follows from the answer, and do it when that is confirmed."""

    template_name = "learning/enrolment/office/form.html"

    def consequences(self, form: Any) -> list[str]:
        """What will happen, in words; empty where nothing opens or closes by it."""
        raise NotImplementedError

    def perform(self, form: Any) -> str:
        """Do it, and tell so. An EnrolmentError or AccountError is shown above the form."""
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return str(self.enrolment.person)

    def form_valid(self, form: Any) -> HttpResponse:
        consequences = self.consequences(form)
        # Confirmed is what was on the page: if someone else changed the enrolment, ask again.
        if consequences and self.request.POST.getlist("seen") != consequences:
            return render(
                self.request,
                "learning/enrolment/office/confirm_change.html",
                self.get_context_data(form=form, consequences=consequences),
            )
        try:
            done = self.perform(form)
        except (EnrolmentError, AccountError) as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.detail_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "media": context["form"].media,
            "submit_button_label": _("Save"),
            "submit_button_active_label": _("Saving…"),
        }


class ChangeEnrolmentView(ConfirmedFormView):
    """Change an enrolment. What opens or closes is shown before it happens."""

    form_class = ChangeForm
    page_title = gettext_lazy("Change")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": self.enrolment,
            "programme": self.enrolment.programme,
            "for_user": self.request.user,
        }

    def consequences(self, form: ChangeForm) -> list[str]:
        asked = {name: form.cleaned_data[name] for name in ("cohort", "route", "ends_on")}
        return consequences_of_change(self.enrolment, **asked)

    def perform(self, form: ChangeForm) -> str:
        form.save(by=self.by)
        return _("The enrolment was changed.")


class ConfirmView(OneEnrolmentView, TemplateView):
    """Say what will happen; do it when that is confirmed."""

    template_name = "learning/enrolment/office/confirm.html"
    confirm_label: str | Promise = ""
    is_serious = True

    def consequences(self) -> list[str]:
        raise NotImplementedError

    def perform(self) -> HttpResponse:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.perform()
        except EnrolmentError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.detail_url)

    def get_page_subtitle(self) -> str:
        return str(self.enrolment.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            consequences=self.consequences(),
            confirm_label=self.confirm_label,
            is_serious=self.is_serious,
            **kwargs,
        )


class EnrolAgainView(ConfirmView):
    """Let someone take part again whose enrolment has ended: in the same place, from today."""

    page_title = gettext_lazy("Enrol again")
    confirm_label = gettext_lazy("Yes, enrol again")
    is_serious = False

    @cached_property
    def enrolment(self) -> Any:
        found = super().enrolment
        if not found.ended_at or found.role not in CODE_ROLES:
            raise Http404
        return found

    def consequences(self) -> list[str]:
        said = {"name": self.enrolment.person, "programme": self.enrolment.programme}
        return [
            _("%(name)s takes part in %(programme)s again from today, with all earlier work.")
            % said,
            _("Cohort, route, department and function are those from before. You can change them."),
            _("The old code stays closed: you issue a new one on the next page."),
        ]

    def perform(self) -> HttpResponse:
        ended = self.enrolment
        parts = ("person", "programme", "cohort", "route", "department", "function")
        made = enrol_person(
            role=Role(ended.role), by=self.by, **{part: getattr(ended, part) for part in parts}
        )
        messages.success(
            self.request,
            _("%(name)s is enrolled in %(programme)s.")
            % {"name": made.person, "programme": made.programme},
        )
        return redirect("office_enrolments:detail", made.pk)


class EndEnrolmentView(ConfirmView):
    """Take someone out of a programme."""

    page_title = gettext_lazy("End the enrolment")
    confirm_label = gettext_lazy("Yes, end the enrolment")

    def consequences(self) -> list[str]:
        said = {"name": self.enrolment.person, "programme": self.enrolment.programme}
        return [
            _("%(name)s can no longer open anything of %(programme)s, from the next click.") % said,
            *([_("The personal code stops working.")] if self.enrolment.role in CODE_ROLES else []),
            *say_withdrawn(waiting_of(self.enrolment).count()),
            _("What %(name)s wrote and ticked off is kept.") % said,
            _("This cannot be undone, but you can enrol %(name)s again.") % said,
        ]

    def perform(self) -> HttpResponse:
        end_enrolment(enrolment=self.enrolment, by=self.by)
        messages.success(self.request, _("The enrolment has ended."))
        return redirect(self.detail_url)
