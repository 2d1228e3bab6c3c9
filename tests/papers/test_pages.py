"""Pages of papers: editing, Mitzeichnung, files, search, PDF, the public page, duties."""

import datetime as dt
import hashlib
import io
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.councils import make_council, make_seat
from tests.factories.files import xlsx_bytes
from tests.factories.papers import AT, make_paper, make_papers
from tests.factories.partners import make_organisation
from tests.people import People, client_of
from vorort.core import links, search
from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.files.models import StoredFile
from vorort.papers import actions, queries
from vorort.papers.choices import PaperKind, PaperState
from vorort.papers.models import Paper, PaperFile
from vorort.publications.models import Publication

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def url(people: People, name: str, paper: Paper) -> str:
    return reverse(f"papers:{name}", args=[people.town.slug, paper.public_id])


def add(people: People, paper: Paper, content: bytes, name: str, **given: str) -> PaperFile:
    with authority_scope(people.town):
        return actions.add_file(
            paper=paper,
            stream=io.BytesIO(content),
            name=name,
            by=people.coordinator,
            at=AT,
            **given,
        )


# ── list and search ──────────────────────────────────────────


def test_as_many_queries_for_three_as_for_three_hundred(
    people: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body, client = make_council(people), client_of(people.coordinator)
    where = reverse("papers:list", args=[people.town.slug, body.public_id])
    partner = make_organisation(people.town)
    counted = []
    for count, first in ((3, 1), (297, 4)):
        make_papers(body, count, first=first, submitted_by=partner)
        with django_assert_max_num_queries(1000) as captured:
            assert client.get(where).status_code == 200
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_search_knows_german_words_and_levels(people: People) -> None:
    body = make_council(people)
    found = make_paper(
        body, people.coordinator, title="Abstellanlage", text="gegen Fahrraddiebstähle",
        released=True,
    )  # fmt: skip
    make_paper(body, people.coordinator, title="Spielplatz", released=True)
    secret = make_paper(
        body, people.police, title="Fahrraddiebstahl", confidentiality=Confidentiality.CORE
    )
    draft = make_paper(body, people.coordinator, title="Fahrraddiebstahl Entwurf")
    search.catch_up()
    with authority_scope(people.town):
        Paper.objects.update(updated_at=AT)

        def hits(person: object) -> set[Paper]:
            return set(queries.list_papers(person, body, text="Fahrraddiebstahl"))  # type: ignore[arg-type]

        assert hits(people.council_member) == {found}
        assert hits(people.coordinator) == {found, draft}
        assert hits(people.police) == {found, secret}
        assert hits(people.public_order) == set()
        assert hits(people.outsider) == set()


def test_search_finds_what_was_released_a_moment_ago(people: People) -> None:
    body = make_council(people)
    fresh = make_paper(body, people.coordinator, title="Eilsache", released=True)
    with authority_scope(people.town):
        assert list(queries.list_papers(people.council_member, body, text="Eilsache")) == [fresh]


def test_list_is_narrowed_and_survives_nonsense(people: People) -> None:
    body = make_council(people)
    own = make_paper(body, people.coordinator, kind=PaperKind.REPORT, released=True)
    make_paper(body, people.coordinator)
    where = reverse("papers:list", args=[people.town.slug, body.public_id])
    client = client_of(people.coordinator)
    page = client.get(where, {"art": "report", "stand": "released", "jahr": "2026"})
    assert [each.public_id for each in page.context["page"]] == [own.public_id]
    for nonsense in ({"jahr": "x"}, {"stand": "?"}, {"seite": "-7"}, {"suche": "%_'\"\\"}):
        assert client.get(where, nonsense).status_code == 200


def test_members_see_no_drafts(people: People) -> None:
    body = make_council(people)
    draft = make_paper(body, people.coordinator)
    member = client_of(people.council_member)
    assert member.get(url(people, "paper", draft)).status_code == 404
    with authority_scope(people.town):
        assert not queries.list_papers(people.council_member, body).exists()
        actions.release_paper(paper=draft, by=people.coordinator, at=AT)
        assert list(queries.list_for_agenda(people.council_member, body)) == [draft]
    assert member.get(url(people, "paper", draft)).status_code == 200


# ── writing ──────────────────────────────────────────


def test_a_title_is_enough(people: People) -> None:
    body = make_council(people)
    where = reverse("papers:new", args=[people.town.slug, body.public_id])
    client = client_of(people.coordinator)
    bad = client.post(where, {"title": "", "text": "Schon geschrieben", "kind": "proposal",
                              "confidentiality": "members"})  # fmt: skip
    assert bad.status_code == 422
    assert "Schon geschrieben" in bad.content.decode()
    good = client.post(where, {"title": "Neu", "kind": "proposal", "confidentiality": "members"})
    assert good.status_code == 302
    # The core group's class is not even offered to who does not sit there.
    core = client.post(where, {"title": "Neu", "kind": "proposal", "confidentiality": "core"})
    assert core.status_code == 422
    with authority_scope(people.town):
        assert Paper.objects.count() == 1


def test_stale_form_shows_both_texts(people: People) -> None:
    own = make_paper(make_council(people), people.coordinator, text="Anfang")
    client = client_of(people.coordinator)
    given = {"title": own.title, "kind": own.kind, "confidentiality": own.confidentiality}
    first = {**given, "text": "von der einen", "revision": "0"}
    second = {**given, "text": "von der anderen", "revision": "0"}
    assert client.post(url(people, "edit", own), first).status_code == 302
    stale = client.post(url(people, "edit", own), second)
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "von der einen" in page
    assert "von der anderen" in page
    with authority_scope(people.town):
        own.refresh_from_db()
    assert own.text == "von der einen"
    # Whoever has read both saves with what the form now holds.
    again = {**second, "revision": stale.context["form"].data["revision"]}
    assert client.post(url(people, "edit", own), again).status_code == 302
    with authority_scope(people.town):
        own.refresh_from_db()
    assert own.text == "von der anderen"


def test_signing_by_page(people: People) -> None:
    own = make_paper(make_council(people), people.coordinator)
    runs = client_of(people.coordinator)
    chosen = {"signer_1": people.public_order.pk, "signer_2": people.mayor.pk}
    twice = {"signer_1": people.mayor.pk, "signer_2": people.mayor.pk}
    assert runs.post(url(people, "signers", own), twice).status_code == 422
    assert runs.post(url(people, "signers", own), chosen).status_code == 302
    assert runs.post(url(people, "step", own), {"step": "send"}).status_code == 302
    signs = client_of(people.public_order)
    # Reads the members' paper because asked to sign it, not the body's other papers.
    assert "Sie sind an der Reihe" in signs.get(url(people, "paper", own)).content.decode()
    assert [each.kind for each in queries.list_duties(people.public_order)] == ["papers.sign"]
    assert queries.list_duties(people.mayor) == []
    bare = signs.post(url(people, "sign", own), {"answer": "refuse"})
    assert bare.status_code == 422
    assert (
        signs.post(
            url(people, "sign", own), {"answer": "refuse", "reason": "Kosten fehlen"}
        ).status_code
        == 302
    )
    assert [each.kind for each in queries.list_duties(people.coordinator)] == ["papers.refused"]
    assert runs.post(url(people, "step", own), {"step": "send"}).status_code == 302
    assert queries.list_duties(people.coordinator) == []
    assert signs.post(url(people, "sign", own), {"answer": "sign"}).status_code == 302
    assert client_of(people.mayor).post(url(people, "sign", own), {}).status_code == 302
    with authority_scope(people.town):
        own.refresh_from_db()
    assert own.state == PaperState.RELEASED


def test_who_may_not_read_cannot_be_asked_to_sign(people: People) -> None:
    body = make_council(people)
    with pytest.raises(DomainError):
        make_paper(body, people.coordinator, signers=((people.outsider, "Fremd"),))
    with pytest.raises(DomainError):
        make_paper(
            body, people.police, confidentiality=Confidentiality.CORE,
            signers=((people.mayor, "Bürgermeisterin"),),
        )  # fmt: skip
    with authority_scope(people.town):
        assert not Paper.objects.exists()


def test_resubmission_waits_on_the_desk(people: People) -> None:
    own = make_paper(make_council(people), people.coordinator)
    client = client_of(people.coordinator)
    past = (today() - dt.timedelta(days=1)).isoformat()
    bad = client.post(url(people, "resubmit", own), {"resubmit_on": past, "resubmit_note": "Preis"})
    assert bad.status_code == 422
    assert "Preis" in bad.content.decode()
    given = {"resubmit_on": today().isoformat(), "resubmit_note": "Preis"}
    assert client.post(url(people, "resubmit", own), given).status_code == 302
    (duty,) = queries.list_duties(people.coordinator)
    assert (duty.kind, duty.reason, duty.due_on) == ("papers.resubmit", "Preis", today())
    with authority_scope(people.town):
        actions.mark_decided(paper=own, by=people.coordinator, at=AT)
    assert queries.list_duties(people.coordinator) == []


# ── files ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.pdf", b"MZ\x90\x00\x00binary", "lässt sich nicht ablegen"),
        ("plan.pdf", b"PK\x03\x04kaputt", "lässt sich nicht ablegen"),
        ("plan.pdf", b"nur Text", "etwas anderes"),
        ("bild.png", PDF, "etwas anderes"),
        ("seite.html", b"<html><script>alert(1)</script></html>", "lässt sich nicht ablegen"),
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "lässt sich nicht ablegen"),
        ("leer.pdf", b"", "leer"),
    ],
)
def test_files_that_lie(people: People, name: str, content: bytes, words: str) -> None:
    own = make_paper(make_council(people), people.coordinator)
    upload = io.BytesIO(content)
    upload.name = name
    answer = client_of(people.coordinator).post(
        url(people, "file_add", own),
        {"file": upload, "title": "Mein Titel", "confidentiality": "members"},
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Mein Titel" in answer.content.decode()
    with authority_scope(people.town):
        assert not PaperFile.objects.exists()
    assert not StoredFile.objects.exists()


def test_too_large_a_file(people: People, settings: Any) -> None:
    settings.COUNCIL_FILE_LIMIT_MB = 1
    own = make_paper(make_council(people), people.coordinator)
    upload = io.BytesIO(PDF + b"0" * 1024 * 1024)
    upload.name = "gross.pdf"
    answer = client_of(people.coordinator).post(
        url(people, "file_add", own), {"file": upload, "confidentiality": "members"}
    )
    assert answer.status_code == 422
    assert "größer als 1 MB" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_files_leave_as_attachments_under_names_of_ours(people: People) -> None:
    body = make_council(people)
    own = make_paper(body, people.coordinator, released=True)
    plan = add(people, own, PDF, "Lageplan Süd.pdf")
    hidden = add(people, own, PDF, "Einsatzplan.pdf", confidentiality=Confidentiality.CORE)
    answer = client_of(people.council_member).get(url(people, "file", plan))  # type: ignore[arg-type]
    assert b"".join(answer) == PDF  # type: ignore[arg-type]
    assert answer["Content-Disposition"] == 'attachment; filename="lageplan-sud.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    # The log of files names neither.
    assert set(StoredFile.objects.values_list("original_name", flat=True)) == {"anlage.pdf"}
    for person in (people.council_member, people.coordinator, people.mayor):
        client = client_of(person)
        assert client.get(url(people, "file", hidden)).status_code == 404  # type: ignore[arg-type]
        assert "Einsatzplan" not in client.get(url(people, "paper", own)).content.decode()
    got = client_of(people.police).get(url(people, "file", hidden))  # type: ignore[arg-type]
    assert b"".join(got) == PDF  # type: ignore[arg-type]
    assert "insatz" not in got["Content-Disposition"]


def test_a_file_is_never_more_open_than_its_paper(people: People) -> None:
    own = make_paper(make_council(people), people.coordinator)
    made = add(people, own, PDF, "x.pdf", confidentiality=Confidentiality.PUBLIC)
    assert made.confidentiality == Confidentiality.MEMBERS


def test_files_after_signing_ask_again(people: People) -> None:
    own = make_paper(
        make_council(people), people.coordinator, signers=((people.mayor, "Bürgermeisterin"),)
    )
    with authority_scope(people.town):
        actions.send_for_signing(paper=own, by=people.coordinator, at=AT)
        actions.sign(paper=own, by=people.mayor, at=AT)
        made = add(people, own, xlsx_bytes(), "Kosten.xlsx")
        own.refresh_from_db()
        assert own.state == PaperState.DRAFT
        actions.mark_decided(paper=own, by=people.coordinator, at=AT)
        with pytest.raises(actions.PaperFixed):
            actions.remove_file(file=made, by=people.coordinator, at=AT)
        assert PaperFile.objects.filter(pk=made.pk).exists()


# ── PDF and the public page ──────────────────────────────────────────


def _words(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return str(document.docinfo.get("/Title", "")) + str(document.Root.get("/Lang", ""))


def test_pdf_for_the_reader(people: People) -> None:
    own = make_paper(
        make_council(people), people.coordinator, title="Licht am Gleis", text="# kein *Markup*",
        released=True,
    )  # fmt: skip
    answer = client_of(people.council_member).get(url(people, "pdf", own))
    assert answer["Content-Disposition"] == 'attachment; filename="vorlage-1-2026.pdf"'
    assert "Licht am Gleis" in _words(answer.content)
    secret = make_paper(
        make_council(people), people.police, title="KERN", confidentiality=Confidentiality.CORE
    )
    named = client_of(people.police).get(url(people, "pdf", secret))["Content-Disposition"]
    assert "KERN" not in named
    assert "1-2026" not in named


def _public(people: People, **given: object) -> Paper:
    values: dict[str, object] = {
        "title": "Licht am Gleis", "text": "Es ist <b>dunkel</b>.", "proposal": "Drei Leuchten.",
        "confidentiality": Confidentiality.PUBLIC, "released": True,
        "submitted_by": make_organisation(people.town, name="Bürgerverein"),
    }  # fmt: skip
    return make_paper(make_council(people), people.coordinator, **{**values, **given})  # type: ignore[arg-type]


def test_public_page_with_its_public_files_only(people: People) -> None:
    own = _public(people)
    plan = add(people, own, PDF, "Plan.pdf", confidentiality=Confidentiality.PUBLIC)
    add(people, own, PDF + b"x", "Intern.pdf", confidentiality=Confidentiality.MEMBERS)
    client = client_of(people.coordinator)
    shown = client.get(url(people, "publish", own)).content.decode()
    assert "Intern.pdf" in shown
    assert client.post(url(people, "publish", own)).status_code == 302
    path = f"/orte/{people.town.slug}/vorlagen/{own.public_id}/"
    page = Client().get(path).content.decode()
    assert "Es ist &lt;b&gt;dunkel&lt;/b&gt;." in page
    assert "Intern" not in page
    assert people.coordinator.name not in page
    public = Publication.objects.get().payload["public"]
    assert public["web"].endswith(path)
    assert [each["role"] for each in public["files"]] == ["main", "auxiliary"]
    for each in public["files"]:
        got = Client().get(path + each["path"])
        content = b"".join(got) if got.streaming else got.content  # type: ignore[arg-type]
        assert hashlib.sha512(content).hexdigest() == each["sha512"]
        assert len(content) == each["size"]
    assert Client().get(f"{path}anlage-{plan.public_id}.pdf").status_code == 200


def test_what_is_not_public_gets_no_page(people: People) -> None:
    members = make_paper(make_council(people), people.coordinator, released=True)
    draft = _public(people, released=False)
    client = client_of(people.coordinator)
    with authority_scope(people.town):
        for own in (members, draft):
            assert client.post(url(people, "publish", own)).status_code == 404
            with pytest.raises(actions.NotPublic):
                actions.publish_paper(paper=own, by=people.coordinator, at=AT)
    assert not Publication.objects.exists()


def test_taken_back_everywhere_at_once(people: People) -> None:
    own = _public(people)
    with authority_scope(people.town):
        actions.publish_paper(paper=own, by=people.coordinator, at=now())
    path = f"/orte/{people.town.slug}/vorlagen/{own.public_id}/"
    client = client_of(people.coordinator)
    assert client.post(url(people, "take_back", own), {"reason": " "}).status_code == 422
    assert Client().get(path).status_code == 200
    assert client.post(url(people, "take_back", own), {"reason": "Fehler"}).status_code == 302
    assert Client().get(path).status_code == 410
    assert Client().get(f"{path}vorlage.pdf").status_code == 410


# ── links ──────────────────────────────────────────


def test_links_ask_the_rule(people: People) -> None:
    body = make_council(people)
    secret = make_paper(body, people.police, confidentiality=Confidentiality.CORE, released=True)
    shown = make_paper(body, people.coordinator, released=True)
    assert links.resolve(people.police, "papers.paper", secret.public_id) is not None
    for person in (people.coordinator, people.mayor, people.anonymous):
        assert links.resolve(person, "papers.paper", secret.public_id) is None
    assert links.resolve(people.council_member, "papers.paper", shown.public_id) is not None
    assert links.resolve(people.public_order, "papers.paper", shown.public_id) is None


def test_deputies_have_no_standing_rights(people: People) -> None:
    body = make_council(people)
    make_seat(body, function="Gast", role="guest", person=people.outsider)
    own = make_paper(body, people.coordinator, released=True)
    assert client_of(people.outsider).get(url(people, "paper", own)).status_code == 404
