"""The one command ``vorort``: ``vorort places import FILE`` is the command ``places_import``."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands


def main() -> None:
    """Run a command of one or two words; a wrong setting gives one clear line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vorort.config.settings")
    argv = ["vorort", *sys.argv[1:]]
    try:
        import django  # noqa: PLC0415 - slow import, and settings may be wrong

        django.setup()
        if len(argv) > 2 and f"{argv[1]}_{argv[2]}" in get_commands():
            argv = [argv[0], f"{argv[1]}_{argv[2]}", *argv[3:]]
        ManagementUtility(argv).execute()
    except ImproperlyConfigured as error:
        print(f"Einstellung falsch: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nAbgebrochen.", file=sys.stderr)
        sys.exit(130)
