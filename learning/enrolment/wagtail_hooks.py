"""Enrolments in the CMS: the menu, the first page, what is done with many, and the log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from learning.enrolment.office import (  # noqa: F401 - they register what they have for the CMS
    bulk_codes,
    bulk_enrolments,
    home,
    programmes,
)
from learning.enrolment.viewsets import EnrolmentViewSet


@hooks.register("register_admin_viewset")
def register_enrolments() -> EnrolmentViewSet:
    return EnrolmentViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("enrolment.enrolled", _("Enrol"), _("Enrolled"))
    actions.register_action("enrolment.changed", _("Change enrolment"), _("Enrolment changed"))
    actions.register_action("enrolment.ended", _("End enrolment"), _("Enrolment ended"))
