"""The task with which the worker carries out a run."""

from django.core.exceptions import ValidationError
from django_tasks import task

from learning.enrolment.handout import working
from learning.enrolment.handout.executors import executor_of
from learning.enrolment.handout.models import Handout


@task()
def run_handout(handout_pk: int) -> None:
    """Carry out a run once, and keep how it ended; a worker that is told to stop says so too."""
    handout = working.begin(handout_pk=handout_pk)
    if handout is None:
        return
    try:
        executor_of(handout)(handout)
    except working.HandoutStopped:
        return
    except ValidationError as error:
        why = " ".join(error.messages)
        working.break_off(handout=handout, state=Handout.State.FAILED, why=why)
    except (SystemExit, KeyboardInterrupt):
        working.break_off(handout=handout, state=Handout.State.STOPPED)
        raise
    except Exception:
        working.break_off(handout=handout, state=Handout.State.FAILED)
        raise
