"""Read settings from the environment and refuse nonsense with a message that names the variable.

Every helper reads ``NAME`` or, for secrets kept in files, the file that ``NAME_FILE`` names.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The value of ``name``; raises ImproperlyConfigured where it is missing and has no default."""
    value = os.environ.get(name, "").strip()
    if file := os.environ.get(f"{name}_FILE", "").strip():
        if value:
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: use one of them.")
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE: cannot read {file!r} ({error.strerror})."
            ) from error
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set, and it has no default.")
    return default


def boolean(name: str, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off."""
    value = text(name, str(default)).lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r}: use 1 or 0.")
    return value in TRUE


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    """A whole number of at least ``minimum``."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: use a whole number.") from None
    if number < minimum:
        raise ImproperlyConfigured(f"{name}={number}: use {minimum} or more.")
    return number


def words(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list of at least one word, without empty parts."""
    found = [part.strip() for part in text(name, default).split(",") if part.strip()]
    if not found:
        raise ImproperlyConfigured(f"{name} names nothing: use words with commas between them.")
    return found


def secrets(name: str, *, minimum_length: int = 32) -> list[str]:
    """A comma-separated list of secrets, newest first, each long enough to be one."""
    found = words(name)
    if short := [secret for secret in found if len(secret) < minimum_length]:
        raise ImproperlyConfigured(
            f"{name}: {len(short)} of {len(found)} secrets have fewer than {minimum_length} characters."
        )
    return found


def address(name: str, default: str | None = None) -> str:
    """Where the portal is on the web: ``https://host``, without a path."""
    value = text(name, default)
    parts = _url(name, value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}={value!r}: use https://host, without a path.")
    return value.rstrip("/")


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """A DATABASES entry from ``sqlite:///path`` or ``postgresql://user:password@host:port/name``."""
    parts = _url(name, text(name, default))
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        if not path:
            raise ImproperlyConfigured(f"{name}: sqlite:/// needs a path.")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            # Lost nothing under SIGKILL of all workers; writers queue instead of failing.
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        if not parts.path.strip("/"):
            raise ImproperlyConfigured(f"{name}: the address names no database.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured(
        f"{name}: unknown kind {parts.scheme!r}; use sqlite:/// or postgresql://."
    )


def cache(name: str, default: str = "database://") -> dict[str, Any]:
    """A CACHES entry from ``redis://…`` or ``database://`` (shared by all workers of one machine)."""
    url = text(name, default)
    parts = _url(name, url)
    if parts.scheme in {"redis", "rediss"}:
        if not parts.hostname:
            raise ImproperlyConfigured(f"{name}: the address names no server.")
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    if parts.scheme == "database":
        return {
            "BACKEND": "portal.cache.UpsertCache",
            "LOCATION": "portal_cache",
            # Django's 300 would throw away limits on sign-in while a town hall signs in.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    raise ImproperlyConfigured(
        f"{name}: unknown kind {parts.scheme!r}; use redis:// or database://."
    )


def email(name: str, default: str | None = None) -> dict[str, Any]:
    """E-mail settings from ``file:///folder``, ``smtp://``, ``smtp+tls://`` or ``smtps://``."""
    parts = _url(name, text(name, default))
    if parts.scheme == "file":
        if not parts.path.strip("/"):
            raise ImproperlyConfigured(f"{name}: file:// needs a folder.")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme in {"smtp", "smtp+tls", "smtps"}:
        if not parts.hostname:
            raise ImproperlyConfigured(f"{name}: the address names no mail server.")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 20,
        }
    raise ImproperlyConfigured(
        f"{name}: unknown kind {parts.scheme!r}; use smtp://, smtp+tls://, smtps:// or file:///."
    )


def _url(name: str, value: str) -> SplitResult:
    """The parts of an address; what is wrong is told without the address: it may hold a password."""
    parts = urlsplit(value)
    try:
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name}: the port is no number between 0 and 65535.") from None
    return parts
