"""Django's settings, composed from the environment (`environment.py`) and from what is the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from lotrinh.settings import database, email, environment, secret

ENVIRONMENT: Final = environment.load()
DATA_DIR: Final = ENVIRONMENT.data_dir
PACKAGE: Final = Path(__file__).resolve().parent.parent

# --- who may ask, and how --------------------------------------------------------------------------------------------
DEBUG = ENVIRONMENT.debug
if DEBUG and not ENVIRONMENT.demo:
    raise ImproperlyConfigured("LOTRINH_DJANGO_DEBUG shows the inside of the program to everybody: not in production")
SECRET_KEY = secret.secret_key(ENVIRONMENT.secret_key, DATA_DIR)
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
ALLOWED_HOSTS = list(ENVIRONMENT.hosts or (LOOPBACK if ENVIRONMENT.demo else ()))
if not ENVIRONMENT.demo and (not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS)):
    raise ImproperlyConfigured("LOTRINH_HOSTS must name the host by which people reach the platform (no *)")
if ENVIRONMENT.demo and set(ALLOWED_HOSTS) - set(LOOPBACK):
    raise ImproperlyConfigured("The profile demo serves this machine only: leave LOTRINH_HOSTS empty")
CSRF_TRUSTED_ORIGINS = (
    [] if ENVIRONMENT.demo else [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS]
)

SECURE_SSL_REDIRECT = not ENVIRONMENT.demo
#: A proxy asks these by http and by the address of the machine (`lotrinh.web.gate`).
SECURE_REDIRECT_EXEMPT = [r"^he-thong/(?:song|san-sang)$"]
SECURE_PROXY_SSL_HEADER = None if ENVIRONMENT.demo else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if ENVIRONMENT.demo else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not ENVIRONMENT.demo
SECURE_HSTS_PRELOAD = not ENVIRONMENT.demo
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not ENVIRONMENT.demo
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = ENVIRONMENT.session_hours * 3600
SESSION_COOKIE_NAME = "lotrinh_session"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lotrinh.web.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- what it is made of ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "lotrinh.core",
    "lotrinh.accounts",
    "lotrinh.organisations",
    "lotrinh.documents",
    "lotrinh.plans",
    "lotrinh.web",
    "lotrinh.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "lotrinh.api",
    "ninja",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    # Before all others: the redirect to https has its policy as well.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before all that looks at cookies or answers with pages.
    "lotrinh.api.middleware.ApiMiddleware",
    "lotrinh.web.gate.GateMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before the session: public pages know no cookie.
    "lotrinh.portal.middleware.PortalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lotrinh.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lotrinh.accounts.sessions.SeenMiddleware",
    "lotrinh.web.first_run.middleware.FirstRunMiddleware",
    "lotrinh.web.middleware.ActorMiddleware",
    "lotrinh.web.audit.middleware.LooksMiddleware",
]
ROOT_URLCONF = "lotrinh.urls"
WSGI_APPLICATION = "lotrinh.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "lotrinh.web.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "lotrinh.web.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- rows and files --------------------------------------------------------------------------------------------------
DATABASES = {"default": database.database(ENVIRONMENT.database_url, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    #: charts as they were drawn, for every process: half a second saved for each
    "drawings": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "drawings",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
#: Uploads stay in memory until they have been looked through: a file that is refused never touches the disk.
FILE_UPLOAD_HANDLERS = ["lotrinh.web.uploads.InMemoryUploadHandler"]
UPLOAD_MAX_BYTES = ENVIRONMENT.upload_max_bytes
API_RATE = ENVIRONMENT.api_rate
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- what goes to other systems ---------------------------------------------------------------------------------------
#: Hosts to which a webhook may lead though they lie inside the house.
WEBHOOK_HOSTS = tuple(host.lower() for host in ENVIRONMENT.webhook_hosts)

# --- the public pages ------------------------------------------------------------------------------------------------
PORTAL = ENVIRONMENT.portal
PORTAL_LICENSE = ENVIRONMENT.portal_license

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "lotrinh.accounts.passwords.Length"},
    {"NAME": "lotrinh.accounts.passwords.Common"},
    {"NAME": "lotrinh.accounts.passwords.Similarity"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

# --- languages: Vietnamese is the language of the source -------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["lotrinh.core.formats"]
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- mail and log ----------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from
vars().update(email.settings(ENVIRONMENT.email_url))
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
}

from lotrinh.settings.sign_in import *  # noqa: E402, F403 - one file holds all that allauth is told
