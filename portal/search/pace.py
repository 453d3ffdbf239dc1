"""How often one person may ask in a minute: enough for anyone who reads the answers.

allauth's limits are for what is sent with POST, and write to the cache three times for each.
"""

import time

from django.conf import settings
from django.core.cache import cache

MINUTE = 60


def is_too_often(person_id: int | None, what: str) -> bool:
    """Count one question, and say whether it is one too many in this minute."""
    key = f"search-{what}-{person_id}-{int(time.time()) // MINUTE}"
    asked = cache.get(key, 0) + 1
    cache.set(key, asked, timeout=MINUTE)
    most: int = settings.SEARCHES_PER_MINUTE[what]
    return bool(asked > most)
