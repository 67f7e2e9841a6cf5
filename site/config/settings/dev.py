"""One command, no environment: SQLite, files, mail on the console."""

from .base import *  # noqa: F403
from .base import MIDDLEWARE, ROOT, VAR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = "only-for-development-on-this-machine"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver", *env.list("ALLOWED_HOSTS", default=[])]
INTERNAL_IPS = ["127.0.0.1"]
VAR.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ONE_STYLESHEET = False
DEMO_ALLOWED = True
# Whoever looks around with the demo's logins has no passkey of theirs.
SECOND_FACTOR = env.str("SECOND_FACTOR", default="off")
# Whoever edits a template wants to see it.
PAGE_CACHE = env.bool("PAGE_CACHE", default=not DEBUG)
PART_CACHE = env.bool("PART_CACHE", default=not DEBUG)
SERVE_MEDIA = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = {"login": "100/m/ip", "login_failed": "100/m/ip"}
__all__ = ["MIDDLEWARE", "ROOT"]
