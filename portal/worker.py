"""Run background tasks: ``python -m portal.worker``.

The worker of django-tasks-db, that also says that it is there and starts the chores when it is time.
It does so from a thread, because a task that takes long is no reason to call the worker dead.
"""

import logging
import os
import threading
import time

import django

HEARTBEAT = "task-worker-heartbeat"
HEARTBEAT_SECONDS = 15

logger = logging.getLogger("portal.worker")


def beat(stop: threading.Event) -> None:
    """Say that the worker is there, and start what is due, until ``stop`` is set."""
    from django.core.cache import cache
    from django.db import DatabaseError, close_old_connections

    from portal.chores import start_due_chores

    while True:
        close_old_connections()
        try:
            cache.set(HEARTBEAT, time.time(), timeout=4 * HEARTBEAT_SECONDS)
        except (DatabaseError, OSError) as error:  # it will be back; the worker's own loop decides
            logger.warning("The cache did not take the heartbeat: %s", type(error).__name__)
        try:
            start_due_chores()
        except (DatabaseError, OSError) as error:
            logger.warning("The chores could not be started: %s", type(error).__name__)
        if stop.wait(HEARTBEAT_SECONDS):
            return


def main() -> None:
    """Run tasks of every queue until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    django.setup()

    from django.core.management import call_command

    stop = threading.Event()
    threading.Thread(target=beat, args=[stop], name="heartbeat", daemon=True).start()
    try:
        call_command("db_worker", queue_name="*", reload=False, verbosity=0)
    finally:
        stop.set()


if __name__ == "__main__":
    main()
