"""A file becomes rows: areas and keys are made, nothing twice, nothing half."""

import datetime as dt
import errno
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError
from django.db.models import Count
from tests.factories.authorities import make_authority
from tests.factories.evidence import (
    LEIPZIG,
    TODAY,
    county_csv,
    county_line,
    county_lines,
    import_table,
    write_book,
    write_table,
)

from vorort.accounts.models import Person
from vorort.audit.models import Event
from vorort.core import jobs
from vorort.core.errors import DomainError
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery, QuarantinedRow
from vorort.evidence import actions, importers
from vorort.evidence.models import ImpliedPopulation, OffenceCount, OffenceKey
from vorort.files.models import StoredFile
from vorort.places.choices import STATES
from vorort.places.models import Area, Population
from vorort.places.queries import population


def test_rows_areas_and_keys_are_made(system: Person, tmp_path: Path) -> None:
    delivery = import_table(write_table(tmp_path))
    assert delivery.status == DeliveryStatus.STORED
    assert (delivery.year, delivery.rows_read, delivery.rows_stored) == (2022, 16, 16)
    assert delivery.handed_in_by == system
    assert Area.objects.get(key="01001").name == "Flensburg"
    assert Area.objects.get(key=LEIPZIG).parent.key == "14"
    row = OffenceCount.objects.get(area__key=LEIPZIG, offence_key="435*00")
    assert (row.year, row.cases, row.cleared, row.attempts) == (2022, 540, 280, 45)
    assert (row.rate, row.rate_digits, row.clearance_digits) == (90.0, 0, 1)
    assert row.suspects is None
    key = OffenceKey.objects.get(year=2022, key="730000")
    assert key.control_offence
    assert key.parent_key == "------"


def test_the_same_file_twice_stores_nothing_new(system: Person, tmp_path: Path) -> None:
    path = write_table(tmp_path)
    first = import_table(path)
    with pytest.raises(deliveries.AlreadyStored) as caught:
        import_table(path)
    assert caught.value.delivery == first
    assert Delivery.objects.count() == StoredFile.objects.count() == 1
    assert OffenceCount.objects.count() == 16


def test_an_undone_file_may_come_again(system: Person, tmp_path: Path) -> None:
    path = write_table(tmp_path)
    deliveries.undo(delivery=import_table(path), by=system, reason="Irrtum")
    assert import_table(path).status == DeliveryStatus.STORED
    assert OffenceCount.objects.count() == 32


def test_a_bad_file_leaves_no_trace(system: Person, tmp_path: Path) -> None:
    bad = [line.replace(";LK;", ";LK;x") for line in county_lines()]
    with pytest.raises(importers.TooManyBadRows):
        import_table(write_table(tmp_path, county_csv(bad)))
    for model in (Delivery, StoredFile, OffenceCount, OffenceKey, QuarantinedRow):
        assert not model.objects.exists()
    assert not Event.objects.filter(verb__startswith="deliveries.").exists()


def test_bad_rows_are_kept_with_their_reason(system: Person, tmp_path: Path) -> None:
    many = [county_line(f"14{n:03d}", "------", 4_000 + n, 2_000) for n in range(521, 621)]
    bad = county_line("14522", "210000", 10, 5).replace(";10;", ";zehn;")
    delivery = import_table(write_table(tmp_path, county_csv([*many, bad])))
    row = QuarantinedRow.objects.get(delivery=delivery)
    assert (row.line, row.code, row.raw) == (103, "number", bad)
    assert "„zehn“" in row.reason
    assert delivery.rows_quarantined == 1


def test_events_are_written(system: Person, tmp_path: Path) -> None:
    delivery = import_table(write_table(tmp_path))
    verbs = Event.objects.filter(object_id=delivery.public_id).values_list("verb", flat=True)
    assert set(verbs) == {
        "deliveries.delivery_received",
        "deliveries.delivery_checked",
        "deliveries.delivery_stored",
    }


