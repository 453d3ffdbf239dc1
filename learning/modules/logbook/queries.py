"""Reads of someone's own logbook: newest first, in pages that a deep one costs no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q

from learning.enrolment.access import Entitlements
from learning.modules.answers.models import Answer, AnswerQuerySet
from learning.modules.sharing.models import Share
from learning.modules.sharing.queries import readers_of

PER_PAGE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Wanted(NamedTuple):
    """Which entries someone looks for."""

    kind: str = ""
    module_id: int | None = None
    words: str = ""


class Place(NamedTuple):
    """Where an entry stands in the logbook."""

    changed_at: datetime
    pk: int

    def __str__(self) -> str:
        """As a page link carries it."""
        return f"{(self.changed_at - _EPOCH) // _MICROSECOND}-{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """The place in a page link, or None where there is none in it."""
        try:
            since, pk = (int(part) for part in text.split("-"))
            return cls(_EPOCH + since * _MICROSECOND, pk)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class LogbookPage:
    """A piece of the logbook, with where the next one begins."""

    entries: list[Answer]
    readers: dict[int, list[Share]]
    next: str


def logbook_of(who: Entitlements, wanted: Wanted) -> AnswerQuerySet:
    """Someone's own entries that fit, newest first."""
    mine = Answer.objects.of(who.person_id).in_words()
    if wanted.kind:
        mine = mine.filter(kind=wanted.kind)
    if wanted.module_id:
        mine = mine.filter(module=wanted.module_id)
    for word in wanted.words.split():
        mine = mine.filter(_says(word))
    return mine.prefetch_related("nudges").order_by("-changed_at", "-pk")


def _says(word: str) -> Q:
    """SQLite compares without regard to case in plain letters only."""
    return Q(text__icontains=word) | Q(text__contains=word.lower()) | Q(text__contains=word.upper())


def logbook_page(who: Entitlements, wanted: Wanted, after: Place | None = None) -> LogbookPage:
    """A piece of someone's logbook: three queries, however many entries."""
    mine = logbook_of(who, wanted)
    if after:
        older = Q(changed_at=after.changed_at, pk__lt=after.pk)
        mine = mine.filter(Q(changed_at__lt=after.changed_at) | older)
    found = list(mine[: PER_PAGE + 1])
    entries, more = found[:PER_PAGE], len(found) > PER_PAGE
    last = entries[-1] if more else None
    return LogbookPage(
        entries=entries,
        readers=readers_of([entry.pk for entry in entries]) if entries else {},
        next=str(Place(last.changed_at, last.pk)) if last else "",
    )


def modules_in(who: Entitlements) -> list[tuple[int, str]]:
    """The modules in which someone wrote, to choose from: one query."""
    found = Answer.objects.of(who.person_id).in_words().exclude(module=None)
    names = dict(found.order_by("changed_at").values_list("module", "module_title"))
    return sorted(names.items(), key=lambda each: each[1])
