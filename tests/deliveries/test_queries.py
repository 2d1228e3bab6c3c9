"""What is usable for whom, and who sees which delivery."""

import pytest
from tests.factories.authorities import make_authority
from tests.factories.deliveries import make_delivery

from vorort.deliveries import queries
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.queries import Preview, PreviewColumn

pytestmark = pytest.mark.django_db


def test_usable_is_what_is_stored_officially_or_for_this_authority() -> None:
    one, two = make_authority(), make_authority()
    official = make_delivery()
    own = make_delivery(for_authority=one)
    make_delivery(for_authority=two)
    for status in set(DeliveryStatus) - {DeliveryStatus.STORED}:
        make_delivery(status, for_authority=one)
        make_delivery(status)
    assert set(queries.usable_ids(one)) == {official.pk, own.pk}
    assert set(queries.usable_ids(None)) == {official.pk}


def test_the_list_holds_own_ones_and_stored_official_ones() -> None:
    one, two = make_authority(), make_authority()
    seen = {
        make_delivery(DeliveryStatus.REJECTED, for_authority=one),
        make_delivery(),
        make_delivery(DeliveryStatus.UNDONE),
    }
    waiting = make_delivery(DeliveryStatus.CHECKED)
    make_delivery(for_authority=two)
    assert set(queries.list_deliveries(one)) == seen
    assert set(queries.list_deliveries(one, official_too=True)) == {*seen, waiting}


def test_a_foreign_delivery_is_not_there() -> None:
    one, two = make_authority(), make_authority()
    foreign = make_delivery(for_authority=two)
    assert queries.get_delivery(one, foreign.public_id, official_too=True) is None
    waiting = make_delivery(DeliveryStatus.CHECKED)
    assert queries.get_delivery(one, waiting.public_id, official_too=False) is None
    assert queries.get_delivery(one, waiting.public_id, official_too=True) == waiting


def test_the_preview_survives_being_stored() -> None:
    preview = Preview(
        shape="412 kB · CSV",
        sums=(("Zeilen lesbar", "1.204"),),
        columns=(PreviewColumn("HZ", "Häufigkeitszahl", "421,7"),),
        origin=(("Zeitraum", "01.01.2025 – 31.12.2025"),),
        hints=("Ein Hinweis.",),
    )
    delivery = make_delivery(DeliveryStatus.CHECKED, preview=preview.as_json())
    delivery.refresh_from_db()
    assert queries.read_preview(delivery) == preview


def test_duties_are_what_waits_for_a_decision(people) -> None:
    by = people.coordinator
    waiting = make_delivery(DeliveryStatus.CHECKED, for_authority=people.town, by=by)
    make_delivery(for_authority=people.town, by=by)
    duty, *more = queries.list_duties(by)
    assert not more
    assert waiting.public_id in duty.url
    assert duty.town_key == people.town.town_key
    assert queries.list_duties(people.mayor) == []
