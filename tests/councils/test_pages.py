"""The pages: what stands there for whom, constant queries, bad input, files, lists, duties."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.councils.conftest import AT, DAY
from tests.factories.councils import make_body, make_seat, seat_of
from tests.factories.meetings import make_coming_meeting
from tests.factories.partners import make_organisation
from tests.people import client_of
from vorort.audit.models import Event
from vorort.core import links, search
from vorort.core.clock import today
from vorort.core.scopes import authority_scope
from vorort.councils import actions, queries, registry
from vorort.councils.models import Body, BodyFile, BodyRules, Seat
from vorort.files.models import StoredFile
from vorort.files.queries import path_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def url(people, body=None, rest=""):
    middle = f"{body.public_id}/" if body else ""
    return f"/k/{people.town.slug}/gremien/{middle}{rest}"


def counted(client, address):
    """Return how many queries a page takes; that a session is seen again counts by the clock."""
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    ours = [query["sql"] for query in taken if "django_session" not in query["sql"]]
    return len([sql for sql in ours if "SAVEPOINT" not in sql])


def test_lists_ask_as_often_for_300_as_for_3(people, body):
    client = client_of(people.coordinator)
    pages = {
        "list": url(people),
        "members": url(people, body, "mitglieder/"),
        "body": url(people, body),
    }
    few = {name: counted(client, address) for name, address in pages.items()}
    rows = [
        Body(authority=people.town, parent=body, kind="working", name=f"AG {n}", state="active")
        for n in range(300)
    ]
    Body.objects.bulk_create(rows)
    organisation = make_organisation(people.town)
    BodyRules.objects.bulk_create(
        BodyRules(authority=people.town, body=one, valid_from=DAY, legal_basis="agreement")
        for one in rows
    )
    Seat.objects.bulk_create(
        Seat(
            authority=people.town,
            body=body,
            function=f"Sitz {n}",
            from_on=DAY,
            organisation=organisation,
        )
        for n in range(300)
    )
    assert {name: counted(client, address) for name, address in pages.items()} == few


def test_duties_ask_as_often_for_300_as_for_3(people, body):
    def count():
        with CaptureQueriesContext(connection) as taken:
            queries.list_duties(people.coordinator)
        return len(taken)

    few = count()
    Body.objects.bulk_create(
        Body(authority=people.town, kind="working", name=f"AG {n}", state="planned")
        for n in range(300)
    )
    assert count() == few


def test_from_outside_a_body_shows_only_what_is_public(people, body):
    seat_of(body, "Schulleitung")
    for kind, inside in (("coordinator", True), ("council_member", True), ("coach", False)):
        page = client_of(getattr(people, kind)).get(url(people, body, "mitglieder/"))
        assert ("Sina Schule" in page.content.decode()) is inside
    core = {
        kind: "Kerngruppe"
        in client_of(getattr(people, kind)).get(url(people, body, "mitglieder/")).content.decode()
        for kind in ("coordinator", "police", "council_member", "coach")
    }
    # Who belongs to the core group is for the core group and for who seats it.
    assert core == {"coordinator": True, "police": True, "council_member": False, "coach": False}


def test_who_takes_part_reads_in_the_town_that_leads(people, body):
    client, own = client_of(people.other_coordinator), f"/k/{people.other_town.slug}/gremien/"
    assert client.get(url(people, body)).status_code == 404
    sent = {"participant": people.other_town.slug, "from_on": "2026-01-01", "basis": "Vertrag"}
    leads = client_of(people.coordinator)
    assert leads.post(url(people, body, "beteiligte/"), sent).status_code == 302
    listed = client.get(own).content.decode()
    assert url(people, body) in listed
    assert "geführt von Lindenau" in listed
    assert "Sina Schule" in client.get(url(people, body, "mitglieder/")).content.decode()
    # Running it stays with who leads it, and the town's other pages stay closed.
    assert client.get(url(people, body, "aendern/")).status_code == 404
    assert client.get(f"/k/{people.town.slug}/partner/").status_code == 404
    ends = {"what": "end", "participant": people.other_town.slug}
    assert leads.post(url(people, body, "beteiligte/"), ends).status_code == 302
    assert (
        leads.post(
            url(people, body, "beteiligte/"), {**ends, "participant": "nirgends"}
        ).status_code
        == 404
    )


def test_the_list_says_when_each_body_meets_next(people, body):
    make_coming_meeting(body, people.coordinator)
    assert "nächste Sitzung" in client_of(people.coordinator).get(url(people)).content.decode()
    assert "nächste Sitzung" not in client_of(people.coach).get(url(people)).content.decode()


def test_reading_names_is_an_event(people, body):
    client_of(people.mayor).get(url(people, body, "mitglieder/"))
    client_of(people.coach).get(url(people, body, "mitglieder/"))
    read = Event.objects.filter(verb="audit.personal_data_read", object_kind="councils.seat")
    assert [event.actor_id for event in read] == [people.mayor.pk]


def test_a_body_is_made_in_one_form_and_goes_on_to_its_founding(people, body):
    client = client_of(people.coordinator)
    sent = {
        "name": "AG Licht",
        "kind": "working",
        "legal_basis": "mayor_order",
        "state": "planned",
        "parent": body.public_id,
    }
    answer = client.post(url(people, rest="neu/"), sent)
    made = Body.objects.get(name="AG Licht")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/k/{people.town.slug}/gruendung/{made.public_id}/",
    )
    assert made.parent == body
    again = client.post(url(people, rest="neu/"), sent)
    assert again.status_code == 422
    assert "gibt es schon" in again.content.decode()
    assert 'value="AG Licht"' in again.content.decode()


def test_a_parent_of_another_town_cannot_be_chosen(people, body):
    foreign = make_body(people.other_town)
    sent = {
        "name": "AG",
        "kind": "working",
        "legal_basis": "mayor_order",
        "state": "planned",
        "parent": foreign.public_id,
    }
    assert client_of(people.coordinator).post(url(people, rest="neu/"), sent).status_code == 422


def test_rules_are_shown_before_they_are_kept(people, body):
    client, address = client_of(people.coordinator), url(people, body, "regeln/aendern/")
    form = client.get(address).context["form"]
    sent = {
        name: "" if form[name].value() in {None, False} else form[name].value()
        for name in form.fields
    }
    sent |= {"notice_days": 3, "valid_from": "2099-01-01"}
    looked = client.post(address, sent)
    assert "spätestens 3 Tage" in looked.content.decode()
    assert body.rules.count() == 1
    assert client.post(address, {**sent, "save": "1"}).status_code == 302
    assert body.rules.count() == 2
    # The page is older than what it would change.
    stale = client.post(address, {**sent, "valid_from": "2099-02-01", "save": "1"})
    assert (stale.status_code, body.rules.count()) == (422, 2)
    assert "inzwischen geändert" in stale.content.decode()


def test_the_form_knows_the_law(people, body):
    client = client_of(people.coordinator)
    address = url(people, body, "regeln/aendern/")
    form = client.get(f"{address}?vorgabe=advisory_committee").context["form"]
    assert form["paper_required"].value() is True
    assert "§ 43 Abs. 2" in str(form["publicity"].help_text)
    sent = {
        name: "" if form[name].value() in {None, False} else form[name].value()
        for name in form.fields
    }
    refused = client.post(address, {**sent, "publicity": "public", "valid_from": "2099-01-01"})
    assert refused.status_code == 422
    assert "§ 43 Abs. 2 SächsGemO" in refused.content.decode()


@pytest.mark.parametrize(
    ("rest", "sent"),
    [
        ("stand/", {"to": "planned", "on": "2026-01-01", "reason": "x"}),
        ("stand/", {"to": "dormant", "on": "gestern", "reason": "x"}),
        ("mitglieder/neu/", {"function": "", "role": "voting", "from_on": "2026-01-01"}),
        ("mitglieder/neu/", {"function": "x", "role": "boss", "from_on": "2026-01-01"}),
        (
            "mitglieder/neu/",
            {"function": "x", "role": "voting", "from_on": "2026-01-01", "until_on": "2025-01-01"},
        ),
        (
            "mitglieder/neu/",
            {"function": "x", "role": "voting", "from_on": "2026-01-01", "email": "kein-at"},
        ),
        ("mitglieder/neu/", {"function": "x", "role": "deputy", "from_on": "2026-01-01"}),
        ("aendern/", {"name": "", "kind": "council"}),
        ("aendern/", {"name": "x" * 500, "kind": "council"}),
        ("beteiligte/", {"participant": "lindenau", "from_on": "2026-01-01"}),
        ("unterlagen/neu/", {}),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(people, body, rest, sent):
    before = Event.objects.count()
    answer = client_of(people.coordinator).post(url(people, body, rest), sent)
    assert answer.status_code == 422
    assert "vo-errors" in answer.content.decode()
    assert Event.objects.count() == before


def test_two_browsers_one_seat(people, body):
    seat = seat_of(body, "Jugendhilfe")
    client, address = (
        client_of(people.coordinator),
        url(people, body, f"mitglieder/{seat.public_id}/"),
    )
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in sent.items()
        if value
    }
    assert client.post(address, {**sent, "name": "Erste"}).status_code == 302
    late = client.post(address, {**sent, "name": "Zweite"})
    assert late.status_code == 422
    assert 'value="Zweite"' in late.content.decode()
    seat.refresh_from_db()
    assert seat.name == "Erste"


def test_members_end_by_one_button(people, body):
    seat = seat_of(body, "Jugendhilfe")
    address = url(people, body, f"mitglieder/{seat.public_id}/")
    client = client_of(people.coordinator)
    early = client.post(address, {"what": "end", "ende-on": "2001-01-01"})
    assert early.status_code == 422
    assert client.post(address, {"what": "end", "ende-on": "2026-01-31"}).status_code == 302
    seat.refresh_from_db()
    assert seat.until_on == dt.date(2026, 1, 31)


# ── a list of members ────────────────────────────────────

LIST = (
    "Name\tFunktion\tOrganisation\tE-Mail\tRolle\tVertritt\n"
    "Kai Kirche\tPfarramt\tKirchgemeinde\tkirche@example.org\t\t\n"
    "Vera Vertretung\tPfarramt, Vertretung\t\tvertretung@example.org\t\tPfarramt\n"
    "\t\t\tkaputt\tKönigin\t\n"
    "Rita\tNoch einmal\t\trat@example.org\tberatend\t\n"
)


def test_a_list_is_looked_at_and_then_taken(people, body):
    make_organisation(people.town, name="Kirchgemeinde")
    Seat.objects.filter(person=people.council_member).update(email="rat@example.org")
    client, address = client_of(people.coordinator), url(people, body, "mitglieder/einlesen/")
    page = client.post(address, {"text": LIST}).content.decode()
    for words in (
        "2 Mitglieder aufnehmen",
        "Die Funktion fehlt.",
        "sitzt schon im Gremium",
        "„kaputt“ ist keine E-Mail-Adresse.",
        "Rolle „Königin“",
    ):
        assert words in page
    assert not Seat.objects.filter(function="Pfarramt").exists()
    assert client.post(address, {"text": LIST, "take_over": "1"}).status_code == 302
    deputy = Seat.objects.get(function="Pfarramt, Vertretung")
    assert (deputy.role, deputy.deputy_for.organisation.name) == ("deputy", "Kirchgemeinde")
    assert client.post(address, {}).status_code == 422


# ── files ────────────────────────────────────────────────


def upload(people, body, name, content, **given):
    sent = {"file": SimpleUploadedFile(name, content), **given}
    return client_of(people.coordinator).post(url(people, body, "unterlagen/neu/"), sent)


def test_a_file_is_for_those_inside_and_never_shown_inline(people, body):
    assert upload(people, body, "ordnung.pdf", PDF, title="Ordnung").status_code == 302
    kept = BodyFile.objects.get()
    address = url(people, body, f"unterlagen/{kept.public_id}/")
    answer = client_of(people.council_member).get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith('attachment; filename="Ordnung.pdf"')
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == (
        "nosniff",
        "application/octet-stream",
    )
    for kind in ("coach", "outsider", "other_coordinator"):
        assert client_of(getattr(people, kind)).get(address).status_code == 404
    other = make_body(people.town)
    assert (
        client_of(people.coordinator)
        .get(url(people, other, f"unterlagen/{kept.public_id}/"))
        .status_code
        == 404
    )
    path = path_of(kept.stored)
    assert "ordnung" not in path.name
    # No name of it in the log of files, which others read.
    assert not Event.objects.filter(object_label__icontains="ordnung.pdf").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ordnung.pdf", b"<html><script>alert(1)</script></html>", "Inhalt"),
        ("ordnung.txt", PDF, "endet auf"),
        ("ordnung", PDF, "endet auf"),
        ("leer.txt", b"", "leer"),
        ("programm.pdf", b"\x7fELF" + b"\0" * 64, "Inhalt"),
    ],
)
def test_a_file_that_lies_is_not_taken(people, body, name, content, words):
    answer = upload(people, body, name, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not BodyFile.objects.exists()
    assert not StoredFile.objects.filter(purpose="council").exists()


def test_a_file_over_the_limit_is_not_taken(people, body, settings):
    settings.COUNCIL_FILE_LIMIT_MB = 1
    answer = upload(people, body, "gross.txt", b"a" * (1024 * 1024 + 1))
    assert answer.status_code == 422
    assert not BodyFile.objects.exists()


def test_a_file_goes_with_its_bytes(people, body, django_capture_on_commit_callbacks):
    kept = actions.add_file(
        body=body, stream=io.BytesIO(PDF), name="a.pdf", by=people.coordinator, at=AT
    )
    path = path_of(kept.stored)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(file=kept, by=people.coordinator, at=AT)
    assert not path.exists()


# ── duties, search, links ────────────────────────────────


def kinds(person):
    return {one.kind for one in queries.list_duties(person)}


def test_what_a_body_waits_for(people):
    with authority_scope(people.town):
        body = make_body(people.town, state="planned", name="Rat")
        assert kinds(people.coordinator) == {"councils.nobody"}
        seat = make_seat(body, email="", until_on=today() + dt.timedelta(days=89))
        assert kinds(people.coordinator) == {
            "councils.mute",
            "councils.no_chair",
            "councils.ending",
        }
        actions.edit_seat(
            seat=seat,
            email="da@example.org",
            is_chair=True,
            until_on=today() + dt.timedelta(days=91),
            by=people.coordinator,
            at=AT,
        )
        assert kinds(people.coordinator) == set()
    assert kinds(people.mayor) == set()
    assert kinds(people.other_coordinator) == set()


def test_a_body_that_has_rested_long_is_decided_about(people):
    make_body(people.town, state="dormant", state_since=today() - dt.timedelta(days=400))
    assert kinds(people.coordinator) == {"councils.resting"}


def test_found_by_work_shown_by_rule(people, body):
    make_seat(body, function="Streetwork", name="Niemand Sonst")
    document = search.sources.SOURCES[registry.KIND].load(body.public_id)
    assert "Streetwork" in document.text
    assert "Niemand Sonst" not in document.text
    shown = links.resolve(people.council_member, registry.KIND, body.public_id)
    assert shown is not None
    assert shown.url == url(people, body)
    assert links.resolve(people.outsider, registry.KIND, body.public_id) is None
