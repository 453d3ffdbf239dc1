"""``/healthz``: is the portal there? For load balancers and monitors, so public and without names.

It stands beside ``portal.urls`` and not in an app, because it is about the whole.
"""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.worker import HEARTBEAT

logger = logging.getLogger(__name__)


def database() -> str:
    """Ask the database something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "ok"


def task_worker() -> str:
    """``ok`` where a worker said lately that it is there."""
    return "ok" if cache.get(HEARTBEAT) else "away"


def shared_cache() -> str:
    """Ask the cache something; it raises where it is not there."""
    cache.get(HEARTBEAT)
    return "ok"


def state_of(part: Callable[[], str]) -> str:
    """The state of one part; every failure is the same word, and its kind goes to the log."""
    try:
        return part()
    except Exception as error:  # drivers raise what they like, and a monitor wants an answer
        logger.error("%s: %s", part.__name__, type(error).__name__)
        return "away"


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while people can work: the database answers. A cache or worker that is away is reported."""
    states = {
        "database": state_of(database),
        "cache": state_of(shared_cache),
        "tasks": state_of(task_worker),
    }
    return JsonResponse(states, status=200 if states["database"] == "ok" else 503)
