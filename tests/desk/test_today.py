"""Heute for every role: duties, meetings with my answer, news, and never a word of another level."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.test_calendar import make_meeting
from tests.factories.accounts import make_person
from tests.factories.authorities import make_authority, make_membership
from tests.factories.councils import make_body, make_council, make_seat, seat_of
from tests.factories.deliveries import make_delivery
from tests.factories.papers import make_paper, make_papers
from tests.factories.resolutions import make_circular, make_resolution
from tests.people import KINDS, People, client_of

from vorort.accounts.choices import SignInMethod
from vorort.accounts.models import SignIn
from vorort.authorities.choices import Role
from vorort.core.clock import now, today
from vorort.core.duties import Duty
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality, SeatRole
from vorort.councils.models import Body, BodyParticipant
from vorort.councils.queries import list_my_levels
from vorort.councils.rules import level_of
from vorort.deliveries.models import Delivery
from vorort.desk import queries
from vorort.desk.queries import duties as duty_sources
from vorort.desk.queries.news import last_visit, list_news
from vorort.desk.rules import Group
from vorort.meetings.choices import MeetingState, Reply
from vorort.meetings.models import Invitation
from vorort.papers.choices import PaperKind, PaperState, SignatureState
from vorort.papers.models import CoSignature, Paper
from vorort.situation.choices import ReportState
from vorort.situation.models import Report

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


def released(body: Body, title: str, **given: object) -> Paper:
    """A paper that went out a moment ago."""
    with authority_scope(body.authority):
        number = Paper.objects.filter(body=body).count() + 500
        values = {"kind": PaperKind.PROPOSAL, "state": PaperState.RELEASED, "year": 2026}
        return Paper.objects.create(
            authority=body.authority,
            body=body,
            number=number,
            title=title,
            released_at=now(),
            **{**values, **given},
        )


def news_of(person, *, days: int = 7, **given) -> list[str]:
    at = now()
    return [
        one.title for one in list_news(person, since=at - dt.timedelta(days=days), at=at, **given)
    ]


# ── levels ───────────────────────────────────────────────


def test_levels_of_all_bodies_are_those_of_the_rule(people: People):
    """The one query for all bodies says what ``councils.rules.level_of`` says of each."""
    council = make_council(people)
    shared = make_body(people.state, name="Arbeitsgruppe des Landes")
    foreign = make_body(people.other_town, name="Nachbarrat")
    make_seat(foreign, function="Gast", role=SeatRole.GUEST, person=people.councillor)
    make_seat(foreign, function="gegangen", person=people.coach, until_on=dt.date(2022, 1, 1))
    make_seat(shared, function="Kern", person=people.police, in_core_group=True)
    make_seat(shared, function="auch Gast", role=SeatRole.GUEST, person=people.police)
    with authority_scope(people.state):
        BodyParticipant.objects.create(
            authority=people.state,
            body=shared,
            participant=people.town,
            from_on=dt.date(2024, 1, 1),
        )
        BodyParticipant.objects.create(
            authority=people.state,
            body=shared,
            participant=people.other_town,
            from_on=dt.date(2020, 1, 1),
            until_on=dt.date(2021, 1, 1),
        )
    for kind in KINDS:
        person = getattr(people, kind)
        if kind == "anonymous":
            continue
        levels = list_my_levels(person, on=today())
        for body in (council, shared, foreign):
            with authority_scope(body.authority):
                assert levels.get(body.pk) == level_of(person, body), (kind, body.name)


# ── news ─────────────────────────────────────────────────


def test_news_are_since_the_last_visit_on_an_earlier_day(people: People):
    at = now()

    def sign_in(days: float) -> dt.datetime:
        started = at - dt.timedelta(days=days)
        SignIn.objects.create(
            person=people.mayor, device="x", method=SignInMethod.PASSWORD, started_at=started
        )
        return started

    assert last_visit(people.mayor, at=at) == at - WEEK
    sign_in(80)
    assert last_visit(people.mayor, at=at) == at - dt.timedelta(days=30)
    friday = sign_in(3)
    SignIn.objects.create(
        person=people.mayor, device="x", method=SignInMethod.PASSWORD, started_at=at
    )
    assert last_visit(people.mayor, at=at) == friday


def test_papers_are_new_for_who_may_read_them(people: People):
    council = make_council(people)
    make_paper(council, people.coordinator, title="Für alle im Rat", released=True)
    make_paper(council, people.coordinator, title="Noch im Entwurf")
    released(council, "KERNGRUPPE", confidentiality=Confidentiality.CORE)
    released(council, "Heute freigegeben")
    assert news_of(people.council_member) == ["Heute freigegeben"]
    assert set(news_of(people.police)) == {"Heute freigegeben", "KERNGRUPPE"}
    assert news_of(people.police, at_most=Confidentiality.MEMBERS) == ["Heute freigegeben"]
    # They see the town's work, not what the council's members read.
    for kind in ("coach", "precinct", "public_order", "other_coordinator", "outsider"):
        assert news_of(getattr(people, kind)) == [], kind


def test_my_own_deeds_are_no_news(people: People):
    council = make_council(people)
    released(council, "Meine Vorlage", author=people.coordinator)
    made = make_delivery(name="meine.csv", for_authority=people.town, by=people.coordinator)
    Delivery.objects.filter(pk=made.pk).update(received_at=now())
    assert news_of(people.coordinator) == []
    assert "meine.csv" in news_of(people.police)
    assert "meine.csv" not in news_of(people.coach)
    assert "meine.csv" not in news_of(people.council_member)


def test_answers_to_invitations_are_counted_for_who_runs_the_body(people: People):
    council = make_council(people)
    meeting = make_meeting(council)
    with authority_scope(people.town):
        for function in ("Schulleitung", "Jugendhilfe"):
            Invitation.objects.create(
                authority=people.town,
                meeting=meeting,
                seat=seat_of(council, function),
                reply=Reply.YES,
                replied_at=now(),
            )
    at = now()
    found = [one.note for one in list_news(people.coordinator, since=at - WEEK, at=at)]
    assert "2 neue Antworten" in found
    others = list_news(people.council_member, since=at - WEEK, at=at)
    assert [one.note.split()[0] for one in others] == ["Einladung"]


def test_news_of_many_cost_the_same(people: People):
    council = make_council(people)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            news_of(people.coordinator, days=30)
        return len(seen)

    def fill(number: int, first: int) -> None:
        make_papers(council, number, first=first, released_at=now())
        for place in range(number):
            make_meeting(council, days=place + 1)

    fill(3, 1)
    few = cost()
    fill(60, 10)
    assert cost() == few


# ── the page ─────────────────────────────────────────────


def test_every_role_has_its_own_heute(people: People):
    """What stands there for each, by what they are; nobody reads what is not theirs."""
    council = make_council(people)
    make_meeting(council, days=3)
    released(council, "MITGLIEDER")
    released(council, "KERNGRUPPE", confidentiality=Confidentiality.CORE)
    extra = {
        "community_officer": Role.COMMUNITY_OFFICER,
        "contractor": Role.CONTRACTOR,
        "lpr_grants": Role.LPR_GRANTS,
        "sponsor": Role.SPONSOR,
        "security_officer": Role.SECURITY_OFFICER,
    }
    persons = {kind: getattr(people, kind) for kind in KINDS if kind != "anonymous"}
    for name, role in extra.items():
        persons[name] = make_person(f"Person {name}")
        make_membership(persons[name], people.town, role)
    at_the_table = {"coordinator", "mayor", "council_member", "police"}
    for kind, person in persons.items():
        page = client_of(person).get("/heute/").content.decode()
        assert ("MITGLIEDER" in page) == (kind in at_the_table), kind
        assert ("KERNGRUPPE" in page) == (kind == "police"), kind
        assert ("Nächste Termine" in page) == (kind in at_the_table), kind
        assert ("Meine Gremien" in page) == (kind == "council_member"), kind


def test_meetings_say_what_i_have_answered(people: People):
    council = make_council(people)
    meeting = make_meeting(council, days=3)
    make_meeting(council, days=9, state=MeetingState.DRAFT, invited_at=None)
    with authority_scope(people.town):
        mine = Invitation.objects.create(
            authority=people.town, meeting=meeting, seat=seat_of(council, "Mitglied des Stadtrates")
        )
        Invitation.objects.create(
            authority=people.town, meeting=meeting, seat=seat_of(council, "Schulleitung")
        )
    client = client_of(people.council_member)
    page = client.get("/heute/").content.decode()
    assert "Ihre Antwort fehlt" in page
    assert f"/k/lindenau/sitzungen/{meeting.public_id}/" in page
    assert "Zusagen" not in page
    runs = client_of(people.coordinator).get("/heute/").content.decode()
    assert "Zusagen 0 von 2" in runs
    assert "noch nicht eingeladen" in runs
    mine.reply, mine.replied_at = Reply.YES, now()
    with authority_scope(people.town):
        mine.save()
    assert "Sie nehmen teil." in client.get("/heute/").content.decode()


def test_the_coordinator_begins_a_meeting_from_here(people: People):
    def way() -> str:
        return queries.get_desk(people.coordinator, at=now()).prepare_url

    assert way() == ""
    council = make_council(people)
    assert way() == f"/k/lindenau/sitzungen/gremium/{council.public_id}/neu/"
    make_body(people.town, name="Arbeitsgruppe")
    assert way() == "/k/lindenau/gremien/"
    assert queries.get_desk(people.mayor, at=now()).prepare_url == ""


def test_signatures_and_decisions_stand_first_for_who_decides(people: People, monkeypatch):
    def owe(_actor: object) -> list[Duty]:
        return [
            Duty(
                "LW", "Lindenau an der Weide", "Antworten", "/a/", due_on=today(), kind="x.answer"
            ),
            Duty("LW", "Lindenau an der Weide", "Mitzeichnen", "/b/", kind="papers.sign"),
            Duty("LW", "Lindenau an der Weide", "Freigeben", "/c/", kind="situation.approve"),
        ]

    monkeypatch.setattr(duty_sources, "SOURCES", (owe,))
    for person in (people.mayor, people.police):
        desk = queries.get_desk(person, at=now())
        assert desk.groups[0].key == Group.DECIDE
        assert {task.label for task in desk.groups[0].tasks} == {"Mitzeichnen", "Freigeben"}
        assert desk.soon == 1
    coordinator = queries.get_desk(people.coordinator, at=now())
    assert [group.key for group in coordinator.groups] == [Group.SOON, Group.OPEN]


def test_bodies_of_towns_i_do_not_work_for(people: People):
    """A seat in a body led elsewhere brings its town to the page and the body to the rail."""
    shared = make_body(people.other_town, name="Gemeinsamer Rat")
    make_seat(shared, function="Mitglied", person=people.coach)
    page = client_of(people.coach).get("/heute/").content.decode()
    assert "Gemeinsamer Rat" in page
    assert f'href="/k/muehlgrund/gremien/{shared.public_id}/"' in page
    assert 'href="/k/muehlgrund/"' not in page
    assert "Beide Orte" in page


def test_many_towns_bodies_and_tasks_cost_the_same(people: People, monkeypatch):
    """A coordinator of five towns with ten bodies each: as many queries as with one."""
    counted: dict[str, int] = {}

    def owe(_actor: object) -> list[Duty]:
        return [
            Duty("LW", "Lindenau an der Weide", f"Aufgabe {number}", "/a/", due_on=today())
            for number in range(counted.get("tasks", 1))
        ]

    monkeypatch.setattr(duty_sources, "SOURCES", (*duty_sources.SOURCES, owe))
    _fill(make_body(people.town, name="Rat"))
    client = client_of(people.coordinator)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/heute/").status_code == 200
        return len(seen)

    cost()
    few = cost()
    counted["tasks"] = 100
    for number in range(4):
        town = make_authority(f"Ort {number}", slug=f"ort{number}", is_demo=True)
        make_membership(people.coordinator, town, Role.COORDINATOR)
        for place in range(10):
            _fill(make_body(town, name=f"Gremium {place}"))
    # What each new town has still to set up is found out once.
    cost()
    assert cost() == few


def _fill(body: Body) -> None:
    make_seat(body, function="Mitglied")
    make_meeting(body, days=5)
    make_meeting(body, days=-5, state=MeetingState.HELD)
    make_papers(body, 2, released_at=now())


def test_resolutions_are_news(people: People):
    council = make_council(people)
    make_resolution(council, people.coordinator, title="Leuchten am Bahnhof")
    assert "Leuchten am Bahnhof" in news_of(people.council_member)
    assert "Leuchten am Bahnhof" not in news_of(people.coach)


def test_what_waits_for_others_is_told_to_who_runs_the_work(people: People):
    council = make_council(people)
    with authority_scope(people.town):
        paper = make_paper(council, people.coordinator, title="Haushalt")
        core = released(council, "KERNGRUPPE", confidentiality=Confidentiality.CORE)
        for one in (paper, core):
            Paper.objects.filter(pk=one.pk).update(state=PaperState.SIGNING)
            for position, person in enumerate((people.police, people.mayor), 1):
                CoSignature.objects.create(
                    authority=people.town, paper=one, position=position, person=person,
                    function=f"Stelle {position}",
                )  # fmt: skip
        paper.signatures.filter(position=1).update(
            state=SignatureState.SIGNED, decided_at=now() - dt.timedelta(days=9)
        )
    make_circular(council, people.coordinator, title="Neues Schild")
    found = queries.get_desk(people.coordinator, at=now()).waiting
    assert [(one.title.split(",")[0], one.who, one.days) for one in found] == [
        (f"Vorlage {paper.reference}", "Stelle 2", 9),
        ("Umlaufbeschluss: Neues Schild", council.name, 0),
    ]
    page = client_of(people.coordinator).get("/heute/").content.decode()
    assert "Warten auf andere" in page
    assert "KERNGRUPPE" not in page
    for kind in ("mayor", "police", "council_member", "coach", "precinct", "outsider"):
        assert queries.get_desk(getattr(people, kind), at=now()).waiting == (), kind


def test_reports_with_the_police_wait_for_it(people: People):
    with authority_scope(people.town):
        Report.objects.create(
            authority=people.town, area_key="99901010", area_name="Lindenau", year=2025,
            title="Lagebild 2025", state=ReportState.WITH_POLICE, computed_at=now(),
            sent_at=now() - dt.timedelta(days=4),
        )  # fmt: skip
    (one,) = queries.get_desk(people.coordinator, at=now()).waiting
    assert (one.title, one.who, one.days) == ("Lagebild 2025, Prüfung", "Polizei", 4)
    assert queries.get_desk(people.other_coordinator, at=now()).waiting == ()
