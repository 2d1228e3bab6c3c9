"""The log is append-only, masked, sealed, and its check finds every kind of tampering."""

import datetime as dt
import importlib
import io
import json
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from vorort.audit import actions, queries
from vorort.audit.models import AppendOnlyError, ChainHead, Event
from vorort.audit.rules import MASK, masked, personal_fields, plain, snapshot
from vorort.core import jobs

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def write(number: int, *, authority_id: int | None = 7, by=None) -> Event:
    return actions.record(
        verb="situation.report_published",
        by=by,
        authority_id=authority_id,
        kind="situation.report",
        object_id=f"r{number}",
        label=f"Lagebild {number}",
        before={"version": number, "share": 0.1 * number, "on": dt.date(2026, 1, 1)},
        after={"version": number + 1},
        at=AT,
    )


@pytest.fixture
def sealed_chain():
    for number in range(5):
        write(number)
    write(99, authority_id=None)
    assert actions.seal_all(at=AT) == 6


def verify(*words: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("audit_verify", *words, stdout=out)
    except SystemExit as end:
        return int(end.code), out.getvalue()
    return 0, out.getvalue()


def change(sql: str, *params) -> None:
    """Somebody with a database console."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_whole_log_is_whole(sealed_chain):
    code, words = verify()
    assert code == 0
    assert "Plattform: 1 Einträge, unverändert." in words
    assert "Gebietskörperschaft 7: 5 Einträge, unverändert." in words
    assert words.endswith("Das Protokoll ist unversehrt.\n")


def test_an_empty_log_is_whole(people):
    assert verify()[0] == 0


def test_the_chain_goes_on_where_it_ended(sealed_chain):
    write(5)
    code, words = verify()
    assert code == 0
    assert "1 noch nicht versiegelt" in words
    assert actions.seal_all(at=AT) == 1
    assert actions.seal_all(at=AT) == 0
    events = Event.objects.filter(authority_id=7).order_by("id")
    assert [event.chain_position for event in events] == [1, 2, 3, 4, 5, 6]
    assert events[5].previous_hash == events[4].hash
    assert verify()[0] == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "situation.report_drafted"),
        ("actor_id", 99),
        ("object_id", "zz"),
        ("object_label", "Etwas anderes"),
        ("after", '{"version": 9}'),
        ("occurred_at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_a_changed_entry_is_found(sealed_chain, column, value):
    change(
        f"UPDATE audit_event SET {column} = %s WHERE authority_id = 7 AND chain_position = 3", value
    )
    code, words = verify()
    assert code == 1
    assert "Eintrag 3 wurde nach dem Versiegeln verändert" in words


def test_a_missing_entry_is_found(sealed_chain):
    change("DELETE FROM audit_event WHERE authority_id = 7 AND chain_position = 2")
    code, words = verify()
    assert code == 1
    assert "Eintrag 2 fehlt." in words


def test_missing_entries_at_the_end_are_found(sealed_chain):
    change("DELETE FROM audit_event WHERE authority_id = 7 AND chain_position > 3")
    code, words = verify()
    assert code == 1
    assert "Die Einträge 4 bis 5 fehlen." in words


def test_a_lost_chain_is_found(sealed_chain):
    change("DELETE FROM audit_event WHERE authority_id = 7")
    assert verify()[0] == 1


def test_exchanged_entries_are_found(sealed_chain):
    change(
        "UPDATE audit_event SET chain_position = 100 WHERE authority_id = 7 AND chain_position = 2"
    )
    change(
        "UPDATE audit_event SET chain_position = 2 WHERE authority_id = 7 AND chain_position = 3"
    )
    change(
        "UPDATE audit_event SET chain_position = 3 WHERE authority_id = 7 AND chain_position = 100"
    )
    code, words = verify()
    assert code == 1
    assert "schließt nicht an den vorigen an" in words


def test_an_entry_moved_to_another_chain_is_found(sealed_chain):
    change("UPDATE audit_event SET authority_id = 8 WHERE authority_id = 7 AND chain_position = 5")
    assert verify()[0] == 1


def test_entries_behind_the_head_are_found(sealed_chain):
    ChainHead.objects.filter(chain=7).update(position=4)
    code, words = verify()
    assert code == 1
    assert "fremde Einträge" in words
    ChainHead.objects.filter(chain=7).update(position=5, hash="0" * 64)
    assert "Das letzte Siegel stimmt nicht" in verify()[1]


def test_a_chain_that_was_cut_with_its_head_is_found_by_an_anchor(sealed_chain, tmp_path):
    anchor = tmp_path / "siegel.json"
    assert verify("--save", str(anchor))[0] == 0
    write(6)
    actions.seal_all(at=AT)
    assert verify("--against", str(anchor))[0] == 0
    third = Event.objects.get(authority_id=7, chain_position=3)
    change("DELETE FROM audit_event WHERE authority_id = 7 AND chain_position > 3")
    ChainHead.objects.filter(chain=7).update(position=3, hash=third.hash)
    assert verify()[0] == 0
    code, words = verify("--against", str(anchor))
    assert code == 1
    assert "früher notierte Siegel" in words


def test_an_anchor_that_is_none_gets_a_clear_line(tmp_path):
    file = tmp_path / "leer"
    file.write_text("<html>")
    for name in (str(file), str(tmp_path / "fehlt")):
        with pytest.raises(CommandError, match="enthält keine Siegel"):
            verify("--against", name)


def test_the_job_seals(people):
    write(1)
    jobs.enqueue("audit.jobs.seal_chains")
    jobs.run_waiting()
    assert not Event.objects.filter(chain_position=None).exists()


def test_events_refuse_to_change():
    event = write(1)
    event.verb = "x.y"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        Event.objects.filter(pk=event.pk).update(verb="x")
    with pytest.raises(AppendOnlyError):
        Event.objects.all().delete()
    assert str(event) == "x.y Lagebild 1"
    assert str(ChainHead(chain=7, position=3)) == "7: 3"


def test_a_seal_is_put_once(sealed_chain):
    event = Event.objects.get(authority_id=7, chain_position=1)
    put = Event.objects.all().put_seal
    assert put(pk=event.pk, position=9, previous_hash="", own_hash="") == 0


def test_two_entries_never_share_a_position():
    for chain in (7, None):
        first, second = write(1, authority_id=chain), write(2, authority_id=chain)
        put = Event.objects.all().put_seal
        put(pk=first.pk, position=1, previous_hash="", own_hash="a")
        with pytest.raises(IntegrityError), transaction.atomic():
            put(pk=second.pk, position=1, previous_hash="", own_hash="b")


def test_personal_values_are_masked_as_the_model_declares():
    event = actions.record(
        verb="accounts.person_created",
        by=None,
        authority_id=None,
        kind="accounts.person",
        object_id="p",
        label="Person",
        before={"email": "", "name": None},
        after={"email": "kora@example.org", "name": "Kora", "kind": "human", "password": "x"},
    )
    assert event.before == {"email": "", "name": None}
    assert event.after == {"email": MASK, "name": MASK, "kind": "human", "password": MASK}


def test_snapshot_is_masked_and_plain(people):
    shown = snapshot(people.coordinator, ("email", "kind", "created_at"))
    assert shown["email"] == MASK
    assert shown["kind"] == "human"
    assert isinstance(shown["created_at"], str)


def test_plain_values_survive_json(people):
    values = {
        "day": dt.date(2026, 1, 2),
        "amount": Decimal("412.60"),
        "town": people.town,
        "list": [1, (2.5, None)],
        "inner": {1: True},
        "other": people.town.kind.__class__,
    }
    seen = plain(values)
    assert json.loads(json.dumps(seen)) == seen
    assert seen["amount"] == "412.60"
    assert seen["town"] == people.town.public_id
    assert masked({"a": 1}, ()) == {"a": 1}
    assert personal_fields("not a kind") == frozenset()
    assert personal_fields("no.such") == frozenset()


def test_the_log_is_read_by_town_verb_person_and_day(people):
    write(1, authority_id=people.town.pk, by=people.coordinator)
    write(2, authority_id=people.other_town.pk, by=people.mayor)
    read = queries.list_events
    town = people.town.pk
    assert [event.object_id for event in read(town)] == ["r1"]
    assert read(town, verb="situation.report_published").count() == 1
    assert read(town, verb="x.y").count() == 0
    assert read(town, actor_id=people.coordinator.pk).count() == 1
    assert read(town, actor_id=people.mayor.pk).count() == 0
    assert read(town, since=AT.date(), until=AT.date()).count() == 1
    assert read(town, since=AT.date() + dt.timedelta(days=1)).count() == 0
    assert queries.list_verbs(town) == ["situation.report_published"]
    assert queries.list_actors(town) == [(people.coordinator.pk, "Kora Koordination")]


def test_reading_personal_data_is_an_event_once_an_hour(people):
    told = {
        "by": people.coordinator,
        "authority_id": people.town.pk,
        "kind": "authorities.membership",
        "object_id": "list",
        "label": "Mitglieder",
    }
    assert actions.record_read(**told) is not None
    assert actions.record_read(**told) is None
    assert actions.record_read(**{**told, "by": people.mayor}) is not None


# ── erasing details ──────────────────────────────────────


def erase(number: int = 3) -> int:
    return actions.erase_details(
        objects=[("situation.report", f"r{number}")], by=None, reason="Löschung", at=AT
    )


def test_details_can_be_erased_and_the_chain_stays_whole(sealed_chain):
    assert erase() == 1
    event = Event.objects.get(object_id="r3")
    assert (event.object_label, event.before, event.after) == ("", None, None)
    assert verify()[0] == 0
    actions.seal_all(at=AT)
    assert verify()[0] == 0
    told = Event.objects.get(verb=actions.DETAILS_ERASED)
    assert told.after == {"entries": [event.pk]}
    assert erase() == 0


def test_details_erased_without_a_record_are_found(sealed_chain):
    change(
        "UPDATE audit_event SET object_label = '', before = NULL, after = NULL, "
        "erased_at = '2026-01-01 00:00:00+00:00' WHERE authority_id = 7 AND chain_position = 3"
    )
    code, words = verify()
    assert code == 1
    assert "Die Einzelheiten von Eintrag 3 wurden ohne Nachweis geleert." in words


def test_erasing_does_not_hide_another_change(sealed_chain):
    erase()
    change("UPDATE audit_event SET verb = 'x.y' WHERE authority_id = 7 AND object_id = 'r3'")
    assert verify()[0] == 1


def test_only_the_named_town_loses_its_details(sealed_chain):
    write(3, authority_id=8)
    done = actions.erase_details(
        objects=[("situation.report", "r3")], by=None, reason="x", at=AT, authority_id=8
    )
    assert done == 1
    assert Event.objects.get(authority_id=7, object_id="r3").object_label == "Lagebild 3"


# ── cutting at the start ─────────────────────────────────


def test_a_chain_is_cut_at_its_start_and_goes_on(sealed_chain, tmp_path):
    anchors = tmp_path / "anchors.json"
    verify("--save", str(anchors))
    change(
        "UPDATE audit_event SET recorded_at = '2010-01-01 00:00:00+00:00' "
        "WHERE authority_id = 7 AND chain_position <= 2"
    )
    # A changed time is seen; what is cut is gone before anybody looks.
    assert verify()[0] == 1
    assert actions.cut_chain(authority_id=7, before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)) == 2
    assert verify()[0] == 0
    assert verify("--against", str(anchors))[0] == 0
    write(6)
    actions.seal_all(at=AT)
    assert verify()[0] == 0
    change("DELETE FROM audit_event WHERE authority_id = 7 AND chain_position = 3")
    assert "Eintrag 3 fehlt." in verify()[1]


def test_only_a_beginning_can_be_cut(sealed_chain):
    change(
        "UPDATE audit_event SET recorded_at = '2010-01-01 00:00:00+00:00' "
        "WHERE authority_id = 7 AND chain_position = 4"
    )
    assert actions.cut_chain(authority_id=7, before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)) == 0


def test_a_whole_chain_can_end(sealed_chain, tmp_path):
    anchors = tmp_path / "anchors.json"
    verify("--save", str(anchors))
    assert actions.cut_chain(authority_id=7, before=None) == 5
    assert verify("--against", str(anchors))[0] == 0
    assert queries.end_of_chain(7)[0] == 5


# ── what was there before ────────────────────────────────


def test_what_was_sealed_with_names_is_sealed_anew(sealed_chain):
    migration = importlib.import_module("vorort.audit.migrations.0002_details_and_names")
    before = ChainHead.objects.get(chain=7).hash
    change("UPDATE audit_event SET salt = '', commitment = ''")
    assert verify()[0] == 1
    migration.seal_anew(apps, None)
    assert verify()[0] == 0
    assert ChainHead.objects.get(chain=7).hash != before
    told = Event.objects.get(verb="audit.chains_sealed_anew")
    assert told.after["7"]["before"] == before
    actions.seal_all(at=AT)
    assert verify()[0] == 0


def test_the_log_names_people_as_they_are_called_today(people):
    write(1, authority_id=people.town.pk, by=people.coach)
    people.coach.name = "Carla Neumann"
    people.coach.save()
    event = queries.list_events(people.town.pk).get(object_id="r1")
    assert event.actor_label == "Carla Neumann"
    assert (people.coach.pk, "Carla Neumann") in queries.list_actors(people.town.pk)
