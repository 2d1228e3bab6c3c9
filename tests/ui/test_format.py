"""Numbers, shares and dates as German readers expect them."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from vorort.ui import format as german


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1204, 0, "1.204"),
        (421.7, 1, "421,7"),
        (421.65, 1, "421,7"),
        (0, 0, "0"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-33.4, 0, "−33"),
        (-0.2, 0, "0"),
        (1234567.891, 2, "1.234.567,89"),
        (Decimal("9.993"), 3, "9,993"),
        (np.float64(5193.4), 0, "5.193"),
        (np.int64(9012), 0, "9.012"),
        (None, 0, "–"),
        (float("nan"), 1, "–"),
        (float("inf"), 0, "–"),
        (Decimal("NaN"), 0, "–"),
        ("", 0, "–"),
    ],
)
def test_number(value, digits, text) -> None:
    assert german.number(value, digits) == text


def test_zero_is_zero_and_missing_is_a_dash() -> None:
    assert german.percent(0) == "0\u00a0%"
    assert german.percent(None) == "–"
    assert german.span(0, 4) == "0\u00a0– 4"
    assert german.span(None, 4) == "–"


def test_percent_takes_percent_and_share_takes_a_fraction() -> None:
    assert german.percent(38.2) == "38\u00a0%"
    assert german.share(0.385) == "39\u00a0%"
    assert german.share(0.1055, 1) == "10,6\u00a0%"
    assert german.share(None) == "–"


def test_signs() -> None:
    assert german.signed(12) == "+12"
    assert german.signed(-33) == "−33"
    assert german.signed(0.3) == "±0"
    assert german.signed(None) == "–"
    assert german.signed_percent(-33.2) == "−33\u00a0%"
    assert german.signed_percent(None) == "–"


def test_money_and_sizes() -> None:
    assert german.euro(412.6) == "412,60\u00a0€"
    assert german.euro(None) == "–"
    assert german.size(980) == "980\u00a0Byte"
    assert german.size(412_300) == "412\u00a0kB"
    assert german.size(1_400_000) == "1,4\u00a0MB"
    assert german.size(None) == "–"


def test_moments_are_read_in_berlin() -> None:
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    assert german.date(late) == "23.11.2026"
    assert german.time(late) == "00:30\u00a0Uhr"
    assert german.datetime(late) == "23.11.2026, 00:30\u00a0Uhr"
    assert german.date(dt.date(2024, 12, 31)) == "31.12.2024"
    assert german.time(dt.time(9, 5)) == "09:05\u00a0Uhr"
    assert (german.date(None), german.time(None), german.datetime(None)) == ("–", "–", "–")
