"""Settings of the tests: an own home folder, fast hashing, unhashed static files."""

import os
import tempfile

os.environ.setdefault("VORORT_HOME", tempfile.mkdtemp(prefix="vorort-test-"))
os.environ.setdefault("VORORT_SECRET_KEY", "only-for-tests")

from vorort.config.settings import *  # noqa: F403
from vorort.config.settings import DATABASES, HOME
from vorort.config.settings import STORAGES as _STORAGES

if "jobs" in DATABASES:
    # Preparing a test database prepares the jobs' file too: each process of a run has its own.
    _process = os.environ.get("PYTEST_XDIST_WORKER", "")
    DATABASES["jobs"]["NAME"] = str(HOME / f"jobs{_process}.sqlite3")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# Tests of the second factor switch it on; all others sign in as they always did.
SECOND_FACTOR_REQUIRED = False
