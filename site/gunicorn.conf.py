import os
from pathlib import Path

_site = Path(__file__).resolve().parent
chdir = str(_site.parent)
pythonpath = str(_site)
wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
max_requests = 2000
max_requests_jitter = 200
accesslog = None  # an access log is a log of people; the proxy decides about that
