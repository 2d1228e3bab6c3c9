"""Files of areas as they come, and what is wrong with them."""

import datetime as dt
import errno
import io
import json
import zipfile
from pathlib import Path

import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import OperationalError
from tests.factories.places import make_area, square
from tests.places.files import (
    geojson,
    packed,
    register,
    register_line,
    shape_zip,
    small_register,
    towns,
)

from vorort.audit.models import Event
from vorort.deliveries.models import Delivery
from vorort.files.actions import StorageFull
from vorort.files.models import StoredFile
from vorort.places import importers, queries
from vorort.places.importers import ImportOptions
from vorort.places.models import Area, AreaState, Population
from vorort.places.queries.geo import reproject

DAY = dt.date(2021, 1, 1)


@pytest.fixture
def bring(system, tmp_path):
    """Bring in bytes as an official file."""

    def run(content: bytes, kind: str = "municipality", *, day=None, mapping=None, name="datei"):
        path = tmp_path / name
        path.write_bytes(content)
        options = ImportOptions(
            kind=kind, valid_from=day, mapping=tuple(sorted((mapping or {}).items()))
        )
        return importers.import_file(path, options=options, by=system)

    return run


def assert_nothing_stored() -> None:
    assert not Area.objects.exists()
    assert not AreaState.objects.exists()
    assert not Population.objects.exists()


def in_degrees(rows):
    return [(row, reproject(shape, "EPSG:25833", "EPSG:4326")) for row, shape in rows]


class TestFormats:
    def test_geojson_in_metres(self, bring) -> None:
        delivery, summary = bring(geojson(towns(3)))
        assert (delivery.rows_read, delivery.rows_stored, summary["created"]) == (3, 3, 3)
        area = queries.get_area("99901020")
        assert (area.name, area.parent.key, area.area_ha) == ("Ort 2", "99901", 100.0)
        assert queries.geometry(area).equals(square(1, 0))
        assert (area.min_x, area.max_y) == (square(1, 0).bounds[0], square(1, 0).bounds[3])
        assert Event.objects.filter(verb="places.areas_stored").exists()

    def test_geojson_without_a_system_is_in_degrees(self, bring) -> None:
        bring(packed(geojson(in_degrees(towns(2)), crs=None)))
        shape = queries.geometry(queries.get_area("99901010"))
        assert shape.symmetric_difference(square(0, 0)).area < 1.0

    def test_shape_in_another_system_is_reprojected(self, bring) -> None:
        rows = [(row, reproject(s, "EPSG:25833", "EPSG:31468")) for row, s in towns(2)]
        bring(shape_zip(rows, crs="EPSG:31468"))
        shape = queries.geometry(queries.get_area("99901010"))
        assert shape.centroid.distance(square(0, 0).centroid) < 5.0

    def test_shape_without_its_system_needs_it_stated(self, bring) -> None:
        content = shape_zip(towns(2), crs=None)
        with pytest.raises(importers.UnreadableAreas, match="Koordinatensystem ist nicht erkenn"):
            bring(content)
        bring(content, mapping={"crs": "EPSG:25833"})
        assert queries.geometry(queries.get_area("99901010")).equals(square(0, 0))

    def test_the_register_names_counties_and_municipalities(self, bring) -> None:
        delivery, summary = bring(small_register())
        assert (delivery.rows_read, delivery.rows_stored) == (4, 4)
        town = queries.get_area("99901010")
        assert (town.name, town.other_name, town.designation) == ("Lindenau", "Lipowa", "Gemeinde")
        assert (town.area_ha, town.area_surveyed, town.described_on) == (
            1200,
            True,
            dt.date(2023, 11, 30),
        )
        assert queries.get_area("99901").designation == "Landkreis"
        assert queries.get_area("99").name == "Freistaat Probe"
        day = dt.date(2022, 12, 31)
        assert queries.population("99901010", day).female == 4600
        assert queries.population("99901", day).total == 12_000
        # A file need not hold all counties of a land.
        assert queries.population("99", day) is None
        assert summary["day"] == "2023-11-30"
        assert delivery.licence == "dl-de/by-2-0"

    def test_the_register_for_counties_only(self, bring) -> None:
        bring(small_register(), "county")
        assert not Area.objects.filter(kind="municipality").exists()
        assert queries.population("99901", dt.date(2022, 12, 31)).total == 12_000

    def test_a_year_end_register_carries_the_population_of_its_day(self, bring) -> None:
        bring(small_register("20221231"))
        assert queries.population("99901010", dt.date(2022, 12, 31)).total == 9_000

    def test_the_day_of_the_population_can_be_stated(self, bring) -> None:
        bring(small_register(), mapping={"population_on": "2023-06-30"})
        assert queries.population("99901010", dt.date(2023, 6, 30)).total == 9_000
        with pytest.raises(importers.UnreadableAreas, match="kein Datum"):
            bring(small_register("20240101"), mapping={"population_on": "gestern"})

    def test_a_boundary_comes_to_an_area_known_by_the_register(self, bring) -> None:
        bring(small_register())
        bring(geojson(towns(2)))
        town = queries.get_area("99901010")
        # Name and size stay those of the register, the boundary is new.
        assert (town.name, town.area_ha) == ("Lindenau", 1200)
        assert queries.geometry(town).equals(square(0, 0))

    def test_an_older_boundary_does_not_replace_a_newer_one(self, bring) -> None:
        bring(geojson(towns(2)), day=dt.date(2023, 1, 1))
        moved = [(row, square(n, 5)) for n, (row, _shape) in enumerate(towns(2))]
        bring(geojson(moved), day=dt.date(2020, 1, 1))
        assert queries.geometry(queries.get_area("99901010")).equals(square(0, 0))
        bring(geojson([(row, square(n, 9)) for n, (row, _s) in enumerate(towns(2))]))
        assert queries.geometry(queries.get_area("99901010")).equals(square(0, 0))

    def test_a_geojson_inside_an_archive(self, bring) -> None:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("gebiete.geojson", geojson(towns(2)))
        bring(content.getvalue())
        assert queries.list_areas("municipality").count() == 2


