"""How long a list of people takes and how much memory: ``python -m bench.importing [rows]``.

A database of its own, the worker's own code in this process. Read, compared and reported first; then
entered; then the same list once more, of which nothing may come.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO

ROWS = 5_000


def main(count: int) -> None:
    """Fill a fresh database, take the list in as CSV and as workbook, print seconds and memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    with tempfile.TemporaryDirectory(prefix="bench-importing-") as folder:
        os.environ["DATA_DIR"] = folder
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(count)


def measure(count: int) -> None:
    from learning.enrolment.importing.tables import as_csv, as_workbook

    for kind, write in (("csv", as_csv), ("xlsx", as_workbook)):
        take_in(kind, write(rows(kind, count)), count)


def rows(domain: str, count: int) -> list[list[str]]:
    """People of twenty departments and ten cohorts, half of them with an address."""
    headings = ["Personeelsnummer", "Naam", "E-mail", "Afdeling", "Functie", "Groep"]
    return [
        headings,
        *(
            [
                str(100_000 + number),
                f"Achternaam{number}, V. van der",
                f"v{number}@{domain}.example" if number % 2 else "",
                f"Afdeling {number % 20}",
                "Beleidsadviseur",
                f"Groep {number % 10}",
            ]
            for number in range(count)
        ),
    ]


def take_in(kind: str, content: bytes, count: int) -> None:
    from django.core.files.uploadedfile import InMemoryUploadedFile

    from learning.enrolment.importing import services, working
    from learning.enrolment.importing.models import ImportRun
    from learning.enrolment.models import Enrolment, Role
    from learning.enrolment.services import enrol_person
    from learning.organisation.models import Organisation
    from learning.programmes.models import Programme
    from portal.accounts.models import User

    organisation = Organisation.objects.create(name=f"Gemeente {kind}", slug=kind)
    programme = Programme.objects.create(
        organisation=organisation,
        title=f"Traject {kind}",
        slug=kind,
        starts_on=date.today(),
        ends_on=date.max,
    )
    by = User.objects.create(username=f"coordinator-{kind}", is_superuser=True)
    enrol_person(person=by, programme=programme, role=Role.COORDINATOR)

    def upload() -> ImportRun:
        file = InMemoryUploadedFile(BytesIO(content), None, f"x.{kind}", "", len(content), None)
        return services.start_import(programme=programme, file=file, by=by)

    def worked(step: Callable[[], ImportRun]) -> tuple[ImportRun, float]:
        run = step()
        started = time.perf_counter()
        working.work(run.pk, run.attempt)
        run.refresh_from_db()
        return run, time.perf_counter() - started

    before = peak()
    run = upload()
    run, first = worked(lambda: services.choose_columns(run=run, columns=run.columns))
    run, checked = worked(lambda: services.make_unknown(run=run, names=run.unknown))
    run, entered = worked(lambda: services.enter_list(run=run, seen=run.digest, by=by))
    assert Enrolment.objects.filter(programme=programme).count() == count + 1, run.why
    again = upload()
    again, repeated = worked(lambda: services.choose_columns(run=again, columns=again.columns))
    assert again.counts == {"unchanged": count}, again.counts
    print(
        f"{kind:5} {count} rows, {len(content) // 1024} kB:"
        f" first check {first:.1f} s, check {checked:.1f} s, enter {entered:.1f} s,"
        f" same file again {repeated:.1f} s; memory {before} -> {peak()} MB"
    )


def peak() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
