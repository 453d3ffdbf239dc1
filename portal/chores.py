"""What the portal does by itself at set times: throw away what is over, mostly.

A chore is a function without arguments that can be done twice without harm; ``HOURLY_CHORES`` and
``DAILY_CHORES`` in the settings name them. Every worker looks at each heartbeat whether it is time;
who notes it first in the shared cache hands the chores to the task worker, each as a task of its
own, so that one that fails keeps no other from being done. They are done again the next time.
"""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

DAY_BEGINS = timedelta(hours=3)  # at night, when nobody waits for the database
_TASKS_ARE_KEPT = timedelta(days=14)
_REMEMBERED = 2 * 24 * 60 * 60


def start_due_chores() -> None:
    """Hand over the chores of this hour and this day, unless somebody did."""
    now = timezone.localtime()
    _start(f"chores-of-day-{(now - DAY_BEGINS).date()}", settings.DAILY_CHORES)
    _start(f"chores-of-hour-{now:%Y-%m-%d-%H}", settings.HOURLY_CHORES)


def _start(moment: str, chores: list[str]) -> None:
    if cache.get(moment) or not cache.add(moment, True, timeout=_REMEMBERED):
        return
    try:
        for name in chores:
            do_chore.enqueue(name)
    except Exception:
        cache.delete(moment)  # tried again at the next heartbeat
        raise


@task()
def do_chore(name: str) -> None:
    """Do one of the chores in the settings; raises what it raises, after saying so in the log."""
    if name not in [*settings.DAILY_CHORES, *settings.HOURLY_CHORES]:
        raise ValueError(f"{name} is no chore.")
    began = time.monotonic()
    try:
        done = import_string(name)()
    except Exception as error:
        logger.error("%s: %s", name, type(error).__name__)
        raise
    logger.info("%s: %s in %.1f s", name, done, time.monotonic() - began)


def forget_finished_tasks() -> int:
    """Remove what is known of tasks of a fortnight ago, also of those in which a worker died."""
    old = DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - _TASKS_ARE_KEPT)
    return int(old.exclude(status=TaskResultStatus.READY).delete()[0])
