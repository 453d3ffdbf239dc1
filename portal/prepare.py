"""Bring the database up to date: ``python -m portal.prepare``, with ``--demo`` also the demo programme.

One process for all of it, because starting Django costs more than finding that nothing is to be done.
"""

import os
import sys

import django
from django.core.management import call_command


def prepare(*, demo: bool) -> None:
    """Make or update the tables; raises what Django's commands raise."""
    call_command("migrate", interactive=False, verbosity=0)  # makes the cache's table too
    if demo:
        call_command("demo")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    django.setup()
    prepare(demo="--demo" in sys.argv[1:])
