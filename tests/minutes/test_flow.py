"""From the held meeting to the published extract, by the actions."""

import datetime as dt
import io

import pytest

from tests.factories.councils import seat_of
from tests.factories.minutes import (
    APPROVED,
    DRAFTED,
    make_approved,
    make_held,
    make_minutes,
    make_published,
    passage_at,
    set_approval,
)
from tests.factories.sittings import START, item_of, make_invited
from vorort.announcements.queries import meeting_publication
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality, MinutesApproval
from vorort.councils.models import Seat
from vorort.meetings.choices import MeetingState
from vorort.minutes import actions, queries
from vorort.minutes.choices import MinutesState, Review, SignerRole
from vorort.minutes.jobs import approve_silent
from vorort.minutes.models import Minutes, MinutesReview
from vorort.notices.models import Dispatch
from vorort.publications.choices import PublicationStatus
from vorort.resolutions.actions import set_implementation
from vorort.resolutions.choices import Implementation
from vorort.resolutions.models import Resolution

pytestmark = pytest.mark.django_db
LATER = DRAFTED + dt.timedelta(days=1)


@pytest.fixture
def scope(people):
    with authority_scope(people.town):
        yield


@pytest.fixture
def minutes(people, scope) -> Minutes:
    return make_minutes(people)


