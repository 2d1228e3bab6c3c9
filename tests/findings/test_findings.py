"""A finding from its source, its causes, its end."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.factories.findings import make_finding, make_goal, make_hypothesis, make_need
from tests.findings.conftest import AT, DAY
from vorort.audit.models import Event
from vorort.core.errors import DomainError
from vorort.findings import actions
from vorort.findings.choices import EvidenceGrade, FindingState
from vorort.findings.models import Finding, Hypothesis

TITLE = "Mehr Fahrraddiebstahl am Bahnhof"


def create(town, by, **given):
    return actions.create_finding(authority=town, title=TITLE, topic="theft", **by, **given)


def test_numbers_count_per_year(town, by):
    first, second = create(town, by), create(town, by)
    later = {**by, "at": AT.replace(year=2027)}
    assert [first.reference, second.reference] == ["F 1/2026", "F 2/2026"]
    assert create(town, later).reference == "F 1/2027"
    assert first.found_on == DAY
    verbs = Event.objects.filter(object_id=first.public_id).values_list("verb", flat=True)
    assert list(verbs) == ["findings.finding_created"]


def test_what_a_source_says_is_frozen_and_never_retyped(town, by, source):
    finding = create(town, by, source=("probe.thing", "abc"))
    assert finding.source_title == "Lagebild 2025, Abbildung 3"
    assert finding.statement == "2025 wurden 38 Räder gestohlen gemeldet."
    assert (finding.area_key, finding.frozen_at) == ("99901010", AT)
    source["kept"] = replace(source["kept"], statement="2025 waren es 40.")
    edited = actions.edit_finding(finding=finding, revision=0, place="Bahnhof", **by)
    assert edited.snapshot["statement"] == "2025 wurden 38 Räder gestohlen gemeldet."
    assert edited.snapshot["data"]["verdict"] == "sure"
    with pytest.raises(TypeError):
        actions.edit_finding(finding=edited, revision=1, snapshot={}, **by)


def test_what_only_members_read_is_not_copied_into_the_open_part(town, by, source):
    source["kept"] = replace(source["kept"], restricted=True)
    finding = create(town, by, source=("probe.thing", "abc"))
    assert finding.statement == ""
    assert finding.snapshot["restricted"] is True


@pytest.mark.parametrize("kind", ["probe.thing", "no.kind"])
def test_a_source_that_cannot_be_read_is_refused(town, by, source, kind):
    source.clear()
    with pytest.raises(actions.SourceUnreadable, match="Quelle"):
        create(town, by, source=(kind, "abc"))
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"topic": "weather"}, "topic"),
        ({"target_groups": ["martians"]}, "target_groups"),
        ({"strength": "huge"}, "strength"),
        ({"found_on": DAY + dt.timedelta(days=1)}, "found_on"),
    ],
)
def test_bad_input_gets_a_sentence(town, by, given, field):
    with pytest.raises(DomainError) as refused:
        actions.create_finding(authority=town, **{"title": TITLE, "topic": "theft", **given}, **by)
    assert refused.value.field == field
    assert refused.value.message.endswith(".")


def test_nobody_overwrites_what_somebody_else_saved(town, by):
    finding = create(town, by)
    actions.edit_finding(finding=finding, revision=0, title="Anders", **by)
    with pytest.raises(actions.StaleFinding) as refused:
        actions.edit_finding(finding=finding, revision=0, title="Noch anders", **by)
    assert refused.value.current.title == "Anders"


def test_the_log_says_what_was_changed(town, by):
    finding = create(town, by)
    actions.edit_finding(finding=finding, revision=0, title="Anders", place="", **by)
    event = Event.objects.get(verb="findings.finding_changed")
    assert (event.before, event.after) == ({"title": TITLE}, {"title": "Anders"})


def test_closing_keeps_the_chain_and_can_be_taken_back(town, by):
    finding = make_finding(town)
    goal = make_goal(make_need(finding))
    with pytest.raises(DomainError, match="warum"):
        actions.close_finding(finding=finding, reason=" ", on=DAY, **by)
    early = finding.found_on - dt.timedelta(days=1)
    with pytest.raises(DomainError, match="vor der Feststellung"):
        actions.close_finding(finding=finding, reason="erledigt", on=early, **by)
    closed = actions.close_finding(finding=finding, reason="Das Tor steht.", on=DAY, **by)
    assert (closed.state, closed.closed_on) == (FindingState.CLOSED, DAY)
    goal.refresh_from_db()
    assert goal.need.finding == finding
    for change in (
        lambda: actions.edit_finding(finding=finding, revision=1, title="x", **by),
        lambda: actions.add_need(finding=finding, title="x", **by),
        lambda: actions.add_hypothesis(finding=finding, cause="x", **by),
        lambda: actions.set_goal(
            authority=town, title="x", need=goal.need, own_indicator="y", **by
        ),
    ):
        with pytest.raises(actions.FindingClosed):
            change()
    opened = actions.reopen_finding(finding=finding, **by)
    assert (opened.state, opened.close_reason) == (FindingState.OPEN, "")


def test_a_cause_that_claims_proof_says_where_it_is(town, by):
    finding = make_finding(town)
    with pytest.raises(DomainError, match="woher") as refused:
        actions.add_hypothesis(finding=finding, cause="Dunkel", grade=EvidenceGrade.STUDIES, **by)
    assert refused.value.field == "grade_note"
    made = actions.add_hypothesis(
        finding=finding,
        cause="Dunkel",
        grade=EvidenceGrade.STUDIES,
        website="https://beispiel.example/studie",
        risk_factors=["dark_places", "opportunity"],
        **by,
    )
    assert made.risk_factors == ["opportunity", "dark_places"], "in the order of the list"


def test_a_cause_stays_while_a_need_rests_on_it(town, by):
    finding = make_finding(town)
    used, unused = make_hypothesis(finding), make_hypothesis(finding)
    make_need(finding, hypothesis=used)
    with pytest.raises(actions.HasFollowers):
        actions.remove_hypothesis(hypothesis=used, **by)
    actions.remove_hypothesis(hypothesis=unused, **by)
    assert list(Hypothesis.objects.all()) == [used]
    changed = actions.edit_hypothesis(hypothesis=used, cause="Niemand schaut hin", **by)
    assert changed.cause == "Niemand schaut hin"
