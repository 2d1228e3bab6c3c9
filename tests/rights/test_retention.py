"""What is due goes, what is not stays; a dry run changes nothing; counts only."""

import datetime as dt
import io
import json
import os

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse

from tests.factories.accounts import make_person
from tests.factories.authorities import make_membership
from tests.factories.rights import make_incident, make_request, own_package
from tests.people import People, client_of
from vorort.accounts.choices import SignInMethod
from vorort.accounts.models import Person, SignIn
from vorort.audit import actions as audit
from vorort.audit.models import Event
from vorort.authorities.choices import Role
from vorort.breaches import actions as incidents
from vorort.breaches.models import Incident
from vorort.core.privacy import Retention, catalogue, erasing
from vorort.core.scopes import authority_scope, platform_scope
from vorort.records.choices import EntryKind
from vorort.records.models import EntryDraft
from vorort.rights.actions import packages, requests, retention
from vorort.rights.models import Package, RetentionRun, SubjectRequest
from vorort.rights.queries.towns import due_counts, path_of

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def answered(people: People, on: dt.date, **given) -> SubjectRequest:
    request = make_request(people, identified=True, **given)
    with authority_scope(people.town):
        requests.answer_request(request=request, answer="ok", on=on, by=people.coordinator)
        request.refresh_from_db()
    return request


def exists(row) -> bool:
    with platform_scope("a test looks"):
        return type(row)._base_manager.filter(pk=row.pk).exists()


def test_a_term_ends_on_its_day() -> None:
    three = Retention("drei Jahre", years=3, since="x")
    assert three.cutoff(AT) == dt.datetime(2023, 11, 23, 12, tzinfo=dt.UTC)
    leap = dt.datetime(2024, 2, 29, tzinfo=dt.UTC)
    assert three.cutoff(leap) == dt.datetime(2021, 2, 28, tzinfo=dt.UTC)
    assert three.cutoff(AT, days=10) == AT - dt.timedelta(days=10)


def test_what_is_due_goes_and_the_rest_stays(people: People) -> None:
    old = answered(people, dt.date(2023, 11, 22))
    young = answered(people, dt.date(2023, 11, 24))
    still_open = make_request(people)
    assert due_counts(at=AT)["rights.SubjectRequest"] == 1
    counts = retention.run_retention(at=AT)
    assert counts["rights.SubjectRequest"] == 1
    assert [exists(row) for row in (old, young, still_open)] == [False, True, True]
    run = RetentionRun.objects.get()
    assert run.counts == counts
    assert "Nora" not in json.dumps(run.counts)
    assert retention.run_retention(at=AT).get("rights.SubjectRequest", 0) == 0


def test_a_dry_run_changes_nothing(people: People) -> None:
    old = answered(people, dt.date(2020, 1, 1))
    out = io.StringIO()
    call_command("rights_retention", "--dry-run", stdout=out)
    assert "Anfragen von Personen: 1 fällig" in out.getvalue()
    assert exists(old)
    call_command("rights_retention", stdout=out)
    assert "Anfragen von Personen: 1 erledigt" in out.getvalue()
    assert not exists(old)


def test_a_person_is_forgotten_two_years_after_the_last_role(people: People) -> None:
    def person(name: str, until: dt.date | None, **more) -> Person:
        made = make_person(name, email=f"{name}@weg.example", **more)
        make_membership(made, people.town, Role.COACH, from_on=dt.date(2019, 1, 1), until_on=until)
        return made

    gone = person("lange-weg", dt.date(2024, 11, 22))
    recent = person("erst-weg", dt.date(2024, 11, 24))
    here = person("noch-da", None)
    back = person("wieder-da", dt.date(2020, 1, 1))
    make_membership(back, people.other_town, Role.COACH, from_on=dt.date(2025, 1, 1))
    signed_in = person("noch-dabei", dt.date(2020, 1, 1), last_login=AT - dt.timedelta(days=5))
    retention.run_retention(at=AT)
    for one in (gone, recent, here, back, signed_in):
        one.refresh_from_db()
    assert gone.name == "Gelöschte Person"
    assert not gone.is_active
    assert [one.is_active for one in (recent, here, back, signed_in)] == [True] * 4
    assert people.system.name == "VorOrt"
    people.system.refresh_from_db()
    assert people.system.name == "VorOrt"


def test_a_town_sets_its_own_term(people: People) -> None:
    with authority_scope(people.town):
        retention.choose_days(
            authority=people.town, table="rights.SubjectRequest", days=30, by=people.coordinator
        )
    here = answered(people, dt.date(2026, 10, 1))
    with authority_scope(people.other_town):
        there = requests.receive_request(
            authority=people.other_town, kind="access", name="Otto Ort", email="",
            received_on=dt.date(2026, 9, 1), by=people.other_coordinator,
        )  # fmt: skip
        requests.refuse_request(
            request=there, reason="x", on=dt.date(2026, 10, 1), by=people.other_coordinator
        )
    retention.run_retention(at=AT)
    assert [exists(here), exists(there)] == [False, True]
    assert Event.objects.filter(verb="rights.retention_chosen").exists()


@pytest.mark.parametrize(
    "table",
    ["accounts.Person", "rights.Package", "no.Such", "situation.Report", "audit.Event"],
)
def test_a_fixed_term_stays_fixed(people: People, table: str) -> None:
    with authority_scope(people.town), pytest.raises(retention.NotOpen):
        retention.choose_days(authority=people.town, table=table, days=400, by=people.coordinator)


