"""The embedded default, quicker, and strict about what must not happen."""

import os

from .base import *  # noqa: F403
from .base import DATABASES, VAR

SECRET_KEY = "tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
VAR.mkdir(exist_ok=True)
# A file, so that threads and the browser's server see one database and `--reuse-db` works.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ONE_STYLESHEET = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A test is rolled back, so nothing is ever noted; the tests of the page cache switch it on.
PAGE_CACHE = False
PART_CACHE = False
FRESHNESS_FILE = str(VAR / f"changed-test-{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}")
ACCOUNT_RATE_LIMITS = False
DEMO_ALLOWED = True
# The tests of the second factor switch it on.
SECOND_FACTOR = "off"
WHITENOISE_AUTOREFRESH = True
# Playwright's own event loop runs in the test thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
