"""An empty database with all tables, made once: walking all migrations takes longer than most tests.

On SQLite a copy is kept beside the run, under a name made of everything the migrations say. Where
one of them changes, the way is walked anew.
"""

import contextlib
import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import django
from django.apps import apps
from django.db import connections

from vorort.core import ids, rowlevel
from vorort.core.management.commands.migrate import Command

FOLDER = Path(tempfile.gettempdir()) / f"vorort-tables-{os.getuid()}"


def fingerprint() -> str:
    """What the tables come from: migrations of every app and what they call."""
    parts = [django.__version__, sqlite3.sqlite_version]
    for config in sorted(apps.get_app_configs(), key=lambda each: each.label):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            parts += [config.label, path.name, path.read_text()]
    parts += [Path(str(module.__file__)).read_text() for module in (ids, rowlevel)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


@contextlib.contextmanager
def prepared_tables() -> Iterator[None]:
    """While it is open, ``migrate`` takes the kept copy where there is one."""
    walk, name = Command.handle, fingerprint()

    def handle(command: Command, *args: Any, **options: Any) -> None:
        alias = options["database"]
        connection = connections[alias]
        if connection.vendor != "sqlite" or options.get("app_label"):
            walk(command, *args, **options)
            return
        kept = FOLDER / f"{name}-{alias}.sqlite3"
        connection.ensure_connection()
        if kept.exists():
            with contextlib.closing(sqlite3.connect(kept)) as copy:
                copy.backup(connection.connection)
            return
        walk(command, *args, **options)
        FOLDER.mkdir(mode=0o700, exist_ok=True)
        for old in FOLDER.iterdir():
            if old.stat().st_mtime < time.time() - 86_400:
                old.unlink(missing_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        with contextlib.closing(sqlite3.connect(unfinished)) as copy:
            connection.connection.backup(copy)
        unfinished.replace(kept)

    with mock.patch.object(Command, "handle", handle):
        yield
