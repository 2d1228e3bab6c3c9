"""Cells, checks and pasted blocks: what people type, and what is asked about it."""

from decimal import Decimal

import pytest

from tests.factories.records import BLOCK, BURGLARY, PEOPLE, THEFT, TOTAL, USUAL, make_entry
from vorort.authorities.models import Authority
from vorort.records import queries
from vorort.records.choices import EntryKind
from vorort.records.rules import (
    CASES,
    CLEARED,
    RATE,
    RESIDENTS,
    VALUE,
    Content,
    Mark,
    PasteProblem,
    check_entry,
    dump,
    load,
    parse_cell,
    read_block,
    shown,
)

TOWN = Authority(name="Lindenau", short_name="Lindenau", area_key="99901010")


@pytest.mark.parametrize(
    ("text", "content", "value"),
    [
        ("1204", Content.COUNT, "1204"),
        ("1.204", Content.COUNT, "1204"),
        ("1 204", Content.COUNT, "1204"),
        ("12.345.678", Content.COUNT, "12345678"),
        ("12,0", Content.COUNT, "12"),
        ("0", Content.COUNT, "0"),
        ("1.204", Content.RATE, "1204"),
        ("421,7", Content.RATE, "421.7"),
        ("1.204,75", Content.RATE, "1204.75"),
        ("5,3", Content.SHARE, "5.3"),
        ("5.3 %", Content.SHARE, "5.3"),
        ("1.125", Content.NUMBER, "1.125"),
    ],
)
def test_numbers_as_germans_write_them(text: str, content: Content, value: str) -> None:
    cell = parse_cell(text, content)
    assert (cell.value, cell.error, cell.question) == (Decimal(value), "", "")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("fehlt", Mark.MISSING),
        ("k. A.", Mark.MISSING),
        ("gesperrt", Mark.SUPPRESSED),
        (".", Mark.SUPPRESSED),
        ("x", Mark.SUPPRESSED),
        ("nicht bekannt", Mark.UNKNOWN),
        ("?", Mark.UNKNOWN),
    ],
)
def test_words_for_no_number_are_never_nought(text: str, mark: Mark) -> None:
    cell = parse_cell(text, Content.COUNT)
    assert (cell.value, cell.mark) == (None, mark)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-", "Ein Strich kann"),
        ("–", "Ein Strich kann"),
        ("-12", "ist negativ"),
        ("zwölf", "ist keine Zahl"),
        ("12,5", "keine ganze Zahl"),
        ("12a", "ist keine Zahl"),
        ("1.2.3", "ist keine Zahl"),
        ("9" * 60, "ist keine Zahl"),
        ("=1+1", "ist keine Zahl"),
    ],
)
def test_what_cannot_be_a_count_is_said(text: str, words: str) -> None:
    cell = parse_cell(text, Content.COUNT)
    assert words in cell.error
    assert cell.value is None


def test_an_english_thousand_is_asked_about() -> None:
    cell = parse_cell("1,204", Content.COUNT)
    assert cell.value == 1204
    assert "als 1204 gelesen" in cell.question


def test_provisional_numbers_are_marked() -> None:
    assert parse_cell("42 v", Content.COUNT).mark is Mark.PROVISIONAL


def test_an_entry_survives_its_file() -> None:
    entry = make_entry(
        TOWN,
        {
            **USUAL,
            (RATE, TOTAL): ("", "", "5273,3", "fehlt", "5.533"),
            (CLEARED, TOTAL): ("52,3 %",) * 5,
        },
    )
    again = load(dump(entry))
    assert again == entry
    assert dump(again) == dump(entry)
    assert [shown(again.cell(RATE, TOTAL, year)) for year in (2021, 2023, 2024, 2025)] == [
        "", "5.273,3", "fehlt", "5.533",
    ]  # fmt: skip
    assert shown(again.cell(CLEARED, TOTAL, 2021)) == "52,3 %"


def questions(cells: dict, **more) -> list[str]:
    found = check_entry(make_entry(TOWN, cells, **more))
    assert found.refusals == ()
    return [one.text for one in found.questions]


def refusals(cells: dict, **more) -> list[str]:
    return [one.text for one in check_entry(make_entry(TOWN, cells, **more)).refusals]


def test_usual_numbers_raise_no_question() -> None:
    assert questions(USUAL) == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({(CASES, TOTAL): ("201", "2180", "215", "197", "222")}, "mehr als das Zehnfache"),
        ({(CASES, TOTAL): ("50",) * 5, (CASES, THEFT): ("60",) * 5}, "ein Teil davon"),
        ({(CASES, THEFT): ("5",) * 5, (CLEARED, THEFT): ("6",) * 5}, "mehr Fälle aufgeklärt"),
        ({(CLEARED, THEFT): ("6",) * 5}, "fehlt die Zahl der Fälle"),
        ({(CASES, THEFT): ("5",) * 5, (CLEARED, THEFT): ("120 %",) * 5}, "über 100 Prozent"),
    ],
)
def test_odd_numbers_are_asked_about(cells: dict, words: str) -> None:
    assert any(words in text for text in questions(cells))


