"""Twelve differently shaped spreadsheets: the right cells, and no question the second time."""

import pytest

from tests.factories.tables import fresh, hand_in
from tests.people import People
from tests.tables.offices import OFFICES, Expected, Letter, Office
from vorort.core import jobs
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.evidence.choices import FIGURES
from vorort.evidence.models import OffenceCount
from vorort.places.models import Population
from vorort.records.models import Observation
from vorort.sheets.rules.decisions import Decisions
from vorort.sheets.rules.words import plain, signature
from vorort.tables import actions
from vorort.tables.models import SavedMapping, TableImport


def stored(delivery: Delivery) -> Expected:
    """What a delivery has left in the tables of the apps that own them."""
    found: Expected = {}
    for row in OffenceCount.objects.filter(delivery=delivery).select_related("area"):
        figures = {name: getattr(row, name) for name in FIGURES}
        found[row.area.key, f"pks:{row.offence_key}", row.year, 0] = {
            name: value for name, value in figures.items() if value is not None
        }
    for one in Population.objects.filter(delivery=delivery).select_related("area"):
        figures = {"population": one.total, "male": one.male, "female": one.female}
        assert (one.on_date.month, one.on_date.day) == (12, 31)
        found[one.area.key, "population", one.on_date.year, 0] = {
            name: value for name, value in figures.items() if value is not None
        }
    for each in Observation.objects.filter(delivery=delivery).select_related("area"):
        value = None if each.value is None else float(each.value)
        place = each.area.key, f"rec:{each.indicator}", each.year, each.month
        found[place] = {"value": value}
    return found


def answer(table: TableImport, office: Office, people: People) -> TableImport:
    """What the person decides on the mapping page."""
    given = office.answers
    decisions = Decisions(
        areas={plain(text): key for text, key in given.get("areas", {}).items()},
        indicators={plain(text): code for text, code in given.get("indicators", {}).items()},
        columns={signature(text): role for text, role in given.get("columns", {}).items()},
        dash=given.get("dash", ""),
    )
    actions.decide(table=table, decisions=decisions, by=people.coordinator, revision=table.revision)
    deliveries.request_check(delivery=table.delivery, by=people.coordinator)
    jobs.run_waiting()
    return fresh(table.delivery)


def take_over(table: TableImport, letter: Letter, people: People) -> None:
    assert table.questions == 0, table.found
    deliveries.request_store(delivery=table.delivery, by=people.coordinator)
    jobs.run_waiting()
    table.delivery.refresh_from_db()
    assert table.delivery.status == DeliveryStatus.STORED
    assert stored(table.delivery) == letter.expected


@pytest.mark.parametrize("name", OFFICES)
def test_an_office_is_read_and_its_next_file_without_a_question(county: People, name: str) -> None:
    office = OFFICES[name]
    first = hand_in(
        office.first.content, name=office.first.name, authority=county.town,
        by=county.coordinator, sender=office.sender,
    )  # fmt: skip
    assert first.delivery.status == DeliveryStatus.CHECKED, first.delivery.reason
    assert first.questions == office.questions, first.found
    if office.answers:
        first = answer(first, office, county)
    hints = " ".join(first.found["hints"])
    assert [words for words in office.says if words not in hints] == []
    take_over(first, office.first, county)
    kept = SavedMapping.objects.get()
    assert kept.sender == office.sender

    # The next file comes without a sender: its shape tells who wrote it.
    second = hand_in(
        office.second.content, name=office.second.name, authority=county.town,
        by=county.coordinator,
    )  # fmt: skip
    assert second.questions == 0, second.found
    assert second.sender == office.sender
    take_over(second, office.second, county)
    kept.refresh_from_db()
    assert kept.uses == 2
