"""A real worker process with the probe jobs: ``python -m tests.core.worker_process --once``."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vorort.config.settings_test")
    import django

    django.setup()
    from django.core.management import call_command
    from tests.core import probe_jobs

    probe_jobs.install()
    call_command("worker", *sys.argv[1:])
