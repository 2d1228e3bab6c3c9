"""Votes in writing: who is asked, who may answer how long, what the answers come to."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.councils import make_council, make_seat, seat_of
from tests.factories.papers import make_paper
from tests.factories.resolutions import make_circular
from tests.people import People, client_of
from vorort.accounts.models import Person
from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.councils.actions import make_link, revoke_links
from vorort.councils.choices import CircularRule, Confidentiality, LinkPurpose, Majority, TieRule
from vorort.councils.models import Body, BodyRules, PersonalLink, Seat
from vorort.notices.models import Dispatch
from vorort.papers.choices import PaperState
from vorort.resolutions import actions, queries
from vorort.resolutions import jobs as own_jobs
from vorort.resolutions.choices import (
    CircularAnswer,
    CircularState,
    Counts,
    Outcome,
    VoteMode,
)
from vorort.resolutions.models import Circular, CircularVote
from vorort.resolutions.rules import Tally, quorum, result_of

pytestmark = pytest.mark.django_db
YES, NO, ABSTAIN, OBJECTION = (
    CircularAnswer.YES,
    CircularAnswer.NO,
    CircularAnswer.ABSTAIN,
    CircularAnswer.OBJECTION,
)


def voters(body: Body) -> list[Seat]:
    with authority_scope(body.authority):
        return list(Seat.objects.filter(body=body, role="voting").order_by("id"))


def answer_all(circular: Circular, *answers: str) -> None:
    with authority_scope(circular.authority):
        for seat, answer in zip(voters(circular.body), answers, strict=False):
            actions.answer_circular(circular=circular, seat=seat, answer=answer, at=now())


def close(circular: Circular, by: Person, at: dt.datetime | None = None) -> Circular:
    with authority_scope(circular.authority):
        return actions.close_circular(circular=circular, by=by, at=at or now())


def after(circular: Circular) -> dt.datetime:
    return circular.deadline_at + dt.timedelta(minutes=1)


def token_for(circular: Circular, seat: Seat, by: Person) -> str:
    with authority_scope(circular.authority):
        return make_link(
            seat=seat,
            purpose=LinkPurpose.CIRCULAR_VOTE,
            subject=circular.public_id,
            expires_at=circular.deadline_at,
            by=by,
            at=now(),
        )


# ── start ──────────────────────────────────────────


def test_every_voting_seat_gets_a_link(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    with authority_scope(people.town):
        links = PersonalLink.objects.filter(subject=circular.public_id)
        assert {link.seat_id for link in links} == {seat.pk for seat in voters(body)}
        sent = list(Dispatch.objects.filter(kind="resolutions.circular"))
    assert len(sent) == 5
    assert all("/mein/umlauf/" in each.text for each in sent)
    # Whoever opens the mail of another learns the title, not how to read all of it.
    assert all(circular.title not in each.subject for each in sent)


def test_core_group_never_by_mail(people: People) -> None:
    body = make_council(people)
    secret = make_circular(
        body, people.police, confidentiality=Confidentiality.CORE, title="KERN", text="KERN"
    )
    with authority_scope(people.town):
        assert not PersonalLink.objects.exists()
        assert not Dispatch.objects.exists()
        assert [each.function for each in queries.entitled_seats(secret)] == ["Leitung Revier"]
        with pytest.raises(actions.CircularNotAllowed):
            actions.send_link_again(
                circular=secret, seat=seat_of(body, "Leitung Revier"), by=people.police, at=now()
            )
        # A link somebody forges for it opens nothing.
        forged = make_link(
            seat=seat_of(body, "Leitung Revier"),
            purpose=LinkPurpose.CIRCULAR_VOTE,
            subject=secret.public_id,
            expires_at=secret.deadline_at,
            by=people.police,
            at=now(),
        )
    answer = Client().get(reverse("resolutions-personal:vote", args=[forged]))
    assert answer.status_code == 410
    assert b"KERN" not in answer.content


@pytest.mark.parametrize(
    "given",
    [
        {"reason": "  "},
        {"deadline_at": now() + dt.timedelta(hours=1)},
        {"deadline_at": now() - dt.timedelta(days=1)},
    ],
)
def test_bad_start_stores_nothing(people: People, given: dict[str, Any]) -> None:
    with pytest.raises(DomainError):
        make_circular(make_council(people), people.coordinator, **given)
    with authority_scope(people.town):
        assert not Circular.objects.exists()
        assert not PersonalLink.objects.exists()


def test_rules_may_forbid_it(people: People) -> None:
    body = make_council(people)
    with authority_scope(people.town):
        BodyRules.objects.filter(body=body).update(circular_rule=CircularRule.NONE)
    with pytest.raises(actions.CircularNotAllowed):
        make_circular(body, people.coordinator)


# ── answers ──────────────────────────────────────────


def test_answer_changes_until_the_deadline(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    seat = seat_of(body, "Jugendhilfe")
    with authority_scope(people.town):
        for answer in (YES, NO):
            actions.answer_circular(circular=circular, seat=seat, answer=answer, at=now())
        assert [vote.answer for vote in CircularVote.objects.all()] == [NO]
        with pytest.raises(actions.CircularClosed):
            actions.answer_circular(circular=circular, seat=seat, answer=YES, at=after(circular))
        assert CircularVote.objects.get().answer == NO


def test_who_has_no_vote(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    later = make_seat(body, function="neu", from_on=dt.date(2999, 1, 1))
    with authority_scope(people.town):
        for seat in (
            seat_of(body, "stellvertretende Schulleitung"),
            seat_of(body, "Koordination"),
            later,
        ):
            with pytest.raises(actions.NotEntitled):
                actions.answer_circular(circular=circular, seat=seat, answer=YES, at=now())
        assert not CircularVote.objects.exists()


def test_unknown_answer_is_refused(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    with authority_scope(people.town), pytest.raises(DomainError):
        actions.answer_circular(
            circular=circular, seat=seat_of(body, "Jugendhilfe"), answer="vielleicht", at=now()
        )


# ── by personal link ──────────────────────────────────────────


def test_link_shows_by_get_and_votes_by_post(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    url = reverse(
        "resolutions-personal:vote",
        args=[token_for(circular, seat_of(body, "Jugendhilfe"), people.coordinator)],
    )
    client = Client()
    shown = client.get(url)
    assert shown.status_code == 200
    assert circular.text in shown.content.decode()
    assert shown["Referrer-Policy"] == "same-origin"
    assert "no-store" in shown["Cache-Control"]
    assert "noindex" in shown["X-Robots-Tag"]
    with authority_scope(people.town):
        assert not CircularVote.objects.exists()
    # Replayed: the last one counts, there is still one vote.
    for answer in (YES, YES, ABSTAIN):
        assert client.post(url, {"answer": answer}).status_code == 302
    with authority_scope(people.town):
        assert [vote.answer for vote in CircularVote.objects.all()] == [ABSTAIN]
    assert "Enthaltung" in client.get(url).content.decode()
    empty = client.post(url, {"note": "so nicht"})
    assert empty.status_code == 422
    assert "so nicht" in empty.content.decode()


def test_who_votes_by_link_reads_the_paper(people: People) -> None:
    body = make_council(people)
    paper = make_paper(body, people.coordinator, text="Das Schild fehlt.", released=True)
    circular = make_circular(body, people.coordinator, paper=paper)
    token = token_for(circular, seat_of(body, "Jugendhilfe"), people.coordinator)
    page = Client().get(reverse("resolutions-personal:vote", args=[token])).content.decode()
    assert "Das Schild fehlt." in page


def test_revoked_expired_and_foreign_links(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    seat = seat_of(body, "Jugendhilfe")
    revoked = token_for(circular, seat, people.coordinator)
    with authority_scope(people.town):
        revoke_links(
            purpose=LinkPurpose.CIRCULAR_VOTE,
            subject=circular.public_id,
            by=people.coordinator,
            at=now(),
        )
    expired = token_for(circular, seat, people.coordinator)
    with authority_scope(people.town):
        PersonalLink.objects.filter(revoked_at=None).update(
            expires_at=now() - dt.timedelta(minutes=1)
        )
        other = make_link(
            seat=seat,
            purpose=LinkPurpose.MEETING_REPLY,
            subject=circular.public_id,
            expires_at=circular.deadline_at,
            by=people.coordinator,
            at=now(),
        )
    for token, word in ((revoked, "widerrufen"), (expired, "abgelaufen"), (other, "nicht"),
                        ("erfunden", "nicht")):  # fmt: skip
        url = reverse("resolutions-personal:vote", args=[token])
        for answer in (Client().get(url), Client().post(url, {"answer": YES})):
            assert answer.status_code == 410
            assert word in answer.content.decode()
            assert circular.text not in answer.content.decode()
    with authority_scope(people.town):
        assert not CircularVote.objects.exists()


def test_link_ends_with_the_circular(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    url = reverse(
        "resolutions-personal:vote",
        args=[token_for(circular, seat_of(body, "Jugendhilfe"), people.coordinator)],
    )
    with authority_scope(people.town):
        actions.cancel_circular(circular=circular, by=people.coordinator, at=now())
    assert Client().post(url, {"answer": YES}).status_code == 410


def test_new_link_ends_the_old_one(people: People) -> None:
    body = make_council(people)
    circular = make_circular(body, people.coordinator)
    seat = seat_of(body, "Jugendhilfe")
    old = token_for(circular, seat, people.coordinator)
    url = reverse("resolutions:circular_step", args=[people.town.slug, circular.public_id])
    client_of(people.coordinator).post(url, {"step": "send", "seat": seat.public_id})
    assert Client().get(reverse("resolutions-personal:vote", args=[old])).status_code == 410
    with authority_scope(people.town):
        text = Dispatch.objects.filter(to=seat.email).order_by("-id").first()
    assert text is not None
    found = re.search(r"/mein/umlauf/([^/]+)/", text.text)
    assert found is not None
    assert Client().get(reverse("resolutions-personal:vote", args=[found[1]])).status_code == 200


def test_mails_leave_by_job(people: People) -> None:
    make_circular(make_council(people), people.coordinator)
    jobs.run_waiting()
    assert len(mail.outbox) == 5


# ── end ──────────────────────────────────────────


def test_adopted_becomes_a_resolution(people: People) -> None:
    body = make_council(people)
    paper = make_paper(body, people.coordinator, released=True)
    circular = make_circular(body, people.coordinator, paper=paper)
    answer_all(circular, YES, YES, NO, ABSTAIN)
    with pytest.raises(actions.StillRunning):
        close(circular, people.coordinator)
    done = close(circular, people.coordinator, after(circular))
    again = close(circular, people.coordinator, after(circular))
    assert done.state == again.state == CircularState.ADOPTED
    made = done.resolution
    assert made is not None
    assert (made.yes, made.no, made.abstain) == (2, 1, 1)
    assert (made.vote_mode, made.outcome) == (VoteMode.CIRCULAR, Outcome.ADOPTED)
    with authority_scope(people.town):
        paper.refresh_from_db()
    assert paper.state == PaperState.DECIDED


def test_closed_by_hand_when_all_have_answered(people: People) -> None:
    circular = make_circular(make_council(people), people.coordinator)
    answer_all(circular, NO, NO, NO, YES, YES)
    done = close(circular, people.coordinator)
    assert done.state == CircularState.REJECTED
    assert done.resolution is not None
    assert done.resolution.outcome == Outcome.REJECTED


def test_one_objection_ends_it(people: People) -> None:
    circular = make_circular(make_council(people), people.coordinator)
    answer_all(circular, YES, YES, OBJECTION)
    done = close(circular, people.coordinator)
    assert (done.state, done.resolution) == (CircularState.OBJECTED, None)


def test_too_few_answers(people: People) -> None:
    circular = make_circular(make_council(people), people.coordinator)
    answer_all(circular, YES, YES)
    done = close(circular, people.coordinator, after(circular))
    assert (done.state, done.resolution) == (CircularState.NO_QUORUM, None)


def test_job_closes_after_the_deadline(people: People) -> None:
    start = now() - dt.timedelta(days=8)
    over = make_circular(make_council(people), people.coordinator, at=start)
    runs = make_circular(make_council(people), people.coordinator)
    assert own_jobs.close_circulars(None) == {"closed": 1}  # type: ignore[arg-type]
    assert own_jobs.close_circulars(None) == {"closed": 0}  # type: ignore[arg-type]
    with authority_scope(people.town):
        for each in (over, runs):
            each.refresh_from_db()
    assert (over.state, runs.state) == (CircularState.NO_QUORUM, CircularState.RUNNING)


def test_answers_show_after_the_end_only(people: People) -> None:
    circular = make_circular(make_council(people), people.coordinator)
    answer_all(circular, NO, NO, NO, YES, YES)
    url = reverse("resolutions:circular", args=[people.town.slug, circular.public_id])
    member = client_of(people.council_member)
    assert "Ja, Nein, Enthaltung" not in member.get(url).content.decode()
    assert "Ja, Nein, Enthaltung" in client_of(people.coordinator).get(url).content.decode()
    close(circular, people.coordinator)
    assert "Ja, Nein, Enthaltung" in member.get(url).content.decode()


# ── counting ──────────────────────────────────────────


def _rules(**given: Any) -> BodyRules:
    values = {"circular_rule": CircularRule.MAJORITY, "quorum_kind": "half"}
    return BodyRules(**{**values, **given})


def _tally(yes: int, no: int, abstain: int = 0, objections: int = 0, entitled: int = 10) -> Tally:
    return Tally(Counts(yes, no, abstain), objections, entitled, quorum(entitled, _rules()))


@pytest.mark.parametrize(
    ("votes", "rules", "state"),
    [
        (_tally(3, 2), {}, CircularState.ADOPTED),
        (_tally(3, 3), {}, CircularState.REJECTED),
        (_tally(2, 2), {}, CircularState.NO_QUORUM),
        (_tally(4, 0, 0, 1), {}, CircularState.ADOPTED),
        (
            _tally(9, 0, 0, 1),
            {"circular_rule": CircularRule.NO_OBJECTION},
            CircularState.OBJECTED,
        ),
        (_tally(4, 2), {"majority": Majority.TWO_THIRDS}, CircularState.ADOPTED),
        (_tally(4, 2, 1), {"majority": Majority.TWO_THIRDS}, CircularState.REJECTED),
        (_tally(5, 0), {"majority": Majority.ABSOLUTE}, CircularState.REJECTED),
        (_tally(6, 4), {"majority": Majority.ABSOLUTE}, CircularState.ADOPTED),
        (_tally(3, 3), {"tie_rule": TieRule.CHAIR}, CircularState.ADOPTED),
        (_tally(0, 0, 6), {"tie_rule": TieRule.CHAIR}, CircularState.REJECTED),
    ],
)
def test_what_the_answers_come_to(votes: Tally, rules: dict[str, Any], state: str) -> None:
    assert result_of(votes, _rules(**rules), chair=YES) == state


@pytest.mark.parametrize(
    ("kind", "entitled", "needed"),
    [("none", 9, 0), ("half", 9, 5), ("half", 10, 5), ("more_than_half", 10, 6), ("fixed", 10, 4)],
)
def test_quorum(kind: str, entitled: int, needed: int) -> None:
    assert quorum(entitled, _rules(quorum_kind=kind, quorum_number=4)) == needed
