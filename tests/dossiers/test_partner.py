"""A partner's contact reads its measure, edits its own part, and nothing else exists for it."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories.findings import make_goal
from tests.factories.measures import (
    AT,
    TODAY,
    make_line,
    make_measure,
    make_part,
    make_partner,
)
from tests.people import People, client_of
from vorort.accounts.models import Person
from vorort.authorities.models import Membership
from vorort.core.clock import today
from vorort.core.scopes import authority_scope
from vorort.measures import actions, registry, rules
from vorort.measures.choices import Stage
from vorort.measures.models import Measure, Milestone, Part
from vorort.measures.queries import list_duties, list_measures


@pytest.fixture
def partner(people: People) -> Person:
    return make_partner(people)


@pytest.fixture
def own(people: People) -> Measure:
    return make_measure(people, state="running")


@pytest.fixture
def part(people: People, own: Measure, partner: Person) -> Part:
    return make_part(own, people, contact=partner)


def milestone(people: People, own: Measure, part: Part | None, **given: object) -> Milestone:
    values = {"title": "Räume anmieten", "due_on": TODAY, **given}
    with authority_scope(people.town):
        return actions.add_milestone(measure=own, part=part, by=people.coordinator, at=AT, **values)


def url(people: People, name: str, *args: object) -> str:
    return reverse(f"measures:{name}", args=[people.town.slug, *args])


def test_the_partner_agrees_reports_and_books(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    client, line = client_of(partner), make_line(own, people)
    step = milestone(people, own, part)
    page = client.get(url(people, "part", part.public_id)).content.decode()
    assert "Beitrag zusagen" in page
    client.post(url(people, "part_confirm", part.public_id))
    client.post(url(people, "part_report", part.public_id), {"report": "80 Plätze stehen."})
    client.post(
        url(people, "part_finish", part.public_id, step.public_id),
        {"on": str(TODAY + dt.timedelta(days=2)), "note": "Schlüssel kam später."},
    )
    client.post(
        url(people, "part_spend", part.public_id),
        {"line": line.public_id, "on": str(TODAY), "amount": "120,50", "title": "Schlösser"},
    )
    with authority_scope(people.town):
        part.refresh_from_db()
        step.refresh_from_db()
        spent = line.spendings.get()
    assert part.confirmed_at is not None
    assert part.report == "80 Plätze stehen."
    assert step.done_on == TODAY + dt.timedelta(days=2)
    assert (spent.part_id, spent.entered_by_id) == (part.pk, partner.pk)
    page = client.get(url(people, "part", part.public_id)).content.decode()
    assert "120,50\u00a0€" in page


def test_refusals_stand_on_the_partners_page(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    client, line = client_of(partner), make_line(own, people)
    step = milestone(people, own, part, due_on=dt.date(2026, 1, 1))
    late = client.post(
        url(people, "part_finish", part.public_id, step.public_id), {"on": str(TODAY), "note": ""}
    )
    assert late.status_code == 422
    assert "warum es später wurde" in late.content.decode()
    over = client.post(
        url(people, "part_spend", part.public_id),
        {"line": line.public_id, "on": str(TODAY), "amount": "9.999", "title": "Turm"},
    )
    assert over.status_code == 422
    assert "darüber" in over.content.decode()
    empty = client.post(url(people, "part_report", part.public_id), {"report": " "})
    assert empty.status_code == 422


def test_the_partner_reads_the_measure_and_opens_nothing_else(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    client = client_of(partner)
    page = client.get(url(people, "measure", own.public_id)).content.decode()
    assert own.title in page
    # The chain is told, its links are not: findings belong to the town.
    goal = own_goal(people, own)
    assert goal.title in page
    assert "/feststellungen/" not in page
    other = make_measure(people, title="Geheimer Plan")
    assert "Geheimer Plan" not in client.get(url(people, "list")).content.decode()
    assert client.get(url(people, "measure", other.public_id)).status_code == 404
    named = [own.public_id]
    for name in ("edit", "audiences", "goals", "citations", "decide", "follow", "plan", "money",
                 "parts", "course"):  # fmt: skip
        assert client.get(url(people, name, *named)).status_code == 404, name
        assert client.post(url(people, name, *named), {"title": "x"}).status_code in {404, 405}
    for name, key in (("part_edit", part.public_id), ("step", "stopped")):
        assert client.post(url(people, name, *named, key), {"reason": "x"}).status_code == 404
    for name in ("coverage", "new", "existing"):
        assert client.get(url(people, name)).status_code == 404


def own_goal(people: People, own: Measure):
    with authority_scope(people.town):
        return own.goals.select_related("goal").get().goal


def test_milestones_and_parts_of_others_do_not_exist(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    client = client_of(partner)
    foreign = milestone(people, own, None)
    answer = client.post(
        url(people, "part_finish", part.public_id, foreign.public_id), {"on": str(TODAY)}
    )
    assert answer.status_code == 404
    other = make_part(own, people, contact=people.council_member)
    assert client.get(url(people, "part", other.public_id)).status_code == 404
    for name in ("part_confirm", "part_report", "part_spend"):
        assert client.post(url(people, name, other.public_id), {"report": "x"}).status_code == 404
    # Not even the coordinator confirms in somebody's name behind the partner's door.
    coordinator = client_of(people.coordinator)
    assert coordinator.post(url(people, "part_confirm", part.public_id)).status_code == 404


def test_the_door_closes_with_the_membership(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    with authority_scope(people.town):
        assert rules.my_part(partner, own) == part
    Membership.objects.filter(person=partner).update(until_on=dt.date(2020, 12, 31))
    with authority_scope(people.town):
        assert rules.my_part(partner, own) is None
    assert client_of(partner).get(url(people, "part", part.public_id)).status_code == 404


def test_after_the_end_the_partner_only_reads(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    with authority_scope(people.town):
        actions.advance(
            measure=own, to="stopped", on=TODAY, reason="Kein Geld.", by=people.coordinator, at=AT
        )
    client = client_of(partner)
    refused = client.post(url(people, "part_report", part.public_id), {"report": "Weiter."})
    assert refused.status_code == 422
    assert "bleibt, wie sie war" in refused.content.decode()


def test_duties_of_partner_and_coordinator(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    milestone(people, own, part, due_on=today())
    milestone(people, own, None, due_on=today(), title="Plan schreiben")
    with authority_scope(people.town):
        Measure.objects.filter(pk=own.pk).update(ends_on=TODAY)
    kinds = {duty.kind: duty for duty in list_duties(partner)}
    assert set(kinds) == {"measures.confirm", "measures.own_milestone"}
    assert kinds["measures.confirm"].url == url(people, "part", part.public_id)
    kept = list_duties(people.coordinator)
    assert {duty.kind for duty in kept} == {"measures.milestone", "measures.past_end"}
    # What the partner is asked for itself is not the coordinator's yet.
    assert [duty.title for duty in kept if duty.kind == "measures.milestone"] == [
        "Meilenstein nachhalten: Plan schreiben"
    ]
    assert list_duties(people.mayor) == []
    assert list_duties(people.other_coordinator) == []


def test_parts_without_an_account_are_the_coordinators_to_ask(people: People) -> None:
    own = make_measure(people, state="decided")
    make_part(own, people, contact=None)
    kinds = [duty.kind for duty in list_duties(people.coordinator)]
    assert kinds == ["measures.not_begun", "measures.unconfirmed"]


def test_who_left_the_town_is_not_waited_for(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    asked = "measures.unconfirmed"
    assert asked not in [duty.kind for duty in list_duties(people.coordinator)]
    Membership.objects.filter(person=partner).update(until_on=dt.date(2020, 12, 31))
    assert asked in [duty.kind for duty in list_duties(people.coordinator)]


def test_lists_of_the_partner_hold_only_its_measures(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    make_measure(people)
    with authority_scope(people.town):
        assert list(list_measures(partner, people.town)) == [own]
        assert list(list_measures(people.outsider, people.town)) == []
        assert list_measures(people.police, people.town).count() == 2
        assert part.contact == partner


def test_what_goes_on_without_the_partner_is_not_named(
    people: People, own: Measure, part: Part, partner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_gates", {stage: [] for stage in Stage})
    with authority_scope(people.town):
        Measure.objects.filter(pk=own.pk).update(state="evaluated")
        after = actions.continue_as(
            measure=own, title="Radhaus, zweiter Teil", by=people.coordinator, at=AT
        )
    client, page = client_of(partner), url(people, "measure", own.public_id)
    assert url(people, "measure", after.public_id) in client.get(page).content.decode()
    with authority_scope(people.town):
        Part.objects.filter(measure=after).delete()
    assert "zweiter Teil" not in client.get(page).content.decode()
    assert "zweiter Teil" in client_of(people.police).get(page).content.decode()


def test_each_goal_leads_to_its_page_for_who_may_open_it(
    people: People, own: Measure, part: Part, partner: Person
) -> None:
    second = make_goal(people.town)
    with authority_scope(people.town):
        actions.join_goal(measure=own, goal=second, by=people.coordinator, at=AT, reason="Mehr.")
    page, way = url(people, "measure", own.public_id), f"/ziele/{second.public_id}/"
    assert way in client_of(people.mayor).get(page).content.decode()
    assert way not in client_of(partner).get(page).content.decode()
