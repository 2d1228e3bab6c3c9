"""The life of a delivery."""

import io

import pytest
from tests.factories.authorities import make_authority
from tests.factories.deliveries import make_delivery

from vorort.accounts.queries import get_system_person
from vorort.audit.models import Event
from vorort.core.clock import now
from vorort.core.jobs.models import Job
from vorort.deliveries import actions, queries
from vorort.deliveries.choices import TRANSITIONS, DeliveryStatus
from vorort.deliveries.models import Delivery

pytestmark = pytest.mark.django_db


def receive(content: bytes = b"a;b", *, for_authority=None, format: str = "pks-county"):  # noqa: A002
    return actions.receive(
        stream=io.BytesIO(content),
        name="tabelle.csv",
        format=format,
        by=get_system_person(),
        for_authority=for_authority,
    )


def test_a_file_is_received_with_its_checksum() -> None:
    delivery = receive()
    assert delivery.status == DeliveryStatus.RECEIVED
    assert len(delivery.sha256) == 64
    assert delivery.sha256 == delivery.file.sha256
    assert Event.objects.filter(verb="deliveries.delivery_received").count() == 1


def test_the_same_bytes_are_known_once_they_are_stored() -> None:
    first = make_delivery(content=b"x;y")
    with pytest.raises(actions.AlreadyStored) as caught:
        receive(b"x;y")
    assert caught.value.delivery == first
    # Another table in the same bytes is another thing.
    assert receive(b"x;y", format="population")


def test_what_is_only_checked_may_come_again() -> None:
    make_delivery(DeliveryStatus.CHECKED, content=b"x;y")
    assert receive(b"x;y")


def test_a_town_may_not_bring_again_what_is_official() -> None:
    make_delivery(content=b"x;y")
    with pytest.raises(actions.AlreadyStored):
        receive(b"x;y", for_authority=make_authority())


def test_two_towns_may_bring_the_same_file() -> None:
    one, two = make_authority(), make_authority()
    make_delivery(content=b"x;y", for_authority=one)
    make_delivery(content=b"x;y", for_authority=two)
    assert Delivery.objects.filter(status=DeliveryStatus.STORED).count() == 2


def test_the_database_itself_refuses_the_same_bytes_twice() -> None:
    waiting = [make_delivery(DeliveryStatus.CHECKED, content=b"x;y") for _ in range(2)]
    by = get_system_person()
    actions.mark_stored(delivery=waiting[0], rows_stored=3, by=by)
    with pytest.raises(actions.AlreadyStored):
        actions.mark_stored(delivery=waiting[1], rows_stored=3, by=by)
    assert Delivery.objects.filter(status=DeliveryStatus.STORED).count() == 1


@pytest.mark.parametrize("status", list(DeliveryStatus))
def test_only_allowed_steps_are_taken(status: DeliveryStatus) -> None:
    by = get_system_person()
    steps = {
        DeliveryStatus.CHECKING: lambda d: actions.mark_checking(delivery=d, by=by),
        DeliveryStatus.STORED: lambda d: actions.mark_stored(delivery=d, rows_stored=1, by=by),
        DeliveryStatus.REJECTED: lambda d: actions.reject(delivery=d, reason="schlecht", by=by),
        DeliveryStatus.CANCELLED: lambda d: actions.cancel(delivery=d, by=by),
        DeliveryStatus.UNDONE: lambda d: actions.undo(delivery=d, by=by),
        DeliveryStatus.REVOKED: lambda d: actions.revoke(
            delivery=d, kind="corrected", reason="Zahlendreher", by=by, at=now()
        ),
    }
    for target, step in steps.items():
        delivery = make_delivery(status)
        if target in TRANSITIONS[status]:
            step(delivery)
            delivery.refresh_from_db()
            assert delivery.status == target
        else:
            with pytest.raises(actions.WrongState):
                step(delivery)


def test_rows_put_aside_are_kept() -> None:
    note = actions.QuarantineNote(7, "a;b", "number", "„b“ ist keine Zahl.")
    delivery = make_delivery(DeliveryStatus.CHECKED, notes=[note])
    kept = queries.list_quarantined(delivery).get()
    assert (kept.line, kept.raw, kept.code, kept.reason) == (7, "a;b", "number", note.reason)
    assert (delivery.rows_read, delivery.rows_quarantined) == (3, 1)


def test_the_check_is_queued_with_the_job_of_the_format() -> None:
    delivery = receive()
    public_id = actions.request_check(delivery=delivery, by=get_system_person())
    assert delivery.job == public_id
    assert delivery.status == DeliveryStatus.CHECKING


def test_taking_over_is_queued_only_after_the_check(django_capture_on_commit_callbacks) -> None:
    by = get_system_person()
    with pytest.raises(actions.WrongState):
        actions.request_store(delivery=receive(), by=by)
    checked = make_delivery(DeliveryStatus.CHECKED)
    with django_capture_on_commit_callbacks(execute=True):
        actions.request_store(delivery=checked, by=by)
    assert Job.objects.get(public_id=checked.job).name == "evidence.jobs.store_delivery"


def test_undoing_is_written_down() -> None:
    delivery = make_delivery(DeliveryStatus.UNDONE)
    assert delivery.undone_at is not None
    event = Event.objects.get(verb="deliveries.delivery_undone")
    assert event.after["reason"] == "falsches Jahr"
