"""Backup and restore: one archive with the database, the files and what proves them whole.

The database is copied first. Files are written once and never changed, and a row is committed
only after its file lies on the disk: every file that the copied rows name is there.
"""

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from vorort.core.errors import DomainError

MANIFEST = "manifest.json"
SQLITE, POSTGRES = "sqlite", "postgresql"


class BackupError(DomainError):
    """A backup could not be written or read back."""


def _engine() -> str:
    return SQLITE if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else POSTGRES


def _postgres_environment() -> dict[str, str]:
    database = settings.DATABASES["default"]
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD",
             "PGHOST": "HOST", "PGPORT": "PORT"}  # fmt: skip
    given = {name: str(database.get(key) or "") for name, key in names.items()}
    return {**os.environ, **{name: value for name, value in given.items() if value}}


def _run_postgres(command: list[str]) -> None:
    if not shutil.which(command[0]):
        raise BackupError(
            f"Es fehlt das Programm {command[0]}. Bitte installieren: "
            "apt-get install postgresql-client"
        )
    done = subprocess.run(  # noqa: S603 - fixed programs, arguments are our own paths
        command, env=_postgres_environment(), capture_output=True, check=False, text=True
    )
    if done.returncode:
        raise BackupError(f"{command[0]} ist gescheitert: {done.stderr.strip()[-400:]}")


def _copy_sqlite(alias: str, target: Path) -> None:
    source = connections[alias]
    source.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        source.connection.backup(copy)


def _dump_database(folder: Path) -> list[Path]:
    if _engine() == POSTGRES:
        target = folder / "database.dump"
        _run_postgres(
            ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
        )
        return [target]
    targets = []
    for alias in settings.DATABASES:
        targets.append(folder / f"{alias}.sqlite3")
        _copy_sqlite(alias, targets[-1])
    return targets


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _stored_files() -> Iterator[Path]:
    root = Path(settings.FILES_DIR)
    yield from (path for path in sorted(root.rglob("*")) if path.is_file())


def write_backup(target: Path, *, at: dt.datetime) -> dict[str, Any]:
    """Write one archive and return its manifest; a half-written archive is never left behind.

    Raises
    ------
    BackupError
        When the target exists, a program is missing or the disk is full.
    """
    if target.exists():
        raise BackupError(f"Die Datei {target} gibt es schon. Bitte einen anderen Namen wählen.")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=settings.HOME) as name:
            manifest = _write_archive(unfinished, Path(name), at)
        unfinished.rename(target)
    except OSError as error:
        raise BackupError(f"Die Sicherung konnte nicht geschrieben werden: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write_archive(target: Path, folder: Path, at: dt.datetime) -> dict[str, Any]:
    contents: dict[str, str] = {}
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        for path in _dump_database(folder):
            archive.add(path, arcname=path.name)
            contents[path.name] = _digest(path)
        for path in _stored_files():
            name = f"files/{path.relative_to(settings.FILES_DIR)}"
            archive.add(path, arcname=name)
            contents[name] = _digest(path)
        applied = MigrationRecorder(connections["default"]).applied_migrations()
        manifest = {
            "format": 1,
            "made_at": at.isoformat(),
            "engine": _engine(),
            "migrations": sorted(f"{app}.{name}" for app, name in applied),
            "contents": contents,
        }
        raw = json.dumps(manifest, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(raw)
        archive.addfile(info, io.BytesIO(raw))
    return manifest


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpack plain files below the folder and nothing else, whatever the archive names.

    By hand: the extraction filters came to Python 3.11 later than to Debian 12.
    """
    for member in archive:
        target = (folder / member.name).resolve()
        content = archive.extractfile(member) if member.isreg() else None
        if content is None or not target.is_relative_to(folder.resolve()):
            raise tarfile.TarError(member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            shutil.copyfileobj(content, stream)


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack an archive and check every part against the manifest."""
    try:
        with tarfile.open(source) as archive:
            _extract(archive, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise BackupError(f"{source} ist keine lesbare Sicherung: {error}") from error
    for name, digest in manifest["contents"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise BackupError(f"Die Sicherung ist beschädigt: {name} stimmt nicht.")
    if manifest["engine"] != _engine():
        raise BackupError(
            f"Die Sicherung stammt von {manifest['engine']}, eingestellt ist {_engine()}. "
            "Bitte DATABASE_URL anpassen."
        )
    return manifest


def restore_backup(source: Path, *, replace: bool) -> dict[str, Any]:
    """Restore database and files from an archive; checks all of it before it changes anything.

    Raises
    ------
    BackupError
        When the archive is damaged, of the other database, or there is data and not ``replace``.
    """
    has_data = bool(connections["default"].introspection.table_names())
    if has_data and not replace:
        raise BackupError(
            "Es sind schon Daten da. Wenn sie ersetzt werden sollen, bitte --replace angeben."
        )
    with tempfile.TemporaryDirectory(dir=settings.HOME) as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        _restore_database(folder)
        shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
        if (folder / "files").is_dir():
            shutil.move(str(folder / "files"), settings.FILES_DIR)
    return manifest


def _restore_database(folder: Path) -> None:
    if _engine() == POSTGRES:
        connections.close_all()
        dump = str(folder / "database.dump")
        database = str(settings.DATABASES["default"]["NAME"])
        _run_postgres(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
             "--exit-on-error", f"--dbname={database}", dump]
        )  # fmt: skip
        return
    for alias in settings.DATABASES:
        target = connections[alias]
        target.ensure_connection()
        with closing(sqlite3.connect(folder / f"{alias}.sqlite3")) as copy:
            copy.backup(target.connection)
