"""The page of the head of the administration and the pages of departments."""

import datetime as dt
import io
from decimal import Decimal

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document as Word

from tests.factories.councils import make_council, seat_of
from tests.factories.findings import make_goal
from tests.factories.measures import make_line, make_measure, make_measures, make_part, owner_of
from tests.factories.meetings import make_coming_meeting
from tests.factories.papers import make_paper
from tests.factories.partners import make_organisation
from tests.factories.resolutions import make_circular, make_resolution, make_task
from tests.outcomes.results import make_evaluation
from tests.people import client_of
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.leadership import actions, exports, queries
from vorort.measures.actions import add_milestone
from vorort.measures.choices import MeasureState
from vorort.measures.models import Measure, Milestone, Spending
from vorort.notices.exports import BulletList, render_docx, render_pdf
from vorort.papers.models import CoSignature, Paper
from vorort.strategies.models import Focus, FocusGoal, Strategy

pytestmark = pytest.mark.django_db
PAGE = "/k/lindenau/leitung/"


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def town(people):
    with authority_scope(people.town):
        yield people.town


def read(people, who=None) -> str:
    response = client_of(who or people.mayor).get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_town_has_a_calm_page(people, town, at):
    page = read(people)
    assert "Nichts zu unterschreiben." in page
    assert "noch keine Präventionsstrategie" in page
    assert "noch keine Maßnahmen" in page
    made = exports.memo(queries.overview(people.mayor, town, at=at), town)
    assert made.title == "Lagevermerk für die Leitung"


def test_measures_stand_by_state_with_the_reason_late_ones_first(people, town, at):
    on = timezone.localdate(at)
    calm = make_measure(people, state=MeasureState.RUNNING, title="Ruhig")
    late = make_measure(people, state=MeasureState.RUNNING, title="Spät")
    stopped = make_measure(people, title="Vorbei")
    Measure.objects.filter(pk=stopped.pk).update(
        state="stopped", ended_on=on, state_reason="Kein Geld."
    )
    Milestone.objects.create(
        authority=town, measure=late, title="Eröffnung", due_on=on - dt.timedelta(days=3)
    )
    found = queries.overview(people.mayor, town, at=at)
    running, ended = found.groups
    assert [line.measure.title for line in running.lines] == ["Spät", "Ruhig"]
    assert "überfällig seit" in running.lines[0].reason
    assert (running.count, ended.lines[0].reason) == (2, "Kein Geld.")
    page = read(people)
    assert page.index("Spät") < page.index("Ruhig")
    assert str(calm.public_id) in page


@pytest.mark.parametrize(
    ("state", "values", "words"),
    [
        ("decided", {"starts_on": -3}, "Sollte am"),
        ("running", {"ends_on": -3}, "Sollte am"),
        ("decided", {"starts_on": 3}, "Beschluss 3"),
    ],
)
def test_what_is_overdue_weighs_more_than_why_it_got_here(people, town, state, values, words):
    at = timezone.now()
    on = timezone.localdate(at)
    own = make_measure(people, state=MeasureState.RUNNING)
    days = {name: on + dt.timedelta(days=days) for name, days in values.items()}
    Measure.objects.filter(pk=own.pk).update(
        **{
            "starts_on": None,
            "ends_on": None,
            "state": state,
            "state_reason": "Beschluss 3",
            **days,
        }
    )
    (group,) = queries.overview(people.mayor, town, at=at).groups
    assert words in group.lines[0].reason


def test_what_ended_long_ago_is_only_counted(people, town, at):
    own = make_measure(people)
    Measure.objects.filter(pk=own.pk).update(
        state="closed", ended_on=dt.date(2020, 1, 1), state_reason="fertig",
        decided_on=dt.date(2019, 1, 1), decision="administration",
    )  # fmt: skip
    (group,) = queries.overview(people.mayor, town, at=at).groups
    assert (group.count, group.lines) == (1, ())


