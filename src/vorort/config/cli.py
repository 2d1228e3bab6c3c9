"""The one command ``vorort``: ``vorort places import FILE`` is the command ``places_import``."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands

from vorort.config import env


def _port(words: list[str]) -> int:
    """Return the port of ``--port N`` or of PORT, 8000 otherwise."""
    given = words[1] if words[:1] == ["--port"] and len(words) > 1 else env.text("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise ImproperlyConfigured(f"PORT muss eine Zahl von 1 bis 65535 sein, nicht „{given}“.")
    return int(given)


# What only the owner of the tables may do; the application's own role may not (docs/operations.md).
OWNER_COMMANDS = frozenset({"migrate", "backup", "restore", "database_roles", "flush"})


def _as_owner(words: list[str]) -> bool:
    """Return whether a command runs as the owner; checking the role is done as the role."""
    command = "_".join(words[:2]) if words[:1] == ["database"] else "".join(words[:1])
    return command in OWNER_COMMANDS and "--check" not in words


def main() -> None:
    """Run a command of one or two words; a wrong setting gives one clear line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vorort.config.settings")
    argv = ["vorort", *sys.argv[1:]]
    if _as_owner(argv[1:]) and (owner := env.text("VORORT_OWNER_DATABASE_URL")):
        os.environ["DATABASE_URL"] = owner
    try:
        import django  # noqa: PLC0415 - slow import, and settings may be wrong

        django.setup()
        if argv[1:2] == ["run"]:
            from vorort.config.run import run  # noqa: PLC0415 - needs the app registry

            sys.exit(run(_port(argv[2:])))
        if len(argv) > 2 and f"{argv[1]}_{argv[2]}" in get_commands():
            argv = [argv[0], f"{argv[1]}_{argv[2]}", *argv[3:]]
        ManagementUtility(argv).execute()
    except ImproperlyConfigured as error:
        print(f"Einstellung falsch: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nAbgebrochen.", file=sys.stderr)
        sys.exit(130)
