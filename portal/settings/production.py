"""Everything that must not have an insecure default comes from the environment."""

from portal.settings import env
from portal.settings.base import *

DEBUG = False
SECRET_KEY, *SECRET_KEY_FALLBACKS = env.secrets("SECRET_KEY", minimum_length=50)
CODE_PEPPERS = env.secrets("CODE_PEPPERS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
BASE_URL = env.address("BASE_URL")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DATABASES = {"default": env.database("DATABASE_URL")}
CACHES = {"default": env.cache("CACHE_URL")}
for name, value in env.email("EMAIL_URL").items():
    globals()[name] = value
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 1)
