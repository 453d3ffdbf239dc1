"""The task with which the worker checks a list, or enters it."""

from django_tasks import task


@task()
def work_on_import(run_pk: int, attempt: int) -> None:
    """Work on a run, unless a later attempt was made since."""
    from learning.enrolment.importing.working import work

    work(run_pk, attempt)
