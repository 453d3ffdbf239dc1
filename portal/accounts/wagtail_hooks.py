"""What the log of the CMS says of people."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from portal.accounts.services import RENAMED


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(RENAMED, _("Correct name"), _("Name corrected"))
