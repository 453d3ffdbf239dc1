"""What an import knows: employee numbers, which column is what, the run and its report."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.organisation.models import Organisation
from learning.programmes.models import Programme

# A worker says every few seconds that it is there; entering a long list is one silent transaction.
SILENT_AT_WORK, SILENT_BEFORE = timedelta(minutes=2), timedelta(minutes=10)
LONGEST_NUMBER = 40


class EmployeeNumber(models.Model):
    """The number by which an organisation knows someone: what a list of people is matched by first."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="employee_numbers",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="employee_numbers",
        verbose_name=_("organisation"),
    )
    number = models.CharField(_("employee number"), max_length=LONGEST_NUMBER)

    class Meta:
        verbose_name = _("employee number")
        verbose_name_plural = _("employee numbers")
        constraints = [
            models.UniqueConstraint(
                "organisation", Upper("number"), name="employee_number_unique_in_organisation"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"], name="one_employee_number_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ImportMapping(models.Model):
    """What the columns of an organisation's lists mean: field by heading, as chosen last time."""

    organisation = models.OneToOneField(
        Organisation,
        models.CASCADE,
        related_name="import_mapping",
        verbose_name=_("organisation"),
    )
    columns = models.JSONField(_("columns"), default=dict)

    class Meta:
        verbose_name = _("columns of lists")
        verbose_name_plural = _("columns of lists")

    def __str__(self) -> str:
        return str(self.organisation)


def private_files() -> FileSystemStorage:
    """Where uploaded lists are: outside everything that has an address, for the portal's eyes only."""
    return FileSystemStorage(
        location=settings.DATA_DIR / "imports",
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def throw_away(file: FieldFile) -> None:
    """Take an uploaded list off the disk, if it still is there."""
    if file.name:
        file.storage.delete(file.name)


class ImportRun(models.Model):
    """One list of people for one programme, from upload to entered. The task worker does the work."""

    class State(models.TextChoices):
        COLUMNS = "columns", _("Choose the columns")
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("At work")
        CHECKED = "checked", _("Checked, not entered yet")
        FAILED = "failed", _("Failed")
        DONE = "done", _("Entered")

    class Phase(models.TextChoices):
        READING = "reading", _("Reading the file")
        COMPARING = "comparing", _("Comparing with who is known")
        REPORTING = "reporting", _("Writing the report")
        ENTERING = "entering", _("Entering everything at once")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="imports", verbose_name=_("programme")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    file = models.FileField(_("file"), storage=private_files, blank=True)
    filename = models.CharField(_("name of the file"), max_length=150)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.COLUMNS)
    is_entering = models.BooleanField(default=False)
    attempt = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.READING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(_("last sign of the worker"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    why = models.TextField(_("what is the matter"), blank=True)
    headings = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    unknown = models.JSONField(default=dict)
    to_make = models.JSONField(default=dict)
    agreed = models.JSONField(default=list)
    consequences = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.filename

    @property
    def is_stalled(self) -> bool:
        """Whether the worker has been silent for so long that it will not come back."""
        silent = timezone.now() - self.seen_at
        if self.state == ImportRun.State.WORKING:
            return silent > SILENT_AT_WORK
        return self.state == ImportRun.State.WAITING and silent > SILENT_BEFORE

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it, or soon will."""
        at_work = self.state in {ImportRun.State.WAITING, ImportRun.State.WORKING}
        return at_work and not self.is_stalled

    def count(self, outcome: str) -> int:
        """How many rows of the report have this outcome."""
        number: int = self.counts.get(outcome, 0)
        return number


class Outcome(models.TextChoices):
    """What a row of the file comes to."""

    WRONG = "wrong", _("Wrong")
    ASKS = "asks", _("Asks for a yes")
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    GONE = "gone", _("Not in the file")


class ImportRow(models.Model):
    """One line of the report of an import: who, what comes of it, and why."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("row"), null=True)
    name = models.CharField(_("name"), max_length=320)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    says: Any = models.JSONField(_("what"), default=list)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        indexes = [models.Index(fields=["run", "outcome"], name="import_rows_by_outcome")]

    def __str__(self) -> str:
        return self.name
