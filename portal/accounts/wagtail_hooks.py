"""What the log of the CMS says of people."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from portal.accounts.services import RENAMED


@hooks.register("register_account_menu_item")
def lead_to_my_account(request: HttpRequest) -> dict[str, str]:
    """The CMS has a page of the same name, on which nobody finds what they sign in with."""
    return {
        "url": reverse("my_account"),
        "label": gettext("Password, passkey and where you are signed in"),
        "help_text": gettext("On your page in the portal."),
    }


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(RENAMED, _("Correct name"), _("Name corrected"))