def test_a_rate_that_does_not_fit_is_asked_about() -> None:
    cells = {
        (VALUE, RESIDENTS): ("4.000",) * 5,
        (CASES, TOTAL): ("200",) * 5,
        (RATE, TOTAL): ("5.000", "5.000", "5.000", "5.000", "5.500"),
    }
    (text,) = questions(cells)
    assert text == (
        "Zeile ------, 2025: Aus 200 Fällen und 4.000 Einwohnern ergibt sich die Häufigkeitszahl "
        "5.000, gedruckt ist 5.500. Bitte prüfen Sie Fälle, Häufigkeitszahl und Einwohnerzahl."
    )


def test_rates_that_agree_on_another_population_are_one_question() -> None:
    cells = {
        (VALUE, RESIDENTS): ("4.400",) * 5,
        (CASES, TOTAL): ("200",) * 5,
        (CASES, THEFT): ("80",) * 5,
        (RATE, TOTAL): ("5.000",) * 5,
        (RATE, THEFT): ("2.000",) * 5,
    }
    found = questions(cells)
    assert len(found) == 5
    assert "passen zueinander, aber zu etwa 4.000 Einwohnern" in found[0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({(CASES, TOTAL): ("zwei", "", "", "", "")}, "ist keine Zahl"),
        ({(CASES, TOTAL): ("52 %", "", "", "", "")}, "kein Anteil"),
        ({(CASES, TOTAL): ("99.999.999", "", "", "", "")}, "zu groß"),
        ({(CASES, TOTAL): ("12 v", "", "", "", "")}, "Vorläufige Zahlen"),
        ({(VALUE, RESIDENTS): ("0", "", "", "", "")}, "mindestens einen Einwohner"),
        ({(CASES, TOTAL): ("fehlt",) * 5}, "noch keine Zahl"),
        ({}, "noch keine Zahl"),
    ],
)
def test_impossible_numbers_are_refused(cells: dict, words: str) -> None:
    assert any(words in text for text in refusals(cells))


def test_residents_by_sex_need_their_sum() -> None:
    more = {"kind": EntryKind.RESIDENTS}
    men = {(VALUE, "residents-m"): PEOPLE}
    assert any("fehlt die Summe" in text for text in refusals(men, **more))
    both = {(VALUE, RESIDENTS): ("100",) * 5, (VALUE, "residents-m"): ("60",) * 5,
            (VALUE, "residents-f"): ("60",) * 5}  # fmt: skip
    assert any("mehr als 100" in text for text in refusals(both, **more))


def test_ages_that_are_more_than_everybody_are_asked_about() -> None:
    cells = {(VALUE, RESIDENTS): ("100",) * 5, (VALUE, "residents-0-5"): ("60",) * 5,
             (VALUE, "residents-6-13"): ("60",) * 5}  # fmt: skip
    assert any("Altersgruppen" in text for text in questions(cells, kind=EntryKind.RESIDENTS))


# ── pasted blocks ────────────────────────────────────────


def recognise(words: str) -> tuple[str, str] | None:
    return queries.recognise(EntryKind.POLICE, words)


@pytest.mark.django_db
def test_a_block_with_years_across() -> None:
    block = read_block(BLOCK, recognise)
    assert block.years == (2021, 2022, 2023, 2024, 2025)
    assert block.texts[CASES, TOTAL, 2025] == "222"
    assert block.texts[VALUE, RESIDENTS, 2021] == "4.120"
    assert block.texts[CASES, BURGLARY, 2024] == "1"
    assert (len(block.texts), block.left_over) == (25, ())


@pytest.mark.django_db
def test_a_block_with_years_down_and_other_quantities() -> None:
    text = (
        "Jahr;Straftaten;Diebstahl;Diebstahl aufgeklärt;Diebstahl HZ;Mondschein\n"
        "2024;197;70;21;1.728;1\n2025;222;77;20;1.919;2\nQuelle: Atlas;;;;;\n"
    )
    block = read_block(text, recognise)
    assert block.years == (2024, 2025)
    assert block.texts[CLEARED, THEFT, 2025] == "20"
    assert block.texts[RATE, THEFT, 2024] == "1.728"
    assert block.unknown == ("Mondschein",)
    assert block.left_over[0].startswith("Jahr;")


@pytest.mark.django_db
def test_a_block_with_keys_and_a_column_of_areas() -> None:
    text = (
        "AGS\tSchlüssel\tDelikt\t2024\t2025\n"
        "14713\t435*00\tWohnungseinbruch\t1\t3\n"
        "14713\t------\tInsgesamt\t197\t222\n"
    )
    block = read_block(text, recognise)
    assert block.texts[CASES, BURGLARY, 2025] == "3"
    assert block.texts[CASES, TOTAL, 2024] == "197"


@pytest.mark.django_db
def test_lines_nobody_understands_stay_with_their_heading() -> None:
    block = read_block("Gruppe\t2025\nMondschein\t7\nDiebstahl\t8\n", recognise)
    assert block.left_over == ("Gruppe\t2025", "Mondschein\t7")
    assert list(block.texts.values()) == ["8"]


@pytest.mark.parametrize("text", ["", "nur Text", "Diebstahl\t7\n", "a\tb\nc\td\n"])
def test_a_block_without_years_is_refused(text: str) -> None:
    with pytest.raises(PasteProblem, match="fehlen die Jahre"):
        read_block(text, lambda words: None)


def test_a_block_too_large_is_refused() -> None:
    with pytest.raises(PasteProblem, match="zu groß"):
        read_block("x" * 300_000, lambda words: None)
    with pytest.raises(PasteProblem, match="Zeilen"):
        read_block("Gruppe\t2025\n" * 500, lambda words: None)
