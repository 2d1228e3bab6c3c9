"""The pages: who reads what, nothing typed is lost, files for saving, personal links."""

import datetime as dt
import io
import re
from collections.abc import Iterator

import docx
import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories.councils import seat_of
from tests.factories.minutes import (
    make_approved,
    make_held,
    make_minutes,
    make_published,
    passage_at,
    set_approval,
)
from tests.factories.sittings import make_invited
from tests.people import client_of
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils.actions import make_link, revoke_links
from vorort.councils.choices import Confidentiality, LinkPurpose, MinutesApproval
from vorort.councils.models import PersonalLink
from vorort.meetings.choices import ItemKind, MeetingState
from vorort.minutes import actions
from vorort.minutes.models import Minutes, MinutesReview
from vorort.notices.models import Dispatch

pytestmark = pytest.mark.django_db
# So that deadlines lie in the future of the clock the views look at.
START = now().replace(hour=15, minute=0, second=0, microsecond=0) - dt.timedelta(days=3)
AT = START + dt.timedelta(days=1)
SECRETS = {2: "Frau [[Nachtigall]] klagt.", 3: "Intern: Adlerauge.", 4: "Kern: Falkenblick."}


@pytest.fixture
def scope(people):
    with authority_scope(people.town):
        yield


def held(people, **given):
    given.setdefault("notes", SECRETS)
    return make_held(people, make_invited(people, starts_at=START), **given)


@pytest.fixture
def minutes(people, scope) -> Minutes:
    meeting = held(people)
    return actions.draft_minutes(meeting=meeting, by=people.coordinator, at=AT)


def url(minutes: Minutes, name: str = "minutes", *more: object) -> str:
    return reverse(
        f"minutes:{name}", args=[minutes.authority.slug, minutes.meeting.public_id, *more]
    )


def page(people, who: str, minutes: Minutes, name: str = "minutes", *more: object):
    return client_of(getattr(people, who)).get(url(minutes, name, *more))


def typed(minutes: Minutes, **texts: str) -> dict[str, str]:
    """Return the whole form as a browser sends it; ``p2="…"`` for the item at place 2."""
    data = {}
    for position in range(5):
        row = passage_at(minutes, position)
        data[f"text-{row.public_id}"] = texts.get(f"p{position}", row.text)
        data[f"revision-{row.public_id}"] = str(row.revision)
    return data


# ── way through ──────────────────────────────────────────


def test_from_held_to_published_in_four_deeds(people, scope):
    meeting = held(people)
    client = client_of(people.coordinator)
    start = reverse("minutes:minutes", args=[people.town.slug, meeting.public_id])
    assert "Niederschrift entwerfen" in client.get(start).content.decode()
    client.post(f"{start}entwerfen/")
    assert "Niederschrift speichern" in client.get(start).content.decode()
    answer = client.post(f"{start}genehmigen/", {"note": "bestätigt im Umlauf"})
    assert answer["Location"] == f"{start}auszug/"
    client.post(f"{start}veroeffentlichen/")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PUBLISHED
    public = client_of(people.anonymous).get(
        f"/orte/{people.town.slug}/sitzungen/{meeting.public_id}/niederschrift.pdf"
    )
    assert public.status_code == 200


def test_before_the_meeting_is_held_the_writer_is_told_and_nobody_else(people, scope):
    meeting = make_invited(people)
    start = reverse("minutes:minutes", args=[people.town.slug, meeting.public_id])
    assert "Noch keine Niederschrift" in client_of(people.coordinator).get(start).content.decode()
    for who in ("mayor", "council_member", "police", "public_order"):
        assert client_of(getattr(people, who)).get(start).status_code == 404


def test_a_double_click_drafts_once(people, minutes):
    answer = client_of(people.coordinator).post(url(minutes, "draft"), follow=True)
    assert answer.status_code == 200
    assert "nicht möglich" in answer.content.decode()
    assert Minutes.objects.count() == 1


# ── levels ───────────────────────────────────────────────


def test_a_draft_is_for_those_who_write_it(people, minutes):
    assert page(people, "council_member", minutes).status_code == 404
    assert page(people, "mayor", minutes).status_code == 404
    assert page(people, "public_order", minutes).status_code == 404
    coordinator = page(people, "coordinator", minutes).content.decode()
    assert "Adlerauge" in coordinator
    assert "Falkenblick" not in coordinator
    assert "Fallbezogene" not in coordinator
    core = page(people, "police", minutes).content.decode()
    assert "Falkenblick" in core
    # The core group writes at its own item, and only there.
    assert len(re.findall("<textarea", core)) == 1


