"""The registry, reading through it, groups, peers and words."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.figures import MemorySource, registered
from tests.factories.places import make_area, make_delivery, make_population

from vorort.figures import queries, registry
from vorort.figures.choices import (
    GLOSSARY,
    OFFENCE_GROUPS,
    SIZE_SCHEMES,
    Base,
    BaseKind,
    Indicator,
    Series,
    SizeScheme,
    Value,
)

YEAR = 2022


def indicator(code: str) -> Indicator:
    return Indicator(code=code, source="probe", label=code)


class TestRegistry:
    def test_a_source_is_registered_once_under_its_code(self) -> None:
        with registered(MemorySource(code="probe")) as source:
            assert registry.sources() == (source,)
            assert registry.source("probe") is source
            with pytest.raises(ValueError, match="twice"):
                registry.register(source)
            with pytest.raises(ValueError, match="code"):
                registry.register(MemorySource(code=""))
        with pytest.raises(KeyError):
            registry.source("probe")


class TestSeries:
    def test_reading_goes_through_all_sources_and_the_first_answers(self) -> None:
        first = MemorySource("eins", cases={("14713", "A"): {2021: 5, 2022: 7}})
        second = MemorySource("zwei", cases={("14713", "A"): {2022: 9}, ("14713", "B"): {2022: 1}})
        with registered(first), registered(second, alone=False):
            found = queries.read_series(
                area_keys=["14713"], codes=["A", "B"], years=[2022, 2021, 2022]
            )
            assert [value.cases for value in found["14713", "A"].values] == [5, 7]
            assert [value.cases for value in found["14713", "B"].values] == [None, 1]
            only = queries.read_series(
                area_keys=["14713"], codes=["A"], years=[2022], source="zwei"
            )
            assert only["14713", "A"].value(2022).cases == 9
            assert {i.code for i in queries.list_indicators(area_key="14713", year=2022)} == {
                "A",
                "B",
            }
            assert [i.source for i in queries.list_indicators(area_key="14713", source="eins")] == [
                "eins"
            ]
            assert queries.years_with_data(area_key="14713") == (2021, 2022)
            assert [
                p.year for p in queries.provenance(area_keys=["14713"], years=[2021, 2022])
            ] == [2021, 2022]
            assert queries.read_series(area_keys=[], codes=["A"], years=[2022]) == {}

    def test_a_series_knows_its_years(self) -> None:
        base = Base(2022, 9_000, BaseKind.OFFICIAL, True, dt.date(2021, 12, 31), "Probe")
        series = Series(
            indicator("A"), "14713", "Leipzig", (Value(2021, None), Value(2022, 7)), (None, base)
        )
        assert series.years == (2021, 2022)
        assert series.value(2022).cases == 7
        assert series.value(2030) is None
        assert (series.base(2021), series.base(2022), series.base(2030)) == (None, base, None)

    def test_the_base_of_a_year_is_the_end_of_the_year_before(self) -> None:
        assert queries.reference_day(2022) == dt.date(2021, 12, 31)


class TestGroups:
    def test_a_county_table_is_matched_and_gaps_are_named(self) -> None:
        there = [indicator(code) for code in ("------", "326*00", "435*00", "730000")]
        matches = {match.group.code: match for match in queries.match_groups(there)}
        assert list(matches) == [group.code for group in OFFENCE_GROUPS]
        assert matches["burglary"].indicator.code == "435*00"
        assert matches["burglary"].note == ""
        assert matches["shoplifting"].indicator.code == "326*00"
        assert "Nur der einfache Ladendiebstahl" in matches["shoplifting"].note
        assert matches["dangerous-bodily-harm-street"].indicator is None
        assert "Kreistabelle" in matches["dangerous-bodily-harm-street"].note
        assert "nicht" in matches["robbery"].note
        assert matches["drugs"].group.control_offence

    def test_a_finer_table_gives_the_whole_group(self) -> None:
        there = [indicator("326*00"), indicator("*26*00")]
        (match,) = (m for m in queries.match_groups(there) if m.group.code == "shoplifting")
        assert (match.indicator.code, match.note) == ("*26*00", "")

    def test_codes_are_unique_and_keys_have_six_characters(self) -> None:
        codes = [code for group in OFFENCE_GROUPS for code in (*group.codes, *group.narrower)]
        assert len({group.code for group in OFFENCE_GROUPS}) == len(OFFENCE_GROUPS)
        assert len(set(codes)) == len(codes)
        assert all(re.fullmatch(r"[0-9*-]{6}", code) for code in codes)


class TestSizes:
    @pytest.mark.parametrize(
        "scheme", SIZE_SCHEMES, ids=lambda scheme: f"{scheme.kind}-{scheme.sort}"
    )
    def test_classes_leave_no_gap(self, scheme: SizeScheme) -> None:
        assert scheme.classes[0].low == 0
        assert scheme.classes[-1].high is None
        for one, following in pairwise(scheme.classes):
            assert one.high == following.low
        assert str(scheme.source_note)
        for size in scheme.classes:
            assert queries.size_class(scheme, size.low) is size

    def test_a_scheme_holds_from_a_day(self) -> None:
        assert queries.size_scheme("municipality", "", dt.date(1980, 1, 1)) is None
        assert queries.size_scheme("state", "", dt.date(2020, 1, 1)) is None


@pytest.mark.django_db
class TestPeers:
    def people(self, **sizes: int) -> None:
        delivery = make_delivery(b"bevoelkerung")
        for key, total in sizes.items():
            area = make_area(key.removeprefix("k"))
            make_population(area, dt.date(2021, 12, 31), total, delivery=delivery)

    def test_towns_of_the_same_size_are_peers(self) -> None:
        self.people(k14713010=9_000, k14713020=5_000, k14713030=9_999, k14713040=10_000)
        make_area("14713050")
        group = queries.peers("14713010", YEAR)
        assert group.keys == ("14713020", "14713030")
        assert group.label == "Gemeinden von 5.000 bis unter 10.000 Einwohnern"
        assert "amtlichen Statistik" in group.note

    def test_fictional_and_real_places_do_not_mix(self) -> None:
        self.people(k14713010=9_000, k99901010=9_000, k99901020=9_100)
        assert queries.peers("14713010", YEAR).keys == ()
        assert queries.peers("99901010", YEAR).keys == ("99901020",)

    def test_cities_are_not_compared_with_rural_counties(self) -> None:
        delivery = make_delivery(b"kreise")
        for key, sort in (
            ("14713", "KfS"),
            ("14612", "Kreisfreie Stadt"),
            ("14729", "LK"),
            ("14730", ""),
        ):
            area = make_area(key, kind="county", designation=sort)
            make_population(area, dt.date(2021, 12, 31), 550_000, delivery=delivery)
        group = queries.peers("14713", YEAR)
        assert group.keys == ("14612",)
        assert group.label == "Kreisfreie Städte ab 500.000 Einwohnern"
        assert queries.peers("14729", YEAR).keys == ()
        assert queries.peers("14730", YEAR).keys == ()

    def test_the_base_of_the_sources_comes_first(self) -> None:
        self.people(k14713010=9_000, k14713020=9_000)
        source = MemorySource(
            cases={("14713010", "------"): {YEAR: 1}, ("14713020", "------"): {YEAR: 1}},
            residents={"14713010": 12_000, "14713020": 13_000},
        )
        with registered(source):
            group = queries.peers("14713010", YEAR)
        assert "10.000 bis unter 20.000" in group.label
        assert group.keys == ("14713020",)

    def test_nothing_is_said_of_what_is_not_known(self) -> None:
        make_area("14713010")
        assert queries.peers("14713010", YEAR) is None
        assert queries.peers("14999999", YEAR) is None
        make_area("14", kind="state")
        assert queries.peers("14", YEAR) is None

    def test_many_areas_take_no_more_queries_than_few(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as captured:
                queries.peers("14713010", YEAR)
            return len(captured)

        self.people(k14713010=9_000, k14713020=5_000)
        few = count()
        delivery = make_delivery(b"mehr")
        for number in range(50):
            area = make_area(f"14713{100 + number}")
            make_population(area, dt.date(2021, 12, 31), 6_000, delivery=delivery)
        assert count() == few


class TestGlossary:
    def test_terms_are_unique_sorted_and_linked(self) -> None:
        slugs = {term.slug for term in GLOSSARY}
        assert len(slugs) == len(GLOSSARY)
        for term in GLOSSARY:
            assert set(term.see_also) <= slugs, term.slug
            assert str(term.short).endswith(".")
            assert len(str(term.short)) < 110
            assert re.fullmatch(r"[a-z]+", term.slug)
        words = [str(term.term).casefold() for term in queries.list_terms()]
        assert words == sorted(words)

    def test_the_terms_a_reader_needs_are_there(self) -> None:
        assert {
            "haeufigkeitszahl",
            "aufklaerungsquote",
            "schwankungsbereich",
            "hellfeld",
            "tatortprinzip",
            "ausgangsstatistik",
            "kontrolldelikt",
        } <= {term.slug for term in queries.list_terms(reading_aid=True)}
        assert queries.get_term("summenschluessel").term == "Summenschlüssel"
        assert queries.get_term("nichts") is None
