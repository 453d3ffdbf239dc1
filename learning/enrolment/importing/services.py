"""Take in a list, choose its columns, have it checked and entered, and throw it away again."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.enrolment.importing import tasks
from learning.enrolment.importing.cells import key
from learning.enrolment.importing.columns import ColumnsNotRight, check_columns, recognise
from learning.enrolment.importing.errors import ImportRefused
from learning.enrolment.importing.files import MAX_BYTES
from learning.enrolment.importing.models import ImportMapping, ImportRun, Outcome, throw_away
from learning.enrolment.importing.reading import read_lines
from learning.programmes.models import Programme
from portal.accounts.models import User

KEPT = timedelta(days=30)
SAMPLE_ROWS = 4
State = ImportRun.State


def start_import(*, programme: Programme, file: UploadedFile[Any], by: User) -> ImportRun:
    """Keep an uploaded list of people for a programme, and guess what its columns are.

    Raises ImportRefused where it is too large or no list.
    """
    if not file.size or file.size > MAX_BYTES:
        raise ImportRefused(too_large() if file.size else _("The file is empty."))
    with closing(read_lines(cast(BinaryIO, file.file))) as lines:
        heading, *sample = islice(lines, 1 + SAMPLE_ROWS)
    known = ImportMapping.objects.filter(organisation=programme.organisation_id).first()
    run = ImportRun(
        programme=programme,
        by=by,
        filename=PurePath(file.name or "").name[-150:],
        headings=heading.cells,
        sample=[line.cells for line in sample],
        columns=recognise(heading.cells, known.columns if known else {}),
    )
    file.seek(0)
    run.file.save(f"{timezone.now():%Y%m%d%H%M%S}", file, save=False)
    run.save()
    return run


def too_large() -> str:
    """What is said of a file that is not even read."""
    return _("The file is larger than %(maximum)d MB. A list of people is far smaller.") % {
        "maximum": MAX_BYTES // (1024 * 1024)
    }


@transaction.atomic
def choose_columns(*, run: ImportRun, columns: Sequence[str]) -> ImportRun:
    """Say which column is what, keep that for the organisation's next list, and have it checked.

    Raises ImportRefused where no names can be made of them, and once the list was entered.
    """
    locked = _locked(run, State.COLUMNS, State.CHECKED, State.FAILED)
    if len(columns) != len(locked.headings):
        raise ImportRefused(_("Say of each column what it is."))
    try:
        check_columns(columns)
    except ColumnsNotRight as error:
        raise ImportRefused(error.messages) from error
    locked.columns, locked.to_make, locked.agreed = list(columns), {}, []
    known, _made = ImportMapping.objects.get_or_create(organisation=run.programme.organisation)
    known.columns |= {
        key(heading): field for heading, field in zip(locked.headings, columns, strict=True)
    }
    known.save()
    return _to_the_worker(locked)


@transaction.atomic
def make_unknown(*, run: ImportRun, names: Mapping[str, Sequence[str]]) -> ImportRun:
    """Let departments and cohorts of the list that are unknown be made with it: it is checked anew."""
    locked = _locked(run, State.CHECKED)
    locked.to_make = {
        part: sorted({*locked.to_make.get(part, ()), *(set(unknown) & set(names.get(part, ())))})
        for part, unknown in locked.unknown.items()
    }
    return _to_the_worker(locked)


@transaction.atomic
def enrol_again(*, run: ImportRun, lines: Collection[int]) -> ImportRun:
    """Let the people of these rows be enrolled after all, who left or have another role here: the
    list is checked anew."""
    locked = _locked(run, State.CHECKED)
    asking = locked.rows.filter(outcome=Outcome.ASKS, line__in=lines).values_list("line", flat=True)
    locked.agreed = sorted({*locked.agreed, *asking})
    return _to_the_worker(locked)


@transaction.atomic
def enter_list(*, run: ImportRun, seen: str, by: User) -> ImportRun:
    """Have a checked list entered: all of it or nothing. ``seen`` is the digest of what was shown.

    Raises ImportRefused where a row is wrong, where there is nothing to be entered, or where
    something else was shown.
    """
    locked = _locked(run, State.CHECKED)
    if seen != locked.digest:
        raise ImportRefused(_("This list was checked again meanwhile. Look at the new report."))
    if locked.count(Outcome.WRONG):
        raise ImportRefused(_("Some rows are wrong. Correct the file and upload it again."))
    if not locked.count(Outcome.NEW) and not locked.count(Outcome.CHANGED):
        raise ImportRefused(_("Everything in the file is known already."))
    locked.is_entering, locked.by = True, by
    return _to_the_worker(locked)


@transaction.atomic
def start_again(*, run: ImportRun) -> ImportRun:
    """Check a list anew that failed, or whose worker fell silent. Nothing of it was entered."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not (locked.is_stalled or (locked.state == State.FAILED and locked.file)):
        raise ImportRefused(_("The worker is still busy with it, or it is ready."))
    locked.is_entering = False
    return _to_the_worker(locked)


@transaction.atomic
def discard_import(*, run: ImportRun) -> None:
    """Throw away a list and its report. What was entered stays."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.is_under_way and locked.state == State.WORKING:
        raise ImportRefused(_("The worker is still busy with it, or it is ready."))
    file = locked.file
    locked.delete()
    transaction.on_commit(lambda: throw_away(file))


def remove_old_imports() -> int:
    """Throw away lists and reports of a month ago; says how many. For the daily housekeeping."""
    old = ImportRun.objects.filter(created_at__lt=timezone.now() - KEPT)
    removed = 0
    for run in old.exclude(state=State.WORKING):
        discard_import(run=run)
        removed += 1
    return removed


def _locked(run: ImportRun, *states: str) -> ImportRun:
    """The run as it is now; ImportRefused where it is not in one of these states any more."""
    runs = ImportRun.objects.select_for_update(of=("self",))
    locked = runs.select_related("programme__organisation").get(pk=run.pk)
    if locked.state not in states:
        raise ImportRefused(_("This import has gone on meanwhile. Look at how it stands now."))
    return locked


def _to_the_worker(run: ImportRun) -> ImportRun:
    """Hand a run over. A worker that still has it from before notices by the attempt and stops."""
    run.state, run.attempt, run.why = State.WAITING, run.attempt + 1, ""
    run.phase, run.done, run.total = ImportRun.Phase.READING, 0, 0
    run.seen_at = timezone.now()
    run.save()
    transaction.on_commit(lambda: tasks.work_on_import.enqueue(run.pk, run.attempt))
    return run