def test_finer_keys_move_the_tree(system: Person, tmp_path: Path) -> None:
    coarse = [county_line(LEIPZIG, key, 1_000, 500) for key in ("------", "222100")]
    import_table(write_table(tmp_path, county_csv(coarse)))
    assert OffenceKey.objects.get(key="222100").parent_key == "------"
    fine = [county_line("14612", key, 1_000, 500) for key in ("------", "222000", "220000")]
    import_table(write_table(tmp_path, county_csv(fine), name="fein_2022.csv"))
    moved = OffenceKey.objects.get(key="222100")
    assert (moved.parent_key, moved.level) == ("222000", 3)
    assert not OffenceKey.objects.values("year", "key").annotate(n=Count("id")).filter(n__gt=1)


def test_municipalities_and_counties_in_one_table(system: Person, tmp_path: Path) -> None:
    lines = [
        county_line("14729", "------", 12_000, 6_000),
        county_line("14729010", "------", 468, 200, people=9_016),
    ]
    import_table(write_table(tmp_path, county_csv(lines)))
    assert Area.objects.get(key="14729010").kind == "municipality"
    assert Area.objects.get(key="14729010").parent.key == "14729"
    implied = ImpliedPopulation.objects.get(area__key="14729010")
    assert implied.low <= 9_016 <= implied.high


