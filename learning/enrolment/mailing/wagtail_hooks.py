"""Texts and the log of mails in the menu of the CMS, and mailing codes from the list of people."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from learning.enrolment.handout.text_views import (
    DefaultTextView,
    EditTextView,
    ProgrammeTextsView,
    TextProgrammesView,
)
from learning.enrolment.mailing import bulk  # noqa: F401 - it registers
from learning.enrolment.mailing.viewsets import MailViewSet
from learning.programmes.models import Programme


class TextMenuItem(MenuItem):
    """For who may change a programme."""

    def is_shown(self, request: Any) -> bool:
        policy = policy_registry.get_by_type(Programme)
        return bool(policy.user_has_permission(request.user, "change"))


class TextViewSet(ViewSet):
    """The texts of letters, cards and mails, by programme."""

    name = "office_texts"
    url_prefix = "teksten"
    icon = "edit"
    menu_label = _("Texts")
    menu_order = 108
    menu_item_class = TextMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        one = "<int:programme_pk>/<str:kind>/<str:language>/"
        return [
            path("", TextProgrammesView.as_view(), name="index"),
            path("<int:programme_pk>/", ProgrammeTextsView.as_view(), name="list"),
            path(one, EditTextView.as_view(), name="edit"),
            path(f"{one}standaard/", DefaultTextView.as_view(), name="default"),
        ]


@hooks.register("register_admin_viewset")
def register_mails() -> list[ViewSet]:
    return [MailViewSet(), TextViewSet()]
