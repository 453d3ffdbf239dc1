"""The settings of an ordinary installation, with the views to compare with."""

from portal.settings.dev import *

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
STATIC_ROOT = Path(env.text("BENCH_STATIC"))
TEMPLATES[0]["DIRS"].insert(0, BASE_DIR / "bench" / "templates")
# Hundreds of people come in from one address here, for minutes on end.
ACCOUNT_RATE_LIMITS = {"login": "1000000/m/ip", "login_failed": "300/m/ip,10/5m/key"}
LOGGING["root"]["level"] = "ERROR"
