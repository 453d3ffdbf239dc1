"""Certificates in the menu of the CMS, on the list of people, and in the log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from learning.certificates.office import CertificateViewSet
from learning.certificates.services import GIVEN, WITHDRAWN


@hooks.register("register_admin_viewset")
def register_certificates() -> CertificateViewSet:
    return CertificateViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(GIVEN, _("Give a certificate"), _("Certificate given"))
    actions.register_action(WITHDRAWN, _("Withdraw a certificate"), _("Certificate withdrawn"))
