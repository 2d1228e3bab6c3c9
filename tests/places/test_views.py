"""The page of a town's areas, and the upload."""

import datetime as dt
import json

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.places import make_area, make_population, square
from tests.people import client_of

from vorort.core import jobs
from vorort.deliveries import actions as deliveries
from vorort.deliveries.models import Delivery
from vorort.places.models import Area

pytestmark = pytest.mark.django_db

PAGE = "/k/lindenau/gebiete/"


def geojson(rows, crs="urn:ogc:def:crs:EPSG::25833") -> bytes:
    features = [
        {"type": "Feature", "properties": row, "geometry": json.loads(shapely.to_geojson(shape))}
        for row, shape in rows
    ]
    system = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return json.dumps({"type": "FeatureCollection", **system, "features": features}).encode()


DISTRICTS = [
    ({"OT": "01", "Name": "Altstadt"}, square(0, 0)),
    ({"OT": "02", "Name": "Oberdorf"}, square(1, 0)),
]


def upload(client, content=None, **data):
    given = {"kind": "district", "valid_from": "", "key_column": "", "name_column": "", "crs": ""}
    file = SimpleUploadedFile("ortsteile.geojson", content or geojson(DISTRICTS))
    return client.post(f"{PAGE}einlesen/", given | data | {"file": file})


def test_the_page_says_what_is_known_of_the_town(people) -> None:
    area = make_area("99901010", "Lindenau an der Weide", shape=square(0, 0))
    make_area("99901020", "Mühlgrund", shape=square(1, 0))
    make_population(area, dt.date(2022, 12, 31), 9_012)

    page = client_of(people.coordinator).get(PAGE)

    text = page.content.decode()
    assert page.status_code == 200
    assert "9.012" in text
    assert "31.12.2022" in text
    assert "Mühlgrund" in text
    assert "Gezeigt ist die Umgebung" in text
    assert "<svg" in text


def test_a_city_that_is_a_county_too_shows_its_districts(people) -> None:
    people.town.area_key, people.town.also_area_key = "99901", "99901010"
    people.town.save()
    make_area("99901010", "Lindenau", shape=square(0, 0))
    make_area("99901010-01", "Altstadt", kind="district", shape=square(0, 0))
    text = client_of(people.coordinator).get(PAGE).content.decode()
    assert "Altstadt" in text
    assert "Kreisschlüssel" in text


def test_a_town_without_any_area_gets_an_explanation(people) -> None:
    text = client_of(people.coordinator).get(PAGE).content.decode()
    assert "Noch kein Gebiet bekannt" in text


def test_the_page_takes_as_many_queries_for_many_districts(
    people, django_assert_max_num_queries
) -> None:
    make_area("99901010", shape=square(0, 0))
    client = client_of(people.coordinator)
    client.get(PAGE)

    def count() -> int:
        with django_assert_max_num_queries(40) as captured:
            client.get(PAGE)
        return len(captured)

    make_area("99901010-01", kind="district", shape=square(0, 0))
    few = count()
    for number in range(2, 40):
        make_area(f"99901010-{number:02d}", kind="district", shape=square(number, 0))
    assert count() == few


@pytest.mark.parametrize(
    ("kind", "page", "upload_page"),
    [
        ("coordinator", 200, 200),
        ("police", 200, 200),
        ("mayor", 200, 404),
        ("coach", 200, 404),
        ("lpr_consultant", 200, 200),
        ("council_member", 404, 404),
        ("other_coordinator", 404, 404),
        ("outsider", 404, 404),
        ("anonymous", 302, 302),
    ],
)
def test_who_sees_and_who_uploads(people, kind, page, upload_page) -> None:
    client = client_of(people.by_kind()[kind])
    assert client.get(PAGE).status_code == page
    assert client.get(f"{PAGE}einlesen/").status_code == upload_page
    if upload_page == 404:
        assert upload(client).status_code == 404
        assert not Delivery.objects.exists()


def test_kinds_depend_on_the_person(people) -> None:
    own = client_of(people.coordinator).get(f"{PAGE}einlesen/").context["form"]
    assert [value for value, _label in own.fields["kind"].choices] == ["district"]
    state = client_of(people.lpr_consultant).get(f"{PAGE}einlesen/").context["form"]
    assert [v for v, _label in state.fields["kind"].choices] == ["municipality", "county"]
    assert upload(client_of(people.coordinator), kind="county").status_code == 422


def test_districts_come_in_by_upload_preview_and_confirmation(
    people, django_capture_on_commit_callbacks
) -> None:
    make_area("99901010", "Lindenau", shape=square(0, 0))
    client = client_of(people.coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(client)
    assert answer.status_code == 302
    jobs.run_waiting()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.rows_read, delivery.rows_stored) == ("checked", 2, 2)
    assert delivery.for_authority == people.town
    assert not Area.objects.filter(kind="district").exists()

    detail = f"/k/lindenau/lieferungen/{delivery.public_id}/"
    assert "Altstadt" in client.get(detail).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{detail}uebernehmen/")
    jobs.run_waiting()

    assert set(Area.objects.filter(kind="district").values_list("key", "name")) == {
        ("99901010-01", "Altstadt"),
        ("99901010-02", "Oberdorf"),
    }
    text = client.get(PAGE).content.decode()
    assert "Oberdorf" in text
    with pytest.raises(deliveries.WrongState, match="nicht zurücknehmen"):
        deliveries.undo(delivery=delivery, by=people.coordinator)
    assert "Lieferung zurücknehmen" not in client.get(detail).content.decode()
    again = upload(client)
    assert again.status_code == 422
    assert "schon übernommen" in again.content.decode()


def test_a_file_over_the_limit_is_an_error_of_the_form(people, settings) -> None:
    settings.UPLOAD_LIMIT_MB = 0
    answer = upload(client_of(people.coordinator))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_file_without_recognisable_columns_says_what_to_do(
    people, django_capture_on_commit_callbacks
) -> None:
    make_area("99901010", shape=square(0, 0))
    client = client_of(people.coordinator)
    rows = [({"x": "1", "y": "eins"}, square(0, 0))]
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, geojson(rows))
    jobs.run_waiting()
    delivery = Delivery.objects.get()
    assert delivery.status == "rejected"
    assert "Keine Spalte mit Schlüsseln" in delivery.reason

    with django_capture_on_commit_callbacks(execute=True):
        upload(client, geojson(rows), key_column="x", name_column="y")
    jobs.run_waiting()
    assert Delivery.objects.first().status == "checked"
