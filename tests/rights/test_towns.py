"""Everything of a town goes out, everything goes away, nothing of others is touched."""

import datetime as dt
import hashlib
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.urls import reverse

from tests.factories.publications import make_publication
from tests.factories.rights import Planter, make_removal
from tests.people import People, client_of
from vorort.accounts.models import Person
from vorort.audit.actions import seal_all
from vorort.audit.models import ChainHead, Event
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.clock import today
from vorort.core.models import TenantModel
from vorort.core.privacy import catalogue
from vorort.core.scopes import platform_scope
from vorort.files.queries import path_of as bytes_of
from vorort.rights.actions import packages, removals
from vorort.rights.actions.town_rows import tables_of_towns
from vorort.rights.choices import ArchiveAnswer, RemovalState
from vorort.rights.exports.town import table_file
from vorort.rights.models import Package, Removal
from vorort.rights.queries.towns import path_of

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HERE, THERE = "Planzhierq", "Planztdortq"


@pytest.fixture
def planted(people: People) -> dict[str, dict[str, object]]:
    with platform_scope("rows in every table of two towns"):
        return {
            HERE: Planter(people.town, people.coordinator, HERE).plant_all(),
            THERE: Planter(people.other_town, people.other_coordinator, THERE).plant_all(),
        }


def rows_by_table(authority_id: int) -> dict[str, int]:
    with platform_scope("a test counts"):
        return {
            entry.label: catalogue.rows_of_town(entry, authority_id).count()
            for entry in tables_of_towns()
        }


def whole_database() -> str:
    """Everything that stands in any table of any database, as text."""
    told = []
    for alias in settings.DATABASES:
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                told += [f"{table}: {_as_text(row)}" for row in cursor.fetchall()]
    return "\n".join(told)


def _as_text(row: tuple[object, ...]) -> str:
    return "|".join(
        bytes(value).decode(errors="replace")
        if isinstance(value, bytes | memoryview)
        else str(value)
        for value in row
    )


def lines_with(mark: str) -> list[str]:
    return sorted(line for line in whole_database().splitlines() if mark in line)


def test_every_table_with_a_town_is_known() -> None:
    """A table of a town that the export and the deletion would miss fails here."""
    known = {entry.model for entry in tables_of_towns()}
    missing = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("vorort.")
        and model not in known
        and (
            issubclass(model, TenantModel)
            or any(
                getattr(field, "related_model", None) is Authority or field.name == "authority_id"
                for field in model._meta.concrete_fields
            )
        )
        # Outlives the town on purpose, as the proof of its end.
        and model is not Removal
    ]
    assert missing == []


def test_every_table_is_planted(people: People, planted) -> None:
    for town in (people.town, people.other_town):
        empty = [label for label, count in rows_by_table(town.pk).items() if not count]
        assert empty == []


def export(people: People) -> zipfile.ZipFile:
    client = client_of(people.coordinator)
    response = client.post(reverse("rights:export", args=[people.town.slug]))
    assert response.status_code == 302
    jobs.run_waiting()
    package = Package.objects.exclude(filename="").latest("pk")
    answer = client.get(reverse("rights:export_fetch", args=[people.town.slug, package.public_id]))
    assert answer["Content-Disposition"].startswith('attachment; filename="gesamtexport-lindenau')
    content = b"".join(answer)
    assert hashlib.sha256(content).hexdigest() == package.sha256
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_export_holds_every_row_of_the_town_and_no_other(people: People, planted) -> None:
    bundle = export(people)
    names = set(bundle.namelist())
    with platform_scope("a test counts"):
        for entry in tables_of_towns():
            lines = bundle.read(table_file(entry)).decode().splitlines()
            given = {json.loads(line)[entry.model._meta.pk.attname] for line in lines}
            stored = set(catalogue.rows_of_town(entry, people.town.pk).values_list("pk", flat=True))
            # The audit of fetching and the package itself came after.
            later = {"audit.Event", "rights.Package", "core.Job", "core.JobRequest"}
            assert given == stored or (entry.label in later and given <= stored), entry.label
            # An ordered job moves on to the table of jobs.
            assert given or entry.label == "core.JobRequest", entry.label
    told = b"".join(bundle.read(name) for name in names)
    assert HERE.encode() in told
    assert THERE.encode() not in told
    assert people.coordinator.password.encode() not in told
    schema = json.loads(bundle.read("schema.json"))
    assert {table["file"] for table in schema["tables"]} <= names
    assert all(column["label"] for table in schema["tables"] for column in table["columns"])
    sums = bundle.read("SHA256SUMS").decode().splitlines()
    for line in sums:
        sha, name = line.split("  ", 1)
        assert hashlib.sha256(bundle.read(name)).hexdigest() == sha
    assert len(sums) == len(names) - 1
    assert "sha256sum -c" in bundle.read("LIESMICH.md").decode()