def again(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_related("meeting__body", "authority").get(pk=minutes.pk)


# ── draft ────────────────────────────────────────────────


def test_the_draft_takes_over_what_was_noted(people, minutes):
    assert minutes.meeting.state == MeetingState.DRAFTED
    assert passage_at(minutes, 2).text == (
        "Bauamt stellt drei Varianten vor.\n\nHerr Muster aus der Hangstraße wünscht Bänke."
    )
    assert not passage_at(minutes, 0).text
    assert passage_at(minutes, 1).text == (
        "Bürgermeisterin eröffnet die Sitzung um 17:00 Uhr. Form- und fristgerecht wurde "
        "eingeladen. Das Gremium ist beschlussfähig."
    )
    reading = queries.read_inside(minutes, (Confidentiality.PUBLIC, Confidentiality.MEMBERS))
    assert [(one.number, one.title) for one in reading.items] == [
        ("1", "Eröffnung"),
        ("2", "Licht und Grün Am Hang"),
        ("3", "Stand der Maßnahmen"),
    ]
    vote = reading.items[1].votes[0]
    assert (vote.heading, vote.result) == (
        "Beschluss Ö 1/2026",
        "3 Ja, 0 Nein, 1 Enthaltung. Angenommen.",
    )
    assert "Jule Jugend" in reading.items[1].recusal
    assert [(one.title, one.owner, one.due) for one in reading.tasks] == [
        ("Angebote einholen", "Bauamt", "15.01.2027")
    ]
    assert ("Zeit", "Donnerstag, 03.12.2026, 17:00 bis 18:40 Uhr") in reading.facts
    rows = {row[0]: row[3] for row in reading.attendance}
    assert rows["Sina Schule, Schulleitung"] == "anwesend"
    assert rows["Greta Gast, Quartiersarbeit"] == "anwesend"


def test_minutes_are_drafted_once_and_only_of_a_held_meeting(people, scope):
    from vorort.meetings.actions import NotPossible

    meeting = make_invited(people)
    with pytest.raises(NotPossible):
        actions.draft_minutes(meeting=meeting, by=people.coordinator, at=DRAFTED)
    assert not Minutes.objects.exists()
    made = make_minutes(people, make_held(people, meeting))
    with pytest.raises(NotPossible):
        actions.draft_minutes(meeting=made.meeting, by=people.coordinator, at=DRAFTED)


def test_back_in_the_sitting_nothing_written_is_lost(people, minutes):
    from vorort.sittings.actions import save_notes

    written = actions.save_passage(
        passage=passage_at(minutes, 2),
        text="Von Hand.",
        revision=0,
        by=people.coordinator,
        at=LATER,
    )
    actions.return_to_sitting(minutes=minutes, by=people.coordinator, at=LATER)
    save_notes(
        item=item_of(minutes.meeting, 3), text="Berichtigt.", revision=1, by=people.coordinator,
        at=LATER,
    )  # fmt: skip
    minutes.meeting.refresh_from_db()
    actions.draft_minutes(meeting=minutes.meeting, by=people.coordinator, at=LATER)
    written.refresh_from_db()
    assert written.text == "Von Hand."
    assert passage_at(minutes, 3).text == "Berichtigt."


# ── passages ─────────────────────────────────────────────


def test_a_stale_save_overwrites_nothing_and_loses_nothing(people, minutes):
    own = passage_at(minutes, 2)
    actions.save_passage(passage=own, text="Erste.", revision=0, by=people.coordinator, at=LATER)
    with pytest.raises(actions.PassageChanged) as caught:
        actions.save_passage(passage=own, text="Zweite.", revision=0, by=people.mayor, at=LATER)
    assert (caught.value.theirs.text, caught.value.mine) == ("Erste.", "Zweite.")
    assert passage_at(minutes, 2).text == "Erste."
    done = actions.save_passage(
        passage=own, text="Beide.", revision=caught.value.theirs.revision, by=people.mayor, at=LATER
    )
    assert (done.text, done.revision) == ("Beide.", 2)


def test_a_text_without_end_is_refused(people, minutes):
    from vorort.core.errors import DomainError

    with pytest.raises(DomainError, match="kürzen"):
        actions.save_passage(
            passage=passage_at(minutes, 2), text="x" * 60_001, revision=0, by=people.mayor, at=LATER
        )


def test_the_log_names_no_item(people, minutes):
    from vorort.audit.models import Event

    actions.save_passage(
        passage=passage_at(minutes, 4), text="Kern.", revision=0, by=people.police, at=LATER
    )
    event = Event.objects.filter(verb="minutes.passage_edited").get()
    assert event.object_label == "Präventionsrat, 4. Sitzung 2026"
    assert "Fallbezogene" not in str(event.before) + str(event.after)


# ── approval ─────────────────────────────────────────────


def test_the_next_meeting_approves(people, minutes):
    with pytest.raises(actions.ApprovalUnproven, match="wählen Sie die Sitzung"):
        actions.approve(minutes=minutes, by=people.coordinator, at=APPROVED)
    later = make_held(
        people, make_invited(people, starts_at=START + dt.timedelta(days=20), number=5)
    )
    done = actions.approve(minutes=minutes, by=people.coordinator, at=APPROVED, meeting=later)
    assert done.approval_note == "in der Sitzung am 23.12.2026"
    assert done.meeting.state == MeetingState.APPROVED
    assert len(done.text_hash) == 64
    assert queries.hash_of(again(minutes)) == done.text_hash


def test_no_meeting_before_or_of_another_body_approves(people, minutes):
    earlier = make_invited(people, starts_at=START - dt.timedelta(days=30), number=3)
    for wrong in (earlier, minutes.meeting):
        with pytest.raises(actions.ApprovalUnproven):
            actions.approve(minutes=minutes, by=people.coordinator, at=APPROVED, meeting=wrong)


def test_nothing_is_approved_twice_or_changed_afterwards(people, minutes):
    make_approved(people, minutes)
    with pytest.raises(actions.AlreadyApproved):
        make_approved(people, minutes)
    with pytest.raises(actions.MinutesFrozen):
        actions.save_passage(
            passage=passage_at(minutes, 2), text="anders", revision=0, by=people.mayor, at=APPROVED
        )
    with pytest.raises(actions.MinutesFrozen):
        actions.send_for_review(minutes=minutes, by=people.coordinator, at=APPROVED)
    assert "anders" not in passage_at(minutes, 2).text


def test_what_was_approved_stays_when_seats_and_resolutions_change(people, minutes):
    done = make_approved(people, minutes)
    Seat.objects.filter(function="Schulleitung").update(name="Anders Name")
    kept = again(done)
    reading = queries.read_inside(kept, (Confidentiality.PUBLIC, Confidentiality.MEMBERS))
    assert "Sina Schule, Schulleitung" in [row[0] for row in reading.attendance]
    assert queries.hash_of(kept) == kept.text_hash


def test_open_objections_hold_the_approval_up(people, minutes):
    actions.send_for_review(minutes=minutes, by=people.coordinator, at=LATER)
    school = seat_of(minutes.meeting.body, "Schulleitung")
    actions.review(
        minutes=minutes, seat=school, answer=Review.OBJECTED, text="Zu 2: Es waren vier.", at=LATER
    )
    with pytest.raises(actions.ObjectionsOpen):
        make_approved(people, minutes)
    actions.settle_review(
        minutes=minutes, seat=school, note="übernommen", by=people.coordinator, at=LATER
    )
    assert make_approved(people, minutes).state == MinutesState.APPROVED


def test_an_objection_says_what_is_wrong(people, minutes):
    from vorort.core.errors import DomainError

    actions.send_for_review(minutes=minutes, by=people.coordinator, at=LATER)
    school = seat_of(minutes.meeting.body, "Schulleitung")
    with pytest.raises(DomainError, match="was nicht stimmt"):
        actions.review(minutes=minutes, seat=school, answer=Review.OBJECTED, text=" ", at=LATER)
    assert not MinutesReview.objects.exists()


def test_deputies_and_the_late_do_not_answer(people, minutes):
    body = minutes.meeting.body
    actions.send_for_review(minutes=minutes, by=people.coordinator, at=LATER)
    with pytest.raises(actions.ReviewNotPossible):
        actions.review(
            minutes=minutes, seat=seat_of(body, "stellvertretende Schulleitung"),
            answer=Review.AGREED, text="", at=LATER,
        )  # fmt: skip
    with pytest.raises(actions.ReviewNotPossible, match="abgelaufen"):
        actions.review(
            minutes=minutes, seat=seat_of(body, "Schulleitung"), answer=Review.AGREED, text="",
            at=LATER + dt.timedelta(days=15),
        )  # fmt: skip


# ── silence ──────────────────────────────────────────────


@pytest.fixture
def silent(people, minutes) -> Minutes:
    set_approval(minutes.meeting.body, MinutesApproval.SILENCE)
    return actions.send_for_review(minutes=minutes, by=people.coordinator, at=LATER)


class Context:
    def progress(self, done: int, total: int, step: str) -> None:
        pass


def run_job(monkeypatch, at: dt.datetime) -> dict[str, object]:
    monkeypatch.setattr("vorort.minutes.jobs.now", lambda: at)
    return approve_silent(Context())  # type: ignore[arg-type]


def test_silence_approves_after_the_deadline_and_not_before(people, silent, monkeypatch):
    end = silent.objections_until
    assert (end - LATER).days in {14, 15}
    assert run_job(monkeypatch, end) == {"approved": 0, "held_back": 0}
    with pytest.raises(actions.ApprovalUnproven, match="von selbst"):
        actions.approve(minutes=silent, by=people.coordinator, at=end)
    after = end + dt.timedelta(minutes=1)
    assert run_job(monkeypatch, after) == {"approved": 1, "held_back": 0}
    done = again(silent)
    assert done.approval_note.startswith("kein Widerspruch bis")
    assert run_job(monkeypatch, after) == {"approved": 0, "held_back": 0}


def test_silence_approves_only_what_was_sent(people, silent, monkeypatch):
    actions.save_passage(
        passage=passage_at(silent, 2), text="Neu.", revision=0, by=people.coordinator, at=LATER
    )
    after = silent.objections_until + dt.timedelta(minutes=1)
    assert run_job(monkeypatch, after) == {"approved": 0, "held_back": 1}
    with pytest.raises(actions.ApprovalUnproven, match="noch einmal"):
        actions.approve(minutes=silent, by=people.coordinator, at=after)
    sent = actions.send_for_review(minutes=silent, by=people.coordinator, at=after)
    assert run_job(monkeypatch, sent.objections_until + dt.timedelta(minutes=1))["approved"] == 1


def test_an_objection_breaks_the_silence(people, silent, monkeypatch):
    school = seat_of(silent.meeting.body, "Schulleitung")
    actions.review(minutes=silent, seat=school, answer="objected", text="Nein.", at=LATER)
    after = silent.objections_until + dt.timedelta(minutes=1)
    assert run_job(monkeypatch, after) == {"approved": 0, "held_back": 1}


def test_when_all_have_agreed_nobody_waits(people, silent):
    for seat in Seat.objects.filter(body=silent.meeting.body, role="voting"):
        actions.review(minutes=silent, seat=seat, answer="agreed", text="", at=LATER)
    done = actions.approve(minutes=silent, by=people.coordinator, at=LATER)
    assert done.approval_note == "alle Stimmberechtigten haben zugestimmt"


def test_who_agreed_to_another_text_is_asked_again(people, silent):
    school = seat_of(silent.meeting.body, "Schulleitung")
    actions.review(minutes=silent, seat=school, answer="agreed", text="", at=LATER)
    actions.send_for_review(minutes=silent, by=people.coordinator, at=LATER)
    assert MinutesReview.objects.count() == 1
    actions.save_passage(
        passage=passage_at(silent, 2), text="Neu.", revision=0, by=people.coordinator, at=LATER
    )
    actions.send_for_review(minutes=silent, by=people.coordinator, at=LATER)
    assert not MinutesReview.objects.exists()


def test_the_mail_says_when_and_where_but_nothing_of_the_text(people, silent):
    mails = list(Dispatch.objects.filter(kind="minutes.review"))
    # Five seats with a vote; the coordinator who sends is not asked.
    assert len(mails) == 5
    words = " ".join(f"{mail.subject} {mail.text}" for mail in mails)
    assert "/mein/niederschrift/" in words
    assert "gilt die Niederschrift als genehmigt" in words
    for word in ("Licht und Grün", "Maßnahmen", "Fallbezogene", "Kerngruppe", "Muster"):
        assert word not in words


# ── paper ────────────────────────────────────────────────

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def scan(minutes: Minutes, people, content: bytes = PDF) -> Minutes:
    return actions.store_scan(
        minutes=minutes, stream=io.BytesIO(content), name="scan.pdf",
        level=Confidentiality.MEMBERS, by=people.coordinator, at=LATER,
    )  # fmt: skip


def signatures(minutes: Minutes, **other: object):
    body, day = minutes.meeting.body, dt.date(2026, 12, 7)
    return {
        SignerRole.CHAIR: (seat_of(body, "Bürgermeisterin"), day),
        SignerRole.MEMBER_ONE: (seat_of(body, "Schulleitung"), day),
        SignerRole.MEMBER_TWO: (seat_of(body, "Jugendhilfe"), day),
        SignerRole.MINUTE_TAKER: (seat_of(body, "Koordination"), day),
    } | other


@pytest.fixture
def on_paper(minutes) -> Minutes:
    set_approval(minutes.meeting.body, MinutesApproval.SIGNATURES, paper_required=True)
    return minutes


def test_paper_takes_scan_and_four_signatures(people, on_paper):
    with pytest.raises(actions.ApprovalUnproven, match="Scan"):
        actions.approve(minutes=on_paper, by=people.coordinator, at=LATER)
    scan(on_paper, people)
    body = on_paper.meeting.body
    open_line = {SignerRole.MEMBER_TWO: (seat_of(body, "Jugendhilfe"), None)}
    actions.sign(
        minutes=on_paper,
        signatures=signatures(on_paper) | open_line,
        by=people.coordinator,
        at=LATER,
    )
    with pytest.raises(actions.ApprovalUnproven, match="zweites Mitglied"):
        actions.approve(minutes=on_paper, by=people.coordinator, at=LATER)
    actions.sign(minutes=on_paper, signatures=signatures(on_paper), by=people.coordinator, at=LATER)
    done = actions.approve(minutes=on_paper, by=people.coordinator, at=LATER)
    assert done.approval_note == "unterschrieben auf Papier (§ 40 Abs. 2 SächsGemO)"


def test_a_scan_that_lies_about_its_type_is_refused_and_not_kept(people, on_paper):
    from vorort.files.models import StoredFile

    with pytest.raises(actions.ScanNotUsable):
        scan(on_paper, people, b"PK\x03\x04 kein PDF")
    assert not StoredFile.objects.exists()
    assert again(on_paper).signed_scan is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda body: {SignerRole.MEMBER_TWO: (seat_of(body, "Schulleitung"), dt.date(2026, 12, 7))},
         "drei verschiedene"),
        (lambda body: {SignerRole.CHAIR: (seat_of(body, "Bürgermeisterin"), dt.date(2026, 11, 7))},
         "zwischen"),
        (lambda body: {SignerRole.CHAIR: (None, dt.date(2026, 12, 7))}, "wer unterschrieben"),
        (lambda body: {SignerRole.MEMBER_TWO:
                       (seat_of(body, "stellvertretende Schulleitung"), dt.date(2026, 12, 7))},
         "nicht in der Sitzung"),
    ],
)  # fmt: skip
def test_signatures_that_cannot_be_are_refused(people, on_paper, change, words):
    wrong = signatures(on_paper) | change(on_paper.meeting.body)
    with pytest.raises(actions.WrongSigner, match=words):
        actions.sign(minutes=on_paper, signatures=wrong, by=people.coordinator, at=LATER)
    assert not again(on_paper).signatures.exists()


