"""The door for a WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from lotrinh.core import lifeline

lifeline.follow()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotrinh.settings")
application = get_wsgi_application()
