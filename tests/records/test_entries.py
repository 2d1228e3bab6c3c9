"""A hand entry as a delivery: stored, corrected, taken back; and what the Lagebild makes of it."""

import datetime as dt

import pytest

from tests.factories.records import (
    BURGLARY,
    PEOPLE,
    THEFT,
    TOTAL,
    USUAL,
    YEARS,
    make_entry,
    store_usual,
)
from tests.people import People
from vorort.audit.models import Event
from vorort.core.scopes import authority_scope
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import DeliveryStatus, ReleaseLevel
from vorort.deliveries.models import Delivery
from vorort.evidence.models import OffenceCount, OffenceKey
from vorort.figures import queries as figures
from vorort.figures.choices import Series
from vorort.pictures.queries import build_picture, plan
from vorort.pictures.queries.picture import build
from vorort.places import queries as places
from vorort.places.models import Population
from vorort.records import actions, queries
from vorort.records.choices import EntryKind
from vorort.records.models import EntryDraft, Observation
from vorort.records.rules import CASES, CLEARED, RATE, RESIDENTS, VALUE, Terms

pytestmark = pytest.mark.django_db


def series(people: People, code: str, viewer: bool = True, source: str | None = None) -> Series:
    key = people.town.area_key
    found = figures.read_series(
        area_keys=[key],
        codes=[code],
        years=YEARS,
        viewer=people.town if viewer else None,
        source=source,
    )
    return found[key, code]


def cases(people: People, code: str) -> list[int | None]:
    return [value.cases for value in series(people, code).values]


def correct(people: People, cells: dict, **more) -> Delivery:
    return actions.store_hand_entry(
        authority=people.town, entry=make_entry(people.town, cells, **more), by=people.coordinator
    )


def test_five_years_become_series_with_a_base(people: People) -> None:
    delivery = store_usual(people.town, people.coordinator)
    assert delivery.status == DeliveryStatus.STORED
    assert delivery.release_level == ReleaseLevel.PUBLIC
    assert cases(people, BURGLARY) == [4, 2, 5, 1, 3]
    one = series(people, TOTAL)
    assert [base.population for base in one.bases if base] == [4120, 4102, 4077, 4050, 4012]
    assert one.indicator.label == "Straftaten insgesamt"
    assert not one.indicator.published_by_source
    assert figures.years_with_data(area_key=people.town.area_key, viewer=people.town) == YEARS


def test_no_other_town_sees_them(people: People) -> None:
    store_usual(people.town, people.coordinator)
    key = people.town.area_key
    for viewer in (None, people.other_town):
        assert figures.read_series(
            area_keys=[key], codes=[TOTAL], years=YEARS, viewer=viewer
        ) == {}  # fmt: skip


def test_printed_numbers_are_public_and_need_their_place(people: People) -> None:
    with pytest.raises(actions.SourceMissing, match="Seite oder Adresse"):
        store_usual(people.town, people.coordinator, terms=Terms.PRINTED)
    delivery = store_usual(people.town, people.coordinator, terms=Terms.PRINTED, page="S. 12")
    assert delivery.published_by_source
    assert delivery.release_level == ReleaseLevel.PUBLIC
    assert series(people, BURGLARY).indicator.published_by_source


def test_small_counts_are_hidden_unless_printed(people: People) -> None:
    store_usual(people.town, people.coordinator)
    key = people.town.area_key
    picture = build_picture(key, 2025, viewer=people.town, protect_below=3)
    burglary = picture.indicator(BURGLARY)
    assert burglary is not None
    assert [point.hidden for point in burglary.points] == [False, True, False, True, False]
    correct(people, {**USUAL, (CASES, THEFT): ("73", "64", "81", "70", "77")},
            terms=Terms.PRINTED, page="S. 12")  # fmt: skip
    picture = build_picture(key, 2025, viewer=people.town, protect_below=3)
    assert picture.hidden == ()


def test_a_correction_takes_the_place_and_gives_it_back(people: People) -> None:
    first = store_usual(people.town, people.coordinator)
    second = correct(people, {**USUAL, (CASES, BURGLARY): ("4", "2", "6", "1", "3")})
    assert cases(people, BURGLARY) == [4, 2, 6, 1, 3]
    first.refresh_from_db()
    assert first.status == DeliveryStatus.STORED
    saved = queries.latest_entry(people.town, EntryKind.POLICE)
    assert saved is not None
    assert (saved.delivery, saved.entry.replaces) == (second, first.public_id)
    deliveries.undo(delivery=second, by=people.coordinator, reason="doch richtig")
    assert cases(people, BURGLARY) == [4, 2, 5, 1, 3]
    assert list(queries.list_entries(people.town, EntryKind.POLICE)) == [second, first]


def test_a_number_taken_out_does_not_shine_through(people: People) -> None:
    store_usual(people.town, people.coordinator)
    without = {key: texts for key, texts in USUAL.items() if key != (CASES, BURGLARY)}
    correct(people, without)
    assert cases(people, BURGLARY) == [None] * 5
    assert cases(people, TOTAL)[0] == 201


