"""As in production, but on this machine and over http: for measuring (`make bench`, `make lighthouse`)."""

from .base import *  # noqa: F403

SECRET_KEY = "only-for-measuring-on-this-machine"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DEMO_ALLOWED = True
SECOND_FACTOR = "off"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
