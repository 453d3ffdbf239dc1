"""Moments in words: "today, 9:30", "yesterday", "12 November 2026"."""

from __future__ import annotations

import datetime as dt
import functools

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext


def in_words(moment: dt.datetime | dt.date, today: dt.date | None = None) -> str:
    """Return the moment as a person would say it; the time only from yesterday to tomorrow."""
    today = today or timezone.localdate()
    if isinstance(moment, dt.datetime):
        local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        near = abs((local.date() - today).days) <= 1
        day = _day(local.date(), today, get_language() or "")
        return f"{day}, {_time(local.hour, local.minute, get_language() or '')}" if near else day
    return _day(moment, today, get_language() or "")


def in_full(moment: dt.datetime) -> str:
    """Return date and time, whenever it was: "22 November 2026, 6:25"."""
    local = timezone.localtime(moment)
    time = _time(local.hour, local.minute, get_language() or "")
    return f"{local.day} {MONTHS[local.month]} {local.year}, {time}"


@functools.lru_cache(maxsize=4096)
def _day(day: dt.date, today: dt.date, language: str) -> str:
    """Cached per language, which the translations read for themselves."""
    distance = (day - today).days
    if distance == 0:
        return gettext("today")
    if distance == -1:
        return gettext("yesterday")
    if distance == 1:
        return gettext("tomorrow")
    words = f"{day.day} {MONTHS[day.month]}"
    return words if day.year == today.year else f"{words} {day.year}"


@functools.lru_cache(maxsize=4096)
def _time(hour: int, minute: int, language: str) -> str:
    # Translators: a time of day; in Dutch "9.30 uur".
    return gettext("%(hour)d:%(minute)02d") % {"hour": hour, "minute": minute}


@functools.lru_cache(maxsize=1024)
def _weekday(day: dt.date, today: dt.date, language: str) -> str:
    return f"{WEEKDAYS[day.weekday()]} {_day_and_month(day, today)}"


def _day_and_month(day: dt.date, today: dt.date) -> str:
    words = f"{day.day} {MONTHS[day.month]}"
    return words if day.year == today.year else f"{words} {day.year}"


def full_day(day: dt.date, today: dt.date | None = None) -> str:
    """Return weekday and date: "Thursday 12 November", with the year when it is another one."""
    day = timezone.localdate(day) if isinstance(day, dt.datetime) else day
    return _weekday(day, today or timezone.localdate(), get_language() or "")


def as_time_element(moment: dt.datetime | dt.date) -> SafeString:
    """Return ``<time>`` with the moment in words and for machines."""
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.isoformat(timespec="seconds")
        if isinstance(moment, dt.datetime)
        else moment.isoformat(),
        in_words(moment),
    )
