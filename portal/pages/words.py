"""How the portal says things on the home page: greetings, moments and states in words."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from learning.modules.queries import ModuleOverview, ModuleState
from learning.programmes.queries import PhaseRow
from portal.ui.moments import full_day, in_words

MORNING, AFTERNOON, EVENING = 5, 12, 18


def greet(now: datetime) -> str:
    """Good morning, good afternoon or good evening."""
    if MORNING <= now.hour < AFTERNOON:
        return _("Good morning")
    if AFTERNOON <= now.hour < EVENING:
        return _("Good afternoon")
    return _("Good evening")


def how_far(done: int, total: int) -> str:
    """How far the programme is, in a sentence; empty without a timeline."""
    if not total:
        return ""
    if not done:
        return _("Your programme is about to begin.")
    if done < 0.4 * total:
        return _("The programme is well on its way.")
    if done < 0.6 * total:
        return _("The programme is about halfway.")
    if done < total:
        return _("The programme is more than halfway.")
    return _("This programme is over. You can still read everything.")


def days_away(days: int) -> str:
    """Today, tomorrow, or in so many days."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return _("in %(days)d days") % {"days": days}


def when(phase: PhaseRow, today: date) -> str:
    """The day of a phase; of one that takes longer, its beginning or its end."""
    if phase.starts_on == phase.ends_on:
        day = full_day(phase.starts_on, today)
        return day[:1].upper() + day[1:]
    if phase.starts_on > today:
        return _("From %(day)s") % {"day": full_day(phase.starts_on, today)}
    return _("Until %(day)s") % {"day": in_words(phase.ends_on, today)}


def module_state(module: ModuleOverview) -> str:
    """How far a module is, and whether it may be chosen."""
    return _module_state(
        module.state,
        module.offer.elective,
        module.offer.opens_on,
        module.outline.done,
        module.outline.total,
        module.to_do.words,
        timezone.localdate(),
        get_language() or "",
    )


@lru_cache(maxsize=4096)
def _module_state(
    state: ModuleState,
    elective: bool,
    opens_on: date | None,
    done: int,
    total: int,
    to_do: str,
    today: date,
    language: str,
) -> str:
    """Cached per language, which the translations read for themselves."""
    if state is ModuleState.LATER and opens_on:
        words = _("Opens %(day)s") % {"day": in_words(opens_on, today)}
    elif state is ModuleState.DONE:
        words = _("Done")
    elif state is ModuleState.STARTED:
        read = _("%(done)d of %(total)d lessons") % {"done": done, "total": total}
        words = read if done < total else _("To do: %(what)s") % {"what": to_do}
    else:
        words = ngettext("%(total)d lesson", "%(total)d lessons", total) % {"total": total}
    return _("Your choice · %(words)s") % {"words": words} if elective else words
