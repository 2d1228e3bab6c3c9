"""Numbers in every spelling the tables use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vorort.evidence.importers.numbers import (
    Mark,
    NotANumber,
    grouping_of_counts,
    mark_of,
    measure_of_number,
    parse_count,
    parse_measure,
    sure_mark,
)

COUNTS = st.integers(min_value=0, max_value=2**31 - 1)


def german(value: int) -> str:
    return f"{value:,}".replace(",", ".")


@given(COUNTS)
def test_a_count_is_read_in_both_spellings_and_plain(value: int) -> None:
    assert parse_count(str(value), None) == value
    assert parse_count(f"{value:,}", Mark.POINT) == value
    assert parse_count(german(value), Mark.COMMA) == value
    # A whole number has no fraction: grouping stands for itself.
    assert parse_count(f"{value:,}", None) == value
    assert parse_count(german(value), None) == value
    assert parse_count(f"{value:,}".replace(",", "\u00a0"), None) == value


@given(COUNTS, st.integers(min_value=0, max_value=9999), st.integers(min_value=1, max_value=4))
def test_a_decimal_is_read_in_both_spellings(whole: int, fraction: int, digits: int) -> None:
    text = f"{whole:,}.{fraction % 10**digits:0{digits}d}"
    expected = float(text.replace(",", ""))
    english = parse_measure(text, Mark.POINT)
    swapped = parse_measure(text.translate(str.maketrans(",.", ".,")), Mark.COMMA)
    assert english is not None
    assert swapped is not None
    assert (english.value, english.digits) == (expected, digits)
    assert swapped == english


@given(st.lists(st.integers(min_value=1000, max_value=10**9), min_size=1))
def test_grouping_tells_the_mark(values: list[int]) -> None:
    assert grouping_of_counts([f"{value:,}" for value in values]) is Mark.POINT
    assert grouping_of_counts([german(value) for value in values]) is Mark.COMMA


@given(st.text(alphabet="0123456789.,-x ", max_size=12))
def test_no_text_is_read_as_two_different_counts(text: str) -> None:
    """Whatever is accepted is accepted with one value per spelling, and never negative zero."""
    for mark in (*Mark, None):
        try:
            value = parse_count(text, mark)
        except NotANumber:
            continue
        assert (
            value is None
            or str(abs(value)).strip("0")
            in {
                "",
                "".join(c for c in text if c.isdigit()).strip("0"),
            }
            or text.strip().endswith(("0",))
        )


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("9,993", None),
        ("9.993", None),
        ("5,7", Mark.COMMA),
        ("5.7", Mark.POINT),
        ("1,234.5", Mark.POINT),
        ("1.234,5", Mark.COMMA),
        ("1,234,567", Mark.POINT),
        ("1.234.567", Mark.COMMA),
        ("0.123", Mark.POINT),
        ("12345.678", Mark.POINT),
        ("1.037136166", Mark.POINT),
        ("12", None),
        ("", None),
    ],
)
def test_what_a_number_proves(text: str, mark: Mark | None) -> None:
    assert sure_mark(text) is mark


def test_the_majority_of_proofs_decides() -> None:
    assert mark_of(["9,993", "5,7", "3,1", "4.2"]) is Mark.COMMA
    assert mark_of(["9,993", "12"]) is None


@pytest.mark.parametrize("text", ["", " ", "-", "–", ".", "…", "#DIV/0!", "#NV", "x", "\u00a0"])
def test_no_number_is_null_and_never_nought(text: str) -> None:
    assert parse_count(text, Mark.POINT) is None
    assert parse_measure(text, Mark.POINT) is None


@pytest.mark.parametrize(
    "text", ["1 .204", "12,5", "9.993", "abc", "1,2345", "=1+1", "12O", "#REF!"]
)
def test_what_is_no_count_in_an_english_column(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_count(text, Mark.POINT)


def test_whole_numbers_written_as_decimals() -> None:
    assert parse_count("8.0", Mark.POINT) == 8
    assert parse_count("8,0", Mark.COMMA) == 8
    assert parse_count("8.0", None) == 8
    with pytest.raises(NotANumber):
        # Would be a thousand in German and one in English.
        parse_count("1.000", Mark.POINT)


def test_digits_of_spreadsheet_numbers() -> None:
    assert measure_of_number(7715.7).digits == 1
    assert measure_of_number(7125.0).digits == 0
    assert measure_of_number(10620.877372054481).digits is None
