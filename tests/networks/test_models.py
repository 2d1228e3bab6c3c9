"""Measures of other towns: looked at, compared, taken over; nothing that is not public."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.findings import make_goal
from tests.factories.measures import make_measure
from tests.factories.networks import POPULATION, make_asked_need, make_model, make_towns
from tests.factories.outcomes import effect
from tests.factories.partners import make_organisation
from tests.factories.places import make_area, make_population
from tests.house.access import SECRET
from tests.people import client_of
from vorort.audit.models import Event
from vorort.concepts.queries import answers_of
from vorort.core.errors import NotVisible
from vorort.core.scopes import authority_scope
from vorort.measures.models import Measure
from vorort.measures.registry import address_of
from vorort.networks import actions, queries
from vorort.networks.models import SuggestionAnswer
from vorort.publications.actions import withdraw

AT = dt.datetime(2026, 4, 1, 9, 0, tzinfo=dt.UTC)
LIST = "/k/lindenau/netzwerk/vorbilder/"
FULL = {
    "summary": "Ausgebildete Schülerinnen und Schüler schlichten in den Pausen.",
    "pillars": ["municipality", "unknown"],
    "settings": ["school"],
    "protective_factors": ["social_skills"],
    "starts_on": "2024-09-01",
    "ends_on": "2025-07-31",
    "milestones": [
        {"title": "Ausbildung", "due_on": "2024-09-15"},
        {"title": "Zwischenstand", "due_on": "2025-01-31", "done_on": "2025-02-20"},
        {"title": "Fest", "due_on": "2025-06-01", "dropped": True},
    ],
    "money": {"planned": 4800.0, "spent": 4711.5, "by_source": {"Förderung": 4800.0}},
    "effects": [
        effect("unclear", design="Vorher-Nachher", badge="nicht von Zufall zu unterscheiden")
    ],
    "lessons": "Ohne Lehrkraft im Rücken geben die Kinder auf.",
    "answers": {
        "problem_what": "Jeden Tag drei Schlägereien.",
        "measures_what": "Zwei Kinder je Pause, erkennbar an der Weste.",
        "review_reach": "300 Kinder.",
        "end_lessons": "Nur mit Lehrkraft.",
    },
    "evidence_level": "probable",
    "evidence_title": "Streitschlichter",
    "evidence_url": "https://liste.example/12",
}


@pytest.fixture
def need(people):
    return make_asked_need(people.town)


def listed(people, **given):
    with authority_scope(people.town):
        return queries.list_public_measures(people.police, people.town, **given)


def copied(people, need, publication, **given):
    owner = make_organisation(people.town)
    with authority_scope(people.town):
        goal = need.goals.get()
        return actions.copy_measure(
            publication=publication, authority=people.town, goal=goal, owner=owner,
            by=people.coordinator, at=AT, **given,
        )  # fmt: skip


def test_only_what_other_towns_show_now_is_listed(people):
    make_measure(people, title=SECRET)
    make_model(people.town, title=SECRET)
    gone = make_model(people.other_town, title=SECRET)
    withdraw(publication=gone, reason="Irrtum", by=people.coordinator, at=AT)
    shown = make_model(people.other_town)
    (line,) = listed(people)
    assert (line.publication, line.subject) == (shown.public_id, shown.subject)
    with authority_scope(people.town):
        for hidden in (gone.public_id, "z" * 12):
            with pytest.raises(NotVisible):
                queries.get_public_measure(people.police, people.town, hidden)
        assert queries.list_public_measures(people.outsider, people.town) == []


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({}, ["A", "B", "C"]),
        ({"topic": "traffic"}, ["B"]),
        ({"target_group": "youth"}, ["A", "C"]),
        ({"factor": "bullying"}, ["A", "C"]),
        ({"size": "like_us"}, ["A"]),
        ({"size": "larger"}, ["B"]),
        ({"size": "smaller"}, []),
        ({"result": "likely_good"}, ["B"]),
        ({"result": "open"}, ["A", "C"]),
        ({"text": "gelernt RÄDER"}, ["C"]),
    ],
)
def test_the_filters(people, wanted, titles):
    make_population(make_area(people.town.area_key), dt.date(2025, 12, 31), POPULATION)
    make_model(people.other_town, title="A")
    make_model(
        people.other_town, title="B", topic="traffic", risk_factors=[], population=POPULATION * 3,
        target_groups=[{"group": "seniors", "label": "Ältere"}], effects=[effect("likely_good")],
    )  # fmt: skip
    third = make_model(people.other_town, title="C", lessons="Gelernt: Räder zählen.", population=0)
    assert third.payload["public"]["population"] == 0
    assert [line.measure["title"] for line in listed(people, **wanted)] == titles


def test_the_latest_result_is_the_one_that_counts(people):
    early = effect("unclear", as_of="2025-06-30")
    late = effect("likely_good", as_of="2026-06-30")
    make_model(people.other_town, effects=[late, early])
    (line,) = listed(people)
    assert line.effect is not None
    assert line.effect["grade"] == "likely_good"


def test_a_copy_is_a_draft_with_thoughts_plan_and_source_but_no_money(people, need):
    model = make_model(people.other_town, **FULL)
    measure = copied(people, need, model, starts_on=dt.date(2026, 9, 1))
    with authority_scope(people.town):
        assert (measure.state, measure.authority_id) == ("idea", people.town.pk)
        assert measure.copied_from == model.subject
        assert measure.copied_label == "Schulhof mit Streitschlichtern (Mühlgrund)"
        assert (measure.starts_on, measure.ends_on) == (dt.date(2026, 9, 1), dt.date(2027, 7, 31))
        assert measure.pillars == ["municipality"]
        assert (measure.evidence_level, measure.evidence_url) == (
            "probable", "https://liste.example/12",
        )  # fmt: skip
        assert [(one.group, one.size) for one in measure.audiences.all()] == [("youth", None)]
        plan = [(one.title, one.due_on) for one in measure.milestones.order_by("due_on")]
        assert plan == [
            ("Ausbildung", dt.date(2026, 9, 15)),
            ("Zwischenstand", dt.date(2027, 1, 31)),
        ]
        (line,) = measure.budget.all()
        assert (line.planned, line.source) == (0, "grant")
        assert not line.spendings.exists()
        answers = answers_of(measure)
    mark = "Übernommen aus: Schulhof mit Streitschlichtern (Mühlgrund)."
    assert set(answers) == {"measures_what", "measures_evidence", "review_how"}
    assert all(text.startswith(mark) for text in answers.values())
    assert "erkennbar an der Weste" in answers["measures_what"]
    assert (
        "nicht von Zufall zu unterscheiden (Stand 31.10.2026). Seit" in answers["measures_evidence"]
    )
    assert "Ohne Lehrkraft im Rücken" in answers["measures_evidence"]
    assert answers["review_how"].endswith("Dort ausgewertet: Fahrraddiebstahl: Vorher-Nachher.")
    assert Event.objects.filter(verb="networks.measure_copied").count() == 1


def test_a_copy_answers_its_suggestion_once(people, need):
    model = make_model(people.other_town)
    copied(people, need, model)
    copied(people, need, model)
    with authority_scope(people.town):
        answer = SuggestionAnswer.objects.get(need=need)
        assert (answer.kind, answer.subject, answer.reaction) == ("measure", model.subject, "taken")
        assert queries.suggest(people.coordinator, need) == []
        assert Measure.objects.count() == 2


def test_a_model_without_result_or_plan_says_so(people, need):
    measure = copied(people, need, make_model(people.other_town))
    with authority_scope(people.town):
        assert measure.starts_on == dt.date(2026, 5, 31)
        assert measure.milestones.count() == 0
        answers = answers_of(measure)
    assert set(answers) == {"measures_evidence"}
    assert "Dort ist noch kein Ergebnis veröffentlicht." in answers["measures_evidence"]


def test_what_is_taken_back_own_or_for_a_foreign_goal_is_not_copied(people, need):
    gone = make_model(people.other_town)
    withdraw(publication=gone, reason="Irrtum", by=people.coordinator, at=AT)
    gone.refresh_from_db()
    with pytest.raises(actions.NotPublic, match="zurückgezogen"):
        copied(people, need, gone)
    with pytest.raises(actions.NotPublic, match="eigene"):
        copied(people, need, make_model(people.town))
    foreign = make_goal(people.other_town)
    owner = make_organisation(people.town)
    with authority_scope(people.town), pytest.raises(actions.GoalElsewhere):
        actions.copy_measure(
            publication=make_model(people.other_town), authority=people.town, goal=foreign,
            owner=owner, by=people.coordinator, at=AT,
        )  # fmt: skip
    with authority_scope(people.town):
        assert not Measure.objects.exists()


def test_the_original_counts_only_takers_that_are_public(people):
    measure = make_measure(people, title="Unsere")
    with authority_scope(people.town):
        assert queries.load_origin(people.coordinator, measure) is None
    own = make_model(people.town, public_id=measure.public_id)
    link = {"title": "Unsere", "url": own.payload["public"]["web"]}
    first, second = make_towns(2)
    for town in (first, second):
        make_model(town, copied_from=link)
    gone = make_model(people.other_town, copied_from=link)
    withdraw(publication=gone, reason="Irrtum", by=people.coordinator, at=AT)
    assert queries.count_takers(measure.public_id) == 2
    with authority_scope(people.town):
        panel = queries.load_origin(people.coordinator, measure)
    assert panel is not None
    assert panel.context["takers"] == 2
    assert queries.count_takers("z" * 12) == 0


def test_a_copy_shows_its_model_as_long_as_it_is_public(people, need):
    model = make_model(people.other_town)
    measure = copied(people, need, model)
    with authority_scope(people.town):
        panel = queries.load_origin(people.police, measure)
        assert panel is not None
        assert panel.context["url"] == f"{LIST}{model.public_id}/"
        withdraw(publication=model, reason="Irrtum", by=people.coordinator, at=AT)
        panel = queries.load_origin(people.police, measure)
        assert panel is not None
        assert (panel.context["url"], panel.context["label"]) == ("", measure.copied_label)
        assert queries.load_origin(people.outsider, measure) is None


def test_the_pages(people, need):
    model = make_model(people.other_town, **FULL)
    keeper, reader = client_of(people.coordinator), client_of(people.police)
    shown = reader.get(LIST).content.decode()
    assert "Schulhof mit Streitschlichtern" in shown
    assert "12.000 Einwohner" in shown
    assert "Dazu hat noch niemand" in reader.get(LIST, {"thema": "traffic"}).content.decode()
    page = f"{LIST}{model.public_id}/"
    html = reader.get(page).content.decode()
    assert "Satz zum Ergebnis unclear." in html
    assert "Ohne Lehrkraft im Rücken" in html
    assert model.payload["public"]["web"] in html
    assert "Diese Maßnahme übernehmen" not in html
    assert reader.post(page, {}).status_code == 404
    bad = keeper.post(page, {"goal": "", "owner": ""})
    assert bad.status_code == 422
    owner = make_organisation(people.town)
    with authority_scope(people.town):
        goal = need.goals.get()
    sent = {"goal": goal.public_id, "owner": owner.public_id, "starts_on": "2026-09-01"}
    assert keeper.post(page, sent).status_code == 302
    with authority_scope(people.town):
        assert Measure.objects.get().title == "Schulhof mit Streitschlichtern"


def test_the_page_of_a_copy_names_its_model(people, need):
    model = make_model(people.other_town)
    measure = copied(people, need, model)
    with authority_scope(people.town):
        url = address_of("measures:measure", measure)
    html = client_of(people.coordinator).get(url).content.decode()
    assert "Schulhof mit Streitschlichtern (Mühlgrund)" in html
    assert f"{LIST}{model.public_id}/" in html


def test_without_a_goal_the_page_says_what_comes_first(people):
    model = make_model(people.other_town)
    html = client_of(people.coordinator).get(f"{LIST}{model.public_id}/").content.decode()
    assert "Zuerst ein Ziel" in html


def test_the_list_costs_the_same_with_many(people):
    client = client_of(people.police)
    towns = make_towns(6)

    def count() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(LIST).status_code == 200
        return len(caught)

    for town in towns[:3]:
        make_model(town)
    few = count()
    for town in towns:
        for _number in range(49):
            make_model(town)
    assert count() == few


def test_a_slip_in_the_year_gets_a_sentence(people, need):
    model = make_model(people.other_town, **FULL)
    goal, owner = need_goal(people, need), make_organisation(people.town)
    for day in ("0002-09-01", "9999-09-01"):
        sent = {"goal": goal.public_id, "owner": owner.public_id, "starts_on": day}
        answer = client_of(people.coordinator).post(f"{LIST}{model.public_id}/", sent)
        assert answer.status_code == 422
        assert "Bitte prüfen Sie das Jahr." in answer.content.decode()


def need_goal(people, need):
    with authority_scope(people.town):
        return need.goals.get()


def test_a_goal_below_the_one_of_a_need_answers_its_suggestion(people, need):
    model, top = make_model(people.other_town), need_goal(people, need)
    below = make_goal(people.town, need=None, parent=top, title="Zehn Schulungen")
    loose = make_goal(people.town, need=None, parent=make_goal(people.town, need=None))
    page = client_of(people.coordinator).get(f"{LIST}{model.public_id}/")
    offered = dict(page.context["form"].fields["goal"].choices)
    assert below.public_id in offered
    assert loose.public_id not in offered
    with authority_scope(people.town):
        actions.copy_measure(
            publication=model, authority=people.town, goal=below,
            owner=make_organisation(people.town), by=people.coordinator, at=AT,
        )  # fmt: skip
        assert SuggestionAnswer.objects.get().need == need