def test_a_term_of_a_day_would_hide_what_was_done(people: People) -> None:
    with authority_scope(people.town), pytest.raises(retention.NotOpen):
        retention.choose_days(
            authority=people.town, table="breaches.Incident", days=1, by=people.coordinator
        )


def test_sessions_failed_sign_ins_and_jobs_go(people: People) -> None:
    client = client_of(people.coordinator)
    client.get("/heute/")
    Session.objects.update(expire_date=AT - dt.timedelta(days=3))
    assert retention.run_retention(at=AT)["sessions.Session"] >= 1
    assert Session.objects.count() == 0


def test_sign_ins_and_forgotten_drafts_go_after_ninety_days(people: People) -> None:
    with authority_scope(people.town):
        drafts = [
            EntryDraft.objects.create(
                authority=people.town, person=people.coordinator, kind=kind, content={}
            )
            for kind in list(EntryKind)[:2]
        ]
        old = AT - dt.timedelta(days=91)
        EntryDraft.objects.filter(pk=drafts[0].pk).update(updated_at=old)
        EntryDraft.objects.filter(pk=drafts[1].pk).update(updated_at=AT - dt.timedelta(days=89))
    sign_ins = [
        SignIn.objects.create(
            person=people.mayor,
            device="Firefox",
            method=SignInMethod.PASSWORD,
            started_at=AT - dt.timedelta(days=days),
        )
        for days in (91, 89)
    ]
    counts = retention.run_retention(at=AT)
    assert (counts["records.EntryDraft"], counts["accounts.SignIn"]) == (1, 1)
    assert [exists(row) for row in (*drafts, *sign_ins)] == [False, True, False, True]


def test_packages_and_what_killed_imports_left_go(people: People) -> None:
    package = own_package(people.coordinator, b"zip", at=AT)
    orphan = path_of(package).parent / "liegen-geblieben.zip"
    staged = path_of(package).parent.parent / "import-abgebrochen"
    for path in (orphan, staged):
        path.write_bytes(b"x")
        os.utime(path, (0, 0))
    later = AT + dt.timedelta(days=8)
    assert packages.forget_packages(at=AT) == 1  # the orphan
    assert path_of(package).is_file()
    assert packages.forget_packages(at=later) == 1
    assert not path_of(package).exists()
    assert Package.objects.count() == 0
    assert packages.forget_staged(at=AT) == 1
    assert not staged.exists()


def test_the_log_is_cut_at_its_start_and_stays_provable(people: People) -> None:
    def write(number: int, at: dt.datetime) -> Event:
        event = audit.record(
            verb="situation.report_published", by=people.coordinator, authority_id=people.town.pk,
            kind="situation.report", object_id=f"r{number}", label=f"Lagebild {number}", at=at,
        )  # fmt: skip
        with platform_scope("a test turns back the clock"):
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE audit_event SET recorded_at = %s WHERE id = %s", [at, event.pk]
                )
        return event

    old = [write(number, AT - dt.timedelta(days=365 * 11)) for number in range(3)]
    young = write(9, AT)
    audit.seal_all(at=AT)
    retention.run_retention(at=AT)
    kept = set(Event.objects.filter(authority_id=people.town.pk).values_list("pk", flat=True))
    assert kept & {event.pk for event in old} == set()
    assert young.pk in kept
    write(10, AT)
    audit.seal_all(at=AT)
    out = io.StringIO()
    call_command("audit_verify", stdout=out)
    assert out.getvalue().endswith("Das Protokoll ist unversehrt.\n")


def test_every_declared_term_can_be_computed(people: People) -> None:
    """A wrong path in a declaration fails here, not at night."""
    with platform_scope("a test asks all tables"):
        for entry in catalogue.entries():
            if entry.retention.ends:
                erasing.due_rows(entry, at=AT, own_days={people.town.pk: 3}).count()


def test_an_open_incident_never_goes(people: People) -> None:
    incident = make_incident(people, noticed_at=dt.datetime(2010, 1, 1, tzinfo=dt.UTC), reason="-")
    retention.run_retention(at=AT)
    assert exists(incident)
    with authority_scope(people.town):
        incidents.close_incident(
            incident=incident, at=dt.datetime(2011, 1, 1, tzinfo=dt.UTC), by=people.coordinator
        )
    retention.run_retention(at=AT)
    with platform_scope("a test looks"):
        assert not Incident.objects.exists()


def test_the_page_shows_what_is_due_and_keeps_a_choice(people: People) -> None:
    answered(people, dt.date(2020, 1, 1))
    client = client_of(people.protection_officer)
    url = reverse("rights:retention", args=[people.town.slug])
    page = client.get(url).content.decode()
    assert "drei Jahre nach der Antwort" in page
    wrong = client.post(url, {"table": "accounts.Person", "days": "3"})
    assert wrong.status_code == 422
    assert "lässt sich nicht ändern" in wrong.content.decode()
    client.post(url, {"table": "rights.SubjectRequest", "days": "400"})
    assert "400 Tage (eigene Frist)" in client.get(url).content.decode()
    client.post(url, {"table": "rights.SubjectRequest", "days": ""})
    assert "eigene Frist)" not in client.get(url).content.decode()
