"""Police tables in real processes: killed at any point, two at once, a full disk."""

import json
import shutil
import signal
from pathlib import Path

import pytest
from tests.factories.evidence import county_csv, county_line, write_table
from tests.prove.evidence_site import Site, make_site

AREAS = [f"14{n:03d}" for n in range(100, 160)]
KEYS = ("------", "210000", "222000", "435*00", "674000", "730000", "892000", "899000")


def big_table(folder: Path, name: str, *, more: int = 0) -> Path:
    lines = [
        county_line(area, key, 300 + 7 * place + more, 100, people=50_000 + 997 * place)
        for key in KEYS
        for place, area in enumerate(AREAS)
    ]
    return write_table(folder, county_csv(lines), name=name)


ROWS = len(AREAS) * len(KEYS)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated site, made once; tests work on copies."""
    return make_site(tmp_path_factory.mktemp("site")).home


@pytest.fixture
def site(fresh: Path, tmp_path: Path) -> Site:
    home = tmp_path / "home"
    shutil.copytree(fresh, home)
    return Site(home)


# Each script imports a file in one go and dies by SIGKILL where the named function is entered.
SCRIPT = """
import os, signal, sys, datetime as dt
from pathlib import Path
import django
django.setup()
from vorort.accounts.queries import get_system_person
from vorort.deliveries import actions as deliveries
from vorort.evidence import actions, importers
from vorort.evidence.importers import checking, flow
from vorort.evidence.models import OffenceCount
from vorort.files import actions as files

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

{patch}
importers.import_file(path=Path({path!r}), format="pks-county", by=get_system_person(),
                      today=dt.date(2026, 11, 23))
"""
POINTS = {
    "while the rows are checked": "checking.EVERY = 50\nflow.check_file = lambda *a, **k: (checking.check_file("
    "*a, **{**k, 'progress': lambda done, total, step: done and die()}))",
    "before the transaction": "deliveries.receive = die",
    "with the file stored": "deliveries.mark_checked = die",
    "with areas and keys made": "OffenceCount.objects.bulk_create = die",
    "with all rows inserted": "deliveries.mark_stored = die",
    "before the commit": "real = deliveries.mark_stored\n"
    "deliveries.mark_stored = lambda **k: (real(**k), die())",
}


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_import_leaves_no_trace(site: Site, tmp_path: Path, point: str) -> None:
    path = big_table(tmp_path, "kreise_2022.csv")
    process = site.start(SCRIPT.format(patch=POINTS[point], path=str(path)))
    _out, error = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, error
    assert site.counts() == dict.fromkeys(site.counts(), 0)
    assert site.staged() == []
    # The next attempt finds nothing in its way.
    done = site.run("evidence", "import", str(path), "--format", "pks-county", "--json")
    assert json.loads(done.stdout)["rows_stored"] == ROWS
    assert site.count("evidence_offencecount") == ROWS


def test_two_imports_at_once_do_not_mix(site: Site, tmp_path: Path) -> None:
    paths = [big_table(tmp_path, f"kreise_{year}.csv", more=year) for year in (2020, 2021, 2022)]
    running = [site.start(SCRIPT.format(patch="", path=str(path))) for path in (*paths, paths[0])]
    ends = [(process.communicate(timeout=120)[1], process.returncode) for process in running]
    # The same file twice: exactly one of the two stores it.
    assert sum(code == 0 for _error, code in ends) == 3, ends
    assert all("AlreadyStored" in error for error, code in ends if code)
    for year in (2020, 2021, 2022):
        rows = site.count("evidence_offencecount", f"year={year}")
        delivery = "SELECT id FROM deliveries_delivery WHERE year=" + str(year)
        assert rows == site.count("evidence_offencecount", f"delivery_id IN ({delivery})") == ROWS
    assert site.count("deliveries_delivery") == 3
    assert site.count("places_area", "kind='county'") == len(AREAS)


# No room for the staging file; no room for the database's own log.
@pytest.mark.parametrize("limit", [40_000, 150_000])
def test_a_full_disk_is_reported_and_nothing_is_stored(
    site: Site, tmp_path: Path, limit: int
) -> None:
    path = big_table(tmp_path, "kreise_2022.csv")
    code = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "from vorort.config.cli import main\n"
        f"sys.argv = ['vorort', 'evidence', 'import', {str(path)!r}, '--format', 'pks-county']\n"
        "main()\n"
    )
    process = site.start(code)
    _out, error = process.communicate(timeout=120)
    assert process.returncode == 1, error
    assert "Speicherplatz" in error
    assert "Traceback" not in error
    assert site.counts() == dict.fromkeys(site.counts(), 0)