class TestColumns:
    def test_keys_without_their_leading_nought_and_with_the_association(self, bring) -> None:
        rows = [({"RS": 10010000000 + n, "NAME": f"Ort {n}"}, square(n, 0)) for n in range(3)]
        rows = [({"RS": f"0{row['RS']}", "NAME": row["NAME"]}, shape) for row, shape in rows]
        bring(geojson(rows))
        assert min(a.key for a in queries.list_areas("municipality")) == "01001000"
        bring(geojson([({"AGS": 1002, "GEN": "Kiel"}, square(5, 5))]), "county")
        assert queries.get_area("01002").name == "Kiel"

    def test_a_mapping_names_the_columns(self, bring) -> None:
        rows = [({"feld1": "99901010", "feld2": "Ort"}, square(0, 0))]
        with pytest.raises(importers.UnreadableAreas, match="Keine Spalte mit Schlüsseln"):
            bring(geojson(rows))
        bring(geojson(rows), mapping={"key": "feld1", "name": "feld2"})
        assert queries.get_area("99901010").name == "Ort"

    def test_a_mapped_column_that_is_not_there(self, bring) -> None:
        with pytest.raises(importers.UnreadableAreas, match="„fehlt“ gibt es nicht"):
            bring(geojson(towns(1)), mapping={"key": "fehlt"})

    def test_a_layer_that_is_not_there(self, bring) -> None:
        with pytest.raises(importers.UnreadableAreas, match="Die Ebene „nix“ gibt es nicht"):
            bring(geojson(towns(1)), mapping={"layer": "nix"})

    def test_water_parts_are_passed_over(self, bring) -> None:
        rows = [*towns(1, GF=4), *towns(1, GF=2)]
        delivery, _summary = bring(geojson(rows))
        assert (delivery.rows_read, delivery.rows_quarantined) == (1, 0)

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("{", "kein lesbares JSON"),
            ("[1]", "muss ein JSON-Objekt sein"),
            ('{"key": 1}', "muss ein JSON-Objekt sein"),
            ('{"spalte": "x"}', "unbekannte Bedeutungen: spalte"),
            ('{"parent": "147"}', "kein Gemeindeschlüssel"),
        ],
    )
    def test_a_wrong_mapping(self, tmp_path, text, says) -> None:
        path = tmp_path / "zuordnung.json"
        path.write_text(text)
        with pytest.raises(importers.UnreadableAreas, match=says):
            importers.read_mapping(path)

    def test_a_mapping_that_is_not_there(self, tmp_path) -> None:
        with pytest.raises(importers.UnreadableAreas, match="gibt es nicht"):
            importers.read_mapping(tmp_path / "nix.json")
        path = tmp_path / "gut.json"
        path.write_text('{"key": "OT", "parent": "14713000", "name": ""}')
        assert importers.read_mapping(path) == (("key", "OT"), ("parent", "14713000"))