def test_money_by_source_and_what_is_over_the_plan(people, town, at):
    own = make_measure(people, state=MeasureState.RUNNING)
    own_money = make_line(own, people, planned=Decimal(1000))
    make_line(own, people, planned=Decimal(500), source="grant")
    idea = make_measure(people, title="Idee")
    make_line(idea, people, planned=Decimal(200))
    for amount in (Decimal(900), Decimal(800)):
        Spending.objects.create(
            authority=town, line=own_money, on=timezone.localdate(at), amount=amount, title="x"
        )
    stand = queries.overview(people.mayor, town, at=at).money
    rows = {row.label: (row.planned, row.spent, row.bound) for row in stand.rows}
    assert rows["eigene Mittel"] == (1200, 1700, 0)
    assert rows["Förderung"] == (500, 0, 500)
    assert (stand.total.planned, stand.total.spent) == (1700, 1700)
    assert stand.over == {own.pk: Decimal(200)}
    assert "über dem Kostenplan" in read(people)


def test_decisions_of_all_apps_wait_on_one_page_for_who_decides(people, town, at):
    council = make_council(people)
    make_circular(council, people.coordinator, title="Umlauf Schild")
    paper = make_paper(council, people.coordinator, title="Vorlage Licht")
    Paper.objects.filter(pk=paper.pk).update(state="signing")
    CoSignature.objects.create(
        authority=town, paper=paper, position=1, person=people.mayor, function="Leitung"
    )
    actions.ask_sign_off(
        authority=town, subject_kind="measures.measure", subject_id="x" * 12, title="Abstellplatz",
        question="Zustimmung?", by=people.coordinator, at=at,
    )  # fmt: skip
    found = queries.overview(people.mayor, town, at=at)
    kinds = {duty.kind for duty in found.duties}
    assert "papers.sign" in kinds
    page = read(people)
    assert "Abstellplatz" in page
    assert "Vorlage Licht" in page
    # The coordinator sees what was asked for, not the mayor's other papers.
    assert [duty.kind for duty in queries.overview(people.coordinator, town, at=at).duties if duty.kind == "papers.sign"] == []  # fmt: skip


def test_a_town_of_the_same_name_keeps_its_decisions(people, town, at):
    council = make_council(people)
    paper = make_paper(council, people.coordinator, title="Vorlage Licht")
    Paper.objects.filter(pk=paper.pk).update(state="signing")
    CoSignature.objects.create(
        authority=town, paper=paper, position=1, person=people.mayor, function="Leitung"
    )
    other = people.other_town
    other.name = town.name
    other.save()
    with authority_scope(other):
        assert queries.overview(people.mayor, other, at=at).duties == ()
    assert len(queries.overview(people.mayor, town, at=at).duties) == 1


def test_goals_of_the_strategy_say_where_they_stand(people, town, at):
    council = make_council(people)
    resolution = make_resolution(council, people.coordinator)
    strategy = Strategy.objects.create(
        authority=town, title="Sicher in Lindenau", first_year=2026, last_year=2030,
        state="adopted", adopted_on=dt.date(2026, 1, 1), resolution=resolution,
    )  # fmt: skip
    focus = Focus.objects.create(authority=town, strategy=strategy, position=1, title="Bahnhof")
    goal = make_goal(town, state="missed", state_reason="Es waren 30.")
    FocusGoal.objects.create(authority=town, focus=focus, goal=goal)
    make_measure(people, goal=goal, state=MeasureState.RUNNING)
    (stand,) = queries.overview(people.mayor, town, at=at).strategy.focuses
    (line,) = stand.goals
    assert line.measures == 1
    assert "höchstens 26" in line.target
    assert "Ausgangswert 38" in line.target
    page = read(people)
    assert "Es waren 30." in page
    assert "nicht erreicht" in page


def test_new_results_stand_there_whatever_they_say(people, town, at):
    own = make_measure(people, state=MeasureState.RUNNING)
    plan = make_evaluation(people, own, grade="likely_good").plan
    newer = make_evaluation(people, own, plan=plan, number=2, grade="likely_bad")
    type(newer).objects.all().update(computed_at=at)
    (result,) = queries.overview(people.mayor, town, at=at).results
    assert result.badge == "Verschlechterung wahrscheinlich"
    assert queries.overview(people.mayor, town, at=at + dt.timedelta(days=40)).results == ()