# ── again, and public ────────────────────────────────────


def test_reopening_takes_a_reason_and_drops_what_was_signed(people, on_paper):
    scan(on_paper, people)
    actions.sign(minutes=on_paper, signatures=signatures(on_paper), by=people.coordinator, at=LATER)
    done = actions.approve(minutes=on_paper, by=people.coordinator, at=LATER)
    from vorort.core.errors import DomainError

    with pytest.raises(DomainError, match="begründen"):
        actions.reopen(minutes=done, reason=" ", by=people.coordinator, at=APPROVED)
    open_again = actions.reopen(
        minutes=done, reason="Zahl der Anwesenden falsch", by=people.coordinator, at=APPROVED
    )
    assert (open_again.state, open_again.text_hash, open_again.record) == ("draft", "", None)
    assert open_again.signed_scan is None
    assert not open_again.signatures.exists()
    assert again(done).meeting.state == MeetingState.DRAFTED


def test_only_approved_minutes_become_public(people, minutes):
    with pytest.raises(actions.WrongState):
        actions.publish_minutes(minutes=minutes, by=people.coordinator, at=APPROVED)
    done = make_published(people, minutes)
    assert done.meeting.state == MeetingState.PUBLISHED
    public = meeting_publication(done.meeting).payload["public"]
    assert public["state"] == "minutes"
    assert [item["number"] for item in public["items"]] == ["1", "2"]
    assert public["items"][1]["resolutions"][0]["votes"] == "3 Ja, 0 Nein, 1 Enthaltung"
    assert public["participant_ids"] == []


