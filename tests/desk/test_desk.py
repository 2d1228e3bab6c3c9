"""The first page after signing in: by date, over all my towns."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.authorities import make_authority, make_membership
from tests.people import KINDS, client_of

from vorort.authorities.choices import Role
from vorort.core.duties import Duty
from vorort.desk import queries
from vorort.desk.queries import duties as duty_sources
from vorort.desk.rules import Group, due_words, group_of
from vorort.situation.models import Report

# A Monday.
TODAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)


def duty(title: str, due_on: dt.date | None, town: str = "Lindenau an der Weide") -> Duty:
    key = "".join(word[0] for word in town.split()[:2]).upper()
    return Duty(
        town_key=key, town=town, title=title, url="/x/", reason=f"Grund {title}", due_on=due_on
    )


@pytest.fixture
def owe(monkeypatch):
    def set_duties(*duties: Duty) -> None:
        half = len(duties) // 2
        parts = (duties[half:], duties[:half])
        sources = tuple(lambda _actor, part=part: list(part) for part in parts)
        monkeypatch.setattr(duty_sources, "SOURCES", sources)

    set_duties()
    return set_duties


@pytest.mark.parametrize(
    ("due_on", "group", "words"),
    [
        (None, Group.OPEN, ("", "")),
        (dt.date(2026, 11, 20), Group.SOON, ("überfällig seit 20.11.", "bad")),
        (dt.date(2025, 11, 20), Group.SOON, ("überfällig seit 20.11.2025", "bad")),
        (TODAY, Group.SOON, ("heute", "due")),
        (dt.date(2026, 11, 24), Group.SOON, ("morgen", "due")),
        (dt.date(2026, 11, 25), Group.WEEK, ("bis Mi 25.11.", "")),
        (dt.date(2026, 11, 29), Group.WEEK, ("bis So 29.11.", "")),
        (dt.date(2026, 11, 30), Group.LATER, ("30.11.", "")),
        (dt.date(2027, 1, 14), Group.LATER, ("14.01.2027", "")),
    ],
)
def test_how_urgent_a_duty_is(due_on, group, words):
    assert group_of(due_on, today=TODAY) == group
    assert due_words(due_on, today=TODAY) == words


def test_duties_of_all_apps_come_by_date(people, owe):
    owe(
        duty("ohne Frist", None),
        duty("später", dt.date(2026, 12, 15)),
        duty("heute", TODAY),
        duty("gestern", dt.date(2026, 11, 22), "Mühlgrund"),
    )
    desk = queries.get_desk(people.precinct, at=NOON)
    assert [(group.key, [task.label for task in group.tasks]) for group in desk.groups] == [
        ("soon", ["gestern", "heute"]),
        ("later", ["später"]),
        ("open", ["ohne Frist"]),
    ]
    assert (desk.total, desk.soon) == (4, 2)
    assert [(entry.town.authority.slug, entry.count) for entry in desk.towns] == [
        ("lindenau", 3),
        ("muehlgrund", 1),
    ]
    assert desk.groups[0].tasks[0].second


def test_what_can_wait_is_folded_beyond_a_screenful(people, owe):
    owe(
        *(duty(f"Heute {n}", TODAY) for n in range(20)),
        *(duty(f"Offen {n}", None) for n in range(20)),
    )
    soon, waiting = queries.get_desk(people.precinct, at=NOON).groups
    assert (len(soon.shown), len(soon.folded)) == (20, 0)
    assert (len(waiting.shown), len(waiting.folded)) == (12, 8)
    page = client_of(people.precinct).get("/heute/").content.decode()
    assert "8 weitere Dinge zeigen" in page
    assert all(f"Offen {n}<" in page for n in range(20))


def test_one_town_alone(people, owe):
    owe(duty("hier", TODAY), duty("dort", TODAY, "Mühlgrund"))
    desk = queries.get_desk(people.precinct, at=NOON, town="muehlgrund")
    assert [task.label for task in desk.groups[0].tasks] == ["dort"]
    # A town that is not mine shows what the desk shows anyway.
    assert queries.get_desk(people.precinct, at=NOON, town="land").total == 2


def test_the_page(people, owe):
    owe(duty("Lagebild 2025 freigeben", None), duty("Zeilen klären", None, "Mühlgrund"))
    client = client_of(people.precinct)
    page = client.get("/heute/").content.decode()
    assert "2 Dinge warten auf Sie" in page
    assert "Lagebild 2025 freigeben" in page
    assert "Beide Orte" in page
    assert 'href="/k/muehlgrund/"' in page
    one = client.get("/heute/?ort=muehlgrund").content.decode()
    assert "Lagebild 2025 freigeben" not in one
    assert "Eine Sache wartet auf Sie" in one


def test_nothing_to_do_is_said(people, owe):
    assert "Nichts zu unterschreiben." in client_of(people.mayor).get("/heute/").content.decode()
    assert "Nichts zu erledigen." in client_of(people.coach).get("/heute/").content.decode()
    page = client_of(people.outsider).get("/heute/").content.decode()
    assert "Sie gehören noch zu keinem Ort." in page
    member = client_of(people.council_member).get("/heute/").content.decode()
    assert "Lindenau an der Weide" in member
    assert 'href="/k/lindenau/"' not in member


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_who_has_signed_in_has_a_desk(people, kind):
    response = client_of(getattr(people, kind)).get("/heute/")
    if kind == "anonymous":
        assert response["Location"] == "/konto/anmelden/?next=/heute/"
    else:
        assert response.status_code == 200


def test_more_duties_and_towns_cost_no_more_queries(people, owe):
    client = client_of(people.precinct)
    client.get("/heute/")

    def queries_of_page() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/heute/")
        return len(seen)

    few = queries_of_page()
    for _number in range(10):
        make_membership(people.precinct, make_authority(), Role.POLICE)
    owe(*(duty(f"Sache {number}", TODAY) for number in range(60)))
    assert queries_of_page() == few


def test_the_real_sources_answer_for_everybody(people):
    for kind in KINDS:
        if kind != "anonymous":
            owed = queries.list_duties(getattr(people, kind))
            # Towns of the tests are not set up, which only their coordinators hear.
            assert {duty.kind for duty in owed} <= {"desk.setup"}
            assert bool(owed) == (kind in {"coordinator", "other_coordinator"})


@pytest.mark.parametrize(
    ("kind", "title", "page"),
    [
        ("release", "Lagebild 2025: Zahlen freigeben", "/polizei/"),
        ("answer", "Lagebild 2025: Anmerkungen der Polizei beantworten", "/"),
        ("finish", "Lagebild 2025 fertigstellen", "/"),
        ("approve", "Lagebild 2025 freigeben", "/freigabe/"),
        ("publish", "Lagebild 2025 veröffentlichen", "/veroeffentlichen/"),
    ],
)
def test_what_is_owed_to_a_report_has_words_and_a_page(people, kind, title, page):
    report = Report(authority=people.town, public_id="abc", title="Lagebild 2025", year=2025)
    duty = queries.report_duty(
        queries.Owed(authority=people.town, report=report, kind=kind, count=3)
    )
    assert duty.title == title
    assert duty.url == f"/k/lindenau/lagebilder/abc{page}"
    assert duty.town_key == "LW"
    assert ("3" in duty.reason) == (kind in {"release", "answer"})
