"""What every environment shares. Nothing here needs a secret; `env` reads what may differ."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .kept import KEPT_FOR as KEPT_FOR  # how long data is kept

ROOT = Path(__file__).resolve().parents[3]
SITE = ROOT / "site"
VAR = ROOT / "var"

env = environ.Env()

# --- Who answers -------------------------------------------------------------------------

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
# The address people type; mails and QR codes are built on it.
SITE_URL: str = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_SITE_NAME = "Zorg voor de buurt"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "config",
    "home",
    "lending",
    "portal.team",
    "portal.help",
    "portal.gather",
    "portal.contact",
    "portal.people",
    "design",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
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
    "allauth.mfa",
    "allauth.usersessions",
    "phonenumber_field",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "lucide",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.NoNullMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.PathLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.people.second_factor.SecondFactorMiddleware",
    "portal.people.session_age.SessionAgeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.RuleErrorMiddleware",
    "home.missed.MissedAddressMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "design.templatetags.design"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.people.context.neighbourhood",
            ],
        },
    },
]
FORM_RENDERER = "design.forms.Renderer"

# --- What is kept ------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'buurt.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A write takes the lock when its transaction begins, so that two actions on one request
    # queue up instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if "redis" in CACHES["default"]["BACKEND"].lower():
    CACHES["default"]["BACKEND"] = "config.cache.ForgivingRedisCache"
# Where workers note which public facts changed (design.freshness); on a disk that all of them share.
FRESHNESS_FILE: str = env.str("FRESHNESS_FILE", default=str(VAR / "changed"))
# Whole public pages, kept by each worker for itself. Lower the seconds where several machines share no disk.
PAGE_CACHE: bool = env.bool("PAGE_CACHE", default=True)
# What many pages share, kept by each worker in the same way (design.known).
PART_CACHE: bool = env.bool("PART_CACHE", default=True)
PAGE_CACHE_SECONDS: int = env.int("PAGE_CACHE_SECONDS", default=3600)
PAGE_CACHE_MEGABYTES: int = env.int("PAGE_CACHE_MEGABYTES", default=16)
MEDIA_ROOT: str = env.str("MEDIA_ROOT", default=str(VAR / "media"))
MEDIA_URL = "/media/"
SERVE_MEDIA = False
STATIC_ROOT: str = env.str("STATIC_ROOT", default=str(VAR / "static"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.SiteStorage"},
}
ONE_STYLESHEET = True

# --- Words and times ---------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English")), ("ar", _("Arabic"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "BE"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "home.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.images.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# Small is what counts on an old phone.
WAGTAILIMAGES_AVIF_QUALITY = 50
WAGTAILIMAGES_WEBP_QUALITY = 70
WAGTAILIMAGES_JPEG_QUALITY = 72
WAGTAILREDIRECTS_AUTO_CREATE = True

# --- Who comes in ------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "mine"
WAGTAILADMIN_LOGIN_URL = "/cms/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.contact.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.people.account_forms.LoginForm",
    "request_login_code": "portal.people.account_forms.RequestLoginCodeForm",
    "reauthenticate": "portal.people.account_forms.PasswordAgainForm",
    "change_password": "portal.people.account_forms.ChangePasswordForm",
    "set_password": "portal.people.account_forms.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# Accounts are opened by staff for people they know; nobody signs up alone.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Mails and text messages cost, and annoy: besides allauth's own limits, those of an hour.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {"request_login_code": "20/m/ip,100/h/ip,3/m/key,10/h/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
# A change in how somebody signs in is told to them.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Who proved who they are this many seconds ago need not do it again for a delicate change.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# "required": staff roles reach no staff screen without a passkey or an app. "off": only to look around.
SECOND_FACTOR: str = env.str("SECOND_FACTOR", default="required")
MFA_ADAPTER = "portal.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = WAGTAIL_SITE_NAME
# Clocks of phones are half a minute off.
MFA_TOTP_TOLERANCE = 1
# Nobody opens an account alone, so nobody can claim an address that is somebody else's.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "portal.people.account_forms.AuthenticateForm",
    "reauthenticate": "portal.people.account_forms.AuthenticateAgainForm",
    "activate_totp": "portal.people.account_forms.ActivateAppForm",
    "add_webauthn": "portal.people.account_forms.AddPasskeyForm",
}
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
# Residents and volunteers stay signed in for the fortnight above; who works here for a working day at most,
# and for so long without opening a page. Brokers telephone much: half an hour would end it at every call.
STAFF_SESSION_SECONDS: int = env.int("STAFF_SESSION_HOURS", default=12) * 60 * 60
STAFF_IDLE_SECONDS: int = env.int("STAFF_IDLE_MINUTES", default=120) * 60
# What seals secrets in the database, the newest first (`design.sealed`). Empty: SECRET_KEY does.
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", default=[])
# How many days an invitation to have an account may wait: by mail, by text message, in a letter.
INVITATION_DAYS = {
    "mail": env.int("INVITATION_LINK_DAYS", default=7),
    "text": env.int("INVITATION_LINK_DAYS", default=7),
    "letter": env.int("INVITATION_LETTER_DAYS", default=30),
}
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# --- What goes out -----------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="buurt@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
# Where text messages are handed over (docs/operations.md). Empty: none are sent; in the demo they are logged.
SMS_URL: str = env.str("SMS_URL", default="")
SMS_TOKEN: str = env.str("SMS_TOKEN", default="")
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- What a page may load ----------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    # Wagtail's editing screens bring their own inline scripts.
    "EXCLUDE_URL_PREFIXES": ("/cms/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"  # Wagtail opens its own previews to its own frame
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.documents.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "docx", "xlsx", "mp3", "ogg"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# The demo's logins and password exist only where this is true.
DEMO_ALLOWED = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # These tell of every page saved and every task run; what goes wrong still shows.
    "loggers": {"wagtail": {"level": "WARNING"}, "django_tasks": {"level": "WARNING"}},
}
