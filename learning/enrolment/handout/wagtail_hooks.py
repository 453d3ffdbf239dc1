"""Runs of letters, cards and mails in the menu of the CMS, and on the list of people."""

from wagtail import hooks

from learning.enrolment.handout import bulk  # noqa: F401 - it registers
from learning.enrolment.handout.viewsets import HandoutViewSet


@hooks.register("register_admin_viewset")
def register_handouts() -> HandoutViewSet:
    return HandoutViewSet()