class TestDistricts:
    ROWS = [
        ({"OT": "01", "Name": "Altstadt"}, square(0, 0, side_m=400)),
        ({"OT": "02", "Name": "Oberdorf"}, square(1, 0, side_m=400)),
    ]

    def test_the_municipality_is_found_by_where_they_lie(self, bring) -> None:
        make_area("99901010", shape=square(0, 0))
        delivery, _summary = bring(geojson(self.ROWS), "district")
        assert {a.key for a in queries.list_areas("district", "99901010")} == {
            "99901010-01",
            "99901010-02",
        }
        assert "Der Lage nach" in delivery.preview["hints"][0]

    def test_nobody_guesses_where_they_lie_elsewhere(self, bring) -> None:
        with pytest.raises(importers.UnreadableAreas, match="Zu welcher Gemeinde"):
            bring(geojson(self.ROWS), "district")
        bring(geojson(self.ROWS), "district", mapping={"parent": "99901010"})
        assert queries.get_area("99901010").kind == "municipality"

    def test_keys_may_carry_the_municipality(self, bring) -> None:
        rows = [({"AGS": f"999010100{n}", "GEN": f"Teil {n}"}, square(n, 0)) for n in range(2)]
        bring(geojson(rows), "district")
        assert {a.key for a in queries.list_areas("district")} == {"99901010-00", "99901010-01"}

    def test_the_register_has_none(self, bring) -> None:
        with pytest.raises(importers.UnreadableAreas, match="keine Ortsteile"):
            bring(small_register(), "district")


