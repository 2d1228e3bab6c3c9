"""Pages of resolutions and tasks; duties, search, reminders, the workbook."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests.factories.councils import make_council, seat_of
from tests.factories.resolutions import AT, make_circular, make_resolution, make_task
from tests.people import People, client_of
from vorort.core import links, search
from vorort.core.clock import today
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body
from vorort.desk.queries.search import list_doors
from vorort.notices.models import Dispatch
from vorort.resolutions import actions, jobs, queries
from vorort.resolutions.choices import Implementation, Outcome, TaskState
from vorort.resolutions.models import Resolution, Task

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _many(body: Body, count: int) -> None:
    with authority_scope(body.authority):
        have = Resolution.objects.count()
        Resolution.objects.bulk_create(
            Resolution(
                authority=body.authority, body=body, number=number, year=2025, title=f"B {number}",
                text="x", outcome=Outcome.ADOPTED, decided_on=dt.date(2025, 5, 1),
                vote_mode="consensus", origin_kind="sittings.vote", origin_id=f"v{number}",
            )
            for number in range(have + 1, have + count + 1)
        )  # fmt: skip
        Task.objects.bulk_create(
            Task(authority=body.authority, body=body, title=f"A {number}", owner_text="Amt",
                 due_on=today())
            for number in range(count)
        )  # fmt: skip


@pytest.mark.parametrize("name", ["list", "tasks", "town"])
def test_as_many_queries_for_three_as_for_three_hundred(
    people: People, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body, client = make_council(people), client_of(people.coordinator)
    args = [people.town.slug] if name == "town" else [people.town.slug, body.public_id]
    url = reverse(f"resolutions:{name}", args=args)
    counted = []
    for count in (3, 297):
        _many(body, count)
        with django_assert_max_num_queries(1000) as captured:
            assert client.get(url).status_code == 200
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_register_is_searched_and_narrowed(people: People) -> None:
    body = make_council(people)
    lights = make_resolution(body, people.coordinator, text="Drei Leuchten am Bahnhofsvorplatz")
    rejected = make_resolution(
        body, people.coordinator, title="Kameras", text="x", outcome=Outcome.REJECTED,
        decided_on=dt.date(2025, 4, 1),
    )  # fmt: skip
    secret = make_resolution(
        body, people.police, title="Leuchten", confidentiality=Confidentiality.CORE
    )
    search.catch_up()
    with authority_scope(people.town):
        # As if long ago: only the index knows them now.
        Resolution.objects.update(updated_at=AT)
        found = queries.list_resolutions(people.coordinator, body, text="Leuchte")
        assert list(found) == [lights]
        mine = queries.list_resolutions(people.police, body, text="Leuchten")
        assert set(mine) == {lights, secret}
        town = queries.list_register(people.coordinator, people.town, year=2025)
        assert list(town) == [rejected]
        open_ones = queries.list_resolutions(
            people.coordinator, body, implementation=Implementation.OPEN
        )
        assert list(open_ones) == [lights]
        assert not queries.list_register(people.other_coordinator, people.town).exists()


def test_staff_search_keeps_to_the_doors(people: People) -> None:
    body = make_council(people)
    for level in Confidentiality.values:
        make_resolution(
            body, people.police, title=f"Fundwort {level}", confidentiality=level, text="Fundwort"
        )
    search.rebuild()

    def titles(person: object) -> list[str]:
        doors, _mine = list_doors(person)  # type: ignore[arg-type]
        found = search.find("Fundwort", doors=doors)
        return sorted(hit.title for hit in search.show(found, found.ids, actor=person))

    both = ["1/2026 Fundwort members", "Ö 1/2026 Fundwort public"]
    assert titles(people.council_member) == both
    # Nobody finds what the core group keeps by the search: it is not in the index.
    assert titles(people.police) == both
    assert titles(people.public_order) == ["Ö 1/2026 Fundwort public"]
    assert titles(people.other_coordinator) == []


def test_links_ask_the_rule(people: People) -> None:
    body = make_council(people)
    secret = make_task(body, people.police, confidentiality=Confidentiality.CORE)
    asked = make_circular(body, people.coordinator)
    assert links.resolve(people.police, "resolutions.task", secret.public_id) is not None
    assert links.resolve(people.coordinator, "resolutions.task", secret.public_id) is None
    assert links.resolve(people.council_member, "resolutions.circular", asked.public_id) is not None
    assert links.resolve(people.public_order, "resolutions.circular", asked.public_id) is None


def test_implementation_by_page(people: People) -> None:
    own = make_resolution(make_council(people), people.coordinator)
    url = reverse("resolutions:implementation", args=[people.town.slug, own.public_id])
    client = client_of(people.coordinator)
    future = (today() + DAY).isoformat()
    bad = client.post(url, {"state": "done", "note": "Die Leuchten stehen.", "on": future})
    assert bad.status_code == 422
    assert "Die Leuchten stehen." in bad.content.decode()
    good = client.post(
        url, {"state": "done", "note": "Die Leuchten stehen.", "on": today().isoformat()}
    )
    assert good.status_code == 302
    with authority_scope(people.town):
        own.refresh_from_db()
    assert (own.implementation, own.implementation_on) == (Implementation.DONE, today())


def test_workbook_holds_what_the_reader_may_read(people: People) -> None:
    body = make_council(people)
    make_resolution(body, people.coordinator, title="=HYPERLINK(1)")
    make_resolution(body, people.police, title="KERN", confidentiality=Confidentiality.CORE)
    url = reverse("resolutions:workbook", args=[people.town.slug, body.public_id])
    answer = client_of(people.coordinator).get(url)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Nummer", "1/2026"]
    assert sheet.cell(2, 4).data_type == "s"


def test_duties(people: People) -> None:
    body = make_council(people)
    day = today()
    with authority_scope(people.town):
        mine = seat_of(body, "Mitglied des Stadtrates")
    make_task(body, people.coordinator, title="bald", owner=mine, owner_text="", due_on=day + DAY)
    make_task(body, people.coordinator, title="später", owner=mine, due_on=day + 90 * DAY)
    make_task(body, people.coordinator, title="spät", due_on=day - DAY)
    make_task(
        body, people.police, title="KERN", owner=seat_of(body, "Leitung Revier"),
        confidentiality=Confidentiality.CORE, due_on=day,
    )  # fmt: skip
    asked = make_circular(body, people.coordinator, title="Schild")
    make_resolution(body, people.coordinator, title="Licht", implementation_due_on=day - DAY)
    make_resolution(body, people.coordinator, title="bald", implementation_due_on=day)

    def owed(person: object) -> set[tuple[str, bool]]:
        return {(each.title, each.confidential) for each in queries.list_duties(person)}  # type: ignore[arg-type]

    vote = ("Im Umlauf abstimmen: Schild", False)
    assert owed(people.council_member) == {("Aufgabe erledigen: bald", False), vote}
    assert owed(people.coordinator) == {
        ("Aufgabe nachhalten: spät", False),
        ("Umsetzung nachhalten: Licht", False),
    }
    assert owed(people.police) == {("Aufgabe erledigen: KERN", True), vote}
    with authority_scope(people.town):
        actions.answer_circular(
            circular=asked, seat=mine, answer="objection", at=asked.started_at or AT
        )
    assert vote not in owed(people.council_member)
    assert ("Umlaufbeschluss beenden: Schild", False) in owed(people.coordinator)


def test_one_reminder_and_none_for_the_core_group(people: People) -> None:
    body, day = make_council(people), today()
    seat, officer = seat_of(body, "Jugendhilfe"), seat_of(body, "Leitung Revier")
    make_task(body, people.coordinator, owner=seat, remind_on=day, due_on=day + DAY)
    make_task(body, people.coordinator, owner=seat, remind_on=day + DAY)
    make_task(
        body, people.police, owner=officer, remind_on=day, confidentiality=Confidentiality.CORE
    )
    assert [jobs.remind_owners(None) for _each in range(2)] == [{"sent": 1}, {"sent": 0}]  # type: ignore[arg-type]
    with authority_scope(people.town):
        assert [each.to for each in Dispatch.objects.all()] == [seat.email]


def test_owner_closes_the_own_task(people: People) -> None:
    body = make_council(people)
    mine = make_task(
        body, people.coordinator, owner=seat_of(body, "Mitglied des Stadtrates"), owner_text=""
    )
    other = make_task(body, people.coordinator)
    client = client_of(people.council_member)

    def close(task: Task, **given: str) -> int:
        url = reverse("resolutions:task_close", args=[people.town.slug, task.public_id])
        return client.post(url, given).status_code

    assert close(mine, state="done") == 422
    assert close(mine, state="done", result="erledigt") == 302
    assert close(other, state="done", result="x") == 404
    with authority_scope(people.town):
        mine.refresh_from_db()
        other.refresh_from_db()
    assert (mine.state, other.state) == (TaskState.DONE, TaskState.OPEN)


def test_task_by_page(people: People) -> None:
    body = make_council(people)
    url = reverse("resolutions:tasks", args=[people.town.slug, body.public_id])
    client = client_of(people.coordinator)
    wrong = {"title": "Angebot", "due_on": "2026-05-01", "remind_on": "2026-06-01",
             "confidentiality": "members", "owner_text": "Bauamt"}  # fmt: skip
    bad = client.post(url, wrong)
    assert bad.status_code == 422
    assert "Die Erinnerung liegt nach der Frist." in bad.content.decode()
    assert client.post(url, {**wrong, "remind_on": ""}).status_code == 302
    with authority_scope(people.town):
        assert Task.objects.get().owner_text == "Bauamt"
    # A member without the right to run the body cannot.
    assert client_of(people.council_member).post(url, wrong).status_code == 404


def test_panels_on_the_first_page(people: People) -> None:
    body = make_council(people)
    make_task(body, people.coordinator, title="Angebot einholen")
    make_task(body, people.police, title="KERN", confidentiality=Confidentiality.CORE)
    make_resolution(body, people.police, title="KERN", confidentiality=Confidentiality.CORE)
    url = reverse("councils:body", args=[people.town.slug, body.public_id])
    page = client_of(people.coordinator).get(url).content.decode()
    assert "Angebot einholen" in page
    assert "KERN" not in page
