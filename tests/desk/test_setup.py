"""The first page, the pages of the set-up, leaving, further towns."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.authorities import make_authority, make_membership
from tests.factories.places import make_area
from tests.people import client_of

from vorort.accounts.models import Person
from vorort.authorities.actions import new_first_run_code
from vorort.authorities.choices import LegalKind, LegalState, Role
from vorort.authorities.models import Authority, Contact, LegalPage, Membership
from vorort.authorities.queries import get_legal_page, get_public_legal_page
from vorort.core.scopes import authority_scope
from vorort.desk.queries.setup import StepState, get_setup, list_setup_duties
from vorort.desk.queries.towns import TownUnclear, resolve_town
from vorort.files.queries import read_arms
from vorort.situation.choices import ReportState
from vorort.situation.models import Report
from vorort.situation.rules import can_approve

SETUP = "/k/lindenau/einrichtung/"
FIRST = {
    "name": "Rosa Rathaus",
    "email": "rathaus@muehlental.test",
    "password": PASSWORD,
    "place": "Mühlental",
    "key": "99001050",
}


@pytest.mark.django_db
def test_the_first_page_says_what_is_wrong_and_loses_nothing(client):
    code = new_first_run_code()
    assert 'href="/einrichten/"' in client.get("/").content.decode()
    assert "Hier ist noch niemand" in client.get(f"/einrichten/?code={code}").content.decode()
    answer = client.post("/einrichten/", {**FIRST, "code": "falsch", "password": "kurz", "key": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "rathaus@muehlental.test" in html
    assert "Gemeindeschlüssel an (8 Ziffern)" in html
    wrong = client.post("/einrichten/", {**FIRST, "code": "BCDF-GHJK-MNPQ"})
    assert "Der Code stimmt nicht" in wrong.content.decode()
    assert not Authority.objects.exists()
    right = client.post("/einrichten/", {**FIRST, "code": code, "small_town": "on"})
    assert right["Location"] == "/k/muehlental/einrichtung/"
    assert client.get("/k/muehlental/einrichtung/").status_code == 200
    assert Person.objects.get(email=FIRST["email"]).check_password(PASSWORD)
    assert client.get("/einrichten/")["Location"] == "/"
    assert 'href="/einrichten/"' not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_town_is_found_by_the_register_or_asked_for():
    make_area("99001020", "Weidenbrück, Stadt", designation="Stadt")
    make_area("99001060", "Neustadt")
    make_area("99002060", "Neustadt")
    town = resolve_town("weidenbrück")
    assert (town.slug, town.name, town.area_key) == (
        "weidenbrueck", "Stadt Weidenbrück", "99001020",
    )  # fmt: skip
    assert resolve_town("Neustadt", "99002060").area_key == "99002060"
    with pytest.raises(TownUnclear, match="mehrere Orte"):
        resolve_town("Neustadt")
    with pytest.raises(TownUnclear, match="8 Ziffern"):
        resolve_town("Nirgends")
    with pytest.raises(TownUnclear, match="8 Ziffern"):
        resolve_town("Nirgends", "12")
    city = resolve_town("Leipzig", "14713000")
    assert (city.area_key, city.also_area_key) == ("14713", "14713000")


def steps(people) -> dict[str, StepState]:
    town = Authority.objects.get(pk=people.town.pk)
    with authority_scope(town):
        return {step.kind.key: step.state for step in get_setup(town).steps}


def test_the_steps_know_what_is_done(people):
    client = client_of(people.coordinator)
    assert steps(people)["anschrift"] == StepState.OPEN
    letterhead = {
        "name": "Stadt Lindenau", "short_name": "Lindenau", "address": "Markt 1",
        "email": "stadt@lindenau.example",
    }  # fmt: skip
    answer = client.post(f"{SETUP}anschrift/", letterhead)
    # The mayor is there, so the next step is the one about the officers.
    assert answer["Location"] == f"{SETUP}beauftragte/"
    assert steps(people)["anschrift"] == StepState.DONE
    client.post(f"{SETUP}entscheiden/", {"step": "partner", "choice": "not_needed"})
    client.post(f"{SETUP}entscheiden/", {"step": "wappen", "choice": "later"})
    assert steps(people)["partner"] == StepState.NOT_NEEDED
    assert steps(people)["wappen"] == StepState.LATER
    client.post(f"{SETUP}entscheiden/", {"step": "wappen", "choice": ""})
    assert steps(people)["wappen"] == StepState.OPEN
    assert client.post(f"{SETUP}entscheiden/", {"step": "x", "choice": "later"}).status_code == 404


def test_heute_asks_to_finish_the_set_up(people):
    (duty,) = list_setup_duties(people.coordinator)
    assert (duty.title, duty.url) == ("Einrichtung abschließen", SETUP)
    assert list_setup_duties(people.mayor) == []


def test_small_towns_see_less_and_reach_everything(people):
    client = client_of(people.coordinator)
    before = client.get(SETUP).content.decode()
    assert "/k/lindenau/partner/" in before
    client.post(f"{SETUP}arbeitsweise/", {"small_town": "on"})
    html = client.get("/k/lindenau/lagebilder/").content.decode()
    assert "/k/lindenau/partner/" not in html
    assert "/k/lindenau/eigene-zahlen/" in html
    folded = client.get(SETUP).content.decode()
    assert "Schritte, die kleine Orte oft nicht brauchen" in folded
    assert client.get("/k/lindenau/partner/").status_code == 200


SVG = (
    b'<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" '
    b'onload="alert(1)"><script>alert(2)</script><style>@import url(https://boese.example)</style>'
    b'<a href="https://boese.example"><path d="M0 0"/></a><image href="https://boese.example/x"/>'
    b'<path fill="url(https://boese.example)" d="M0 0h9v9z"/><path fill="#123456" d="M1 1h2v2z"/></svg>'
)


def upload(client, content: bytes, name: str = "wappen.svg", **more):
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = {"file": SimpleUploadedFile(name, content), "licence": "Hauptsatzung", **more}
    return client.post(f"{SETUP}wappen/", data)


def test_arms_are_cleaned_and_shown(people, client):
    coordinator = client_of(people.coordinator)
    assert upload(coordinator, SVG, colour="#123456").status_code == 302
    town = Authority.objects.get(pk=people.town.pk)
    kept = read_arms(town.arms_file)
    assert kept is not None
    content, content_type = kept
    assert content_type == "image/svg+xml"
    for evil in (b"script", b"onload", b"boese", b"<a", b"image"):
        assert evil not in content.replace(b"image/svg", b""), evil
    assert b'fill="#123456"' in content
    shown = client.get("/orte/lindenau/wappen/")
    assert shown.content == content
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "--vo-town: #123456" in client.get("/orte/lindenau/farbe.css").content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 keine Zeichnung", "kein Bild"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "kein Bild"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path', "lesen"),
    ],
)
def test_what_is_no_picture_is_refused(people, content, words):
    answer = upload(client_of(people.coordinator), content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Authority.objects.get(pk=people.town.pk).arms_file


def test_a_legal_page_becomes_public_by_its_review(people, client):
    coordinator = client_of(people.coordinator)
    page = f"{SETUP}rechtstexte/impressum/"
    answers = {"represented_by": "Bürgermeisterin Erika Beispiel", "responsible": "Hauptamt"}
    looked = coordinator.post(page, {**answers, "look": "1"})
    assert "Erika Beispiel" in looked.content.decode()
    with authority_scope(people.town):
        assert get_legal_page(people.town, LegalKind.IMPRINT) is None
    coordinator.post(page, {**answers, "draft": "1"})
    assert "Erika Beispiel" not in client.get("/orte/lindenau/impressum/").content.decode()
    unnamed = coordinator.post(page, {**answers, "review": "1", "reviewed_by": ""})
    assert unnamed.status_code == 422
    assert get_public_legal_page(people.town, LegalKind.IMPRINT) is None
    coordinator.post(page, {**answers, "review": "1", "reviewed_by": "Hauptamt"})
    public = client.get("/orte/lindenau/impressum/").content.decode()
    assert "Erika Beispiel" in public
    assert "geprüft am" in public
    with authority_scope(people.town):
        assert LegalPage.objects.get().state == LegalState.REVIEWED
    # The neighbour has no text of its own, so the one of the platform stands there.
    other = client.get("/orte/muehlgrund/impressum/")
    assert other.status_code == 200
    assert "Erika Beispiel" not in other.content.decode()


def test_contacts_are_added_changed_removed_and_public(people, client):
    coordinator = client_of(people.coordinator)
    page = f"{SETUP}anlaufstellen/"
    given = {"kind": "community_officer", "name": "Bürgerpolizist", "hours": "Di 16 Uhr"}
    assert coordinator.post(page, given).status_code == 422
    coordinator.post(page, {**given, "phone": "00000 1"})
    with authority_scope(people.town):
        contact = Contact.objects.get()
    people.town.email = "stadt@lindenau.example"
    people.town.save()
    assert "Di 16 Uhr" in client.get("/orte/lindenau/").content.decode()
    coordinator.post(f"{page}{contact.public_id}/", {**given, "phone": "2", "hours": "Mi"})
    assert "Mi" in client.get("/orte/lindenau/").content.decode()
    coordinator.post(f"{page}{contact.public_id}/", {"remove": "1"})
    with authority_scope(people.town):
        assert not Contact.objects.exists()


def test_leaving_shows_what_is_owed_and_hands_over(people):
    coordinator = client_of(people.coordinator)
    second = make_person("Zoe Zweite")
    make_membership(second, people.town, Role.COORDINATOR)
    leaver = Membership.objects.get(person=second)
    page = f"/k/lindenau/mitglieder/{leaver.public_id}/ausscheiden/"
    html = coordinator.get(page).content.decode()
    assert "Einrichtung abschließen" in html
    assert "Kora Koordination" in html
    day = dt.date.today().isoformat()
    missing = {"until_on": day, "successor_email": "nora@example.org"}
    assert coordinator.post(page, missing).status_code == 422
    coordinator.post(page, {**missing, "successor_name": "Nora Neu", "roles": ["coordinator"]})
    assert Membership.objects.get(person__email="nora@example.org").role == Role.COORDINATOR
    leaver.refresh_from_db()
    assert leaver.until_on == dt.date.today()


def test_the_state_takes_in_towns_and_a_town_does_not(people):
    chief = make_person("Chef Land")
    make_membership(chief, people.state, Role.COORDINATOR)
    given = {"place": "Neudorf", "key": "99001090", "coordinator_email": "neu@neudorf.example"}
    client = client_of(chief)
    assert client.post("/k/land/orte/neu/", given).status_code == 302
    town = Authority.objects.get(slug="neudorf")
    assert town.memberships.get().person.email == "neu@neudorf.example"
    again = client.post("/k/land/orte/neu/", given)
    assert again.status_code == 422
    assert client_of(people.coordinator).get("/k/lindenau/orte/neu/").status_code == 404


@pytest.mark.django_db
def test_commands_for_the_operator(capsys):
    call_command("authorities_first")
    assert "/einrichten/?code=" in capsys.readouterr().out
    call_command("authorities_add", "Neudorf", key="99001090", coordinator="neu@neudorf.example")
    assert Authority.objects.get(slug="neudorf").name == "Neudorf"
    with pytest.raises(CommandError, match="schon Personen"):
        call_command("authorities_first")
    with pytest.raises(CommandError, match="8 Ziffern"):
        call_command("authorities_add", "Nirgends", coordinator="x@example.org")


def test_one_person_approves_only_where_the_town_allows_it(people):

    both = make_person("Beides")
    for role in (Role.COORDINATOR, Role.MAYOR):
        make_membership(both, people.town, role)
    report = Report(authority=people.town, state=ReportState.POLICE_DONE)
    assert can_approve(people.mayor, report)
    assert not can_approve(both, report)
    people.town.one_hand = True
    assert can_approve(both, report)


def test_towns_without_anything_have_a_shield(client, people):
    make_authority("Ohne", slug="ohne", town_key="OH")
    answer = client.get("/orte/ohne/wappen/")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"OH" in answer.content
