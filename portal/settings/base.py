"""Settings that hold everywhere. What differs per place is in dev, test and production."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.settings import env, sso

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()

INSTALLED_APPS = [
    "portal.accounts",
    "portal.ui",
    "learning",
    "forum.board",
    "portal.pages",
    "portal.search",
    "portal.demo",
    # machina: its tables, and our override where it decides who may; see docs/upgrading.md
    "machina.apps.forum",
    "machina.apps.forum_conversation",
    "machina.apps.forum_conversation.forum_polls",
    "machina.apps.forum_tracking",
    "forum.forum_permission",
    "mptt",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.accounts.users_app.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "portal.accounts.usersessions_app.PortalUserSessionsConfig",
    "django_tasks_db",
    "django_linear_migrations",
    "lucide",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",  # Wagtail's search uses its fields where PostgreSQL is
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.ui.middleware.NullByteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.SessionPolicyMiddleware",
    "portal.accounts.middleware.LoginRequiredMiddleware",
    "portal.accounts.middleware.FreshProofMiddleware",
    "learning.enrolment.middleware.EntitlementsMiddleware",
    "portal.accounts.drafts.middleware.SentDraftsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # machina's migrations expect it; ours say Big
SITE_NAME = "Leerportaal"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.pages.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "portal.ui.forms.PortalFormRenderer"

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
WAGTAIL_CONTENT_LANGUAGES = [("nl", "Nederlands")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# Files. Nothing is served from MEDIA_ROOT: MEDIA_URL is a view that asks the policy.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.ui.storage.NamedByContent"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A lesson with a dialogue of thirty steps has over a thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# People and sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "learning.enrolment.backends.AccessCodeBackend",
    "learning.enrolment.linking.LinkingCodeBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "portal.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "code_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day with an evening: every session ends by then
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"  # Wagtail's preview says otherwise for itself
SECURE_REFERRER_POLICY = "same-origin"

# Sessions opened with a personal code end earlier than others do.
# How long the answer takes to a code that opens nothing: longer than the work for any of them.
CODE_REFUSAL_SECONDS = 0.1
CODE_SESSION_IDLE_SECONDS = 30 * 60
CODE_SESSION_ABSOLUTE_SECONDS = 8 * 60 * 60
SHARED_SESSION_IDLE_SECONDS = 10 * 60
FRESH_PROOF_SECONDS = 10 * 60

ACCESS_LOG_DAYS = env.integer("ACCESS_LOG_DAYS", 365, minimum=1)
# How long people can read on in a programme that is over, where their enrolment has no end of its own.
PROGRAMME_READABLE_DAYS = env.integer("PROGRAMME_READABLE_DAYS", 90, minimum=0)
# How long practice cases are kept after their programme ended.
PRACTICE_CASE_DAYS = env.integer("PRACTICE_CASE_DAYS", 730, minimum=1)

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False  # asked of nobody: the settings above hold for all
ACCOUNT_REAUTHENTICATION_TIMEOUT = FRESH_PROOF_SECONDS
ACCOUNT_LOGOUT_REDIRECT_URL = "code_login"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that nobody here checked
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.PasswordLoginForm",
    "request_login_code": "portal.accounts.forms.LoginCodeForm",
    "set_password": "portal.accounts.forms.FirstPasswordForm",
    "change_password": "portal.accounts.forms.OtherPasswordForm",
    "reset_password": "portal.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.PasswordFromMailForm",
    "add_email": "portal.accounts.forms.NewAddressForm",
}
ACCOUNT_USER_DISPLAY = str  # never the username, which says nothing to a participant
# A training room shares one address, perhaps with someone who guesses: what fails counts per code or
# username. The limit per address is for passwords, which people choose; the code entry has none.
ACCOUNT_RATE_LIMITS = {
    "login": "1200/m/ip",
    "login_failed": "10/5m/key",
    "invite": "100/h/user",
    "accept_invitation": "60/m/ip",
    "check_certificate": "30/m/ip",
    "save_draft": "120/m/user",
}
MFA_ADAPTER = "portal.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "portal.accounts.forms.AddPasskeyForm",
    "activate_totp": "portal.accounts.forms.AddAppForm",
}
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a code that was read just before the next one came still counts
# Nobody signs up here, so an unchecked address cannot keep its owner out of an account.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Wrong second factors count as failed sign-ins; a passkey has nothing to guess.
MFA_RATE_LIMITS = {"webauthn_login": "1200/m/ip"}
SOCIALACCOUNT_ADAPTER = "portal.accounts.sso.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # or another subject with the same address comes in
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": sso.apps(env.text("OIDC_PROVIDERS", "[]"))},
}

# Wagtail
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
WAGTAILADMIN_LOGIN_URL = "/inloggen/medewerkers/"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "learning.modules.upload_form.DocumentForm"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is fetched from elsewhere
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

SEARCHES_PER_MINUTE = {"results": 60, "titles": 300}  # of one person

# machina
# An overridden app keeps machina's migrations, which are not ours to line up.
FIRST_PARTY_APPS = [
    "portal.accounts",
    "learning",
    "forum.board",
    "portal.pages",
    "portal.search",
]
MIGRATION_MODULES = {"forum_permission": "machina.apps.forum_permission.migrations"}
MACHINA_MARKUP_LANGUAGE: tuple[str, dict[str, object]] = ("forum.board.markup.render", {})
MACHINA_MARKUP_WIDGET = None
MACHINA_USER_DISPLAY_NAME_METHOD = "get_full_name"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What the worker does by itself, at night and on the hour: see portal/chores.py
DAILY_CHORES = [
    "portal.accounts.services.forget_ended_sessions",
    "portal.accounts.services.forget_unchecked_addresses",
    "portal.accounts.access_log.forget_old_events",
    "portal.accounts.drafts.services.forget_old_drafts",
    "portal.chores.forget_finished_tasks",
    "learning.enrolment.log.lines.forget_old_code_events",
    "learning.enrolment.importing.services.remove_old_imports",
    "learning.enrolment.inviting.services.forget_expired_invitations",
    "learning.modules.intentions.services.mail_due_nudges",
    "learning.practice.services.forget_old_cases",
]
HOURLY_CHORES = ["learning.enrolment.handout.services.remove_old_handouts"]

# Nothing comes from another place, nothing runs inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"wagtail": {"level": "WARNING"}},  # it keeps its own log of who did what
}
