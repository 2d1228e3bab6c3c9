import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vorort.config.settings")
application = get_wsgi_application()

# All views are loaded once, before gunicorn forks, not in the first visitor's request.
import vorort.config.urls  # noqa: E402, F401
