"""What the worker does with a list: read, compare, report; and enter it where that was asked.

All but the entering runs outside a transaction, so that nobody waits for it. A worker that is killed
leaves the database as it was: its run falls silent, and can be started again.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from learning.enrolment.importing.comparing import compare
from learning.enrolment.importing.decisions import Comparison, Decision
from learning.enrolment.importing.entries import Entry, read_entries
from learning.enrolment.importing.errors import ImportRefused
from learning.enrolment.importing.known import Facts, Known, read_facts
from learning.enrolment.importing.models import ImportRow, ImportRun, Outcome, throw_away
from learning.enrolment.importing.reading import Line, read_lines
from learning.enrolment.importing.writing import write_decisions
from learning.programmes.models import Programme
from portal.accounts.access_log import Kind, note_access
from portal.ui.viewsets import permitted

Phase, State = ImportRun.Phase, ImportRun.State
BATCH = 500
SECONDS_BETWEEN_SIGNS = 1.0
TRIES = 3
LONGEST_NAME = 320

logger = logging.getLogger(__name__)


class Superseded(Exception):
    """Somebody started the run anew, or threw it away: whoever hears this leaves it alone."""


class _MeanwhileChanged(Exception):
    """The database is no longer what the list was compared with."""


def work(run_pk: int, attempt: int) -> None:
    """Take up a run that waits, and end it: checked, entered or failed with a message."""
    mine = ImportRun.objects.filter(pk=run_pk, attempt=attempt)
    if not mine.filter(state=State.WAITING).update(state=State.WORKING, seen_at=timezone.now()):
        return
    run = mine.select_related("programme__organisation", "by").first()
    if run is None:
        return
    with translation.override(run.by.language):
        try:
            _Worker(run).work()
        except Superseded:
            logger.info("Import %d was started anew.", run_pk)
        except ValidationError as error:
            _fail(run, " ".join(error.messages))
        except Exception:
            _fail(run, _("Something went wrong in the portal. Nothing was entered. Try again."))
            raise


def _fail(run: ImportRun, why: str) -> None:
    ImportRun.objects.filter(pk=run.pk, attempt=run.attempt, state=State.WORKING).update(
        state=State.FAILED, why=why, finished_at=timezone.now()
    )


class _Worker:
    """One attempt at one run."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.signed_at = 0.0

    def work(self) -> None:
        if (
            not permitted(Programme, self.run.by, "change")
            .filter(pk=self.run.programme_id)
            .exists()
        ):
            raise ImportRefused(_("You do not coordinate this programme any more."))
        entries = self._entries()
        for _try in range(TRIES):
            facts = read_facts(self.run.programme, self.run.by, entries)
            comparison = self._compare(entries, facts)
            agreed = self.run.is_entering and comparison.digest == self.run.digest
            if not agreed or comparison.counts.get(Outcome.WRONG):
                return self._report(comparison)
            try:
                return self._enter(entries, facts, comparison)
            except (_MeanwhileChanged, IntegrityError):
                continue
        raise ImportRefused(
            _("Others are changing the same people at this moment. Nothing was entered. Try again.")
        )

    def tell(self, phase: str, done: int = 0, total: int = 0) -> None:
        """Let it be seen how far it is, at most once a second; raises Superseded."""
        now = time.monotonic()
        if phase == self.run.phase and now - self.signed_at < SECONDS_BETWEEN_SIGNS:
            return
        self.signed_at, self.run.phase = now, phase
        self._update(phase=phase, done=done, total=total, seen_at=timezone.now())

    def _update(self, **values: object) -> None:
        mine = ImportRun.objects.filter(
            pk=self.run.pk, attempt=self.run.attempt, state=State.WORKING
        )
        if not mine.update(**values):
            raise Superseded

    def _entries(self) -> list[Entry]:
        with open(self.run.file.path, "rb") as file, closing(read_lines(file)) as lines:
            next(lines)
            counted = _counting(lines, lambda done: self.tell(Phase.READING, done))
            return list(read_entries(counted, self.run.columns))

    def _compare(self, entries: Sequence[Entry], facts: Facts) -> Comparison:
        self.tell(Phase.COMPARING, 0, len(entries))
        return compare(
            entries,
            Known(facts, self.run.programme),
            self.run.to_make,
            lambda done: self.tell(Phase.COMPARING, done, len(entries)),
            self.run.agreed,
        )

    def _report(self, comparison: Comparison) -> None:
        """Write the report in pieces, so that nobody waits long for the database."""
        decisions = comparison.decisions
        self.tell(Phase.REPORTING, 0, len(decisions))
        ImportRow.objects.filter(run=self.run).delete()
        for start in range(0, len(decisions), BATCH):
            with transaction.atomic():
                self._update(seen_at=timezone.now(), done=start)
                ImportRow.objects.bulk_create(map(self._row, decisions[start : start + BATCH]))
        asked_again = self.run.is_entering
        self._update(
            state=State.CHECKED,
            is_entering=False,
            counts=comparison.counts,
            unknown=comparison.unknown,
            consequences=comparison.consequences,
            digest=comparison.digest,
            finished_at=timezone.now(),
            why=_("Something changed since the list was checked. Nothing was entered. Look again.")
            if asked_again
            else "",
        )

    def _row(self, decision: Decision) -> ImportRow:
        return ImportRow(
            run=self.run,
            line=decision.line,
            name=decision.name[:LONGEST_NAME],
            outcome=decision.outcome,
            says=decision.says,
        )

    def _enter(self, entries: Sequence[Entry], facts: Facts, comparison: Comparison) -> None:
        """All or nothing. The file has done its work then, and is thrown away."""
        run, programme = self.run, self.run.programme
        self.tell(Phase.ENTERING)
        with transaction.atomic():
            self._update(seen_at=timezone.now())
            Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
            if read_facts(programme, run.by, entries) != facts:
                raise _MeanwhileChanged
            write_decisions(comparison.decisions, programme=programme, by=run.by)
            self._update(state=State.DONE, file="", finished_at=timezone.now())
            counts = comparison.counts
            note_access(
                kind=Kind.IMPORT,
                by=run.by,
                detail=_("%(programme)s: %(new)d new, %(changed)d changed")
                % {
                    "programme": programme.title,
                    "new": counts.get(Outcome.NEW, 0),
                    "changed": counts.get(Outcome.CHANGED, 0),
                },
            )
        throw_away(run.file)


def _counting(lines: Iterator[Line], tell: Callable[[int], None]) -> Iterator[Line]:
    for done, line in enumerate(lines, start=1):
        tell(done)
        yield line