def test_files_and_published_bytes_go_out_as_they_are(people: People) -> None:
    from tests.factories.deliveries import make_delivery

    delivery = make_delivery(for_authority=people.town, by=people.police, content=b"\xff\x00echt")
    make_publication(people.town, year=2025, text="Byte für Byte")
    make_delivery(for_authority=people.other_town, by=people.precinct, content=b"fremd")
    bundle = export(people)
    file = delivery.file
    assert bundle.read(f"dateien/{file.public_id}/{file.original_name}") == b"\xff\x00echt"
    assert any(name.endswith("lagebild/2025/index.html") for name in bundle.namelist())
    assert b"fremd" not in b"".join(bundle.read(name) for name in bundle.namelist())


def walk_to_waiting(people: People) -> Removal:
    removal = make_removal(people)
    removals.confirm_removal(authority=people.town, removal=removal, by=people.coordinator, at=AT)
    package = packages.order_offer(authority=people.town, by=people.coordinator, at=AT)
    jobs.run_waiting()
    package.refresh_from_db()
    removals.mark_offered(
        removal=removal, package=package, archive="Kreisarchiv", on=AT.date(), by=people.coordinator
    )
    removals.record_answer(
        removal=removal, answer=ArchiveAnswer.DECLINED, on=AT.date(), by=people.coordinator
    )
    removal.refresh_from_db()
    return removal


