"""Enrolments in the menu of the CMS, what asks for attention on its first page, and its log."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from learning.enrolment.models import Enrolment
from learning.enrolment.office import bulk_codes, bulk_enrolments  # noqa: F401 - they register
from learning.enrolment.office.lists import EXPIRING, TO_ISSUE
from learning.enrolment.queries import CodeState, attention
from learning.enrolment.viewsets import EnrolmentViewSet
from portal.ui.viewsets import permitted


class AttentionPanel(Component):
    """How many participants cannot come in, have not come in or soon no longer can."""

    name = "attention"
    template_name = "learning/enrolment/office/attention.html"
    order = 50

    def __init__(self, enrolments: Any) -> None:
        self.counts = attention(enrolments)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        index = reverse("office_enrolments:index")
        return {
            "lines": [
                (count, label, f"{index}?code={state}")
                for count, label, state in (
                    (self.counts.without_code, _("without a working code"), TO_ISSUE),
                    (self.counts.unused, _("with a code never used"), CodeState.UNUSED),
                    (self.counts.expiring, _("with a code that expires soon"), EXPIRING),
                )
            ],
        }


@hooks.register("register_admin_viewset")
def register_enrolments() -> EnrolmentViewSet:
    return EnrolmentViewSet()


@hooks.register("construct_homepage_panels")
def add_attention(request: HttpRequest, panels: list[Component]) -> None:
    mine = permitted(Enrolment, request.user, "change")
    if mine.exists():
        panels.insert(0, AttentionPanel(mine))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("enrolment.enrolled", _("Enrol"), _("Enrolled"))
    actions.register_action("enrolment.changed", _("Change enrolment"), _("Enrolment changed"))
    actions.register_action("enrolment.ended", _("End enrolment"), _("Enrolment ended"))