class TestBadRows:
    def put_aside(self, bring, rows, settings, **more):
        settings.QUARANTINE_LIMIT_PERCENT = 60
        delivery, _summary = bring(geojson(rows), **more)
        return {(q.line, q.code) for q in delivery.quarantine.all()}

    def test_each_bad_row_is_put_aside_with_its_reason(self, bring, settings) -> None:
        rows = [
            *towns(8),
            ({"AGS": "999019", "GEN": "zu kurz", "BEZ": ""}, square(20, 0)),
            ({"AGS": "", "GEN": "ohne", "BEZ": ""}, square(21, 0)),
            ({"AGS": "99901910", "GEN": "", "BEZ": ""}, square(22, 0)),
            ({"AGS": "99901920", "GEN": "Punkt", "BEZ": ""}, shapely.Point(350_000, 5_650_000)),
            ({"AGS": "99901930", "GEN": "Nichts", "BEZ": ""}, None),
        ]
        assert self.put_aside(bring, rows, settings) == {
            (9, "wrong-key"),
            (10, "no-key"),
            (11, "no-name"),
            (12, "no-area"),
            (13, "no-area"),
        }

    def test_rows_of_one_key_that_disagree_are_all_put_aside(self, bring, settings) -> None:
        rows = [*towns(4), ({"AGS": "99901010", "GEN": "anders", "BEZ": "Gemeinde"}, square(0, 0))]
        found = self.put_aside(bring, rows, settings)
        assert found == {(1, "duplicate"), (5, "duplicate")}
        assert queries.get_or_none("99901010") is None

    def test_equal_rows_count_once(self, bring, settings) -> None:
        assert self.put_aside(bring, [*towns(2), *towns(1)], settings) == set()
        assert queries.list_areas("municipality").count() == 2

    def test_a_bow_tie_is_repaired_and_said_so(self, bring) -> None:
        x, y = square(0, 0).bounds[:2]
        bow = shapely.Polygon([(x, y), (x + 900, y + 900), (x + 900, y), (x, y + 900)])
        delivery, _summary = bring(
            geojson([*towns(2)[1:], ({"AGS": "99901010", "GEN": "Schleife", "BEZ": ""}, bow)])
        )
        shape = queries.geometry(queries.get_area("99901010"))
        assert shape.is_valid
        assert "1 Flächen waren in sich fehlerhaft" in delivery.preview["hints"][0]

    def test_what_cannot_be_repaired_is_put_aside(self, bring, settings) -> None:
        x, y = square(0, 0).bounds[:2]
        flat = shapely.Polygon([(x, y), (x + 900, y), (x, y), (x + 900, y)])
        rows = [*towns(2)[1:], ({"AGS": "99901010", "GEN": "Strich", "BEZ": ""}, flat)]
        assert self.put_aside(bring, rows, settings) == {(2, "no-area")}

    def test_a_row_put_aside_does_not_end_its_area(self, bring, settings) -> None:
        bring(geojson(towns(4)), day=DAY)
        rows = towns(4)
        rows[0] = ({**rows[0][0], "GEN": ""}, rows[0][1])
        self.put_aside(bring, rows, settings, day=dt.date(2022, 1, 1))
        assert queries.get_area("99901010").valid_until is None

    def test_bad_lines_of_the_register(self, bring, settings) -> None:
        settings.QUARANTINE_LIMIT_PERCENT = 60
        good = [register_line("40", "99901", "Weideland")] + [
            register_line("60", f"999010{n}0", f"Ort {n}", ha="10", people="100", men="50")
            for n in range(1, 9)
        ]
        bad = [
            register_line("99", "99901", "?"),
            register_line("60", "999X1010", "?"),
            register_line("60", "99901910", ""),
            register_line("60", "99901920", "ohne Zahl", ha="10", people="viele"),
            register_line("60", "99901930", "mehr", ha="10", people="10", men="11"),
            register_line("60", "99901010", "anders", ha="10", people="100"),
        ]
        delivery, _summary = bring(register([*good, *bad, ""]))
        assert [q.code for q in delivery.quarantine.all()] == [
            "unknown-record",
            "wrong-key",
            "no-name",
            "no-number",
            "contradiction",
            "duplicate",
        ]
        # With a municipality missing its county is not summed up.
        assert queries.population("99901", dt.date(2022, 12, 31)) is None


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "ist leer"),
            (b"<!DOCTYPE html><html></html>", "Internetseite"),
            (b"AGS;NAME\n99901010;Ort\n", "weder GeoPackage noch GeoJSON"),
            (b'{"type": "FeatureCollection", "features": [', "beschädigt"),
            (b"SQLite format 3\x00" + b"x" * 200, "beschädigt"),
            (packed(b"abc")[:-6], "beschädigt"),
            (b"PK\x03\x04" + b"x" * 50, "beschädigt oder verschlüsselt"),
            (geojson([]), "Schlüsseln|keine Gebiete"),
            (geojson(towns(2), crs="urn:ogc:def:crs:OGC:1.3:CRS84"), "Koordinatensystem"),
            (
                geojson(
                    [
                        (r, shapely.transform(s, lambda p: p[:, ::-1]))
                        for r, s in in_degrees(towns(2))
                    ],
                    None,
                ),
                "nicht in Deutschland|vertauscht",
            ),
            (shape_zip(towns(2), drop=(".dbf",)), "fehlt im Archiv: .dbf"),
            (
                register(
                    [
                        register_line("60", "99901010", "a", day="20220101"),
                        register_line("60", "99901020", "b", day="20230101"),
                    ]
                ),
                "mischt 2 Gebietsstände",
            ),
            (
                register(
                    [register_line("60", "99901010", "a", day="20221399", ha="1", people="1")]
                ),
                "kein Datum",
            ),
        ],
    )
    def test_a_bad_file_stores_nothing_and_says_why(self, bring, content, says) -> None:
        with pytest.raises(importers.UnreadableAreas, match=says):
            bring(content)
        assert_nothing_stored()
        delivery = Delivery.objects.first()
        assert delivery is None or delivery.status == "rejected"

    def test_more_bad_rows_than_the_limit_store_nothing(self, bring) -> None:
        rows = [*towns(5), ({"AGS": "99901990", "GEN": "", "BEZ": ""}, square(30, 0))]
        with pytest.raises(importers.TooManyBadRows, match="1 von 6 Zeilen sind nicht lesbar"):
            bring(geojson(rows))
        assert_nothing_stored()
        assert Delivery.objects.get().quarantine.count() == 1

    def test_a_stated_system_that_does_not_exist(self, bring) -> None:
        with pytest.raises(importers.UnreadableAreas, match="nicht bekannt"):
            bring(geojson(towns(1)), mapping={"crs": "EPSG:9"})

    def test_an_archive_that_bursts_is_stopped(self, bring, settings) -> None:
        settings.UPLOAD_LIMIT_MB = 1
        with pytest.raises(importers.UnreadableAreas, match="ausgepackt zu groß"):
            bring(packed(b" " * (21 * 1024 * 1024)))
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.shp", b"\0" * (21 * 1024 * 1024))
        with pytest.raises(importers.UnreadableAreas, match="ausgepackt zu groß"):
            bring(content.getvalue())

    def test_an_archive_without_or_with_several_shapes(self, bring) -> None:
        def archive(*names: str) -> bytes:
            content = io.BytesIO()
            with zipfile.ZipFile(content, "w") as made:
                for name in names:
                    made.writestr(name, b"x")
            return content.getvalue()

        with pytest.raises(importers.UnreadableAreas, match="enthält keine Shape-Datei"):
            bring(archive("lies.mich"))
        with pytest.raises(importers.UnreadableAreas, match="mehrere Shape-Dateien"):
            bring(archive("a.shp", "b.shp"))

    def test_no_file_of_the_staging_folder_remains(self, bring, settings) -> None:
        bring(shape_zip(towns(2)))
        assert list(Path(settings.STAGING_DIR).glob("areas-*")) == []