def test_a_changed_text_is_found_out(people, minutes):
    done = make_approved(people, minutes)
    passage = passage_at(done, 2)
    passage.text = "heimlich geändert"
    passage.save()
    with pytest.raises(actions.TextTampered):
        actions.publish_minutes(minutes=done, by=people.coordinator, at=APPROVED)
    assert meeting_publication(done.meeting) is None


def test_without_public_items_nothing_is_published(people, scope):
    from vorort.meetings.choices import ItemKind

    agenda = tuple((f"Punkt {n}", ItemKind.DECISION, Confidentiality.MEMBERS) for n in range(4))
    done = make_approved(
        people, make_minutes(people, make_held(people, make_invited(people, agenda=agenda)))
    )
    with pytest.raises(actions.NothingPublic):
        actions.publish_minutes(minutes=done, by=people.coordinator, at=APPROVED)


def test_a_correction_is_a_new_version_and_the_old_one_is_gone(people, minutes):
    done = make_published(people, minutes)
    first = meeting_publication(done.meeting)
    open_again = actions.reopen(
        minutes=done, reason="Name geschwärzt", by=people.coordinator, at=APPROVED
    )
    assert meeting_publication(done.meeting).pk == first.pk
    actions.save_passage(
        passage=passage_at(open_again, 2), text="[[Herr Muster]] wünscht Bänke.", revision=0,
        by=people.coordinator, at=APPROVED,
    )  # fmt: skip
    second = meeting_publication(make_published(people, again(done)).meeting)
    assert second.version == first.version + 1
    first.refresh_from_db()
    assert first.status == PublicationStatus.SUPERSEDED
    assert not first.representations.filter(serving="served").exists()