def test_the_memo_fits_on_one_page_and_keeps_secrets(people, town, at):
    council = make_council(people)
    make_coming_meeting(council, people.coordinator)
    make_measures(people, 30)
    focus = Focus.objects.create(
        authority=town, position=1, title="Bahnhof",
        strategy=Strategy.objects.create(
            authority=town, title="Sicher in Lindenau", first_year=2026, last_year=2030
        ),
    )  # fmt: skip
    for number in range(9):
        FocusGoal.objects.create(
            authority=town, focus=focus,
            goal=make_goal(town, title=f"Ein Ziel mit einem langen Namen, das über eine Zeile geht {number}"),
        )  # fmt: skip
        own = make_measure(people, state=MeasureState.RUNNING, title=f"Bewertet {number}")
        result = make_evaluation(people, own)
        type(result).objects.filter(pk=result.pk).update(computed_at=at)
        make_line(own, people, source=("own", "grant", "donation", "partner")[number % 4])
        Milestone.objects.create(
            authority=town, measure=own, title="x", due_on=timezone.localdate(at) - dt.timedelta(9)
        )
    for number, state in enumerate(("stopped", "closed", "continued", "evaluated", "concept")):
        other = make_measure(people, title=f"Stand {number}")
        Measure.objects.filter(pk=other.pk).update(
            state=state, state_reason="Grund", ended_on=timezone.localdate(at),
            decided_on=timezone.localdate(at), decision="administration",
        )  # fmt: skip
    for number in range(12):
        make_measure(people, state=MeasureState.RUNNING, title=f"Vorhaben {number}")
        actions.ask_sign_off(
            authority=town, subject_kind="x.y", subject_id=f"ding{number}", title=f"Sache {number}",
            question="Ja oder nein?", by=people.coordinator, at=at,
        )  # fmt: skip
    response = client_of(people.mayor).get(f"{PAGE}lagevermerk.pdf")
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.Lang == "de"


def test_all_that_waits_is_on_the_sheet_before_the_rest_gets_more_room(people, town, at):
    make_coming_meeting(make_council(people), people.coordinator)
    strategy = Strategy.objects.create(
        authority=town, title="Sicher in Lindenau", first_year=2026, last_year=2030
    )
    focus = Focus.objects.create(authority=town, strategy=strategy, position=1, title="Bahnhof")
    for number in range(4):
        goal = make_goal(town, title=f"Ziel {number}")
        FocusGoal.objects.create(authority=town, focus=focus, goal=goal)
        own = make_measure(people, state=MeasureState.RUNNING, title=f"Vorhaben {number}")
        make_line(own, people, source=("own", "grant", "donation", "partner")[number])
    for number, state in enumerate(("stopped", "evaluated", "concept", "idea")):
        other = make_measure(people, title=f"Stand {number}")
        Measure.objects.filter(pk=other.pk).update(
            state=state, state_reason="Grund",
            ended_on=timezone.localdate(at) if state == "stopped" else None,
            decided_on=timezone.localdate(at), decision="administration",
        )  # fmt: skip
    for number in range(3):
        actions.ask_sign_off(
            authority=town, subject_kind="x.y", subject_id=f"ding{number}", title=f"Sache {number}",
            question="Ja oder nein?", by=people.coordinator, at=at,
        )  # fmt: skip
    made = exports.memo(queries.overview(people.mayor, town, at=at), town)
    (waiting,) = [each for each in made.blocks if isinstance(each, BulletList)][:1]
    assert [item[:7] for item in waiting.items] == ["Sache 0", "Sache 1", "Sache 2"]
    with pikepdf.open(io.BytesIO(render_pdf(made))) as pdf:
        assert len(pdf.pages) == 1


def test_signs_of_titles_are_no_markup_on_the_sheets(people, town, at):
    title = "1. Licht *und* Weg"
    works = owner_of(people)
    own = make_measure(people, title=title)
    actions.ask_sign_off(
        authority=town, subject_kind="measures.measure", subject_id=own.public_id, title=title,
        question="Ja?", by=people.coordinator, at=at,
    )  # fmt: skip
    made = exports.memo(queries.overview(people.mayor, town, at=at), town)
    sheet = exports.department_sheet(
        queries.get_department(people.mayor, town, works.public_id, on=at.date()), town
    )
    for document, words in ((made, f"{title}: Ja?"), (sheet, f"{own.reference} {title}")):
        text = " ".join(each.text for each in Word(io.BytesIO(render_docx(document))).paragraphs)
        assert words in text


