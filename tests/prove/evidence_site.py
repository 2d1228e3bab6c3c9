"""A site of its own in a folder: for tests that start and kill real processes."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

VORORT = Path(sys.executable).with_name("vorort")
# Tables an import writes to; all empty before the first one.
TABLES = (
    "deliveries_delivery",
    "deliveries_quarantinedrow",
    "evidence_offencecount",
    "evidence_offencekey",
    "evidence_impliedpopulation",
    "files_storedfile",
    "places_population",
)


@dataclass
class Site:
    """A folder with a migrated embedded database."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return {
            **kept,
            "VORORT_HOME": str(self.home),
            "VORORT_SECRET_KEY": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "vorort.config.settings",
        }

    def run(self, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(VORORT), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            **options,
        )

    def start(self, code: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def count(self, table: str, where: str = "1=1") -> int:
        connection = sqlite3.connect(self.home / "vorort.sqlite3")
        try:
            return connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
        finally:
            connection.close()

    def counts(self) -> dict[str, int]:
        return {table: self.count(table) for table in TABLES}

    def staged(self) -> list[Path]:
        folder = self.home / "staging"
        return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def make_site(home: Path) -> Site:
    site = Site(home)
    done = site.run("migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return site
