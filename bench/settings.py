"""The settings of an ordinary installation, with the views to compare with."""

from portal.settings.dev import *

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
STATIC_ROOT = Path(env.text("BENCH_STATIC"))
TEMPLATES[0]["DIRS"].insert(0, BASE_DIR / "bench" / "templates")
LOGGING["root"]["level"] = "ERROR"
