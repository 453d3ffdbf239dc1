"""Fast and closed: memory where that is safe, the database of ``DATABASE_URL`` where one is given."""

import atexit
import shutil
import tempfile
from pathlib import Path

from portal.settings import env
from portal.settings.base import *

DATA_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()  # WhiteNoise warns where it is not there
SECRET_KEY = "only-for-tests-" + "x" * 50
CODE_REFUSAL_SECONDS = 0
CODE_PEPPERS = ["pepper-for-tests-" + "y" * 32]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL
DATABASES = {"default": env.database("DATABASE_URL", "sqlite:///" + str(DATA_DIR / "test.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because a browser's requests need connections of their own; nothing has to survive.
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "leerportaal@localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Wagtail saves drafts by itself while someone types; a test types and publishes faster than a person
# does, and would now and then publish a page that is being made.
WAGTAIL_AUTOSAVE_INTERVAL = 0