def test_the_end_of_a_town_leaves_nothing_of_it(people: People, planted) -> None:
    removal = walk_to_waiting(people)
    assert removal.offer_sha256
    path = bytes_of(planted[HERE]["files.StoredFile"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"bytes")
    seal_all(at=AT)
    others = rows_by_table(people.other_town.pk)
    there = lines_with(THERE)
    town_id = people.town.pk
    done = removals.remove_town(removal=removal, at=AT, by=people.mayor)
    assert set(rows_by_table(town_id).values()) == {0}
    told = whole_database()
    assert HERE not in told, [line for line in told.splitlines() if HERE in line]
    assert "koordination@example.org" in told  # she confirmed it: kept as the proof
    assert "polizei@example.org" not in told  # worked for this town alone
    assert "revier@example.org" in told  # works for another town, too
    # Nothing of the other town has changed.
    assert rows_by_table(people.other_town.pk) == others
    assert lines_with(THERE) == there
    # The platform keeps who decided, and the last seal of the town's log.
    assert done.state == RemovalState.REMOVED
    assert sum(done.counts.values()) > 20
    event = Event.objects.get(verb="rights.town_removed")
    assert event.authority_id is None
    assert event.after["log_hash"] == ChainHead.objects.get(chain=town_id).hash
    out = io.StringIO()
    call_command("audit_verify", stdout=out)
    assert out.getvalue().endswith("Das Protokoll ist unversehrt.\n")


@pytest.mark.django_db(transaction=True)
def test_the_bytes_go_when_the_rows_have_gone(transactional_db) -> None:
    from tests.factories.deliveries import make_delivery
    from tests.people import make_people

    people = make_people()
    delivery = make_delivery(for_authority=people.town, by=people.police)
    removal = walk_to_waiting(people)
    package = path_of(Package.objects.get())
    assert bytes_of(delivery.file).is_file()
    assert package.is_file()
    removals.remove_town(removal=removal, at=AT, by=people.mayor)
    assert not bytes_of(delivery.file).exists()
    assert not package.exists()


def test_public_pages_answer_410_afterwards(people: People) -> None:
    make_publication(people.town, year=2025)
    make_publication(people.other_town, year=2025)
    client = client_of(people.anonymous)
    pages = [
        reverse("portal:town", args=[people.town.slug]),
        reverse("portal:report", args=[people.town.slug, 2025]),
        f"/orte/{people.town.slug}/lagebild/2025/lagebild-lindenau-2025.csv",
    ]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    removals.remove_town(removal=walk_to_waiting(people), at=AT, by=people.mayor)
    gone = [client.get(page) for page in pages]
    assert [answer.status_code for answer in gone] == [410, 410, 410]
    assert "nicht mehr auf dieser Plattform" in gone[0].content.decode()
    assert client.get(reverse("portal:town", args=["muehlgrund"])).status_code == 200
    assert client.get(reverse("portal:town", args=["gibt-es-nicht"])).status_code == 404


def test_one_person_alone_cannot_end_a_town(people: People) -> None:
    with pytest.raises(removals.NotAllowed):
        removals.request_removal(authority=people.town, reason="x", by=people.coordinator, at=AT)
    removal = make_removal(people)
    with pytest.raises(removals.NotAllowed):
        removals.confirm_removal(authority=people.town, removal=removal, by=people.mayor, at=AT)
    removal.refresh_from_db()
    assert removal.state == RemovalState.REQUESTED
    with pytest.raises(removals.NotNow):
        make_removal(people)
    with pytest.raises(removals.NotNow):
        removals.remove_town(removal=removal, at=AT, by=people.mayor)
    with pytest.raises(removals.NotNow):
        removals.record_answer(
            removal=removal, answer=ArchiveAnswer.TAKEN, on=AT.date(), by=people.mayor
        )
    assert Authority.objects.filter(pk=people.town.pk).exists()


def test_a_stopped_end_can_be_asked_for_again(people: People) -> None:
    removal = make_removal(people)
    removals.cancel_removal(removal=removal, by=people.protection_officer, at=AT)
    assert make_removal(people).pk != removal.pk


def test_the_nightly_run_waits_for_the_day(people: People) -> None:
    removal = walk_to_waiting(people)
    assert removal.not_before == dt.date(2026, 12, 23)
    from vorort.rights.queries.towns import list_due_removals

    assert list_due_removals(on=dt.date(2026, 12, 22)) == []
    assert list_due_removals(on=dt.date(2026, 12, 23)) == [removal]


def test_the_offer_describes_each_document(people: People) -> None:
    publication = make_publication(people.town, year=2025, title="=Lagebild 2025")
    make_removal(people)
    package = packages.order_offer(authority=people.town, by=people.coordinator, at=AT)
    jobs.run_waiting()
    with zipfile.ZipFile(path_of(package)) as bundle:
        listed = bundle.read("verzeichnis.csv").decode("utf-8-sig").splitlines()
        assert listed[0].startswith("Kennung;Titel;Art;Datum;")
        assert len(listed) == 5
        assert all(publication.public_id in line for line in listed[1:])
        # A title never becomes a formula.
        assert "'=Lagebild 2025" in listed[1]
        for line in listed[1:]:
            name, sha = line.split(";")[-2:]
            assert hashlib.sha256(bundle.read(name)).hexdigest() == sha


def test_the_way_to_the_end_through_the_pages(people: People) -> None:
    slug = people.town.slug
    page = reverse("rights:removal", args=[slug])

    def step(name: str) -> str:
        return reverse("rights:removal_step", args=[slug, name])

    day = today().isoformat()
    mayor, coordinator = client_of(people.mayor), client_of(people.coordinator)
    wrong = mayor.post(page, {"reason": "Wechsel", "name": "Lindenau"})
    assert wrong.status_code == 422
    assert "Der Name stimmt nicht" in wrong.content.decode()
    mayor.post(page, {"reason": "Wechsel", "name": people.town.name})
    alone = mayor.post(step("bestaetigen"), follow=True)
    assert "zweite Person" in alone.content.decode()
    coordinator.post(step("bestaetigen"))
    early = coordinator.post(step("uebergeben"), {"archive": "Archiv", "on": day}, follow=True)
    assert "zuerst das Angebot" in early.content.decode()
    coordinator.post(step("angebot"))
    jobs.run_waiting()
    assert "archivangebot-lindenau" in coordinator.get(page).content.decode()
    coordinator.post(step("uebergeben"), {"archive": "Kreisarchiv", "on": day})
    coordinator.post(step("antwort"), {"answer": "taken", "on": day})
    removal = Removal.objects.get()
    assert removal.state == RemovalState.WAITING
    mayor.post(step("loeschen"))
    jobs.run_waiting()
    removal.refresh_from_db()
    assert removal.state == RemovalState.WAITING
    Removal.objects.update(not_before=dt.date(2020, 1, 1))
    mayor.post(step("loeschen"))
    jobs.run_waiting()
    removal.refresh_from_db()
    assert removal.state == RemovalState.REMOVED
    assert mayor.get(page).status_code == 404
    assert Person.objects.filter(email="buergermeister@example.org").exists()