def test_each_level_reads_its_own_after_the_approval(people, minutes):
    make_approved(people, minutes)
    office = page(people, "public_order", minutes).content.decode()
    assert "Stand der Maßnahmen" not in office
    assert "Nachtigall" not in office
    assert "███geschwärzt███ klagt" in office
    member = page(people, "council_member", minutes).content.decode()
    assert "Frau Nachtigall klagt" in member
    assert "Adlerauge" in member
    assert "Falkenblick" not in member
    assert "Falkenblick" in page(people, "police", minutes).content.decode()


@pytest.mark.parametrize(
    ("who", "what", "has", "lacks"),
    [
        ("council_member", "niederschrift", ["Nachtigall", "Adlerauge"], ["Falkenblick", "Fallbe"]),
        ("police", "niederschrift", ["Falkenblick"], []),
        (
            "public_order",
            "auszug",
            ["klagt"],
            ["Nachtigall", "Adlerauge", "Falkenblick", "Stand der"],
        ),
    ],
)
def test_a_word_file_holds_what_its_reader_may_read(  # noqa: PLR0917 - a table of readers
    people, minutes, who, what, has, lacks
):
    make_approved(people, minutes)
    answer = page(people, who, minutes, "file", what, "docx")
    assert answer["Content-Disposition"] == (f'attachment; filename="{what}-{START:%Y-%m-%d}.docx"')
    assert answer["X-Content-Type-Options"] == "nosniff"
    opened = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(p.text for p in opened.paragraphs)
    assert all(word in words for word in has)
    assert not any(word in words for word in lacks)


def test_who_reads_only_the_extract_gets_no_whole_file(people, minutes):
    make_approved(people, minutes)
    for what in ("niederschrift", "unterschrift", "irgendwas"):
        assert page(people, "public_order", minutes, "file", what, "pdf").status_code == 404
    assert (
        page(people, "council_member", minutes, "file", "niederschrift", "exe").status_code == 404
    )
    assert page(people, "public_order", minutes, "approval").status_code == 404
    assert page(people, "public_order", minutes, "extract").status_code == 404


def test_where_nothing_is_handed_out_members_read_but_do_not_load(people, minutes):
    set_approval(minutes.meeting.body, MinutesApproval.NEXT_MEETING, hand_out_minutes=False)
    make_approved(people, minutes)
    assert "Adlerauge" in page(people, "council_member", minutes).content.decode()
    assert (
        page(people, "council_member", minutes, "file", "niederschrift", "pdf").status_code == 404
    )
    assert page(people, "coordinator", minutes, "file", "unterschrift", "pdf").status_code == 200


# ── writing ──────────────────────────────────────────────


def test_the_whole_form_saves_every_passage(people, minutes):
    client = client_of(people.coordinator)
    data = typed(minutes, p2="Neu zwei.", p3="Neu drei.", p4="Eingeschmuggelt.")
    answer = client.post(url(minutes), {**data, "weiter": "genehmigung"})
    assert answer["Location"] == url(minutes, "approval")
    assert passage_at(minutes, 2).text == "Neu zwei."
    assert passage_at(minutes, 3).text == "Neu drei."
    # What the writer may not even see is not written.
    assert passage_at(minutes, 4).text == "Kern: Falkenblick."


def test_a_stale_form_shows_both_texts_and_keeps_the_rest(people, minutes):
    data = typed(minutes, p2="Meine Fassung.", p3="Auch neu.")
    actions.save_passage(
        passage=passage_at(minutes, 2), text="Fremde Fassung.", revision=0, by=people.mayor, at=AT
    )
    client = client_of(people.coordinator)
    answer = client.post(url(minutes), data)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Meine Fassung." in words
    assert "Fremde Fassung." in words
    assert passage_at(minutes, 2).text == "Fremde Fassung."
    assert passage_at(minutes, 3).text == "Auch neu."
    again = dict(re.findall(r'name="(revision-\w+)"\s+value="(\d+)"', words))
    data = typed(minutes, p2="Beide Fassungen.") | again
    assert client.post(url(minutes), data).status_code == 302
    assert passage_at(minutes, 2).text == "Beide Fassungen."


