"""What a run will do, and how one stands, in words for the coordinator."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.enrolment.handout.models import Handout
from learning.enrolment.handout.queries import Plan


def say_plan(plan: Plan, kind: str) -> list[str]:
    """What will happen to whom, before it does."""
    lines = [words % {"count": count} for count, words in _of_people(plan) if count]
    return [*lines, *_until(plan), _after(kind)] if lines else []


def _until(plan: Plan) -> list[str]:
    """Until when the new codes can be used for the first time: most often the same for all."""
    if plan.until is None:
        return []
    day = date_format(timezone.localtime(plan.until - timedelta(seconds=1)), "j F Y")
    return [
        _(
            "The new codes must be used for the first time up to and including %(day)s, or earlier"
            " where an enrolment ends. You can extend them afterwards."
        )
        % {"day": day}
    ]


def _of_people(plan: Plan) -> list[tuple[int, str]]:
    return [
        (
            plan.first,
            ngettext(
                "%(count)d person has no working code and gets one.",
                "%(count)d people have no working code and get one.",
                plan.first,
            ),
        ),
        (
            plan.unused,
            ngettext(
                "%(count)d person has a code that was never used: it stops working and a new one "
                "takes its place. A letter or mail with the old one is worth nothing any more.",
                "%(count)d people have a code that was never used: it stops working and a new one "
                "takes its place. Letters and mails with the old ones are worth nothing any more.",
                plan.unused,
            ),
        ),
        (
            plan.used,
            ngettext(
                "%(count)d person uses their code already: it is replaced, the person is signed out "
                "everywhere, and an e-mail address, password or passkey that they added is taken "
                "away. They keep all work.",
                "%(count)d people use their code already: it is replaced, they are signed out "
                "everywhere, and an e-mail address, password or passkey that they added is taken "
                "away. They keep all work.",
                plan.used,
            ),
        ),
    ]


def _after(kind: str) -> str:
    if kind == Handout.Kind.MAIL:
        return _("Each of them gets a mail with the code.")
    return _(
        "You get one file to print. It can be downloaded once, within 24 hours; then it is gone, "
        "and printing again means new codes."
    )


def say_mails(handout: Handout) -> list[tuple[str, str]]:
    """How the mails of a run ended, each with the state by which the list of mails shows them."""
    counts = Counter(handout.mails.values_list("state", flat=True))
    words = {
        "sent": ngettext("%(count)d mail sent", "%(count)d mails sent", counts["sent"]),
        "failed": ngettext("%(count)d mail not sent", "%(count)d mails not sent", counts["failed"]),
        "uncertain": ngettext(
            "of %(count)d mail it is uncertain",
            "of %(count)d mails it is uncertain",
            counts["uncertain"],
        ),
    }
    return [
        (text % {"count": counts[state]}, state) for state, text in words.items() if counts[state]
    ]


def say_state(handout: Handout) -> str:
    """The state in a word or two, also where the worker went silent without saying so."""
    if handout.is_stalled:
        is_working = handout.state == Handout.State.WORKING
        return str(Handout.State.STOPPED.label) if is_working else _("Not taken up")
    return str(handout.get_state_display())
