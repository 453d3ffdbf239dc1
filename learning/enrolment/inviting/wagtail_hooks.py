"""Invitations in the menu of the CMS, and in its log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from learning.enrolment.inviting.office import InvitationViewSet


@hooks.register("register_admin_viewset")
def register_invitations() -> InvitationViewSet:
    return InvitationViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("invitation.sent", _("Invite"), _("Invited"))
    actions.register_action("invitation.sent_again", _("Invite again"), _("Invited again"))
    actions.register_action(
        "invitation.withdrawn", _("Withdraw invitation"), _("Invitation withdrawn")
    )
    actions.register_action("invitation.accepted", _("Accept invitation"), _("Invitation accepted"))