def test_what_is_withdrawn_is_gone(people, minutes):
    done = make_published(people, minutes)
    publication = meeting_publication(done.meeting)
    actions.withdraw_minutes(
        minutes=done, reason="Ein Name stand darin.", by=people.coordinator, at=APPROVED
    )
    publication.refresh_from_db()
    assert publication.status == PublicationStatus.WITHDRAWN
    assert again(done).meeting.state == MeetingState.APPROVED
    with pytest.raises(actions.WrongState):
        actions.withdraw_minutes(minutes=done, reason="x", by=people.coordinator, at=APPROVED)


def test_brackets_without_end_hold_the_approval_up(people, scope):
    minutes = make_minutes(people, texts={2: "Herr [[Muster wünscht"})
    with pytest.raises(actions.BracketsOpen):
        make_approved(people, minutes)
    # What is never public may hold them: nobody is told of it.
    other = make_minutes(
        people,
        make_held(people, make_invited(people, starts_at=START + dt.timedelta(days=9), number=5)),
        texts={3: "Ein [[ allein", 4: "noch [[ eins"},
    )
    assert make_approved(people, other).state == MinutesState.APPROVED


def test_a_mark_in_a_title_is_no_way_to_hide_it(people, minutes):
    item = item_of(minutes.meeting, 2)
    item.title = "Fall [[Muster]]"
    item.save()
    done = make_approved(people, minutes)
    with pytest.raises(actions.WrongState, match="Titel"):
        actions.publish_minutes(minutes=done, by=people.coordinator, at=APPROVED)
    assert meeting_publication(done.meeting) is None


def test_what_became_of_a_resolution_is_public_with_the_next_version(people, minutes):
    done = make_published(people, minutes)

    def told() -> list[dict]:
        items = meeting_publication(done.meeting).payload["public"]["items"]
        return [each for item in items for each in item["resolutions"]]

    (before,) = told()
    assert "implementation_label" not in before
    set_implementation(
        resolution=Resolution.objects.get(public_id=before["id"]),
        state=Implementation.DONE,
        note="Die Leuchten stehen. [[Firma Geheim]] hat geliefert.",
        on=APPROVED.date(),
        by=people.coordinator,
        at=APPROVED,
    )
    actions.publish_minutes(minutes=again(done), by=people.coordinator, at=APPROVED)
    (after,) = told()
    assert after["implementation_label"] == "umgesetzt"
    assert after["implementation_note"].startswith("Die Leuchten stehen. ")
    assert "Geheim" not in str(told())
