"""The page as the minute taker and the members use it, by plain forms."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.councils import make_seat, seat_of
from tests.factories.sittings import (
    AGENDA,
    answer,
    item_of,
    make_invited,
    make_sitting,
    present,
)
from tests.people import People, client_of
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.models import Seat
from vorort.meetings.choices import Reply
from vorort.meetings.models import AgendaItem, Meeting
from vorort.resolutions.choices import Counts, Outcome
from vorort.resolutions.models import Resolution, Task
from vorort.sittings import actions, queries
from vorort.sittings.choices import Presence
from vorort.sittings.models import Attendance, ItemRecord, Recusal, Sitting, Vote
from vorort.sittings.rules import TaskLine


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
    answered = taker.post(
        address(meeting, "open"),
        {
            "chaired_by": chair,
            "minuted_by": writer,
            "began": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        },
    )
    assert answered.status_code == 302
    with authority_scope(people.town):
        rows = {one.seat.function: one for one in Attendance.objects.select_related("seat")}
    here = ["Mitglied des Stadtrates", "Leitung Revier", "Schulleitung"]
    was = [rows["Bürgermeisterin"].public_id, rows["Koordination"].public_id]
    answered = taker.post(
        address(meeting, "attendance"),
        {"tun": "haken", "war": was, "da": [*was, *(rows[name].public_id for name in here)]},
    )
    assert answered.status_code == 302
    body = taker.get(address(meeting)).content.decode()
    assert "4 von 5" in body
    answered = post(
        taker, meeting, 2, tun="beschluss", text="Drei Varianten.", revision="0", base="",
        **{"beschluss-text": "Sieben Leuchten.", "beschluss-kind": "decision", "beschluss-yes": "3",
           "beschluss-abstain": "1", "beschluss-seen": "0"},
        line="Schulleitung: Konzept vorlegen bis 15.03.",
    )  # fmt: skip
    assert answered.status_code == 302
    with authority_scope(people.town):
        assert ItemRecord.objects.get(item=item_of(meeting, 2)).notes == "Drei Varianten."
        resolution = Resolution.objects.get()
        assert resolution.outcome == Outcome.ADOPTED
        assert (resolution.yes, resolution.no, resolution.abstain) == (3, 0, 1)
        task = Task.objects.get()
        assert (task.title, task.owner) == ("Konzept vorlegen", rows["Schulleitung"].seat)
    answered = taker.post(
        address(meeting, "close"), {"ended": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}
    )
    assert answered.status_code == 302
    assert taker.get(address(meeting, "attendance")).status_code == 200
    body = taker.get(address(meeting)).content.decode()
    assert "Anwesenheit berichtigen" in body
    assert "Sitzung schließen" not in body


# ── who and what ─────────────────────────────────────────


@pytest.fixture
def sitting(people: People, meeting: Meeting) -> Sitting:
    return make_sitting(people, meeting)


def test_a_sitting_may_end_in_the_minute_it_began(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    """The field knows minutes only; a sitting opened in their midst is not refused for that."""
    minute = (now() - dt.timedelta(minutes=10)).replace(second=0, microsecond=0)
    opened = minute + dt.timedelta(seconds=40)
    with authority_scope(people.town):
        Sitting.objects.filter(pk=sitting.pk).update(opened_at=opened)

    def close_at(end: dt.datetime) -> int:
        said = {"ended": f"{timezone.localtime(end):%Y-%m-%dT%H:%M}"}
        return taker.post(address(meeting, "close"), said).status_code

    assert close_at(minute - dt.timedelta(minutes=1)) == 422
    assert close_at(minute) == 302
    with authority_scope(people.town):
        closed = Sitting.objects.get(pk=sitting.pk).closed_at
    assert closed is not None
    assert opened < closed <= minute + dt.timedelta(minutes=1)


def core_item(people: People, meeting: Meeting) -> AgendaItem:
    """Let the core group write, decide and agree on something."""
    item, at = item_of(meeting, 4), meeting.starts_at
    with authority_scope(people.town):
        actions.save_notes(item=item, text="Heikler Fall.", revision=0, by=people.police, at=at)
        actions.recuse(
            item=item, seat=seat_of(meeting.body, "Schulleitung"), by=people.police, at=at
        )
        actions.record_vote(
            item=item, kind="decision", title="Heikel", text="Heikler Beschluss.",
            mode="counts", counts=Counts(3, 0), by=people.police, at=at,
        )  # fmt: skip
        actions.start_item(item=item, by=people.police, at=at)
    return item


def test_members_read_and_do_not_write(people: People, meeting: Meeting, sitting: Sitting) -> None:
    item = item_of(meeting, 2)
    for who in (people.mayor, people.council_member, people.police):
        client = client_of(who)
        body = client.get(address(meeting)).content.decode()
        assert "Sie lesen mit" in body
        assert "Verlauf speichern" not in body
        assert post(client, meeting, 2, text="Fremd.", revision="0").status_code == 404
        for name, more in (("attendance", ()), ("close", ()), ("vote", (item.public_id,))):
            assert client.get(address(meeting, name, *more)).status_code == 404
            assert client.post(address(meeting, name, *more), {"tun": "haken"}).status_code == 404
    for who in (people.public_order, people.other_coordinator, people.outsider):
        assert client_of(who).get(address(meeting)).status_code == 404
    with authority_scope(people.town):
        assert not ItemRecord.objects.exists()


def test_a_deputy_reads_along_until_the_meeting_is_held(people: People, meeting: Meeting) -> None:
    with authority_scope(people.town):
        deputy = seat_of(meeting.body, "stellvertretende Schulleitung")
        Seat.objects.filter(pk=deputy.pk).update(person=people.outsider)
    client = client_of(people.outsider)
    assert client.get(address(meeting)).status_code == 404
    answer(meeting, "Schulleitung", Reply.DEPUTY, deputy)
    sitting = make_sitting(people, meeting)
    page = client.get(address(meeting))
    assert page.status_code == 200
    assert "Fallbezogene" not in page.content.decode()
    with authority_scope(people.town):
        actions.close_sitting(sitting=sitting, by=people.coordinator, at=now())
    assert client.get(address(meeting)).status_code == 404


def test_the_core_group_is_invisible_even_in_counts(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    before = {
        who: client_of(getattr(people, who)).get(address(meeting)).content.decode()
        for who in ("coordinator", "mayor", "council_member")
    }
    item = core_item(people, meeting)
    for who, old in before.items():
        client = client_of(getattr(people, who))
        new = client.get(address(meeting)).content.decode()
        # Nothing has changed for them but the token of their form.
        assert _without_tokens(new) == _without_tokens(old)
        assert client.get(address(meeting), {"punkt": item.public_id}).status_code == 200
        assert (
            "Fallbezogene"
            not in client.get(address(meeting), {"punkt": item.public_id}).content.decode()
        )
        assert post(client, meeting, 4, text="x", revision="1").status_code == 404
        vote = address(meeting, "vote", item.public_id)
        assert client.get(vote).status_code == 404
    body = client_of(people.police).get(address(meeting)).content.decode()
    assert "Heikler Fall." in body
    assert "nie im Browser" in body
    assert "data-keep" not in body
    # What the core group agrees on waits for nobody else.
    closing = taker.get(address(meeting, "close")).content.decode()
    assert "Fallbezogene" not in closing


def _without_tokens(body: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", body)


def test_the_core_group_writes_its_own_item(
    people: People, meeting: Meeting, sitting: Sitting
) -> None:
    client = client_of(people.police)
    answered = post(client, meeting, 4, text="Fall A.", revision="0", tun="speichern")
    assert answered.status_code == 302
    with authority_scope(people.town):
        assert ItemRecord.objects.get().notes == "Fall A."


# ── forms ────────────────────────────────────────────────


def test_two_texts_meet_on_the_page(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    with authority_scope(people.town):
        actions.save_notes(
            item=item_of(meeting, 2),
            text="Eins.\nVon nebenan.",
            revision=0,
            by=people.mayor,
            at=now(),
        )
    refused = post(
        taker, meeting, 2, tun="schliessen", text="Eins.\nVon mir.", base="Eins.", revision="0",
        line="Bauamt: Angebote", **{"beschluss-text": "Ein Wortlaut."},
    )  # fmt: skip
    body = refused.content.decode()
    assert refused.status_code == 409
    for words in ("Von mir.", "Von nebenan.", "Bauamt: Angebote", "Ein Wortlaut."):
        assert words in body
    with authority_scope(people.town):
        record = ItemRecord.objects.get()
        assert (record.notes, record.state) == ("Eins.\nVon nebenan.", "open")
        assert not Task.objects.exists()
    post(
        taker, meeting, 2, nimm="zusammen", merged="Eins.\nVon nebenan.\nVon mir.",
        merge_revision="1", text="Eins.\nVon mir.", revision="0", theirs="",
    )  # fmt: skip
    with authority_scope(people.town):
        assert ItemRecord.objects.get().notes == "Eins.\nVon nebenan.\nVon mir."


@pytest.mark.parametrize(("chosen", "stands"), [("mein", "Von mir."), ("ihr", "Von nebenan.")])
def test_either_text_can_be_taken_alone(
    people: People, meeting: Meeting, taker: Client, chosen: str, stands: str
) -> None:
    make_sitting(people, meeting)
    with authority_scope(people.town):
        actions.save_notes(
            item=item_of(meeting, 2), text="Von nebenan.", revision=0, by=people.mayor, at=now()
        )
    post(
        taker, meeting, 2, nimm=chosen, merged="", merge_revision="1", text="Von mir.",
        revision="0", theirs="Von nebenan.",
    )  # fmt: skip
    with authority_scope(people.town):
        assert ItemRecord.objects.get().notes == stands


def test_a_motion_is_not_lost_by_another_button(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    refused = post(
        taker, meeting, 2, tun="schliessen", text="Verlauf.", revision="0",
        **{"beschluss-text": "Ein Wortlaut.", "beschluss-yes": "3", "beschluss-seen": "0"},
    )  # fmt: skip
    assert refused.status_code == 422
    body = refused.content.decode()
    assert "Der Beschluss ist noch nicht festgehalten" in body
    assert "Ein Wortlaut." in body
    with authority_scope(people.town):
        # The notes are safe already.
        assert ItemRecord.objects.get().notes == "Verlauf."
        assert not Vote.objects.exists()


def test_too_many_votes_keep_what_was_typed(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    refused = post(
        taker, meeting, 2, tun="beschluss", text="", revision="0",
        **{"beschluss-text": "Ein Wortlaut.", "beschluss-kind": "decision",
           "beschluss-yes": "6", "beschluss-seen": "0"},
    )  # fmt: skip
    body = refused.content.decode()
    assert refused.status_code == 422
    assert "6 Stimmen sind erfasst, aber nur 5 Personen" in body
    assert 'value="6"' in body


@pytest.mark.parametrize(
    "data",
    [
        {
            "tun": "beschluss",
            "beschluss-yes": "viele",
            "beschluss-text": "x",
            "beschluss-seen": "0",
        },
        {
            "tun": "beschluss",
            "beschluss-yes": "1",
            "beschluss-text": "x",
            "beschluss-kind": "krone",
        },
        {"tun": "befangen", "befangen-seat": "niemand"},
        {"tun": "befangen"},
        {"tun": "aufgabe", "line": ""},
        {"tun": "vertagen", "text": "x" * 50_001, "revision": "0"},
        {"text": "ohne Stand", "revision": "viele"},
    ],
)
def test_bad_input_is_said_and_stores_nothing(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client, data: dict[str, str]
) -> None:
    assert post(taker, meeting, 2, **data).status_code == 422
    with authority_scope(people.town):
        assert not Vote.objects.exists()
        assert not Recusal.objects.exists()
        assert not Task.objects.exists()
        assert all(one.notes == "" for one in ItemRecord.objects.all())


def test_autosave_answers_in_json(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    saved = post(taker, meeting, 2, tun="von-selbst", text="Eins.", revision="0", base="")
    assert saved.json()["revision"] == 1
    assert re.fullmatch(r"gespeichert um \d\d:\d\d Uhr", saved.json()["words"])
    clash = post(taker, meeting, 2, tun="von-selbst", text="Zwei.", revision="0", base="")
    assert clash.status_code == 409
    assert "Zwei." in clash.json()["html"]
    assert post(taker, meeting, 2, tun="von-selbst", text="Drei.").status_code == 422
    too_long = post(taker, meeting, 2, tun="von-selbst", text="x" * 50_001, revision="1")
    assert "50.000" in too_long.json()["problem"]


def test_a_task_that_came_back_is_closed_at_the_table(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    with authority_scope(people.town):
        item = item_of(meeting, 3)
        AgendaItem.objects.filter(pk=item.pk).update(standing="open_tasks")
        task = Task.objects.create(authority=people.town, body=meeting.body, title="Hecken")
        item.returned.create(authority=people.town, task=task)
    body = taker.get(address(meeting), {"punkt": item.public_id}).content.decode()
    assert "Abschließen: Hecken" in body
    key = task.public_id
    refused = post(taker, meeting, 3, erledigt=key, **{f"ergebnis-{key}": " "})
    assert refused.status_code == 422
    assert post(taker, meeting, 3, erledigt="fremd1234567").status_code == 404
    done = post(taker, meeting, 3, erledigt=key, **{f"ergebnis-{key}": "Geschnitten."})
    assert done.status_code == 302
    with authority_scope(people.town):
        task.refresh_from_db()
    assert (task.state, task.result) == ("done", "Geschnitten.")


def test_votes_by_name_and_putting_them_right(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    item = item_of(meeting, 2)
    rows = [present(meeting, name).public_id for name in ("Schulleitung", "Jugendhilfe")]
    form = {
        "beschluss-text": "Ein Wortlaut.", "beschluss-kind": "decision",
        "beschluss-mode": "per_person", "beschluss-seen": "0",
        f"stimme-{rows[0]}": "yes", f"stimme-{rows[1]}": "abstain",
    }  # fmt: skip
    assert taker.get(address(meeting, "vote", item.public_id)).status_code == 200
    assert taker.post(address(meeting, "vote", item.public_id), form).status_code == 302
    with authority_scope(people.town):
        vote = Vote.objects.get()
        assert (vote.yes, vote.abstain, vote.of_persons.count()) == (1, 1, 2)
    body = taker.get(address(meeting), {"punkt": item.public_id}).content.decode()
    assert "Schulleitung: Ja" in body
    url = address(meeting, "correct", vote.public_id)
    assert "Abstimmung berichtigen" in taker.get(url).content.decode()
    assert taker.post(url, {**form, f"stimme-{rows[0]}": "no"}).status_code == 302
    assert taker.post(url, form).status_code == 422
    with authority_scope(people.town):
        assert Resolution.objects.get().outcome == Outcome.REJECTED
    assert taker.get(address(meeting, "correct", "fremd1234567")).status_code == 404


def test_times_line_by_line(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    with authority_scope(people.town):
        rows = list(Attendance.objects.select_related("seat"))

    def lines(**given: str) -> dict[str, str]:
        data = {"tun": "zeiten"}
        for row in rows:
            key, there = row.public_id, row.presence == Presence.PRESENT
            data[f"{key}-presence"] = row.presence
            data[f"{key}-came"] = f"{timezone.localtime(row.came_at):%H:%M}" if there else ""
        return {**data, **given}

    youth = next(row for row in rows if row.seat and row.seat.function == "Jugendhilfe")
    start = timezone.localtime(sitting.opened_at)
    left = f"{start + dt.timedelta(minutes=10):%H:%M}"
    url = address(meeting, "attendance")
    assert taker.post(url, lines(**{f"{youth.public_id}-left": left})).status_code == 302
    assert present(meeting, "Jugendhilfe").left_at is not None
    assert present(meeting, "Schulleitung").left_at is None
    early = f"{start - dt.timedelta(minutes=10):%H:%M}"
    refused = taker.post(url, lines(**{f"{youth.public_id}-left": early}))
    assert refused.status_code == 422
    assert "bevor er kommt" in refused.content.decode()
    assert taker.post(url, {"tun": "gast", "guest": ""}).status_code == 422
    assert taker.post(url, {"tun": "gast", "guest": "Gesa Gast"}).status_code == 302
    assert "Gesa Gast" in taker.get(address(meeting)).content.decode()


def test_ticks_of_two_people_do_not_undo_each_other(
    people: People, meeting: Meeting, sitting: Sitting, taker: Client
) -> None:
    url = address(meeting, "attendance")
    ids = {name: present(meeting, name).public_id for name in ("Schulleitung", "Jugendhilfe")}
    both = list(ids.values())
    # Two pages were drawn with both ticked; each takes another tick away.
    taker.post(url, {"tun": "haken", "war": both, "da": [ids["Jugendhilfe"]]})
    taker.post(url, {"tun": "haken", "war": both, "da": [ids["Schulleitung"]]})
    with authority_scope(people.town):
        table = queries.table_at(item_of(meeting, 2))
    assert table.quorum.present == 3


def test_a_meeting_that_was_held_long_ago_is_entered_afterwards(
    people: People, taker: Client
) -> None:
    old = make_invited(people, starts_at=now() - dt.timedelta(days=400), number=7)
    with authority_scope(people.town):
        chair = seat_of(old.body, "Bürgermeisterin").public_id
    began = f"{timezone.localtime(old.starts_at):%Y-%m-%dT%H:%M}"
    assert began in taker.get(address(old)).content.decode()
    taker.post(address(old, "open"), {"chaired_by": chair, "began": began})
    rows = {name: present(old, name).public_id for name in ("Schulleitung", "Jugendhilfe")}
    taker.post(address(old, "attendance"), {"tun": "haken", "da": list(rows.values())})
    assert abs(present(old, "Schulleitung").came_at - old.starts_at) < dt.timedelta(minutes=1)
    post(taker, old, 2, tun="aufrufen")
    post(
        taker, old, 2, tun="einstimmig",
        **{"beschluss-text": "Ein Wortlaut.", "beschluss-kind": "decision", "beschluss-seen": "0",
           "beschluss-quorum_note": "zweite Sitzung"},
    )  # fmt: skip
    with authority_scope(people.town):
        assert Resolution.objects.get().decided_on == timezone.localdate(old.starts_at)
        assert ItemRecord.objects.get(item=item_of(old, 2)).opened_at is None
    page = taker.get(address(old, "close")).content.decode()
    ended = re.search(r'name="ended" value="([^"]+)"', page)
    assert ended
    assert taker.post(address(old, "close"), {"ended": ended[1]}).status_code == 302


def test_who_reads_along_gets_the_page_again_only_when_it_changed(
    people: People, meeting: Meeting, sitting: Sitting
) -> None:
    client = client_of(people.council_member)
    body = client.get(address(meeting)).content.decode()
    stamp = re.search(r'VorOrt-Stand": "(\w+)"', body)
    assert stamp
    headers = {"VorOrt-Stand": stamp[1]}
    assert client.get(address(meeting), headers=headers).status_code == 204
    core_item(people, meeting)
    assert client.get(address(meeting), headers=headers).status_code == 204
    with authority_scope(people.town):
        actions.save_notes(
            item=item_of(meeting, 2), text="Neu.", revision=0, by=people.coordinator, at=now()
        )
    assert client.get(address(meeting), headers=headers).status_code == 200


def test_the_page_costs_the_same_with_many_items_members_and_tasks(
    people: People, taker: Client
) -> None:
    def cost(meeting: Meeting) -> int:
        item = item_of(meeting, 2)
        with CaptureQueriesContext(connection) as caught:
            page = taker.get(address(meeting), {"punkt": item.public_id})
        assert page.status_code == 200
        return len(caught)

    def make(agenda: int, tasks: int, number: int) -> Meeting:
        made = make_invited(people, agenda=AGENDA * agenda, number=number, starts_at=now())
        make_sitting(people, made)
        item = item_of(made, 2)
        with authority_scope(people.town):
            for _ in range(tasks):
                actions.note_task(
                    item=item, line=TaskLine("Angebote"), by=people.coordinator, at=now()
                )
                actions.record_vote(
                    item=item, kind="decision", title="", text="Ja.", mode="counts",
                    counts=Counts(3, 0), by=people.coordinator, at=now(),
                )  # fmt: skip
        return made

    small = make(1, 1, 3)
    cost(small)
    few = cost(small)
    with authority_scope(people.town):
        for number in range(40):
            make_seat(small.body, function=f"Beirat {number}", role="advisory")
    assert cost(make(20, 12, 4)) == few
    assert few < 50


def test_the_page_warns_who_opens_on_another_day(people: People, taker: Client) -> None:
    warning = "Eingeladen ist für einen späteren Tag"
    soon = make_invited(people, starts_at=now() + dt.timedelta(minutes=20))
    far = make_invited(people, starts_at=now() + dt.timedelta(days=14), number=5)
    assert warning not in taker.get(address(soon)).content.decode()
    assert warning in taker.get(address(far)).content.decode()