def test_a_correction_without_rates_beats_an_entry_with_rates(people: People) -> None:
    """Rates of the first entry no longer decide, neither over counts nor over the base."""
    rates = tuple(str(round(201 * 100_000 / 4_400)) for _year in YEARS)
    correct(people, {**USUAL, (CASES, TOTAL): ("201",) * 5, (RATE, TOTAL): rates})
    assert series(people, TOTAL).bases[0].population == pytest.approx(4400, abs=2)
    correct(people, USUAL)
    assert cases(people, TOTAL) == [201, 188, 215, 197, 222]
    assert series(people, TOTAL).bases[0].population == 4120


def test_rates_alone_imply_the_base(people: People) -> None:
    cells = {(CASES, TOTAL): ("200",) * 5, (RATE, TOTAL): ("5.000,0",) * 5}
    correct(people, cells)
    base = series(people, TOTAL).bases[0]
    assert base is not None
    assert (base.population, str(base.kind)) == (4000, "implied")


def test_cleared_cases_as_number_or_quota(people: People) -> None:
    cells = {
        (CASES, TOTAL): ("200",) * 5,
        (CLEARED, TOTAL): ("104", "52,5 %", "fehlt", "", "99"),
    }
    correct(people, cells)
    rows = {row.year: row for row in OffenceCount.objects.all()}
    assert (rows[2021].cleared, rows[2021].clearance) == (104, None)
    assert (rows[2022].cleared, rows[2022].clearance) == (None, 52.5)
    assert (rows[2023].cleared, rows[2023].clearance) == (None, None)


def test_the_same_numbers_twice_change_nothing(people: People) -> None:
    store_usual(people.town, people.coordinator)
    before = Event.objects.count()
    with pytest.raises(actions.NothingChanged):
        store_usual(people.town, people.coordinator)
    assert Event.objects.count() == before
    correct(people, {**USUAL, (CASES, BURGLARY): ("9",) * 5})
    store_usual(people.town, people.coordinator)
    assert cases(people, BURGLARY) == [4, 2, 5, 1, 3]


def test_refused_entries_leave_nothing(people: People) -> None:
    with pytest.raises(actions.EntryRefused):
        correct(people, {(CASES, TOTAL): ("-5", "", "", "", "")})
    with pytest.raises(actions.SourceMissing, match="Quelle"):
        correct(people, USUAL, source=" ")
    assert not Delivery.objects.exists()
    assert not OffenceCount.objects.exists()


def test_known_residents_are_not_stored_again(people: People) -> None:
    store_usual(people.town, people.coordinator)
    correct(people, {(VALUE, RESIDENTS): PEOPLE, (VALUE, "owi-noise"): ("7",) * 5},
            kind=EntryKind.OWI)  # fmt: skip
    assert Population.objects.count() == 5
    known = queries.known_residents(people.town, EntryKind.POLICE, YEARS)
    assert {year: one.total for year, one in known.items()}[2025] == 4012


def test_the_everyday_name_is_no_change_of_content(people: People) -> None:
    """A label of the police's own table beside our name of the group breaks no series."""
    OffenceKey.objects.create(
        key="222000", year=2022,
        label="Gefährliche und schwere Körperverletzung, Verstümmelung weiblicher Genitalien",
    )  # fmt: skip
    OffenceKey.objects.create(
        key="222000", year=2021, label="Gefährliche und schwere Körperverletzung"
    )
    correct(people, {(CASES, "222000"): ("7", "8", "7", "9", "8")})
    assert series(people, "222000").key_changes == ()
    assert OffenceKey.objects.get(key="222000", year=2025).label.endswith("Genitalien")


# ── groups beside the police statistics ──────────────────


def test_own_groups_stand_beside(people: People) -> None:
    store_usual(people.town, people.coordinator)
    correct(people, {(VALUE, "owi-total"): ("90", "88", "95", "91", "93"),
                     (VALUE, "owi-noise"): ("30", "28", "gesperrt", "fehlt", "33")},
            kind=EntryKind.OWI, source="Ordnungsamt")  # fmt: skip
    correct(people, {(VALUE, "unemployment-rate"): ("5,1", "5,3", "5,2", "5,8", ""),
                     (VALUE, "unemployed"): ("120", "124", "122", "131", "")},
            kind=EntryKind.STRUCTURE, source="Bundesagentur")  # fmt: skip
    built = build(people.town.area_key, 2025, viewer=people.town, protect_below=3)
    picture = built.picture
    # What no delivery stands behind could never be published.
    assert all(built.rests_on[one.code] for one in picture.indicators)
    noise = picture.indicator("owi-noise")
    assert noise is not None
    assert [point.cases for point in noise.points] == [30, 28, None, None, 33]
    assert noise.points[-1].rate == pytest.approx(33 * 100_000 / 4012)
    assert noise.sentence.startswith("Verfahren 2025: 33, das sind 823 je 100.000 Einwohner")
    quota = picture.indicator("unemployment-rate")
    assert quota is not None
    assert quota.sentence == (
        "Zuletzt liegt eine Zahl für 2024 vor: 5,8\u00a0%. 2023 waren es 5,2\u00a0%."
    )
    sections, planned = plan(picture, None)
    kinds = [str(section.kind) for section in sections]
    assert kinds.index("owi") < kinds.index("structure")
    assert [one.code for one in planned if str(one.section) == "owi"] == ["owi-total", "owi-noise"]
    assert picture.indicator(TOTAL).now.cases == 222  # type: ignore[union-attr]


