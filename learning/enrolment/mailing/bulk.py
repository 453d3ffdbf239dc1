"""Ticked in the list of people, or chosen on somebody's page: mail them their code."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from learning.enrolment.handout.bulk import HandoutAction
from learning.enrolment.handout.models import Handout


@hooks.register("register_bulk_action")
class MailAction(HandoutAction):
    """A mail with a new code; people without an address are left out, and named."""

    kind = Handout.Kind.MAIL
    display_name = _("Mail the code")
    one_label = _("Mail a new code")
    action_type = "mail_code"
    confirm_label = _("Yes, mail the code")
    header_icon = "mail"
    action_priority = 30
