"""Every police table at hand, as it is."""

from pathlib import Path

import pytest
from tests.evidence import real
from tests.evidence.conftest import check  # noqa: F401 - a fixture


@pytest.mark.parametrize("year", real.YEARS)
def test_a_county_table(check: real.Check, shared_data: Path, year: int) -> None:  # noqa: F811
    real.prove_county(check, shared_data, year)


@pytest.mark.parametrize("name", real.STATES)
def test_a_state_table(check: real.Check, shared_data: Path, name: str) -> None:  # noqa: F811
    real.prove_state(check, shared_data, name)


@pytest.mark.parametrize("year", real.NATION)
def test_a_nation_table(check: real.Check, shared_data: Path, year: int) -> None:  # noqa: F811
    real.prove_nation(check, shared_data, year)


@pytest.mark.parametrize(
    "proof",
    [
        real.prove_workbook,
        real.prove_residents_of_2020,
        real.prove_saxony,
        real.prove_populations,
        real.prove_recognised,
    ],
)
def test_the_other_tables(check: real.Check, shared_data: Path, proof) -> None:  # noqa: F811
    proof(check, shared_data)
