"""Reads over the log of mails, for the screens that show it; who may ask is decided by the caller."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from learning.enrolment.mailing.models import Mail, MailState, Why
from learning.enrolment.models import Enrolment


def failed_mails(programme_ids: Collection[int]) -> "QuerySet[Mail, Any]":
    """Mails that did not, or perhaps not, arrive and that no later mail has made good."""
    return Mail.objects.unsettled().filter(programme_id__in=programme_ids)


def mails_of(enrolment: Enrolment) -> "QuerySet[Mail, Any]":
    """The mails of one enrolment, the newest first, with ``outcome``; ``say_outcome`` tells it."""
    return Mail.objects.with_outcome().filter(enrolment=enrolment).select_related("by")


def say_outcome(mail: Any) -> str:
    """How a mail ended, in a word; for mails that have their ``outcome``."""
    return str(MailState(mail.outcome).label)


def say_why(mail: Any) -> str:
    """Why a mail was not sent or is uncertain, in a sentence; empty where it was sent."""
    if mail.outcome == MailState.UNCERTAIN and not mail.why:
        return str(Why.INTERRUPTED.label)
    return str(mail.get_why_display()) if mail.why else ""
