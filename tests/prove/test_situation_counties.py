"""Every county and every year at hand: cases, clearance and rate are those of the police."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.pictures.test_real import compare, read_truth

from vorort.pictures import queries
from vorort.pictures.exports import build_answer

pytestmark = [pytest.mark.django_db, pytest.mark.prove]


def test_every_county_and_year_equals_the_source(shared_data: Path) -> None:
    folder = shared_data / "pks_kreise"
    truth = {}
    for year in range(2015, 2023):
        call_command(
            "evidence_import",
            str(folder / f"kreise_{year}.csv.gz"),
            format="pks-county",
            year=year,
            stdout=io.StringIO(),
        )
        truth.update(read_truth(folder, year))
    checked = 0
    for year, county in sorted({(year, county) for year, county, _code in truth}):
        picture = queries.build_picture(county, year, viewer=None, years_back=1)
        checked += compare(build_answer(picture), truth, county, year)
    assert checked == len(truth)