def test_autosave_answers_with_the_public_side(people, minutes):
    row = passage_at(minutes, 2)
    client = client_of(people.coordinator)
    there = url(minutes, "passage", row.public_id)
    data = {f"text-{row.public_id}": "Frau [[Nachtigall]] singt.", f"revision-{row.public_id}": "0"}
    answer = client.post(there, data, HTTP_HX_REQUEST="true")
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "███geschwärzt███ singt" in words
    assert "Nachtigall" not in words
    assert 'value="1"' in words
    stale = client.post(there, data | {f"text-{row.public_id}": "anders"}, HTTP_HX_REQUEST="true")
    assert stale.status_code == 409
    open_mark = {f"text-{row.public_id}": "offen [[ hier", f"revision-{row.public_id}": "1"}
    warned = client.post(there, open_mark, HTTP_HX_REQUEST="true").content.decode()
    assert "]] fehlt" in warned
    # Nothing typed is lost for a bracket.
    assert passage_at(minutes, 2).text == "offen [[ hier"


def test_nobody_saves_a_passage_they_may_not_read(people, minutes):
    core = passage_at(minutes, 4).public_id
    members = passage_at(minutes, 3).public_id
    data = {"text": "x", "revision": "0"}
    for who, passage in (("coordinator", core), ("police", members), ("council_member", members)):
        client = client_of(getattr(people, who))
        assert client.post(url(minutes, "passage", passage), data).status_code == 404
    assert passage_at(minutes, 4).text == "Kern: Falkenblick."


def test_the_extract_says_what_stands_against_it(people, minutes):
    actions.save_passage(
        passage=passage_at(minutes, 2), text="[[Nachtigall]] kommt, Nachtigall geht. [[ offen",
        revision=0, by=people.coordinator, at=AT,
    )  # fmt: skip
    words = page(people, "coordinator", minutes, "extract").content.decode()
    assert "„Nachtigall“ ist geschwärzt, steht aber noch an anderer Stelle" in words
    assert "2 Licht und Grün Am Hang: Eine Schwärzung beginnt" in words


def test_plain_language_is_checked_and_kept(people, minutes):
    client = client_of(people.coordinator)
    long = "Der Präventionsrat hat in seiner vierten Sitzung sehr lange und ausführlich über Licht beraten."
    client.post(url(minutes, "plain"), {"text": long, "revision": "0"})
    words = client.get(url(minutes, "plain")).content.decode()
    assert "Langer Satz (14 Wörter)" in words
    assert "noch kurz" in words
    stale = client.post(url(minutes, "plain"), {"text": "Kurz.", "revision": "0"})
    assert stale.status_code == 409
    assert "Kurz." in stale.content.decode()
    minutes.refresh_from_db()
    assert minutes.plain_summary == long


# ── review ───────────────────────────────────────────────


@pytest.fixture
def sent(people, minutes) -> Iterator[Minutes]:
    cache.clear()
    yield actions.send_for_review(minutes=minutes, by=people.coordinator, at=AT)
    cache.clear()


def link_of(minutes: Minutes, function: str) -> str:
    seat = seat_of(minutes.meeting.body, function)
    mail = Dispatch.objects.get(kind="minutes.review", to=seat.email)
    found = re.search(r"/mein/niederschrift/[\w-]+/", mail.text)
    assert found
    return found[0]


def test_a_member_answers_in_the_page(people, sent):
    client = client_of(people.council_member)
    assert "Ihre Antwort" in client.get(url(sent, "approval")).content.decode()
    wrong = client.post(url(sent, "answer"), {"answer": "objected", "text": ""})
    assert wrong.status_code == 422
    client.post(url(sent, "answer"), {"answer": "objected", "text": "Es waren vier."})
    office = client_of(people.coordinator)
    assert "Es waren vier." in office.get(url(sent, "approval")).content.decode()
    seat = seat_of(sent.meeting.body, "Mitglied des Stadtrates").public_id
    office.post(url(sent, "settle"), {"seat": seat, "note": "übernommen"})
    assert MinutesReview.objects.get().settled_note == "übernommen"


def test_a_personal_link_shows_members_words_and_nothing_of_the_core(people, sent):
    there = link_of(sent, "Leitung Revier")
    answer = client_of(people.anonymous).get(there)
    words = answer.content.decode()
    assert "Frau Nachtigall klagt" in words
    assert "Adlerauge" in words
    assert "Falkenblick" not in words
    assert "Fallbezogene" not in words
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_reading_is_not_answering_and_the_last_answer_counts(people, sent):
    there, client = link_of(sent, "Schulleitung"), client_of(people.anonymous)
    client.get(there)
    assert not MinutesReview.objects.exists()
    client.post(there, {"answer": "objected", "text": "Falsche Uhrzeit."})
    client.post(there, {"answer": "agreed", "text": ""})
    assert [one.review for one in MinutesReview.objects.all()] == ["agreed"]


