"""Some of the real tables; all of them are proved in ``tests/prove``."""

from pathlib import Path

import pytest
from tests.evidence import real


@pytest.mark.parametrize("year", [2015, 2020])
def test_a_county_table(check: real.Check, shared_data: Path, year: int) -> None:
    real.prove_county(check, shared_data, year)


def test_a_state_table_in_german_numbers(check: real.Check, shared_data: Path) -> None:
    real.prove_state(check, shared_data, "laender_2023.csv.gz")


def test_a_nation_table(check: real.Check, shared_data: Path) -> None:
    real.prove_nation(check, shared_data, 2023)


def test_populations(check: real.Check, shared_data: Path) -> None:
    real.prove_populations(check, shared_data)
