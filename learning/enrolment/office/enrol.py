"""Screens with which a coordinator puts people in a programme.

Each programme is got through the permission policy: 404 where it is not yours.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from learning.enrolment.models import Enrolment, Role
from learning.enrolment.office.forms import AccountForm, EnrolmentForm, ParticipantForm
from learning.enrolment.office.views import OfficeFormView
from learning.enrolment.services import EnrolmentError
from learning.programmes.models import Programme
from portal.ui.viewsets import ScopedIndexView, permitted


class IntoProgrammeView(OfficeFormView):
    """A form about someone new in a programme; which programme, is asked first where there are more."""

    permission_required = "add"
    template_name = "learning/enrolment/office/form.html"
    url_name = ""
    introduction: str | Promise = ""
    submit_label: str | Promise = gettext_lazy("Enrol")
    submitting_label: str | Promise = gettext_lazy("Enrolling…")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "programme_pk" in kwargs:
            return super().get(request, *args, **kwargs)
        mine = list(permitted(Programme, self.by).values_list("pk", flat=True)[:2])
        if len(mine) == 1:
            return redirect(f"{self.url_name}_in", programme_pk=mine[0])
        return redirect(f"{self.url_name}_choose")

    @cached_property
    def programme(self) -> Programme:
        mine = permitted(Programme, self.by).select_related("organisation")
        return get_object_or_404(mine, pk=self.kwargs.get("programme_pk"))

    def get_page_subtitle(self) -> str:
        return str(self.programme)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "programme": self.programme,
            "for_user": self.by,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "media": context["form"].media,
            "introduction": self.introduction,
            "submit_button_label": self.submit_label,
            "submit_button_active_label": self.submitting_label,
        }


class EnrolView(IntoProgrammeView):
    """Put someone in a programme."""

    form_class: type[EnrolmentForm] = ParticipantForm
    page_title = gettext_lazy("Enrol a participant")
    url_name = "office_enrolments:add"
    introduction = gettext_lazy(
        "You give the person a personal code on the next page. The code opens the portal; no "
        "e-mail address and no password are needed."
    )

    def form_valid(self, form: EnrolmentForm) -> HttpResponse:
        try:
            enrolment = form.save(by=self.by)
        except EnrolmentError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("%(name)s is enrolled in %(programme)s.")
            % {"name": enrolment.person, "programme": enrolment.programme},
        )
        for missing in self.left_empty(form, enrolment):
            messages.warning(self.request, missing)
        return redirect("office_enrolments:detail", enrolment.pk)

    def left_empty(self, form: EnrolmentForm, enrolment: Enrolment) -> list[str]:
        """What a participant misses without a cohort or route that the programme does have."""
        said = {
            "cohort": _("%(name)s has no cohort yet, and so no forum space of a cohort."),
            "route": _("%(name)s has no route yet, and so only the modules that are for everyone."),
        }
        return [
            words % {"name": enrolment.person}
            for part, words in said.items()
            if enrolment.role == Role.PARTICIPANT
            and getattr(enrolment, part) is None
            and form.fields[part].queryset.exists()
        ]


class EnrolAccountView(EnrolView):
    """Enrol a trainer, coach or the like, who has an account already."""

    form_class = AccountForm
    page_title = gettext_lazy("Enrol a trainer or coach")
    url_name = "office_enrolments:add_account"
    introduction = gettext_lazy(
        "For someone who works with one of your programmes already. Whoever is new to the portal "
        "you invite by e-mail."
    )

    @property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("office_invitations:add_in", args=[self.programme.pk])
        return [HeaderButton(_("Invite by e-mail"), url=url, icon_name="mail")]


class ChooseProgrammeView(ScopedIndexView):
    """Ask in which programme someone is to be enrolled."""

    model = Programme
    page_title = gettext_lazy("In which programme?")
    template_name = "wagtailadmin/generic/listing.html"
    header_icon = "list-ul"
    list_select_related = ("organisation",)
    is_searchable = False
    add_url_name = None
    next_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("office_enrolments:index"), "label": _("Enrolments")},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Programme"),
                get_url=lambda each: reverse(self.next_url_name, args=[each.pk]),
            ),
            Column("organisation", label=_("Organisation")),
        ]
