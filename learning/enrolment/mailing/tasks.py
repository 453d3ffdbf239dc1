"""The task with which the worker sends a mail."""

from django_tasks import task

from learning.enrolment.mailing import services


@task()
def deliver_mail(mail_pk: int) -> None:
    """Send a mail that waits, once."""
    services.deliver(mail_pk=mail_pk)
