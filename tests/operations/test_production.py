"""Production takes everything that matters from the environment, and then has nothing to warn of."""

import os
import subprocess
import sys

import pytest

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k3Yj-" * 12,
    "CODE_PEPPERS": "p3Pp-" * 8,
    "ALLOWED_HOSTS": "leren.example",
    "BASE_URL": "https://leren.example",
    "DATABASE_URL": "postgresql://portal@db.example/portal",
    "CACHE_URL": "redis://cache.example/0",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example",
    "DEFAULT_FROM_EMAIL": "portal@leren.example",
}


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    """``manage.py check --deploy`` in a process that has nothing but this environment."""
    command = [sys.executable, "-W", "error::DeprecationWarning:portal", "manage.py", "check"]
    return subprocess.run(
        [*command, "--deploy", "--fail-level", "INFO"],
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
    )


def test_a_complete_environment_gives_no_warning() -> None:
    result = check(**COMPLETE)

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "CODE_PEPPERS", "DATABASE_URL", "ALLOWED_HOSTS"])
def test_nothing_that_matters_has_a_default(name: str) -> None:
    result = check(**{key: value for key, value in COMPLETE.items() if key != name})

    assert result.returncode != 0
    assert f"{name} is not set" in result.stderr