def test_the_overview_asks_a_constant_number_of_questions(people, town):
    def cost() -> int:
        client = client_of(people.mayor)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PAGE).status_code == 200
        return len(seen)

    make_measures(people, 3)
    few = cost()
    make_measures(people, 300)
    assert cost() == few


# ── departments ──────────────────────────────────────────


def test_a_department_sees_what_it_owes_and_nobody_elses(people, town, at):
    on = timezone.localdate(at)
    works = owner_of(people)
    other = make_organisation(town, name="Jugendamt", kind="administration")
    make_organisation(town, name="Verein", kind="club")
    own = make_measure(people, state=MeasureState.RUNNING, title="Abstellplatz")
    make_measure(people, state=MeasureState.RUNNING, title="Streetwork", owner=other)
    add_milestone(
        measure=own, title="Dach", due_on=on + dt.timedelta(days=5), by=people.coordinator, at=at,
    )  # fmt: skip
    part = make_part(own, people, organisation=other, contact=None)
    Milestone.objects.create(
        authority=town, measure=own, part=part, title="Zählung", due_on=on - dt.timedelta(days=1)
    )
    council = make_council(people)
    make_task(council, people.coordinator, owner_text="bauamt", title="Angebot einholen")
    found = queries.get_department(people.mayor, town, works.public_id, on=on)
    assert [line.milestone.title for line in found.milestones] == ["Dach"]
    assert [task.title for task, _url, _late in found.tasks] == ["Angebot einholen"]
    assert [measure.title for _label, rows in found.groups for measure, _url in rows] == [
        "Abstellplatz"
    ]
    lines = {one.organisation.name: one for one in queries.list_departments(people.mayor, town, on=on)}  # fmt: skip
    assert set(lines) == {"Bauamt", "Jugendamt"}
    assert (lines["Jugendamt"].milestones, lines["Jugendamt"].late) == (1, 1)
    assert (lines["Bauamt"].tasks, lines["Bauamt"].measures) == (1, 1)


def test_tasks_with_a_day_stand_before_those_without(people, town, at):
    council, works = make_council(people), owner_of(people)
    for title, due_on in (("Irgendwann", None), ("Morgen", at.date() + dt.timedelta(days=1))):
        make_task(council, people.coordinator, owner_text="Bauamt", title=title, due_on=due_on)
    found = queries.get_department(people.mayor, town, works.public_id, on=at.date())
    assert [task.title for task, _url, _late in found.tasks] == ["Morgen", "Irgendwann"]


def test_tasks_of_the_core_group_are_on_no_sheet(people, town, at):
    council = make_council(people)
    seat = seat_of(council, "Leitung Revier")
    works = owner_of(people)
    seat.organisation = works
    seat.save()
    make_task(
        council, people.coordinator, owner=seat, title="Kern", confidentiality=Confidentiality.CORE
    )
    make_task(council, people.coordinator, owner=seat, title="Mitglieder")
    for who in (people.mayor, people.police, people.coordinator):
        found = queries.get_department(who, town, works.public_id, on=at.date())
        assert "Kern" not in [task.title for task, _url, _late in found.tasks]
    # Who works here and sits in no body reads nothing of its members' tasks.
    coach = queries.get_department(people.coach, town, works.public_id, on=at.date())
    assert coach.tasks == ()


def test_a_club_is_no_department(people, town):
    club = make_organisation(town, name="Verein", kind="club")
    path = f"{PAGE}aemter/{club.public_id}/"
    assert client_of(people.mayor).get(path).status_code == 404


def test_the_sheet_is_a_pdf(people, town):
    works = owner_of(people)
    make_measure(people, state=MeasureState.RUNNING)
    response = client_of(people.mayor).get(f"{PAGE}aemter/{works.public_id}/blatt.pdf")
    assert response.content.startswith(b"%PDF")


def test_departments_ask_a_constant_number_of_questions(people, town):
    def cost() -> int:
        client = client_of(people.mayor)
        client.get(f"{PAGE}aemter/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{PAGE}aemter/").status_code == 200
        return len(seen)

    make_organisation(town, name="Amt A", kind="administration")
    few = cost()
    for number in range(30):
        make_organisation(town, name=f"Amt {number}", kind="administration")
    make_measures(people, 30)
    assert cost() == few
