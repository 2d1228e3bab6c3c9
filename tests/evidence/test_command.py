"""``vorort evidence import``: what it answers and how it ends."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.factories.evidence import county_csv, county_line, write_table

from vorort.accounts.models import Person
from vorort.deliveries.models import Delivery
from vorort.evidence.models import OffenceCount


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("evidence_import", str(path), "--format", "pks-county", *options, stdout=out)
    return out.getvalue()


def test_it_answers_in_json(system: Person, tmp_path: Path) -> None:
    good = [county_line(f"14{n:03d}", "------", 4_000, 2_000) for n in range(100, 160)]
    bad = county_line("14522", "210000", 10, 5).replace(";10;", ";zehn;")
    path = write_table(tmp_path, county_csv([*good, bad]), name="kreise.csv")
    answer = json.loads(run(path, "--year", "2021", "--json"))
    assert (answer["rows_read"], answer["rows_stored"], answer["rows_quarantined"]) == (61, 60, 1)
    assert answer["year"] == 2021
    assert answer["quarantined"][0]["line"] == 63
    assert "„zehn“" in answer["quarantined"][0]["reason"]
    delivery = Delivery.objects.get(public_id=answer["delivery"])
    assert delivery.for_authority is None
    assert delivery.handed_in_by == system
    again = json.loads(run(path, "--year", "2021", "--json"))
    assert again["already_stored"] is True
    assert again["rows_stored"] == 0
    assert again["delivery"] == answer["delivery"]
    assert OffenceCount.objects.count() == 60


def test_source_and_licence_may_be_given(system: Person, tmp_path: Path) -> None:
    assert run(write_table(tmp_path), "--source", "Erfunden", "--licence", "frei", "-v0") == ""
    delivery = Delivery.objects.get()
    assert (delivery.source_label, delivery.licence) == ("Erfunden", "frei")


def test_it_answers_in_words(system: Person, tmp_path: Path) -> None:
    path = write_table(tmp_path)
    assert "16 Zeilen gelesen, 16 übernommen, 0 zurückgelegt" in run(path)
    assert "schon übernommen" in run(path)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("kreise_2022.csv", "<html></html>", "Internetseite"),
        ("kreise.csv", None, "Berichtsjahr"),
        ("kreise_2022.csv", "a;b\n1;2\n", "fehlen die Spalten"),
        ("fehlt_2022.csv", "", "gibt es nicht"),
    ],
)
def test_bad_input_is_one_clear_line(
    system: Person, tmp_path: Path, name: str, text: str | None, words: str
) -> None:
    path = tmp_path / name
    if text != "":
        write_table(tmp_path, text, name=name)
    with pytest.raises(CommandError) as caught:
        run(path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_over_the_limit(system: Person, tmp_path: Path, settings) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    with pytest.raises(CommandError, match="größer als"):
        run(write_table(tmp_path))
