"""What is stored about a person: found, given out without others, erased, proved."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories.accounts import make_person
from tests.factories.authorities import make_membership
from tests.factories.deliveries import make_delivery
from tests.people import People, client_of
from vorort.accounts.models import Person
from vorort.audit.actions import seal_all
from vorort.audit.models import Event
from vorort.authorities.choices import Role
from vorort.authorities.models import Membership
from vorort.core import jobs
from vorort.core.scopes import authority_scope, platform_scope
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.files.models import StoredFile
from vorort.rights.actions import requests as actions
from vorort.rights.choices import RequestKind, RequestState
from vorort.rights.models import Package, SubjectRequest
from vorort.rights.queries import requests as queries
from vorort.rights.queries.duties import list_duties

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 23)


def ask(people: People, person: Person | None = None, **given) -> SubjectRequest:
    values = {
        "authority": people.town,
        "kind": RequestKind.ACCESS,
        "name": person.name if person else "Nora Niemand",
        "email": person.email if person else "nora@example.org",
        "received_on": DAY,
        "by": people.coordinator,
    }
    with authority_scope(people.town):
        return actions.receive_request(**{**values, **given})


def check(request: SubjectRequest, people: People) -> SubjectRequest:
    with authority_scope(people.town):
        actions.check_identity(
            request=request, note="Ausweis gesehen", on=DAY, by=people.protection_officer
        )
        request.refresh_from_db()
    return request


@pytest.fixture
def leaver(people: People) -> Person:
    """Somebody who has worked for the town alone and has left."""
    person = make_person("Gerda Gegangen", email="gerda@example.org")
    make_membership(person, people.town, Role.PUBLIC_ORDER, until_on=dt.date(2024, 12, 31))
    make_delivery(
        DeliveryStatus.STORED,
        for_authority=people.town,
        by=person,
        name="Gerda-Gegangen-2024.csv",
    )
    return person


def verify() -> str:
    out = io.StringIO()
    call_command("audit_verify", stdout=out)
    return out.getvalue()


def test_the_term_is_one_month(people: People) -> None:
    assert ask(people, received_on=dt.date(2026, 1, 31)).due_on == dt.date(2026, 2, 28)
    assert ask(people, received_on=dt.date(2026, 11, 23)).due_on == dt.date(2026, 12, 23)
    assert ask(people, received_on=dt.date(2026, 12, 15)).due_on == dt.date(2027, 1, 15)


def test_a_request_is_a_duty_for_those_who_answer(people: People) -> None:
    request = ask(people, people.coach)
    owed = {
        kind: [duty for duty in list_duties(person) if duty.kind == "rights.answer"]
        for kind, person in people.by_kind().items()
        if isinstance(person, Person)
    }
    with_duty = {kind for kind, duties in owed.items() if duties}
    assert with_duty == {"coordinator", "protection_officer"}
    assert owed["coordinator"][0].due_on == request.due_on
    check(request, people)
    with authority_scope(people.town):
        actions.answer_request(request=request, answer="gesendet", on=DAY, by=people.coordinator)
    assert [d for d in list_duties(people.coordinator) if d.kind == "rights.answer"] == []


def test_everything_of_a_person_is_found_in_this_town_only(people: People, leaver: Person) -> None:
    make_delivery(for_authority=people.other_town, by=people.precinct)
    make_delivery(for_authority=people.town, by=people.precinct, content=b"hier")
    with authority_scope(people.town):
        here = queries.stored_about(ask(people, people.precinct))
        gone = queries.stored_about(ask(people, leaver))
    found = {each.entry.label: len(each.pks) for each in here.own}
    assert found["deliveries.Delivery"] == 1
    assert found["authorities.Membership"] == 1
    # The account belongs to both towns.
    assert "accounts.Person" not in found
    assert "anderen Orten" in here.account_note
    labels = {each.entry.label for each in gone.own}
    assert {"accounts.Person", "deliveries.Delivery", "files.StoredFile", "audit.Event"} <= labels


def test_nothing_goes_out_before_the_identity_is_checked(people: People) -> None:
    request = ask(people, people.coach)
    from vorort.rights.actions import packages

    with authority_scope(people.town), pytest.raises(actions.NotIdentified):
        packages.order_answer(request=request, by=people.coordinator, at=AT)
    with authority_scope(people.town), pytest.raises(actions.NotIdentified):
        actions.order_erasure(request=request, by=people.coordinator)


def test_an_erasure_takes_the_name_everywhere_and_the_log_stays_provable(
    people: People, leaver: Person
) -> None:
    with platform_scope("a look at everything"):
        before = Event.objects.filter(actor_id=leaver.pk).count()
    assert before > 0
    request = check(ask(people, leaver, kind=RequestKind.ERASURE), people)
    seal_all(at=AT)
    with authority_scope(people.town):
        outcome = actions.erase(request=request, by=people.coordinator, at=AT)
    leaver.refresh_from_db()
    assert leaver.name == "Gelöschte Person"
    assert leaver.email == f"geloescht-{leaver.public_id}@geloescht.invalid"
    assert not leaver.is_active
    assert not leaver.has_usable_password()
    assert outcome.cleared["accounts.Person"] == 1
    assert StoredFile.objects.filter(original_name__contains="Gerda").count() == 0
    # What was sealed is still provable, and nothing in it says who it was.
    words = verify()
    assert words.endswith("Das Protokoll ist unversehrt.\n")
    seal_all(at=AT)
    verify()
    told = json.dumps(list(Event.objects.values("object_label", "before", "after")), default=str)
    stays = Delivery.objects.filter(name__contains="Gerda").count()
    assert "gerda@example.org" not in told
    assert stays == 0
    assert "Gerda" not in told
    assert Event.objects.filter(actor_id=leaver.pk).count() >= before


def test_a_second_erasure_finds_nothing_more(people: People, leaver: Person) -> None:
    request = check(ask(people, leaver, kind=RequestKind.ERASURE), people)
    with authority_scope(people.town):
        actions.erase(request=request, by=people.coordinator, at=AT)
        request.refresh_from_db()
        again = actions.erase(request=request, by=people.coordinator, at=AT)
    assert sum(again.deleted.values()) == 0


def test_who_still_works_here_keeps_the_account(people: People) -> None:
    request = check(ask(people, people.coach, kind=RequestKind.ERASURE), people)
    with authority_scope(people.town):
        stored = queries.stored_about(request)
        assert "beenden Sie zuerst ihre Rollen" in stored.account_note
        actions.erase(request=request, by=people.coordinator, at=AT)
    people.coach.refresh_from_db()
    assert people.coach.name == "Carla Coach"
    assert Membership.objects.filter(person=people.coach).exists()


def package_of(client, url: str, **data) -> dict[str, bytes]:
    response = client.post(url, data)
    assert response.status_code == 302
    jobs.run_waiting()
    return {}


def test_my_own_data_come_as_pdf_and_json(people: People, leaver: Person) -> None:
    from tests.factories.situation import make_report, registered, town_figures
    from vorort.situation import actions as situation

    with registered(town_figures(people.town.area_key, year=2025)), authority_scope(people.town):
        report = make_report(people, year=2025)
        situation.remark(
            report=report, text="Mit Paul Polizei und paul@x.example besprochen, sagt Kora Koordination",
            by=people.coordinator, at=AT,
        )  # fmt: skip
    client = client_of(people.coordinator)
    assert client.post(reverse("rights:own")).status_code == 302
    jobs.run_waiting()
    package = Package.objects.get()
    assert package.ready_at is not None, jobs.get(package.job).error
    page = client.get(reverse("rights:own"))
    assert package.filename in page.content.decode()
    answer = client.get(reverse("rights:own_fetch", args=[package.public_id]))
    content = b"".join(answer)
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert set(bundle.namelist()) == {"auskunft.pdf", "auskunft.json", "SHA256SUMS"}
        data = json.loads(bundle.read("auskunft.json"))
        assert bundle.read("auskunft.pdf").startswith(b"%PDF")
    told = json.dumps(data, ensure_ascii=False)
    assert "koordination@example.org" in told
    assert "Kora Koordination" in told
    # Nobody else, no secret.
    assert "Paul" not in told
    assert "paul@x.example" not in told
    assert "[andere Person]" in told
    assert people.coordinator.password not in told
    by_table = {table["table"]: table["rows"] for table in data["tables"]}
    assert len(by_table["situation.Remark"]) == 1
    # Somebody else cannot fetch it, and it is gone after its days.
    other = client_of(people.mayor).get(reverse("rights:own_fetch", args=[package.public_id]))
    assert other.status_code == 404


def test_somebody_without_an_account_is_told_so(people: People) -> None:
    request = check(ask(people), people)
    client = client_of(people.protection_officer)
    page = client.get(reverse("rights:request", args=[people.town.slug, request.public_id]))
    assert "Zu dieser Adresse gibt es kein Konto." in page.content.decode()


def test_a_name_in_a_text_is_left_to_a_human(people: People) -> None:
    from tests.factories.situation import make_report, registered, town_figures
    from vorort.situation import actions as situation

    with registered(town_figures(people.town.area_key, year=2025)), authority_scope(people.town):
        report = make_report(people, year=2025)
        situation.remark(
            report=report, text="Frau Nora Niemand hat angerufen", by=people.coordinator, at=AT
        )
    request = check(ask(people, kind=RequestKind.ERASURE), people)
    client = client_of(people.coordinator)
    page = client.get(reverse("rights:request_erase", args=[people.town.slug, request.public_id]))
    assert "Frau Nora Niemand hat angerufen" in page.content.decode()
    with authority_scope(people.town):
        actions.erase(request=request, by=people.coordinator, at=AT)
        assert report.remarks.get().text == "Frau Nora Niemand hat angerufen"


def test_the_way_of_a_request_through_the_pages(people: People, leaver: Person) -> None:
    client = client_of(people.coordinator)
    slug = people.town.slug
    client.post(
        reverse("rights:request_new", args=[slug]),
        {"kind": "erasure", "name": leaver.name, "email": leaver.email,
         "received_on": dt.date.today().isoformat(), "text": "Bitte alles löschen"},
    )  # fmt: skip
    with platform_scope("a test looks"):
        request = SubjectRequest.objects.get()
    args = [slug, request.public_id]
    assert client.get(reverse("rights:request_erase", args=args)).status_code == 404
    missing = client.post(reverse("rights:request_identity", args=args), {"note": ""})
    assert missing.status_code == 422
    client.post(reverse("rights:request_identity", args=args), {"note": "Anruf, Geburtsdatum"})
    preview = client.get(reverse("rights:request_erase", args=args)).content.decode()
    assert "wird anonymisiert" in preview
    assert client.post(reverse("rights:request_package", args=args)).status_code == 302
    assert client.post(reverse("rights:request_erase", args=args)).status_code == 302
    jobs.run_waiting()
    page = client.get(reverse("rights:request", args=args)).content.decode()
    assert "Gelöscht oder anonymisiert" in page
    client.post(reverse("rights:request_answer", args=args), {"answer": "gelöscht, mit der Post"})
    with platform_scope("a test looks"):
        request.refresh_from_db()
    assert request.state == RequestState.ANSWERED
    again = client.post(
        reverse("rights:request_refuse", args=args), {"reason": "doch nicht"}, follow=True
    )
    assert "schon erledigt" in again.content.decode()
    # The name of who asked never enters the log.
    told = json.dumps(
        list(Event.objects.filter(verb__startswith="rights.").values("object_label", "after")),
        default=str,
    )
    assert "Gerda" not in told


def test_a_person_asks_a_town_from_the_account(people: People) -> None:
    client = client_of(people.coach)
    wrong = client.post(reverse("rights:own_ask"), {"town": "muehlgrund", "kind": "erasure"})
    assert wrong.status_code == 422
    client.post(
        reverse("rights:own_ask"),
        {"town": people.town.slug, "kind": "correction", "text": "Ich heiße Clara"},
    )
    with platform_scope("a test looks"):
        request = SubjectRequest.objects.get()
    assert (request.state, request.person) == (RequestState.IDENTIFIED, people.coach)
    assert "Ich heiße Clara" not in client.get(reverse("rights:own")).content.decode()
    assert "Berichtigung" in client.get(reverse("rights:own")).content.decode()
