"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
application = get_wsgi_application()
# Read before gunicorn forks: the workers share the memory, and a fault shows at the start.
get_resolver().url_patterns  # noqa: B018
