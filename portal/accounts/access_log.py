"""Who came in and who touched personal data: the part of the log that is not about codes.

A line says what happened, to whom, by whom and when; never what was in it, and no address of a
computer. Lines are kept ``ACCESS_LOG_DAYS`` and then disappear by themselves.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import AccessEvent, User

Kind = AccessEvent.Kind
LONGEST_DETAIL = 200

# How someone signed in: allauth's words for it, which the detail of such a line holds, and ours.
_WAYS_IN = {
    "password": _("password"),
    "code": _("code by e-mail"),
    "socialaccount": _("account of the organisation"),
    "mfa": _("second step"),
}


def note_access(
    *, kind: AccessEvent.Kind, about: User | None = None, by: User | None = None, detail: str = ""
) -> None:
    """Add a line, in one statement.

    ``about`` is whose data it was, None for a list of people; ``by`` is who did it, None for the
    portal itself. ``detail`` helps to recognise it, such as a programme's title or a number of
    people: never contents, never a code, no other people's names.
    """
    AccessEvent.objects.create(kind=kind, about=about, by=by, detail=detail[:LONGEST_DETAIL])


def forget_old_events() -> int:
    """Remove the lines that are older than ``ACCESS_LOG_DAYS``; says how many those were."""
    return AccessEvent.objects.forget_before(end_of_retention())


def end_of_retention() -> datetime:
    """From when lines of the log are kept."""
    return timezone.now() - timedelta(days=settings.ACCESS_LOG_DAYS)


def describe_ways_in(detail: str) -> str:
    """How someone signed in, in words, from the detail of that line."""
    ways = detail.split()
    if ways == ["mfa"]:
        return str(_("passkey"))
    return ", ".join(str(word) for way, word in _WAYS_IN.items() if way in ways)
