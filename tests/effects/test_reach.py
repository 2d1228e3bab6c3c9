"""Counts on the way: what was planned, what was reached, who may count."""

import datetime as dt

import pytest

from tests.factories.effects import AT, make_plan, make_reach, make_town
from tests.factories.measures import make_measure, make_part
from tests.people import People, client_of
from vorort.core import clock
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.effects import actions, queries
from vorort.effects.models import ReachCount
from vorort.measures import actions as measures

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)


def test_counts_add_up_beside_the_plan(people: People) -> None:
    measure = make_measure(people)
    reach = make_reach(people, measure, planned=100)
    make_reach(people, measure, label="Veranstaltungen", planned=None)
    given = {"indicator": reach, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        actions.count_reach(on=DAY, count=60, **given)
        first, second = queries.reach_of(measure)
        assert (first.total, first.planned, first.done, first.last_on) == (60, 100, False, DAY)
        assert (second.total, second.done) == (None, None)
        actions.count_reach(on=DAY, count=45, **given)
        assert queries.reach_of(measure)[0].done


def test_what_cannot_be_counted(people: People) -> None:
    measure, other = make_measure(people), make_measure(people)
    reach, part = make_reach(people, measure), make_part(other, people)
    given = {"indicator": reach, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        with pytest.raises(DomainError, match="was schon war"):
            actions.count_reach(on=dt.date(2026, 11, 11), count=1, **given)
        with pytest.raises(DomainError, match="anderen Maßnahme"):
            actions.count_reach(on=DAY, count=1, part=part, **given)
        with pytest.raises(DomainError, match="kann nicht stimmen"):
            actions.count_reach(on=DAY, count=-1, **given)
        with pytest.raises(DomainError, match="schon gezählt"):
            actions.add_reach(
                measure=measure, label="erreichte Personen", by=people.coordinator, at=AT
            )
        made = actions.count_reach(on=DAY, count=1, **given)
        with pytest.raises(DomainError, match="schon gezählt worden"):
            actions.drop_reach(indicator=reach, by=people.coordinator, at=AT)
        actions.drop_count(count=made, by=people.coordinator, at=AT)
        actions.drop_reach(indicator=reach, by=people.coordinator, at=AT)
        assert queries.reach_of(measure) == []


def test_a_partner_counts_for_its_own_part(people: People) -> None:
    measure = make_measure(people, state="running")
    reach = make_reach(people, measure)
    part = make_part(measure, people)
    assert part.contact is not None
    client = client_of(part.contact)
    address = f"/k/{people.town.slug}/wirkung/beitrag/{part.public_id}/"
    own = client.get(f"/k/{people.town.slug}/massnahmen/beitrag/{part.public_id}/")
    assert address in own.content.decode()
    assert "Ihnen" in client.get(address).content.decode()
    given = {"what": reach.public_id, "count": "12", "on": "2026-06-01", "note": "Fest"}
    assert client.post(address, given).status_code == 302
    with authority_scope(people.town):
        kept = ReachCount.objects.get()
    assert (kept.count, kept.part_id, kept.entered_by_id) == (12, part.pk, part.contact.pk)
    wrong = client.post(address, given | {"count": ""})
    assert wrong.status_code == 422
    assert "Fest" in wrong.content.decode()
    assert client_of(people.coordinator).get(address).status_code == 404


def test_a_partner_counts_nothing_of_another_measure(people: People) -> None:
    measure, other = make_measure(people, state="running"), make_measure(people)
    part, foreign = make_part(measure, people), make_reach(people, other)
    make_reach(people, measure)
    assert part.contact is not None
    address = f"/k/{people.town.slug}/wirkung/beitrag/{part.public_id}/"
    given = {"what": foreign.public_id, "count": "12", "on": "2026-06-01"}
    assert client_of(part.contact).post(address, given).status_code == 422
    with authority_scope(people.town):
        assert not ReachCount.objects.exists()


def test_milestones_say_whether_it_went_as_planned(people: People) -> None:
    measure = make_measure(people)
    given = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        assert "noch keinen Arbeitsplan" in queries.process_of(measure, on=DAY).sentence
        made = [
            measures.add_milestone(measure=measure, title=f"Schritt {n}", due_on=DAY, **given)
            for n in range(4)
        ]
        measures.finish_milestone(milestone=made[0], on=DAY, **given)
        measures.finish_milestone(
            milestone=made[1], on=DAY + dt.timedelta(days=3), note="Regen", **given
        )
        measures.drop_milestone(milestone=made[2], note="nicht nötig", **given)
        said = queries.process_of(measure, on=DAY + dt.timedelta(days=9)).sentence
    assert said == (
        "Von 4 Meilensteinen: 1 rechtzeitig erledigt, 1 später als geplant, 1 überfällig, 1 entfallen."
    )


def test_what_is_due_comes_to_who_keeps_measures(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 11, 10))
    monkeypatch.setattr("vorort.effects.queries.duties.today", lambda: dt.date(2026, 11, 10))
    keys = make_town(people)
    running = make_measure(people, state="running")
    make_reach(people, running)
    make_plan(people, keys, measure=running)
    make_plan(people, keys, measure=running, after_until=dt.date(2026, 10, 1))
    duties = queries.list_duties(people.coordinator)
    assert [one.kind for one in duties] == ["effects.evaluation_due", "effects.counts_missing"]
    assert "Abschließend bewerten" in duties[0].title
    assert queries.list_duties(people.mayor) == []
    with authority_scope(people.town):
        plan = queries.list_plans(running)[0]
        actions.evaluate(
            plan=plan, as_of=dt.date(2026, 11, 9), by=people.coordinator, at=AT, is_final=True
        )
        actions.count_reach(
            indicator=queries.reach_of(running)[0].indicator, on=dt.date(2026, 11, 1), count=4,
            by=people.coordinator, at=AT,
        )  # fmt: skip
    assert queries.list_duties(people.coordinator) == []