def test_a_population_column_without_a_name_is_found(system: Person, tmp_path: Path) -> None:
    """The table of 2020 carries the population in five columns without a header."""
    people = {"14713": 600_000, "14729": 258_000}
    lines = []
    for number in range(40):
        area = "14713" if number % 2 else "14729"
        cases = 1_000 + 37 * number
        line = county_line(area, f"73{number:04d}", cases, cases // 2, people=people[area])
        lines.append(f"{line};{number};;{area};Leipzig;{people[area]:,}")
    header = county_csv([]).splitlines()[1] + ";;;;;"
    import_table(write_table(tmp_path, county_csv(lines, header=header)))
    found = population("14713", dt.date(2021, 12, 31))
    assert found is not None
    assert (found.total, found.kind) == (600_000, "official")


def test_other_columns_without_a_name_are_no_population(system: Person, tmp_path: Path) -> None:
    lines = [f"{line};1,234" for line in county_lines()]
    header = county_csv([]).splitlines()[1] + ";"
    import_table(write_table(tmp_path, county_csv(lines, header=header)))
    assert not Population.objects.exists()


STATE_HEADER = "Schluessel;Straftat;Bundesland;erfasste Faelle;Haeufigkeitszahl nach Zensus"


def test_states_and_the_nation_by_name(system: Person, tmp_path: Path) -> None:
    lines = [
        "0;Straftaten gegen das Leben;Sachsen;136;3",
        "0;Straftaten gegen das Leben;Bund echte Zählung der Tatverdächtigen;2,991;4",
        "3.00E+100;Einfacher Diebstahl von Kraftwagen;Sachsen;213;5",
    ]
    path = write_table(tmp_path, county_csv(lines, header=STATE_HEADER), name="laender_2015.csv")
    import_table(path, format="pks-state")
    keys = set(OffenceCount.objects.values_list("area__key", "offence_key"))
    assert keys == {("14", "000000"), ("00", "000000"), ("14", "3**100")}


def test_a_table_of_one_state_and_many_years(system: Person, tmp_path: Path) -> None:
    header = "jahr;schluessel;straftat;faelle;hz"
    lines = [
        "2019;------;Straftaten insgesamt;271796;6665.03675755658",
        "2020;------;Straftaten insgesamt;272588;6694.25199737425",
        "2020;897000;Computerkriminalität;10;0.2",
    ]
    path = write_table(tmp_path, county_csv(lines, header=header), name="sachsen_2019_2020.csv")
    delivery = import_table(path, format="pks-state")
    assert delivery.year is None
    assert "2019–2020" in delivery.source_label
    assert set(OffenceCount.objects.values_list("area__key", flat=True)) == {"14"}
    exact = ImpliedPopulation.objects.get(year=2019)
    assert (exact.population, exact.exact) == (4_077_937, True)


def test_a_table_of_one_state_needs_its_name(system: Person, tmp_path: Path) -> None:
    text = county_csv(["2020;------;Summe;1;2"], header="jahr;schluessel;straftat;faelle;hz")
    with pytest.raises(importers.UnreadableFile, match="nennt kein Land"):
        import_table(write_table(tmp_path, text, name="irgendwo.csv"), format="pks-state")


def test_the_nation_with_place_sizes(system: Person, tmp_path: Path) -> None:
    header = (
        "Schluessel;Straftat;Anzahl erfasste Faelle;%-Anteil an allen Faellen;"
        "Tatortverteilung bis unter 20000 Einwohner;Tatortverteilung 20000 bis unter 100000 "
        "Einwohner;Tatortverteilung 100000 bis unter 500000 Einwohner;Tatortverteilung 500000 und "
        "mehr Einwohner;Tatortverteilung unbekannt"
    )
    lines = ["10000;Mord § 211 StGB;643;0;230;157;114;137;5"]
    path = write_table(tmp_path, county_csv(lines, header=header), name="bund_2021.csv")
    import_table(path, format="pks-nation")
    row = OffenceCount.objects.get(area__key="00", offence_key="010000")
    assert (row.cases, row.cases_under_20k, row.cases_size_unknown) == (643, 230, 5)


def test_population_with_its_day(system: Person, tmp_path: Path) -> None:
    rows = [
        ["Bevölkerungsdaten insgesamt", "", "Berichtsjahr: 2023"],
        ["Quelle: Statistisches Bundesamt", "", "Stand: 31.12.2022"],
        ["Bundes-land", "Gemeinde-schlüssel", "Stadt / Landkreis", "Bevölkerung", "", ""],
        ["", "", "", "insgesamt", "männlich", "weiblich"],
        ["SN", "14713", "Leipzig", 616_093, 302_000, 314_093],
        ["SN", "14729", "Leipzig", 260_429, 128_000, 132_429],
        ["SN", "14612", "Dresden", 563_311, 1, 2],
    ]
    with pytest.raises(importers.TooManyBadRows, match="ergeben nicht 563311"):
        import_table(write_book(tmp_path, rows, name="bev.xlsx"), format="population")
    delivery = import_table(write_book(tmp_path, rows[:-1], name="bev.xlsx"), format="population")
    assert (delivery.year, delivery.rows_stored) == (2023, 2)
    found = population("14713", dt.date(2022, 12, 31))
    assert found is not None
    assert (found.total, found.male, found.female) == (616_093, 302_000, 314_093)


def test_checking_and_storing_in_two_steps(system: Person, tmp_path: Path) -> None:
    town = make_authority("Leipzig", area_key="14713000", also_area_key=LEIPZIG)
    path = write_table(tmp_path)
    with path.open("rb") as stream:
        delivery = deliveries.receive(
            stream=stream, name=path.name, format="pks-county", by=system, for_authority=town
        )
    importers.check_delivery(delivery=delivery, by=system, today=TODAY)
    assert delivery.status == DeliveryStatus.CHECKED
    assert not OffenceCount.objects.exists()
    sums = dict(delivery.preview["sums"])
    assert sums["Zeilen lesbar"] == "16"
    assert sums["Fälle Leipzig"] == "48.000"
    assert importers.store_delivery(delivery=delivery, by=system, today=TODAY) == 16
    assert delivery.status == DeliveryStatus.STORED
    with pytest.raises(deliveries.WrongState):
        importers.store_delivery(delivery=delivery, by=system, today=TODAY)


def test_a_bad_delivery_is_rejected_with_its_reason(system: Person, tmp_path: Path) -> None:
    path = write_table(tmp_path, "<html></html>")
    with path.open("rb") as stream:
        delivery = deliveries.receive(stream=stream, name=path.name, format="pks-county", by=system)
    importers.check_delivery(delivery=delivery, by=system, today=TODAY)
    assert delivery.status == DeliveryStatus.REJECTED
    assert "Internetseite" in delivery.reason


def test_the_slower_of_two_imports_of_the_same_bytes_stores_nothing(
    system: Person, tmp_path: Path
) -> None:
    path = write_table(tmp_path)
    waiting = []
    for _ in range(2):
        with path.open("rb") as stream:
            delivery = deliveries.receive(
                stream=stream, name=path.name, format="pks-county", by=system
            )
        importers.check_delivery(delivery=delivery, by=system, today=TODAY)
        waiting.append(delivery)
    first, second = waiting
    importers.store_delivery(delivery=first, by=system, today=TODAY)
    assert importers.store_delivery(delivery=second, by=system, today=TODAY) == 0
    second.refresh_from_db()
    assert second.status == DeliveryStatus.REJECTED
    assert OffenceCount.objects.count() == 16


def test_a_cancelled_check_keeps_nothing(system: Person, tmp_path: Path) -> None:
    delivery = received(tmp_path, system)

    def cancel(_done: int, _total: int, step: str) -> None:
        if step == "Zeilen prüfen":
            raise jobs.JobCancelled

    with pytest.raises(jobs.JobCancelled):
        importers.check_delivery(delivery=delivery, by=system, today=TODAY, progress=cancel)
    assert not OffenceCount.objects.exists()
    assert not QuarantinedRow.objects.exists()


def test_an_import_that_met_another_looks_again(
    system: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two imports bring the same new areas at once: the second attempt knows them."""
    real, calls = actions.store_table, []

    def meets_another(**given):
        calls.append(given)
        if len(calls) == 1:
            raise IntegrityError("area_starts_once")
        return real(**given)

    monkeypatch.setattr(actions, "store_table", meets_another)
    delivery = import_table(write_table(tmp_path))
    assert delivery.status == DeliveryStatus.STORED
    assert OffenceCount.objects.count() == 16
    calls.clear()
    second = received(tmp_path, system, name="andere_2021.csv", more="\r\n")
    importers.check_delivery(delivery=second, by=system, today=TODAY)
    assert importers.store_delivery(delivery=second, by=system, today=TODAY) == 16


@pytest.mark.parametrize("words", ["database or disk is full", "disk I/O error"])
def test_a_full_database_is_a_sentence(
    system: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    def full(**_given):
        raise OperationalError(words)

    monkeypatch.setattr(actions, "store_table", full)
    with pytest.raises(DomainError, match="Speicherplatz"):
        import_table(write_table(tmp_path))
    assert not Delivery.objects.exists()


def test_a_full_disk_while_staging_is_a_sentence(
    system: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(DomainError, match="Speicherplatz"):
        import_table(write_table(tmp_path))


def received(
    folder: Path, by: Person, *, name: str = "kreise_2022.csv", more: str = ""
) -> Delivery:
    path = write_table(folder, county_csv() + more, name=name)
    with path.open("rb") as stream:
        return deliveries.receive(stream=stream, name=name, format="pks-county", by=by)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Mittelerde", "77", 1_000, 500, 500], "area_key"),
        (["Sachsen", "14", None, None, None], "number"),
        (["Sachsen", "14", 1_000, 500, 400], "sum"),
        (["Bayern", "09", 2, 1, 1], "duplicate"),
    ],
)
def test_bad_rows_of_a_population_table(
    system: Person, tmp_path: Path, row: list[object], code: str
) -> None:
    header = [
        "Land",
        "Schlüssel",
        "Bevölkerung insgesamt",
        "Bevölkerung männlich",
        "Bevölkerung weiblich",
    ]
    header[0], header[1] = "Land Bezeichnung", "Land Schlüssel"
    states = [state for state in STATES if state.name != "Sachsen"]
    good: list[list[object]] = [[s.name, s.key, 1_000, 490, 510] for s in states]
    # So many rows that a bad one stays below the limit.
    good += [[f"Kreis {n}", f"14{n}", 1_000, 490, 510] for n in range(500, 560)]
    path = write_book(tmp_path, [header, *good, row], name="bevoelkerung_2023.xlsx")
    delivery = import_table(path, format="population")
    both = code == "duplicate"
    assert list(delivery.quarantine.values_list("code", flat=True)) == [code] * (1 + both)
    assert delivery.rows_stored == len(good) - both
