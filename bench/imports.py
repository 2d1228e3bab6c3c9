"""Imports: the eighth year against the first, and the memory of one county file.

Uses real tables where they are at hand, otherwise eight tables of the same size made here.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="vorort-bench-"))
os.environ.update(
    VORORT_HOME=str(HOME),
    DATABASE_URL=f"sqlite:///{HOME}/vorort.sqlite3",
    DJANGO_SETTINGS_MODULE="vorort.config.settings",
    VORORT_LOG_LEVEL="ERROR",
)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from vorort.evidence.models import OffenceCount  # noqa: E402

YEARS = range(2015, 2023)
MEMORY_LIMIT_MB = 300
GROWTH_LIMIT = 1.2
# The very first import also loads libraries; the lesser of the first two is the fair measure.
FIRST_YEARS = 2


def made_table(year: int) -> Path:
    """Write a table of 400 counties × 41 keys in the police's layout."""
    header = (
        "Schluessel;Straftat;Gemeindeschluessel;Stadt-/Landkreis;Kreisart;"
        "Anzahl erfasste Faelle;Haeufigkeitszahl;Auffklaerung - Anzahl Faelle;Aufklaerungsquote"
    )
    lines = [header]
    keys = ["------", *(f"{100000 + 1000 * n}" for n in range(40))]
    for number, key in enumerate(keys):
        for county in range(400):
            cases = 20_000 // (number + 1) + county + year % 7
            rate = round(cases * 100_000 / (90_000 + 500 * county))
            lines.append(
                f"{key};Gruppe {number};{1001 + county};Kreis {county};LK;{cases};{rate};"
                f"{cases // 2};50.0"
            )
    path = HOME / f"kreise_{year}.csv"
    path.write_bytes("\r\n".join(lines).encode("latin-1"))
    return path


def table(year: int) -> Path:
    real = Path(settings.DATA_DIR) / "pks_kreise" / f"kreise_{year}.csv.gz"
    return real if real.exists() else made_table(year)


def timed_import(year: int) -> tuple[float, float]:
    """Return processor and wall seconds; the ratio is taken of the former."""
    processor, started = time.process_time(), time.perf_counter()
    call_command("evidence_import", str(table(year)), format="pks-county", year=year, verbosity=0)
    return time.process_time() - processor, time.perf_counter() - started


def peak_memory_mb() -> float:
    """Return the peak of a process of its own that imports one file into an empty site."""
    home = tempfile.mkdtemp(prefix="vorort-bench-")
    environment = {**os.environ, "VORORT_HOME": home, "DATABASE_URL": f"sqlite:///{home}/v.sqlite3"}
    code = (
        "import resource, django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        f"call_command('evidence_import', {str(table(2022))!r}, format='pks-county', year=2022)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout.splitlines()[-1])


def main() -> int:
    call_command("migrate", verbosity=0)
    seconds = {}
    for year in YEARS:
        seconds[year] = timed_import(year)
        spent, waited = seconds[year]
        rows = OffenceCount.objects.count()
        print(f"{year}: {spent:.2f} s of processor, {waited:.2f} s, {rows:,} rows stored")
    first = min(seconds[year][0] for year in YEARS[:FIRST_YEARS])
    ratio = seconds[YEARS[-1]][0] / first
    print(f"eighth year / first: {ratio:.2f} (limit {GROWTH_LIMIT})")
    memory = peak_memory_mb()
    print(f"peak memory of one county file: {memory:.0f} MB (limit {MEMORY_LIMIT_MB})")
    rows = OffenceCount.objects.filter(year=YEARS[0]).count()
    print(f"check: {rows:,} rows of {YEARS[0]} are there, no more and no fewer than the table's")
    return 0 if ratio <= GROWTH_LIMIT and memory <= MEMORY_LIMIT_MB and rows > 16_000 else 1


if __name__ == "__main__":
    sys.exit(main())
