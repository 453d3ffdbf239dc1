"""Screens with which a coordinator invites people, and sees who has not accepted yet."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from learning.enrolment.inviting.forms import InviteForm
from learning.enrolment.inviting.models import WAITING, Invitation
from learning.enrolment.inviting.services import (
    InvitationError,
    send_again,
    withdraw,
)
from learning.enrolment.mailing.models import Mail, MailKind, MailState
from learning.enrolment.office.enrol import ChooseProgrammeView, IntoProgrammeView
from learning.enrolment.office.views import OfficeView
from portal.ui.moments import in_full
from portal.ui.viewsets import DayColumn, ScopedIndexView, ScopedViewSet, permitted


class InvitationsIndexView(ScopedIndexView):
    """Who was invited and has not accepted yet."""

    default_ordering = "-sent_at"
    is_searchable = False
    add_item_label = gettext_lazy("Invite someone")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Name"), accessor=str, get_url=self.get_edit_url),
            Column("email", label=_("E-mail address")),
            Column("get_role_display", label=_("Role")),
            Column("programme", label=_("Programme"), classname="o-wide"),
            Column("state", label=_("State"), accessor=_state_of),
            DayColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("office_invitations:add")
        return [HeaderButton(_("Invite someone"), url=url, icon_name="plus")]

    def get_base_queryset(self) -> Any:
        return permitted(Invitation, self.request.user).filter(WAITING).select_related("programme")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"can_add": False, "add_url": None}


def _state_of(invitation: Invitation) -> str:
    return _("Expired") if invitation.has_expired else _("Waiting for an answer")


def _too_many(request: HttpRequest) -> HttpResponse | None:
    """Mail goes to addresses that someone types: not without end."""
    is_allowed = ratelimit.consume(request, action="invite")
    return None if is_allowed else ratelimit.respond_429(request)


class InviteView(IntoProgrammeView):
    """Invite someone by mail."""

    model: type[Model] = Invitation
    header_icon = "group"
    form_class = InviteForm
    page_title = gettext_lazy("Invite someone by e-mail")
    url_name = "office_invitations:add"
    introduction = gettext_lazy(
        "For trainers, actors, coaches and facilitators. They get a link by e-mail, make their own "
        "account or sign in with the one they have, and then work with this programme."
    )
    submit_label = gettext_lazy("Send the invitation")
    submitting_label = gettext_lazy("Sending…")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return _breadcrumbs(self)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _too_many(request) or super().post(request, *args, **kwargs)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            invitation = form.save(by=self.by)
        except InvitationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("%(name)s gets an invitation by e-mail.") % {"name": invitation}
        )
        return redirect("office_invitations:index")


class InvitationDetailView(OfficeView, TemplateView):
    """One invitation that waits: send it again, or withdraw it."""

    model: type[Model] = Invitation
    header_icon = "group"
    permission_required = "change"
    template_name = "learning/enrolment/inviting/office/detail.html"

    @cached_property
    def invitation(self) -> Invitation:
        mine = permitted(Invitation, self.by, "change").filter(WAITING)
        together = mine.select_related("programme", "invited_by")
        return get_object_or_404(together, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.invitation)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return _breadcrumbs(self)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "withdraw":
            return self.do(withdraw, _("The invitation of %(name)s was withdrawn."))
        said = _("%(name)s gets a new link by e-mail. The one before it works no more.")
        return _too_many(request) or self.do(send_again, said)

    def do(self, act: Callable[..., None], said: str) -> HttpResponse:
        name = str(self.invitation)
        try:
            act(invitation=self.invitation, by=self.by)
            messages.success(self.request, said % {"name": name})
        except InvitationError as error:
            messages.error(self.request, " ".join(error.messages))
        return redirect("office_invitations:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = self.invitation
        mails = Mail.objects.with_outcome().filter(
            kind=MailKind.STAFF_INVITATION, programme=invitation.programme, to=invitation.email
        )
        mail: Any = mails.first()
        return super().get_context_data(
            invitation=invitation,
            sent=in_full(invitation.sent_at),
            until=in_full(invitation.expires_at),
            mail=MailState(mail.outcome).label if mail else "",
            why=mail.get_why_display() if mail else "",
            **kwargs,
        )


def _breadcrumbs(view: OfficeView) -> list[dict[str, Any]]:
    return [
        *view.breadcrumbs_items,
        {"url": reverse("office_invitations:index"), "label": _("Invitations")},
        {"url": "", "label": view.get_page_title()},
    ]


class InvitationViewSet(ScopedViewSet):
    """Everything about an invitation goes through a service."""

    name = "office_invitations"
    url_prefix = "uitnodigingen"
    model = Invitation
    icon = "group"
    menu_label = gettext_lazy("Invitations")
    menu_order = 106
    add_to_admin_menu = True
    form_class = InviteForm
    index_view_class = InvitationsIndexView

    def get_urlpatterns(self) -> list[URLPattern]:
        choose = ChooseProgrammeView.as_view(next_url_name=self.get_url_name("add_in"))
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("nieuw/", InviteView.as_view(), name="add"),
            path("nieuw/kies/", choose, name="add_choose"),
            path("nieuw/<int:programme_pk>/", InviteView.as_view(), name="add_in"),
            path("<int:pk>/", InvitationDetailView.as_view(), name="edit"),
        ]
