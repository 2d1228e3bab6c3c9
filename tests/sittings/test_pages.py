"""The page as the minute taker and the members use it, by plain forms."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.councils import seat_of
from tests.factories.sittings import item_of, make_invited
from tests.people import People, client_of
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.meetings.models import Meeting
from vorort.resolutions.choices import Outcome
from vorort.resolutions.models import Resolution, Task
from vorort.sittings.models import Attendance, ItemRecord


@pytest.fixture
def meeting(people: People) -> Meeting:
    """A meeting that began half an hour ago."""
    return make_invited(people, starts_at=now() - dt.timedelta(minutes=30))


@pytest.fixture
def taker(people: People) -> Client:
    return client_of(people.coordinator)


def address(meeting: Meeting, name: str = "sitting", *more: str) -> str:
    return reverse(f"sittings:{name}", args=[meeting.authority.slug, meeting.public_id, *more])


def post(client: Client, meeting: Meeting, position: int, **data: str):
    item = item_of(meeting, position)
    return client.post(address(meeting, "item", item.public_id), data)


def test_open_note_decide_task_close(people: People, meeting: Meeting, taker: Client) -> None:
    page = taker.get(address(meeting))
    assert "Sitzung eröffnen" in page.content.decode()
    with authority_scope(people.town):
        chair = seat_of(meeting.body, "Bürgermeisterin").public_id
        writer = seat_of(meeting.body, "Koordination").public_id
    answer = taker.post(
        address(meeting, "open"),
        {
            "chaired_by": chair,
            "minuted_by": writer,
            "began": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        },
    )
    assert answer.status_code == 302
    with authority_scope(people.town):
        rows = {one.seat.function: one for one in Attendance.objects.select_related("seat")}
    here = ["Mitglied des Stadtrates", "Leitung Revier", "Schulleitung"]
    was = [rows["Bürgermeisterin"].public_id, rows["Koordination"].public_id]
    answer = taker.post(
        address(meeting, "attendance"),
        {"tun": "haken", "war": was, "da": [*was, *(rows[name].public_id for name in here)]},
    )
    assert answer.status_code == 302
    body = taker.get(address(meeting)).content.decode()
    assert "4 von 5" in body
    answer = post(
        taker, meeting, 2, tun="beschluss", text="Drei Varianten.", revision="0", base="",
        **{"beschluss-text": "Sieben Leuchten.", "beschluss-kind": "decision", "beschluss-yes": "3",
           "beschluss-abstain": "1", "beschluss-seen": "0"},
        line="Schulleitung: Konzept vorlegen bis 15.03.",
    )  # fmt: skip
    assert answer.status_code == 302
    with authority_scope(people.town):
        assert ItemRecord.objects.get(item=item_of(meeting, 2)).notes == "Drei Varianten."
        resolution = Resolution.objects.get()
        assert resolution.outcome == Outcome.ADOPTED
        assert (resolution.yes, resolution.no, resolution.abstain) == (3, 0, 1)
        task = Task.objects.get()
        assert (task.title, task.owner) == ("Konzept vorlegen", rows["Schulleitung"].seat)
    answer = taker.post(
        address(meeting, "close"), {"ended": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}
    )
    assert answer.status_code == 302
    assert taker.get(address(meeting, "attendance")).status_code == 200
    body = taker.get(address(meeting)).content.decode()
    assert "Anwesenheit berichtigen" in body
    assert "Sitzung schließen" not in body
