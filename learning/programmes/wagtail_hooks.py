"""The programme office in the menu of the CMS, and what its log says of programmes."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from learning.programmes.services import COPIED, SHIFTED
from learning.programmes.viewsets import ProgrammeGroup


@hooks.register("register_admin_viewset")
def register_programmes() -> ProgrammeGroup:
    return ProgrammeGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(COPIED, _("Copy programme"), _("Made after another programme"))
    actions.register_action(SHIFTED, _("Move programme"), _("All dates moved"))
