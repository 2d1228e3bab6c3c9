"""Jobs that only tests order; put under a name below ``vorort`` by ``install``."""

import errno
import sys
import time
from pathlib import Path

from django.db import OperationalError

from vorort.core.errors import DomainError
from vorort.core.jobs import JobContext, RetryLater


def install() -> None:
    sys.modules["vorort.probe_jobs"] = sys.modules[__name__]


def add(context: JobContext, *, first: int, second: int) -> dict:
    context.progress(1, 2, "rechnen")
    return {"sum": first + second, "by": context.by, "attempt": context.attempt}


def append(context: JobContext, *, path: str, word: str) -> None:
    with Path(path).open("a") as file:
        file.write(word + "\n")


def refuse(context: JobContext) -> None:
    raise DomainError("Die Datei enthält keine Tabelle.")


def surprise(context: JobContext) -> None:
    raise ZeroDivisionError("secret inside")


def disk_full(context: JobContext) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def database_full(context: JobContext) -> None:
    raise OperationalError("database or disk is full")


def flaky(context: JobContext, *, path: str, failures: int) -> dict:
    """Fail as often as told, counted in a file."""
    file = Path(path)
    count = int(file.read_text()) if file.exists() else 0
    file.write_text(str(count + 1))
    if count < failures:
        raise RetryLater("Der andere Rechner antwortet nicht.")
    return {"tries": count + 1}


def until_file(context: JobContext, *, started: str, go: str, limit: float = 60.0) -> dict:
    """Say that it has started, then report progress until a file appears."""
    with Path(started).open("a") as file:
        file.write(f"{context.attempt}\n")
    deadline = time.monotonic() + limit
    step = 0
    while not Path(go).exists():
        if time.monotonic() > deadline:
            raise TimeoutError("nobody came")
        step += 1
        context.progress(step, 0, "warten")
        # The job's own work: it must last until the test has acted on it.
        time.sleep(0.01)
    return {"attempt": context.attempt}
