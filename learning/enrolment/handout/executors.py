"""Who does the work of a run, by its kind."""

from collections.abc import Callable
from importlib import import_module

from learning.enrolment.handout.models import Handout

Executor = Callable[[Handout], None]

# Imported when there is a run to do, so that each has registered its function by then.
_MODULES = ["learning.enrolment.handout.paper", "learning.enrolment.mailing.runs"]
_executors: dict[str, Executor] = {}


def executes(*kinds: Handout.Kind) -> Callable[[Executor], Executor]:
    """Let a function do the work of runs of these kinds; its module stands in ``_MODULES``.

    It gets a run that has begun, gives each recipient who still waits a code with ``give_code`` of
    ``working.py``, and ends with ``finish``. The message of a ValidationError that it raises (an
    EnrolmentError, a TextError) is what the coordinator reads.
    """

    def register(executor: Executor) -> Executor:
        _executors.update(dict.fromkeys(kinds, executor))
        return executor

    return register


def executor_of(handout: Handout) -> Executor:
    """The function for this run."""
    for module in _MODULES:
        import_module(module)
    return _executors[handout.kind]
