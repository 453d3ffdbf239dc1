"""Names the setting without which no code could be issued or checked."""

from typing import Any

from django.conf import settings
from django.core import checks

SHORTEST_PEPPER = 32


@checks.register(checks.Tags.security)
def check_peppers(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Codes are hashed with a key from the settings, which must exist and be hard to guess."""
    peppers = settings.CODE_PEPPERS
    if not peppers or min(map(len, peppers)) < SHORTEST_PEPPER:
        return [
            checks.Error(
                "CODE_PEPPERS is empty, or one of them is too short.",
                hint=f"Give one or more secrets of {SHORTEST_PEPPER} characters, newest first.",
                id="enrolment.E001",
            )
        ]
    return []