def test_a_link_ends_with_approval_revocation_and_time(people, sent, monkeypatch):
    there, client = link_of(sent, "Schulleitung"), client_of(people.anonymous)
    late = sent.objections_until + dt.timedelta(hours=2)
    monkeypatch.setattr("vorort.councils.views.personal.now", lambda: late)
    assert "abgelaufen" in client.get(there).content.decode()
    monkeypatch.undo()
    actions.approve(minutes=sent, by=people.coordinator, at=now(), note="bestätigt")
    gone = client.post(there, {"answer": "agreed"})
    assert gone.status_code == 410
    assert "widerrufen" in gone.content.decode()
    assert not MinutesReview.objects.exists()


def test_a_second_sending_revokes_the_first_links(people, sent):
    first = link_of(sent, "Schulleitung")
    Dispatch.objects.all().delete()
    actions.send_for_review(minutes=sent, by=people.coordinator, at=AT + dt.timedelta(hours=1))
    client = client_of(people.anonymous)
    assert client.get(first).status_code == 410
    assert client.get(link_of(sent, "Schulleitung")).status_code == 200


def test_a_link_for_something_else_opens_nothing(people, sent):
    seat = seat_of(sent.meeting.body, "Schulleitung")
    end = now() + dt.timedelta(days=3)
    other = make_link(
        seat=seat, purpose=LinkPurpose.MEETING_REPLY, subject=sent.public_id, expires_at=end,
        by=people.coordinator, at=AT,
    )  # fmt: skip
    client = client_of(people.anonymous)
    for token in (other, "x", "x" * 200):
        answer = client.get(reverse("minutes-personal:review", args=[token]))
        assert answer.status_code == 410
        assert "Nachtigall" not in answer.content.decode()


def test_a_link_does_not_reach_into_another_body(people, sent):
    from tests.factories.councils import make_body, make_seat

    stranger = make_seat(make_body(people.town), function="Fremd")
    token = make_link(
        seat=stranger, purpose=LinkPurpose.MINUTES_REVIEW, subject=sent.public_id,
        expires_at=now() + dt.timedelta(days=3), by=people.coordinator, at=AT,
    )  # fmt: skip
    answer = client_of(people.anonymous).get(reverse("minutes-personal:review", args=[token]))
    assert answer.status_code == 410


def test_where_nothing_is_handed_out_the_link_shows_the_extract(people, sent):
    set_approval(sent.meeting.body, MinutesApproval.SILENCE, hand_out_minutes=False)
    words = client_of(people.anonymous).get(link_of(sent, "Schulleitung")).content.decode()
    assert "Adlerauge" not in words
    assert "Nachtigall" not in words
    assert "§ 40 Abs. 2 SächsGemO" in words


def test_who_tries_tokens_is_slowed_down(people, sent):
    client = client_of(people.anonymous)
    there = reverse("minutes-personal:review", args=["geraten"])
    answers = [client.get(there).status_code for _each in range(62)]
    assert answers[0] == 410
    assert answers[-1] == 429


def test_links_can_be_revoked(people, sent):
    there = link_of(sent, "Schulleitung")
    revoke_links(
        purpose=LinkPurpose.MINUTES_REVIEW, subject=sent.public_id, by=people.coordinator, at=AT
    )
    assert PersonalLink.objects.filter(revoked_at__isnull=True).count() == 0
    assert client_of(people.anonymous).get(there).status_code == 410


# ── paper ────────────────────────────────────────────────


