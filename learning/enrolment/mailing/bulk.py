"""Ticked in the list of people, or chosen on somebody's page: mail them their code."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from learning.enrolment.handout.bulk import HandoutAction
from learning.enrolment.handout.models import Handout
from learning.enrolment.models import Enrolment


@hooks.register("register_bulk_action")
class MailAction(HandoutAction):
    """A mail with a new code; people without an address are left out, and named."""

    kind = Handout.Kind.MAIL
    display_name = _("Mail the code")
    action_type = "mail_code"
    confirm_label = _("Yes, mail the code")
    header_icon = "mail"
    action_priority = 30


def mail_code_url(enrolment: Enrolment, back: str) -> str:
    """Where somebody is mailed their code, after a question; and the page to come back to."""
    where = reverse("wagtail_bulk_action", args=["learning", "enrolment", MailAction.action_type])
    return f"{where}?{urlencode({'id': enrolment.pk, 'next': back})}"
