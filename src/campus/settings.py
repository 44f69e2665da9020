"""Django's settings, all derived from `campus.config`."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from campus.config import DEMONSTRATION_KEY, ROOT, config

_config = config()
_production = _config.mode == "production"

SECRET_KEY = _config.secret_key.get_secret_value() or "not secret: demonstration and tests only"
KEY_ENCRYPTION_KEY = _config.key_encryption_key.get_secret_value() or DEMONSTRATION_KEY
DEBUG = False
DEMO = _config.mode == "demo"
PUBLIC_URL = _config.public_url.rstrip("/")
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "localhost"]
if not _production:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
DATA_DIR = _config.data
UPLOAD_LIMIT = _config.upload_limit
TEST_DOOR = _config.test_door
TEST_DOOR_CONTEXTS = _config.test_door_contexts
TRUSTED_PROXY = _config.trusted_proxy
OPEN_TO_ORGANISATIONS = _config.open_to_organisations or not _production
REQUIRE_MFA_TO_ISSUE = _config.require_mfa_to_issue and _production

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "campus.base",
    "campus.people",
    "campus.skills",
    "campus.policies",
    "campus.catalogue",
    "campus.assurance",
    "campus.issuing",
    "campus.verification",
    "campus.wallet",
    "campus.learning",
    "campus.marking",
    "campus.teaching",
    "campus.enrolling",
    "campus.recognition",
    "campus.quality",
    "campus.web",
    "campus.connectors.lti13",
    "campus.connectors.oneroster",
    "campus.connectors.webhooks",
    "campus.api",
    "campus.jobs",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "campus.web.middleware.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "campus.web.middleware.keep_private",
    "campus.web.middleware.Refusals",
]
ROOT_URLCONF = "campus.urls"
WSGI_APPLICATION = "campus.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "campus.web.context.site",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        _config.database_url or f"sqlite:///{DATA_DIR / 'laurel.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    # A worker that is frozen in mid-transaction must not keep its locks for ever: the server ends its session.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c idle_in_transaction_session_timeout=60s")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "base_cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_log_in"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_ADAPTER = "campus.people.adapter.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _production

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("bg", _("Bulgarian"))]
LOCALE_PATHS = sorted(path for path in (ROOT / "locale").glob("*") if path.is_dir())
USE_I18N = True
FORMAT_MODULE_PATH = "campus.web.formats"
USE_TZ = True
TIME_ZONE = "Europe/Sofia"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = not _production
WHITENOISE_AUTOREFRESH = False
if _production:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
MEDIA_ROOT = DATA_DIR / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

DEFAULT_FROM_EMAIL = _config.email_from
if _config.email_url:
    _mail = urlsplit(_config.email_url)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme in ("smtp+tls", "submission"), _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 30  # seconds; a silent mail server must not hold up the worker
else:
    EMAIL_BACKEND = "campus.base.mail_folder.MailFolder"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _production
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if _production:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
if _config.trusted_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all visitors share the proxy's address, and one limit on logging in
# Not "no-referrer": browsers then send "Origin: null" with every form, which the CSRF check must refuse.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "campus.web.public.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
LOGGING_CONFIG = "campus.base.logs.configure"
LOGGING: dict[str, object] = {"version": 1}  # not empty: Django skips LOGGING_CONFIG otherwise
