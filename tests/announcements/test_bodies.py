"""What becomes public of a body, and that names do only with consent."""

import datetime as dt

import pytest
from django.test import Client

from tests.factories.councils import make_body, make_council, make_seat, seat_of
from tests.factories.partners import make_organisation
from tests.people import client_of
from vorort.announcements import actions, queries
from vorort.core import jobs
from vorort.core.scopes import authority_scope
from vorort.councils.actions import edit_body, edit_seat, seat_member
from vorort.councils.models import Seat
from vorort.councils.queries import public_name
from vorort.publications.models import Publication, Representation

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
DAY = AT.date()
AGREED = {"name_consent_on": dt.date(2026, 1, 1)}


@pytest.fixture
def body(people):
    with authority_scope(people.town):
        yield make_council(people)


def publish(people, body):
    return actions.publish_body(body=body, by=people.coordinator, at=AT)


@pytest.fixture
def named(people, body):
    """A school that agreed, a youth office that did not, police and a club that may not."""
    edit = {"by": people.coordinator, "at": AT}
    edit_seat(seat=seat_of(body, "Schulleitung"), **AGREED, **edit)
    edit_seat(seat=seat_of(body, "Leitung Revier"), **AGREED, **edit)
    club = make_organisation(people.town, kind="club", name="Sportverein")
    precinct = make_organisation(people.town, kind="police", name="Revier")
    make_seat(body, function="Jugendwart", name="Viola Verein", organisation=club, **AGREED)
    make_seat(body, function="Streife", name="Otto Ordnung", organisation=precinct, **AGREED)
    make_seat(body, function="Besuch", name="Gerda Gast", role="guest", **AGREED)
    return body


FORBIDDEN = ("Jule Jugend", "Viola Verein", "Otto Ordnung", "Paul Polizei", "Gerda Gast",
             "Rita Präventionsrat", "@")  # fmt: skip


def test_names_only_by_consent_police_and_volunteers_never(people, named):
    publication = publish(people, named)
    page = bytes(Representation.objects.get(publication=publication).content).decode()
    text = f"{page.split('<main')[1].split('</main')[0]} {publication.payload}"
    for name in FORBIDDEN:
        assert name not in text
    assert "Sina Schule" in text
    assert {"Jugendwart", "Streife", "Leitung Revier", "Jugendhilfe"} <= {
        one["name"] for one in publication.payload["public"]["members"]
    }
    assert public_name(seat_of(named, "Schulleitung")) == "Sina Schule"
    assert public_name(seat_of(named, "Jugendwart")) == "Jugendwart"


def test_consent_of_tomorrow_is_none_today(people, body):
    seat = make_seat(body, function="Kirche", name="Karla", name_consent_on=dt.date(2999, 1, 1))
    assert public_name(seat) == "Kirche"


def test_absent_is_absent(people, body):
    payload = publish(people, body).payload["public"]
    assert "purpose" not in payload
    assert "parent_id" not in payload
    assert all(value not in {"", None} for one in payload["members"] for value in one.values())
    assert payload["term"]["start"] == "2020-01-15"


def test_a_parent_is_told_only_where_it_is_public(people, body):
    group = make_body(people.town, name="AG", parent=body)
    assert "parent_id" not in publish(people, group).payload["public"]
    publish(people, body)
    assert publish(people, group).payload["public"]["parent_id"] == body.public_id


def test_consent_taken_back_takes_the_name_at_once(people, named):
    first = publish(people, named)
    address = queries.body_path(named)
    assert "Sina Schule" in Client().get(address).content.decode()
    edit_seat(
        seat=seat_of(named, "Schulleitung"), name_consent_on=None, by=people.coordinator, at=AT
    )
    assert "Sina Schule" not in Client().get(address).content.decode()
    # The version that said it is not served anywhere any more.
    assert Client().get(f"{address}fassung-{first.version}/").status_code == 404


def test_a_body_without_public_page_is_not_made_public_by_an_edit(people, named):
    edit_seat(
        seat=seat_of(named, "Schulleitung"), name_consent_on=None, by=people.coordinator, at=AT
    )
    assert not Publication.objects.exists()


def test_a_name_whose_consent_is_erased_leaves_the_page(people, named):
    publish(people, named)
    address = queries.body_path(named)
    assert queries.list_naming_too_much() == []
    # As the erasure of a person does it, past every action.
    Seat.objects.filter(function="Schulleitung").update(
        name="", function="ausgeschieden", name_consent_on=None
    )
    assert queries.list_naming_too_much() == [named]
    jobs.enqueue("announcements.jobs.forget_names", label="Namen")
    jobs.run_waiting()
    assert "Sina Schule" not in Client().get(address).content.decode()
    assert queries.list_naming_too_much() == []


def test_one_series_of_versions_over_the_years(people, body):
    publish(people, body)
    later = actions.publish_body(body=body, by=people.coordinator, at=AT + dt.timedelta(days=400))
    assert later.version == 2
    assert Publication.objects.filter(status="live").count() == 1


def test_the_page_says_when_it_no_longer_holds(people, body):
    live = publish(people, body)
    assert queries.stale_words(body, live, on=DAY) == ()
    edit_body(body=body, purpose="Neu", by=people.coordinator, at=AT)
    body.refresh_from_db()
    seat_member(body=body, function="Neu", from_on=DAY, by=people.coordinator, at=AT)
    assert queries.stale_words(body, live, on=DAY) == ("Aufgabe", "Mitglieder")


def test_what_is_withdrawn_is_gone(people, body):
    publish(people, body)
    address = queries.body_path(body)
    actions.withdraw_body(body=body, reason="Irrtum", by=people.coordinator, at=AT)
    assert Client().get(address).status_code == 410
    with pytest.raises(actions.NotPublic):
        actions.withdraw_body(body=body, reason="x", by=people.coordinator, at=AT)
    publish(people, body)
    assert Client().get(address).status_code == 200


def test_preview_is_the_page_and_nobody_else_sees_it(people, named):
    path = f"/k/{people.town.slug}/gremien/{named.public_id}/oeffentlich/"
    shown = client_of(people.coordinator).get(f"{path}vorschau/").content.decode()
    assert "Sina Schule" in shown
    assert "Viola Verein" not in shown
    told = client_of(people.coordinator).get(path).content.decode()
    assert "Viola Verein: Polizei und Ehrenamt stehen nur mit Funktion da" in told
    assert client_of(people.mayor).get(path).status_code == 404
    assert client_of(people.coordinator).post(path).status_code == 302
    assert queries.body_publication(named) is not None


def test_the_first_page_of_the_body_says_what_is_public_and_what_wants_renewing(people, body):
    inside = f"/k/{people.town.slug}/gremien/{body.public_id}/"
    own = client_of(people.coordinator)
    assert "Ansehen und veröffentlichen" in own.get(inside).content.decode()
    publish(people, body)
    assert "Öffentliche Seite erneuern" not in own.get(inside).content.decode()
    edit_body(body=body, purpose="Neu", by=people.coordinator, at=AT)
    assert "Öffentliche Seite erneuern" in own.get(inside).content.decode()
    read = client_of(people.mayor).get(inside).content.decode()
    assert queries.body_path(body) in read
    assert "Öffentliche Seite erneuern" not in read
    assert "Erneuern oder zurückziehen" not in read