def test_verdicts_of_crime_do_not_depend_on_own_groups(people: People) -> None:
    store_usual(people.town, people.coordinator)
    key = people.town.area_key

    def crime() -> list[object]:
        picture = build_picture(key, 2025, viewer=people.town)
        return [one for one in picture.indicators if not one.beside]

    before = crime()
    correct(people, {(VALUE, "owi-total"): ("90", "88", "95", "91", "400")}, kind=EntryKind.OWI)
    assert crime() == before


def test_a_small_part_is_not_given_away_by_its_sum(people: People) -> None:
    store_usual(people.town, people.coordinator)
    correct(people, {(VALUE, "accidents-casualties"): ("", "", "", "", "12"),
                     (VALUE, "accidents-slightly-injured"): ("", "", "", "", "8"),
                     (VALUE, "accidents-seriously-injured"): ("", "", "", "", "3"),
                     (VALUE, "accidents-killed"): ("", "", "", "", "1")},
            kind=EntryKind.ACCIDENTS)  # fmt: skip
    picture = build_picture(people.town.area_key, 2025, viewer=people.town, protect_below=3)
    hidden = {one.code for one in picture.hidden if one.year == 2025}
    assert "accidents-killed" in hidden
    assert len(hidden & {"accidents-casualties", "accidents-slightly-injured",
                         "accidents-seriously-injured"}) >= 1  # fmt: skip


def test_own_groups_alone_make_no_lagebild(people: People) -> None:
    correct(people, {(VALUE, "owi-noise"): ("7",) * 5}, kind=EntryKind.OWI)
    key = people.town.area_key
    assert figures.years_with_data(area_key=key, viewer=people.town) == ()
    assert figures.years_with_data(area_key=key, viewer=people.town, source="owi") == YEARS


def test_twelve_months_make_a_year_and_eleven_none(people: People) -> None:
    from decimal import Decimal

    from tests.factories.deliveries import make_delivery

    key = people.town.area_key
    rows = [
        actions.ObservationRow(key, "owi-noise", year, month, Decimal(month))
        for year, months in ((2024, 12), (2025, 11))
        for month in range(1, months + 1)
    ]
    delivery = make_delivery(DeliveryStatus.CHECKED, for_authority=people.town)
    actions.store_observations(delivery=delivery, rows=rows, by=people.coordinator)
    values = {value.year: value.cases for value in series(people, "owi-noise").values}
    assert (values[2024], values[2025]) == (78, None)


def test_residents_by_sex_and_age(people: People) -> None:
    correct(people, {(VALUE, RESIDENTS): PEOPLE, (VALUE, "residents-m"): ("2.000",) * 5,
                     (VALUE, "residents-f"): ("2.012",) * 5,
                     (VALUE, "residents-14-17"): ("120",) * 5},
            kind=EntryKind.RESIDENTS)  # fmt: skip
    value = places.population(people.town.area_key, dt.date(2025, 12, 31), people.town)
    assert value is not None
    assert (value.total, value.male, value.female) == (4012, 2000, 2012)
    assert Observation.objects.filter(indicator="residents-14-17").count() == 5


def test_an_observation_is_corrected_in_place(people: People) -> None:
    cells = {(VALUE, "owi-noise"): ("7",) * 5, (VALUE, "owi-dogs"): ("3",) * 5}
    correct(people, cells, kind=EntryKind.OWI)
    correct(people, {(VALUE, "owi-noise"): ("8",) * 5}, kind=EntryKind.OWI)
    assert [v.cases for v in series(people, "owi-noise", source="owi").values] == [8] * 5
    assert [v.cases for v in series(people, "owi-dogs", source="owi").values] == [None] * 5


def test_a_draft_belongs_to_its_person(people: People) -> None:
    with authority_scope(people.town):
        actions.save_draft(authority=people.town, kind=EntryKind.OWI, content={"a": 1},
                           by=people.coordinator)  # fmt: skip
        actions.save_draft(authority=people.town, kind=EntryKind.OWI, content={"a": 2},
                           by=people.coordinator)  # fmt: skip
        assert EntryDraft.objects.count() == 1
        assert queries.get_draft(people.town, people.public_order, EntryKind.OWI) is None
        actions.discard_draft(authority=people.town, kind=EntryKind.OWI, by=people.coordinator)
        assert not EntryDraft.objects.exists()
