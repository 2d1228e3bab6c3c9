"""The general importer: a table of ten times the rows, in time and memory.

The file is a long list as a police station would write it: town, offence, year, cases, cleared.
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

import openpyxl  # noqa: E402

from vorort.figures.choices import OFFENCE_GROUPS  # noqa: E402
from vorort.sheets.importers.reading import TableFile  # noqa: E402
from vorort.sheets.rules.decisions import Decisions  # noqa: E402
from vorort.sheets.rules.known import Known, KnownArea, KnownIndicator  # noqa: E402
from vorort.tables.queries import population_indicators, record_indicators  # noqa: E402

SMALL, FACTOR = 2_000, 10
RATIO_LIMIT, MEMORY_LIMIT_MB = 12.0, 400
OFFENCES = {group.codes[0]: str(group.label) for group in OFFENCE_GROUPS}
TOWNS = {f"99001{number:03d}": f"Ort Nummer {number}" for number in range(100)}


def known() -> Known:
    areas = [KnownArea(key, name, 2) for key, name in TOWNS.items()]
    police = [KnownIndicator(f"pks:{key}", text, "pks") for key, text in OFFENCES.items()]
    own, name = next(iter(TOWNS.items()))
    return Known(own, name, tuple(areas), (*police, *record_indicators(), *population_indicators()))


def written(rows: int) -> Path:
    """Write a table of so many rows; no two of them are about the same."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append(["Auswertung der Polizeidirektion"])
    sheet.append(["Gemeinde", "Delikt", "Jahr", "Fälle", "aufgeklärt"])
    made = 0
    for year in range(1990, 2026):
        for town in TOWNS.values():
            for label in OFFENCES.values():
                if made == rows:
                    path = HOME / f"liste-{rows}.xlsx"
                    book.save(path)
                    return path
                sheet.append([town, label, year, made % 900 + 5, made % 5])
                made += 1
    raise AssertionError("too many rows asked for")


def read(path: Path) -> tuple[float, int]:
    """Return processor seconds and rows found."""
    started = time.process_time()
    file = TableFile(path, name=path.name, known_for=lambda _numbers: known(), latest=2026)
    reading = file.read(Decisions())
    assert reading.questions == 0, reading.missing
    return time.process_time() - started, len(reading.rows.rows)


def peak_memory_mb(path: Path) -> float:
    code = (
        "import sys, resource; sys.path.insert(0, sys.argv[1])\n"
        "import tables; from pathlib import Path; tables.read(Path(sys.argv[2]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    here = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", code, here, str(path)], capture_output=True, text=True, check=True
    )
    return float(done.stdout.splitlines()[-1])


def main() -> int:
    small, large = written(SMALL), written(SMALL * FACTOR)
    # The first reading also loads libraries.
    read(small)
    seconds, rows = min(read(small) for _again in range(3))
    more_seconds, more_rows = read(large)
    ratio = more_seconds / seconds
    memory = peak_memory_mb(large)
    print(f"{rows:,} rows: {seconds:.2f} s of processor; {more_rows:,} rows: {more_seconds:.2f} s")
    print(f"ten times the rows: {ratio:.1f} times the time (limit {RATIO_LIMIT:.0f})")
    print(f"peak memory of {more_rows:,} rows: {memory:.0f} MB (limit {MEMORY_LIMIT_MB})")
    right = rows == SMALL and more_rows == SMALL * FACTOR
    return 0 if right and ratio <= RATIO_LIMIT and memory <= MEMORY_LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main())