class TestTwice:
    def test_the_same_file_twice_stores_nothing_new(self, bring) -> None:
        bring(small_register())
        before = (Area.objects.count(), Population.objects.count(), StoredFile.objects.count())
        with pytest.raises(Exception, match="schon übernommen"):
            bring(small_register(), name="anders genannt")
        assert (
            Area.objects.count(),
            Population.objects.count(),
            StoredFile.objects.count(),
        ) == before

    def test_a_failure_in_the_middle_leaves_no_trace(self, bring, monkeypatch) -> None:
        def killed(**_given):
            raise KeyboardInterrupt

        monkeypatch.setattr("vorort.places.actions.states.store_population", killed)
        with pytest.raises(KeyboardInterrupt):
            bring(small_register())
        assert_nothing_stored()
        assert Delivery.objects.get().status == "checked"

    @pytest.mark.parametrize(
        ("where", "error"),
        [
            (
                "vorort.places.actions.states.store_population",
                OperationalError("database or disk is full"),
            ),
            (
                "vorort.places.importers.flow.open_areas",
                OSError(errno.ENOSPC, "No space left on device"),
            ),
            ("vorort.places.importers.flow.open_areas", OSError(errno.EFBIG, "File too large")),
        ],
    )
    def test_a_full_disk_is_told_in_a_sentence(self, bring, monkeypatch, where, error) -> None:
        def full(*_args, **_given):
            raise error

        monkeypatch.setattr(where, full)
        with pytest.raises(StorageFull, match="Speicherplatz auf dem Server"):
            bring(small_register())
        assert_nothing_stored()

    @pytest.mark.parametrize("error", [OSError(5, "I/O"), OperationalError("locked")])
    def test_other_errors_are_not_called_full(self, bring, monkeypatch, error) -> None:
        def broken(*_args, **_given):
            raise error

        monkeypatch.setattr("vorort.places.importers.flow.open_areas", broken)
        with pytest.raises(type(error)):
            bring(small_register())


class TestCommand:
    def run(self, capsys, *args):
        call_command("places_import", *args, "--json")
        return json.loads(capsys.readouterr().out)

    def test_it_answers_in_json(self, db, tmp_path, capsys) -> None:
        path = tmp_path / "verzeichnis.txt"
        path.write_bytes(small_register())
        answer = self.run(capsys, str(path), "--kind", "municipality")
        assert (answer["rows_read"], answer["rows_stored"], answer["quarantined"]) == (4, 4, [])
        assert answer["delivery"] == Delivery.objects.get().public_id
        again = self.run(capsys, str(path), "--kind", "municipality")
        assert (again["already_stored"], again["rows_stored"]) == (True, 0)
        assert again["delivery"] == answer["delivery"]

    def test_it_answers_in_words(self, db, tmp_path, capsys) -> None:
        path = tmp_path / "gebiete.geojson"
        path.write_bytes(geojson(towns(2)))
        mapping = tmp_path / "zuordnung.json"
        mapping.write_text('{"key": "AGS"}')
        args = [
            str(path),
            "--kind",
            "municipality",
            "--valid-from",
            "2021-01-01",
            "--mapping",
            str(mapping),
        ]
        call_command("places_import", *args)
        assert "2 Gebiete übernommen" in capsys.readouterr().out
        call_command("places_import", *args)
        assert "schon übernommen" in capsys.readouterr().out
        assert AreaState.objects.get().on_date == DAY

    def test_bad_input_is_one_clear_line(self, db, tmp_path) -> None:
        with pytest.raises(CommandError, match="gibt es nicht"):
            call_command("places_import", str(tmp_path / "nix"), "--kind", "county")
        path = tmp_path / "leer"
        path.write_bytes(b"")
        with pytest.raises(CommandError, match="leer"):
            call_command("places_import", str(path), "--kind", "county")
