"""What a sender allows: levels, embargo, who may say so, and that it is written down."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from tests.factories.authorities import make_authority
from tests.factories.deliveries import make_delivery
from tests.factories.publications import AT, make_publication
from tests.people import People, client_of

from vorort.audit.models import Event
from vorort.authorities.models import Membership
from vorort.deliveries import actions, queries, rules
from vorort.deliveries.choices import (
    Audience,
    DeliveryFormat,
    DeliveryStatus,
    PermittedUse,
    Release,
    ReleaseLevel,
)
from vorort.deliveries.models import Delivery
from vorort.publications.choices import RestsOn

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
BEFORE, AFTER = NOON - dt.timedelta(minutes=1), NOON + dt.timedelta(minutes=1)


def usable(town, audience: Audience, at: dt.datetime = AFTER) -> set[int]:
    return set(queries.usable_ids(town, audience=audience, at=at))


def released(people: People, level: str, **more: object) -> Delivery:
    made = make_delivery(for_authority=people.town, by=people.police)
    return actions.set_release(delivery=made, level=level, by=people.police, at=AT, **more)


def test_what_holds_until_somebody_says_otherwise(people: People) -> None:
    level = {
        "official": make_delivery().release_level,
        "police": make_delivery(for_authority=people.town, by=people.police).release_level,
        "table": make_delivery(for_authority=people.town, by=people.coordinator).release_level,
        "hand": make_delivery(
            for_authority=people.town, by=people.coordinator, format=DeliveryFormat.HAND
        ).release_level,
    }
    assert level == {
        "official": ReleaseLevel.PUBLIC,
        "police": ReleaseLevel.INTERNAL,
        "table": ReleaseLevel.PUBLIC,
        "hand": ReleaseLevel.CORE,
    }
    printed = actions.receive(
        stream=io.BytesIO(b"gedruckt"), name="x.csv", format="hand", by=people.coordinator,
        for_authority=people.town, published_by_source=True,
    )  # fmt: skip
    assert printed.release_level == ReleaseLevel.PUBLIC
    assert printed.released_by is None


def test_a_release_can_come_with_the_delivery(people: People) -> None:
    made = make_delivery(
        for_authority=people.town,
        by=people.police,
        release=Release(level=ReleaseLevel.PUBLIC, agreement="Az. 12-345"),
    )
    assert (made.release_level, made.agreement) == (ReleaseLevel.PUBLIC, "Az. 12-345")
    assert made.released_by == people.police


@pytest.mark.parametrize(
    ("level", "seen_by"),
    [
        ("internal", {Audience.EDITOR}),
        ("core", {Audience.EDITOR, Audience.CORE}),
        ("public", set(Audience)),
    ],
)
def test_levels_reach_their_audience(people: People, level: str, seen_by: set[Audience]) -> None:
    one = released(people, level)
    assert {a for a in Audience if one.pk in usable(people.town, a)} == seen_by
    assert {a for a in Audience if rules.reaches(one, a, at=AFTER)} == seen_by
    assert usable(make_authority(), Audience.EDITOR) == set()


def test_an_embargo_keeps_it_in_the_core_group(people: People) -> None:
    one = released(people, "public", embargo_until=NOON)
    assert one.pk not in usable(people.town, Audience.PUBLIC, BEFORE)
    assert one.pk in usable(people.town, Audience.CORE, BEFORE)
    assert one.pk in usable(people.town, Audience.PUBLIC, NOON)
    before, after = (queries.standing_of(one, at=at) for at in (BEFORE, AFTER))
    assert "gesperrt bis 01.12.2026, 13:00" in before.why_not_public
    assert before.only_embargo
    assert after.is_public


def test_figures_for_advice_are_in_no_report(people: People) -> None:
    one = released(people, "public", permitted_use=PermittedUse.ADVICE)
    assert one.pk not in usable(people.town, Audience.PUBLIC)
    assert "nur zur Beratung" in queries.standing_of(one, at=AFTER).why_not_public


def test_an_official_table_is_never_internal(people: People) -> None:
    official = make_delivery()
    with pytest.raises(actions.WrongRelease, match="gilt für alle Orte"):
        actions.set_release(delivery=official, level="internal", by=people.lpr_consultant, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=official.pk).update(release_level="internal")


def test_every_change_is_written_down(people: People) -> None:
    released(people, "public", embargo_until=NOON, agreement="Schreiben vom 3. März")
    event = Event.objects.get(verb="deliveries.delivery_release_set")
    assert event.before["release_level"] == "internal"
    assert event.after["release_level"] == "public"
    assert event.after["agreement"] == "Schreiben vom 3. März"
    assert event.after["embargo_until"].startswith("2026-12-01T12:00")


def test_who_speaks_for_the_sender(people: People) -> None:
    stations = make_delivery(for_authority=people.town, by=people.police)
    hers = make_delivery(for_authority=people.town, by=people.coordinator)
    everybody = [getattr(people, kind) for kind in ("coordinator", "police", "precinct", "mayor",
                                                    "public_order", "coach", "other_coordinator")]  # fmt: skip

    def may(delivery: Delivery) -> list[object]:
        return [p for p in everybody if rules.can_release_delivery(p, delivery, people.town)]

    assert may(stations) == [people.police, people.precinct]
    assert may(hers) == [people.coordinator]
    Membership.objects.filter(person=people.police).update(until_on=dt.date(2021, 1, 1))
    assert may(stations) == [people.precinct]


def test_revoking_needs_a_reason_and_is_final(people: People) -> None:
    one = released(people, "public")
    with pytest.raises(actions.ReasonMissing):
        actions.revoke(delivery=one, kind="at_once", reason=" ", by=people.police, at=AFTER)
    actions.revoke(delivery=one, kind="at_once", reason="falsch", by=people.police, at=AFTER)
    assert one.pk not in usable(people.town, Audience.EDITOR)
    with pytest.raises(actions.WrongState):
        actions.set_release(delivery=one, level="public", by=people.police, at=AFTER)
    event = Event.objects.get(verb="deliveries.delivery_revoked")
    assert event.after["reason"] == "falsch"
    # The corrected file may come, also with the same bytes.
    again = make_delivery(for_authority=people.town, by=people.police, content=b"neu")
    assert again.status == DeliveryStatus.STORED


def test_also_an_earlier_version_that_stayed_readable_goes(people: People, client) -> None:
    one = released(people, "public")
    behind = RestsOn(delivery=one.public_id, label="Station", level="public")
    make_publication(people.town, rests_on=[behind])
    make_publication(people.town, at=AT + dt.timedelta(days=1))
    base = "/orte/lindenau/lagebild/2025/"
    assert client.get(f"{base}fassung-1/").status_code == 200
    actions.revoke(delivery=one, kind="at_once", reason="falsch", by=people.police, at=AFTER)
    assert client.get(f"{base}fassung-1/").status_code == 410
    assert client.get(base).status_code == 200


def test_pages_of_the_sender(people: People) -> None:
    one = make_delivery(name="station.csv", for_authority=people.town, by=people.police)
    page = f"/k/lindenau/lieferungen/{one.public_id}/"
    client = client_of(people.police)
    form = {
        "level": "public",
        "embargo_on": "2099-12-01",
        "embargo_time": "13:00",
        "permitted_use": "any",
        "agreement": "Az. 12-345",
        "attachment": io.BytesIO(b"Schreiben"),
    }
    form["attachment"].name = "schreiben.txt"
    bad = client.post(f"{page}freigabe/", {**form, "embargo_on": "", "attachment": ""})
    assert bad.status_code == 422
    assert "Bitte nennen Sie zur Uhrzeit auch den Tag." in bad.content.decode()
    assert client.post(f"{page}freigabe/", form).status_code == 302
    one.refresh_from_db()
    assert one.embargo_until == NOON.replace(year=2099)
    body = client.get(page).content.decode()
    assert "schreiben.txt" in body
    assert "öffentlich, gesperrt bis 01.12.2099, 13:00" in body
    letter = client.get(f"{page}grundlage/")
    assert b"".join(letter.streaming_content) == b"Schreiben"
    assert client_of(people.coach).get(f"{page}grundlage/").status_code == 404
    missing = client.post(f"{page}widerruf/", {"kind": "at_once", "reason": ""})
    assert missing.status_code == 422
    assert client.post(f"{page}widerruf/", {"kind": "corrected", "reason": "x"}).status_code == 302
    assert "widerrufen" in client.get(page).content.decode()


def test_who_finds_a_delivery(people: People) -> None:
    one = make_delivery(name="station.csv", for_authority=people.town, by=people.police)
    page = f"/k/lindenau/lieferungen/{one.public_id}/"
    for level, seen in (
        ("internal", {"coordinator", "police", "public_order"}),
        ("core", {"coordinator", "police", "public_order", "mayor"}),
        ("public", {"coordinator", "police", "public_order", "mayor", "coach"}),
    ):
        actions.set_release(delivery=one, level=level, by=people.police, at=AT)
        for kind in ("coordinator", "police", "public_order", "mayor", "coach"):
            client = client_of(getattr(people, kind))
            listed = "station.csv" in client.get("/k/lindenau/lieferungen/").content.decode()
            assert listed == (kind in seen), (level, kind)
            status = client.get(page).status_code
            assert status == (200 if kind in seen else 404), (level, kind)
            csv = client.get(f"{page}zurueckgelegt.csv").status_code
            assert csv == (200 if kind in seen else 404), (level, kind)
