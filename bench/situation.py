"""A Lagebild beside few and beside many areas: ten times the areas cost at most twelve times.

Two sites of their own, each with the police's layout: 40 counties and 400 counties, eight years,
41 keys. What is measured is the whole picture: own series, the state, all areas of the same size
class, verdicts, the map.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (40, 400)
YEARS = range(2015, 2023)
KEYS = 41
LIMIT = 12.0
ROUNDS = 5
HEADER = (
    "Schluessel;Straftat;Gemeindeschluessel;Stadt-/Landkreis;Kreisart;"
    "Anzahl erfasste Faelle;Haeufigkeitszahl;Auffklaerung - Anzahl Faelle;Aufklaerungsquote"
)
CODE = """
import json, sys, time, django
django.setup()
from pathlib import Path
from django.core.management import call_command
from vorort.pictures import queries
call_command("migrate", verbosity=0)
for path in sorted(Path(sys.argv[1]).glob("kreise_*.csv")):
    year = int(path.stem[-4:])
    call_command("evidence_import", str(path), format="pks-county", year=year, verbosity=0)
spent = []
for _ in range(int(sys.argv[2])):
    started = time.process_time()
    picture = queries.build_picture("01001", 2022, viewer=None)
    area_map = queries.build_map(picture, viewer=None)
    spent.append(time.process_time() - started)
print(json.dumps({
    "seconds": min(spent), "indicators": len(picture.indicators),
    "peers": picture.peers_areas, "cases": picture.indicators[0].now.cases,
    "areas": len(area_map.rows) if area_map else 0,
}))
"""


def write_tables(folder: Path, counties: int) -> None:
    """Write tables of one size class in one state, so that every area is a peer."""
    keys = ["------", *(f"{100000 + 1000 * n}" for n in range(KEYS - 1))]
    for year in YEARS:
        lines = [HEADER]
        for number, key in enumerate(keys):
            for county in range(counties):
                cases = 20_000 // (number + 1) + county + (year * 7919 + county * 31) % 97
                rate = round(cases * 100_000 / (120_000 + 50 * county))
                lines.append(
                    f"{key};Gruppe {number};{1001 + county};Kreis {county};LK;{cases};{rate};"
                    f"{cases // 2};50.0"
                )
        (folder / f"kreise_{year}.csv").write_bytes("\r\n".join(lines).encode("latin-1"))


def measure(counties: int) -> dict[str, float]:
    home = Path(tempfile.mkdtemp(prefix="vorort-bench-"))
    write_tables(home, counties)
    environment = {
        **os.environ,
        "VORORT_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home}/vorort.sqlite3",
        "DJANGO_SETTINGS_MODULE": "vorort.config.settings",
        "VORORT_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(home), str(ROUNDS)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    found = {counties: measure(counties) for counties in SIZES}
    for counties, one in found.items():
        print(
            f"{counties} areas: {one['seconds'] * 1000:.0f} ms of processor, "
            f"{one['indicators']:.0f} indicators, {one['peers']:.0f} peers, map of {one['areas']:.0f}"
        )
    ratio = found[SIZES[1]]["seconds"] / found[SIZES[0]]["seconds"]
    print(f"ten times the areas / once: {ratio:.1f} (limit {LIMIT:.0f})")
    right = all(one["indicators"] == KEYS and one["areas"] > 1 for one in found.values())
    right = right and found[SIZES[1]]["peers"] > 5 * found[SIZES[0]]["peers"]
    return 0 if ratio <= LIMIT and right else 1


if __name__ == "__main__":
    sys.exit(main())
