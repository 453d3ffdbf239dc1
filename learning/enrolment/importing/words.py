"""How an import stands, in words, and its report as rows."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.enrolment.importing.models import ImportRun, Outcome

State = ImportRun.State
NAMES_OF_PARTS = {
    "department": gettext_lazy("Departments that are unknown here"),
    "cohort": gettext_lazy("Cohorts that are unknown here"),
}


def say_state(run: ImportRun) -> str:
    """How it stands, in a few words."""
    if run.is_stalled:
        return _("Fell silent half-way")
    if run.state == State.WORKING:
        return str(run.get_phase_display())
    if run.state == State.CHECKED and run.count(Outcome.WRONG):
        return _("Checked: something is wrong")
    return str(run.get_state_display())


def explain(run: ImportRun) -> str:
    """What that means for the coordinator, where the few words do not say it."""
    if run.is_stalled:
        return _(
            "The worker stopped, or never began. Nothing of this list was entered. Start again."
        )
    if run.state == State.FAILED:
        return run.why
    if run.state == State.CHECKED and run.count(Outcome.WRONG):
        return _(
            "Nothing is entered as long as a row is wrong. Correct the file and upload it again."
        )
    return run.why


def report_rows(run: ImportRun) -> Iterator[list[str]]:
    """The report with headings, as it is downloaded."""
    yield [_("Row"), _("Name"), _("Outcome"), _("What")]
    labels = {outcome.value: str(outcome.label) for outcome in Outcome}
    for row in run.rows.all().iterator(chunk_size=1000):
        line = "" if row.line is None else str(row.line)
        yield [line, row.name, labels[row.outcome], " · ".join(row.says)]
