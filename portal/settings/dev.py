"""Embedded defaults for one machine: SQLite, cache in the database, mails written to files."""

import secrets

from portal.settings import env
from portal.settings.base import *

DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # names, sessions and mails are in it


def kept_secret(name: str) -> str:
    """A secret made at first use and kept beside the data, so that sessions and codes outlive a restart."""
    path = DATA_DIR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = kept_secret("secret-key")
CODE_PEPPERS = [kept_secret("code-pepper")]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
BASE_URL = env.address("BASE_URL", f"http://localhost:{env.integer('PORT', 8000)}")
WAGTAILADMIN_BASE_URL = BASE_URL

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR}/portal.sqlite3")}
CACHES = {"default": env.cache("CACHE_URL")}
for name, value in env.email("EMAIL_URL", f"file://{DATA_DIR}/mail").items():
    globals()[name] = value
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "leerportaal@localhost")
