"""The restore drill: back up a living site, lose it, restore it, compare."""

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

VORORT = Path(sys.executable).with_name("vorort")
WRITE = """
import django; django.setup()
from vorort.accounts.models import Person
from django.conf import settings
from pathlib import Path
Person.objects.create_user("drill@example.org", name="Probe")
folder = Path(settings.FILES_DIR) / "ab"; folder.mkdir(parents=True, exist_ok=True)
(folder / "abcd").write_bytes(b"Inhalt")
"""
READ = """
import django; django.setup()
from vorort.accounts.models import Person
from django.conf import settings
from pathlib import Path
path = Path(settings.FILES_DIR) / "ab" / "abcd"
print(Person.objects.filter(email="drill@example.org").count(), path.exists() and path.read_bytes())
"""


class Site:
    """A site of its own in a folder, worked only through its command."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        self.environment = {
            **os.environ,
            "VORORT_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "vorort.config.settings",
            "DATABASE_URL": database_url or f"sqlite:///{home}/vorort.sqlite3",
        }
        home.mkdir(exist_ok=True)

    def vorort(self, *words: str, ok: bool = True) -> str:
        done = subprocess.run(
            [str(VORORT), *words], env=self.environment, capture_output=True, text=True
        )
        assert (done.returncode == 0) is ok, done.stderr
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a person and a file; each test works on a copy."""
    home = tmp_path_factory.mktemp("site") / "living"
    site = Site(home)
    site.vorort("migrate")
    site.python(WRITE)
    return home


@pytest.fixture
def site(living: Path, tmp_path: Path) -> Site:
    return Site(Path(shutil.copytree(living, tmp_path / "old")))


def test_drill(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    assert "Gesichert" in site.vorort("backup", str(archive))
    fresh = Site(tmp_path / "new")
    assert "Wiederhergestellt" in fresh.vorort("restore", str(archive))
    assert fresh.python(READ) == "1 b'Inhalt'"
    assert "gibt es schon" in site.vorort("backup", str(archive), ok=False)


def test_restore_never_overwrites_unasked(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    site.vorort("backup", str(archive))
    assert "--replace" in site.vorort("restore", str(archive), ok=False)
    assert site.python(READ) == "1 b'Inhalt'"
    site.vorort("restore", str(archive), "--replace")
    assert site.python(READ) == "1 b'Inhalt'"


def test_a_damaged_archive_changes_nothing(site: Site, tmp_path: Path) -> None:
    archive, damaged = tmp_path / "backup.tar.gz", tmp_path / "damaged.tar.gz"
    site.vorort("backup", str(archive))
    with tarfile.open(archive) as source, tarfile.open(damaged, "w:gz") as target:
        for member in source:
            content = source.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "files/ab/abcd":
                content = b"Anders"
                member.size = len(content)
            target.addfile(member, io.BytesIO(content))
    assert "beschädigt" in site.vorort("restore", str(damaged), "--replace", ok=False)
    assert site.python(READ) == "1 b'Inhalt'"
    garbage = tmp_path / "garbage"
    garbage.write_text("nichts")
    assert "keine lesbare Sicherung" in site.vorort("restore", str(garbage), "--replace", ok=False)


@pytest.mark.parametrize("name", ["../outside", "/tmp/vorort-outside"])
def test_an_archive_that_reaches_outside_is_refused(site: Site, tmp_path: Path, name: str) -> None:
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as target:
        info = tarfile.TarInfo(name)
        info.size = 1
        target.addfile(info, io.BytesIO(b"x"))
    assert "keine lesbare Sicherung" in site.vorort("restore", str(evil), "--replace", ok=False)
    assert not (tmp_path / "outside").exists()
    assert not Path("/tmp/vorort-outside").exists()


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_drill_on_postgres(tmp_path: Path) -> None:
    """Two databases of the test server: one lives, the other receives."""
    from django.db import connection

    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    names = [f"drill_{os.getpid()}_{n}" for n in (1, 2)]
    for name in names:
        _admin(base, f'CREATE DATABASE "{name}"')
    try:
        old = Site(tmp_path / "old", f"{base}/{names[0]}")
        new = Site(tmp_path / "new", f"{base}/{names[1]}")
        old.vorort("migrate")
        old.python(WRITE)
        archive = tmp_path / "backup.tar.gz"
        old.vorort("backup", str(archive))
        new.vorort("restore", str(archive))
        assert new.python(READ) == "1 b'Inhalt'"
    finally:
        connection.close()
        for name in names:
            _admin(base, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _admin(base: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
