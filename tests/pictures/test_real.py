"""The real tables: what the command prints is what the police has published."""

import csv
import gzip
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.core.management import CommandError, call_command

from vorort.pictures import queries
from vorort.pictures.exports import Drawn, build_answer
from vorort.pictures.management.commands import situation_build
from vorort.places.models import Area

pytestmark = pytest.mark.django_db
YEARS = (2021, 2022)
Truth = dict[tuple[int, str, str], dict[str, str]]


def read_truth(folder: Path, year: int) -> Iterator[tuple[tuple[int, str, str], dict[str, str]]]:
    """Read a table of the police with nothing but the csv module."""
    text = gzip.decompress((folder / f"kreise_{year}.csv.gz").read_bytes()).decode("latin-1")
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        if len(row) > 12 and len(row[0]) == 6 and row[2].isdigit():
            key = (year, row[2].zfill(5), row[0])
            yield key, {"cases": row[5], "rate": row[6], "cleared": row[11], "share": row[12]}


def number(text: str) -> float | None:
    plain = text.strip().replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return None


@pytest.fixture
def truth(shared_data: Path) -> Truth:
    folder = shared_data / "pks_kreise"
    found: Truth = {}
    for year in YEARS:
        found.update(read_truth(folder, year))
        call_command(
            "evidence_import",
            str(folder / f"kreise_{year}.csv.gz"),
            format="pks-county",
            year=year,
            stdout=io.StringIO(),
        )
    return found


def test_saxon_counties_equal_the_source_in_every_year(
    truth: Truth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = 0
    for county in sorted({key for _year, key, _code in truth if key.startswith("14")}):
        for year in YEARS:
            picture = queries.build_picture(county, year, viewer=None, years_back=3)
            checked += compare(build_answer(picture), truth, county, year)
    assert checked == 13 * (41 + 41)
    _leipzig(tmp_path)
    # Drawing is tested elsewhere and takes a second a figure.
    monkeypatch.setattr(situation_build, "draw", lambda *_args, **_options: Drawn())
    _pdf(tmp_path / "leipzig.pdf")
    _own_words_for_errors()
    assert Area.objects.filter(key="14713").exists()


def compare(answer: dict[str, Any], truth: Truth, county: str, year: int) -> int:
    assert answer["area"]["ags"] == county
    assert answer["population_source"] in {"official", "implied"}
    for one in answer["indicators"]:
        told = truth[year, county, one["offence_key"]]
        assert one["cases"] == number(told["cases"])
        assert one["cleared"] == number(told["cleared"])
        assert one["clearance_rate"] == number(told["share"])
        published = number(told["rate"])
        assert one["rate_published"] == published
        if published is not None and one["rate_per_100k"] is not None:
            assert abs(one["rate_per_100k"] - published) <= 0.5 + 1e-6
            assert one["rate_low"] <= one["rate_per_100k"] <= one["rate_high"]
        before = truth.get((year - 1, county, one["offence_key"]))
        expected = number(before["cases"]) if before else None
        assert one["previous_cases"] == expected
        if expected:
            assert math.isclose(
                one["change_percent"], (one["cases"] - expected) * 100 / expected, abs_tol=1e-9
            )
        else:
            assert one["change_percent"] is None
    return len(answer["indicators"])


def _leipzig(folder: Path) -> None:
    path = folder / "leipzig.json"
    out, err = io.StringIO(), io.StringIO()
    call_command("situation_build", "14713000", year=2022, json=path, stdout=out, stderr=err)
    answer = json.loads(path.read_text())
    assert answer["area"] == {"ags": "14713", "name": "Leipzig"}
    total = next(one for one in answer["indicators"] if one["offence_key"] == "------")
    assert (total["cases"], total["cleared"], total["rate_published"]) == (66_503, 33_892, 11_049)
    assert total["clearance_rate"] == 51.0
    assert total["previous_cases"] == 64_004
    assert total["state_rate_per_100k"] is None
    empty = next(one for one in answer["indicators"] if one["offence_key"] == "211000")
    assert (empty["cases"], empty["clearance_rate"]) == (0, None)
    assert {len(source["sha256"]) for source in answer["sources"]} == {64}
    assert all(source["licence"] and source["received"] for source in answer["sources"])


def _own_words_for_errors() -> None:
    with pytest.raises(CommandError, match="keine Zahlen vor"):
        call_command("situation_build", "99999", year=2022)
    with pytest.raises(CommandError, match="nicht schreiben"):
        call_command("situation_build", "14713", year=2022, json=Path("/nowhere/x.json"))


def _pdf(path: Path) -> None:
    call_command(
        "situation_build", "14713", year=2022, pdf=path, stdout=io.StringIO(), stderr=io.StringIO()
    )
    with pymupdf.open(path) as pdf:
        text = " ".join(page.get_text() for page in pdf)
    assert "66.503" in text
    assert "nicht von Zufall zu unterscheiden" in text
    assert "zurückgerechnet" in text
    assert "63.579" in text  # without immigration-law offences