def test_paper_way_in_one_form(people, minutes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    set_approval(minutes.meeting.body, MinutesApproval.SIGNATURES, paper_required=True)
    client = client_of(people.coordinator)
    words = client.get(url(minutes, "approval")).content.decode()
    assert "mit Unterschriftenzeilen drucken" in words
    body, day = minutes.meeting.body, f"{AT:%Y-%m-%d}"
    people_who_sign = {
        "chair": "Bürgermeisterin",
        "member_one": "Schulleitung",
        "member_two": "Jugendhilfe",
        "minute_taker": "Koordination",
    }
    data = {f"seat_{role}": seat_of(body, who).public_id for role, who in people_who_sign.items()}
    data |= {f"day_{role}": day for role in people_who_sign}
    lie = SimpleUploadedFile("scan.pdf", b"kein PDF", content_type="application/pdf")
    wrong = client.post(url(minutes, "paper"), {**data, "scan": lie, "weiter": "genehmigen"})
    assert wrong.status_code == 422
    assert "Das ist kein PDF" in wrong.content.decode()
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7\n%%EOF\n", content_type="text/html")
    done = client.post(url(minutes, "paper"), {**data, "scan": scan, "weiter": "genehmigen"})
    assert done.status_code == 302
    minutes.refresh_from_db()
    assert minutes.state == "approved"
    loaded = client.get(url(minutes, "scan"))
    assert b"".join(loaded) == b"%PDF-1.7\n%%EOF\n"
    assert loaded["Content-Disposition"].startswith("attachment")
    assert loaded["X-Content-Type-Options"] == "nosniff"
    assert b"".join(client_of(people.council_member).get(url(minutes, "scan")))
    assert client_of(people.public_order).get(url(minutes, "scan")).status_code == 404


def test_a_scan_of_the_core_groups_paper_is_for_the_core_group(people, minutes):
    actions.store_scan(
        minutes=minutes, stream=io.BytesIO(b"%PDF-1.7\n"), name="s.pdf",
        level=Confidentiality.CORE, by=people.police, at=AT,
    )  # fmt: skip
    make_approved(people, minutes)
    assert client_of(people.council_member).get(url(minutes, "scan")).status_code == 404
    assert "Scan" not in page(people, "council_member", minutes).content.decode()
    loaded = client_of(people.police).get(url(minutes, "scan"))
    assert loaded.status_code == 200
    b"".join(loaded)


# ── public ───────────────────────────────────────────────


def test_reopen_publish_withdraw_by_buttons(people, minutes):
    done = make_published(people, minutes)
    client = client_of(people.coordinator)
    assert "Neue Fassung veröffentlichen" in client.get(url(done, "extract")).content.decode()
    assert client.post(url(done, "reopen"), {"reason": ""}).status_code == 422
    client.post(url(done, "withdraw"), {"reason": "Ein Name stand darin."})
    public = f"/orte/{people.town.slug}/sitzungen/{done.meeting.public_id}/"
    assert client_of(people.anonymous).get(public).status_code == 410
    assert client_of(people.anonymous).get(f"{public}niederschrift.pdf").status_code == 410
    client.post(url(done, "reopen"), {"reason": "Name schwärzen"})
    done.refresh_from_db()
    assert done.state == "draft"


def test_pages_ask_as_often_for_3_items_as_for_30(people, scope, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number, size in ((5, 4), (6, 30)):
        agenda = tuple(
            (f"Punkt {n}", ItemKind.DECISION, Confidentiality.PUBLIC) for n in range(size)
        )
        starts_at = START - dt.timedelta(days=number)
        meeting = make_held(
            people, make_invited(people, starts_at=starts_at, agenda=agenda, number=number)
        )
        made = make_minutes(people, meeting)
        client = client_of(people.coordinator)
        client.get(url(made))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(url(made))
            client.get(url(made, "extract"))
            client.get(url(made, "approval"))
        counts.append(len(caught))
    assert counts[0] == counts[1]


# ── from the meeting ─────────────────────────────────────


def test_the_meeting_leads_to_its_minutes(people, scope):
    meeting = held(people)
    there = reverse("meetings:meeting", args=[people.town.slug, meeting.public_id])
    writer, member = client_of(people.coordinator), client_of(people.council_member)
    assert "Niederschrift entwerfen" in writer.get(there).content.decode()
    assert "Niederschrift" not in member.get(there).content.decode()
    minutes = actions.draft_minutes(meeting=meeting, by=people.coordinator, at=AT)
    assert url(minutes) in writer.get(there).content.decode()
    assert url(minutes) not in member.get(there).content.decode()
    make_approved(people, minutes)
    assert url(minutes) in member.get(there).content.decode()
    assert url(minutes) in client_of(people.public_order).get(there).content.decode()


def test_a_mark_in_the_summary_is_for_nobody(people, minutes):
    actions.save_summary(
        minutes=minutes, text="Es war laut. [[Wegen Nachtigall.]]", revision=0,
        by=people.coordinator, at=AT,
    )  # fmt: skip
    make_approved(people, minutes)
    for who in ("public_order", "council_member"):
        words = page(people, who, minutes, "plain").content.decode()
        assert "Es war laut." in words
        assert "Nachtigall" not in words
