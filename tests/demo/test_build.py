"""The demo through the real importers and actions: what was planted comes out as planted."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import override_settings

from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.core.scopes import authority_scope
from vorort.councils.choices import BodyState, Confidentiality
from vorort.councils.models import Body
from vorort.councils.rules import level_of
from vorort.demo import build
from vorort.demo.months import EFFECTS, PlantedEffect
from vorort.demo.people import SIGN_INS
from vorort.demo.projects import COPIED, PROJECTS, SPONSOR
from vorort.demo.stategroup import MEETINGS, MEMBERS, NAME
from vorort.demo.world import SPECIAL_EFFECT_YEAR, TOWN_KEY, TRUTHS, YEARS
from vorort.effects.models import Evaluation
from vorort.findings.choices import ChainStep
from vorort.findings.models import Need
from vorort.findings.queries import chains_of_finding
from vorort.foundings.models import FoundingStep
from vorort.leadership.choices import SignOffState
from vorort.leadership.models import SignOff
from vorort.measures.choices import ENDED, ConceptForm, MeasureOrigin, MeasureState
from vorort.measures.models import Measure, Part
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import AgendaItem, Meeting
from vorort.minutes.models import Minutes
from vorort.notices.models import Dispatch, DispatchAttachment
from vorort.papers.models import Paper
from vorort.partners.choices import Topic
from vorort.partners.queries import listed_offers
from vorort.pictures.choices import SpecialEffect
from vorort.pictures.exports import Drawn
from vorort.pictures.queries import build_picture
from vorort.publications.choices import PublicationKind
from vorort.publications.models import Publication
from vorort.publications.queries import list_live
from vorort.resolutions.choices import CircularState, Implementation
from vorort.resolutions.models import Circular, Resolution, Task
from vorort.situation import jobs
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import Strategy


@pytest.fixture(scope="module")
def said(shared_database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The demo without real data and without drawing; returns what it says."""
    home = tmp_path_factory.mktemp("home")
    drawn = Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")
    told: list[str] = []
    with (
        override_settings(DATA_DIR=home / "nothing", HOME=home),
        mock.patch.object(jobs, "draw", return_value=drawn),
    ):
        build.build_demo(told.append)
        yield told


@pytest.fixture
def town(said: list[str], taken_back: None) -> Iterator[Authority]:
    found = Authority.objects.get(slug="lindenau")
    with authority_scope(found):
        yield found


def _reports(town: Authority | None = None) -> list[Publication]:
    return list(list_live(authority=town, kind=PublicationKind.SITUATION_REPORT))


def test_demo(town: Authority) -> None:
    """One town with a public Lagebild, one person per role, and the truths as planted."""
    assert build.demo_stands()
    live = _reports(town)
    assert [one.period for one in live] == [YEARS[-2]]
    tables = [source for source in live[0].sources if not source["beside"]]
    own = [source for source in live[0].sources if source["beside"]]
    assert {source["licence"] for source in tables} == {"frei"}
    assert {source["source"] for source in own} == {"owi", "accidents", "structure"}
    assert len({sign_in.role for sign_in in SIGN_INS}) >= 9
    newest = Path(settings.HOME) / "demo" / f"kreis_und_gemeinden_{YEARS[-1]}.csv"
    call_command("evidence_import", str(newest), format="pks-county", verbosity=0)
    effect = SpecialEffect(
        code="674000", year=SPECIAL_EFFECT_YEAR, letter="A", text="Graffiti", excluded=True
    )
    for year in YEARS[-2:]:
        picture = build_picture(TOWN_KEY, year, viewer=town, effects=[effect])
        found = {one.code: one for one in picture.indicators}
        for truth in TRUTHS:
            assert found[truth.offence_key].now.cases == truth.counts[year]
            assert str(found[truth.offence_key].verdict) == truth.verdict, (year, truth.kind)


def test_a_second_start_changes_nothing(town: Authority, said: list[str]) -> None:
    before = [model.objects.count() for model in (Authority, Publication, Body, Meeting, Paper)]
    call_command("demo", verbosity=0)
    build.build_demo(said.append)
    after = [model.objects.count() for model in (Authority, Publication, Body, Meeting, Paper)]
    assert after == before
    assert len(_reports()) == 1


def test_the_council_has_had_a_year(town: Authority) -> None:
    """Bodies alive and resting, four meetings with public minutes, one that is coming."""
    bodies = {body.name: body for body in Body.objects.filter(authority=town)}
    states = [body.state for body in bodies.values()]
    assert (states.count(BodyState.ACTIVE), states.count(BodyState.DORMANT)) == (4, 1)
    council = bodies["Präventionsrat Lindenau"]
    meetings = list(Meeting.objects.filter(body=council).order_by("starts_at"))
    assert [one.state for one in meetings] == [
        *[MeetingState.PUBLISHED] * 4, MeetingState.DRAFTED, MeetingState.INVITED,
    ]  # fmt: skip
    assert meetings[-1].starts_at.date() > today() > meetings[-2].starts_at.date()
    live = {one.origin_id for one in list_live(authority=town)}
    # The minutes of the one just held still wait for who was there.
    assert {one.public_id for one in meetings} - live == {meetings[-2].public_id}
    told = Minutes.objects.filter(meeting__body=council).exclude(meeting=meetings[-2])
    assert all(told.values_list("plain_summary", flat=True))
    work = {one.implementation for one in Resolution.objects.filter(body=council)}
    assert work >= {Implementation.DONE, Implementation.RUNNING, Implementation.NOT_NEEDED}
    tasks = list(Task.objects.filter(body=council))
    open_tasks = [one for one in tasks if one.state == "open"]
    assert len(tasks) > len(open_tasks)
    assert any(one.due_on < today() for one in open_tasks)
    assert any(one.due_on > today() for one in open_tasks)


def test_circulars(town: Authority) -> None:
    """One was decided in writing, one still waits for answers."""
    states = list(Circular.objects.order_by("started_at").values_list("state", flat=True))
    assert states == [CircularState.ADOPTED, CircularState.RUNNING]


def test_the_core_group_stays_among_itself(town: Authority) -> None:
    """A secret item is there, and no public page, mail or file of the demo says its words."""
    titles = AgendaItem.objects.filter(confidentiality=Confidentiality.CORE)
    words = set(titles.values_list("title", flat=True))
    assert len(words) == 2
    member = build.Person.objects.get(email="sportverein@lindenau.example")
    police = build.Person.objects.get(email="polizei@weideland.example")
    council = Body.objects.get(name="Präventionsrat Lindenau")
    assert level_of(member, council) == Confidentiality.MEMBERS
    assert level_of(police, council) == Confidentiality.CORE
    told = "".join(str(one.payload) for one in list_live(authority=town))
    told += "".join(Dispatch.objects.values_list("text", flat=True))
    assert not [word for word in words if word in told]
    # What is blacked out in the minutes is in no public page either.
    assert "Herrn Wohnbau" not in told


def test_the_past_sends_no_mail(town: Authority) -> None:
    assert Dispatch.objects.exclude(state="sent").count() == 0
    assert DispatchAttachment.objects.count() == 0
    assert mail.outbox == []


def test_the_county_is_on_its_way(said: list[str]) -> None:
    with authority_scope(Authority.objects.get(slug="weideland")):
        body = Body.objects.get()
        done = FoundingStep.objects.filter(body=body, done_on__isnull=False).count()
    assert (body.state, done) == (BodyState.PLANNED, 2)


def test_the_state_group_says_only_what_is_known(said: list[str]) -> None:
    """Three days and eight organisations; no hour, no agenda, no person."""
    state = Authority.objects.get(slug="musterland")
    with authority_scope(state):
        group = Body.objects.get(name=NAME)
        held = Meeting.objects.filter(body=group).order_by("starts_at")
        days = [one.starts_at for one in held]
        seats = list(group.seats.all())
        assert AgendaItem.objects.filter(meeting__in=held).count() == 0
    assert tuple(build.timezone.localtime(one).date() for one in days) == MEETINGS
    assert len(seats) == len(MEMBERS) == 8
    assert not any(seat.name or seat.email or seat.person_id for seat in seats)


def test_the_state_strategy_is_public(said: list[str]) -> None:
    """Adopted by a sitting of its group; its listed offers are there for every town."""
    state = Authority.objects.get(slug="musterland")
    assert [one.kind for one in list_live(authority=state)] == [PublicationKind.STRATEGY]
    with authority_scope(state):
        strategy = Strategy.objects.get()
        assert strategy.resolution is not None
    assert (strategy.state, strategy.version) == (StrategyState.ADOPTED, 1)
    assert len(listed_offers(Authority.objects.get(slug="lindenau"))) >= 10


def test_measures_of_every_kind(town: Authority) -> None:
    """Each state, each of the topics the state asks for, one that ran before, one taken over."""
    measures = list(Measure.objects.filter(authority=town))
    assert {one.state for one in measures} == set(MeasureState)
    assert {Topic.TRAFFIC, Topic.ADVICE, Topic.VICTIMS} <= {one.topic for one in measures}
    assert {one.origin for one in measures} == set(MeasureOrigin)
    assert {one.form for one in measures} == set(ConceptForm)
    copied = next(one for one in measures if one.copied_from)
    assert COPIED in copied.copied_label
    assert all(one.state_reason for one in measures if one.state in ENDED)
    partner = build.Person.objects.get(email=SPONSOR)
    assert Part.objects.filter(contact=partner).count() == 2


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda one: one.kind)
def test_planted_effects_are_reported(town: Authority, effect: PlantedEffect) -> None:
    """From the precinct's file over the importer to the grade and to the public page."""
    script = next(one for one in PROJECTS if one.effect == effect.kind)
    evaluation = Evaluation.objects.get(plan__measure__title=script.title)
    assert evaluation.grade == effect.grade
    assert evaluation.is_final
    public = next(
        one
        for one in list_live(authority=town, kind=PublicationKind.MEASURE)
        if script.title in one.title
    )
    assert [one["grade"] for one in public.payload["public"]["effects"]] == [effect.grade]


def test_the_chain_is_whole(town: Authority) -> None:
    """Finding, need, goal, measure, effect: for what was evaluated no link is open."""
    coordinator = build.Person.objects.get(email="koordination@lindenau.example")
    for measure in Measure.objects.filter(outcome_plans__evaluations__isnull=False):
        goal = measure.goals.order_by("position").first().goal
        chains = chains_of_finding(coordinator, goal.need.finding)
        assert all([link.step for link in chain] == list(ChainStep) for chain in chains)
        assert any(all(link.title for link in chain) for chain in chains), measure
    bicycles = Need.objects.get(title="Sicheres Abstellen am Bahnhof").finding
    assert bicycles.source_kind
    assert bicycles.snapshot


def test_the_strategy_of_the_town(town: Authority) -> None:
    """Adopted in a sitting, public, and leaning on the state's."""
    strategy = Strategy.objects.get(authority=town)
    assert strategy.state == StrategyState.ADOPTED
    assert strategy.resolution is not None
    assert strategy.citations.count() == 3
    assert list_live(authority=town, kind=PublicationKind.STRATEGY).count() == 1


def test_the_mayor_has_signed_one_thing_and_owes_another(town: Authority) -> None:
    states = SignOff.objects.order_by("asked_at").values_list("state", flat=True)
    assert list(states) == [SignOffState.SIGNED, SignOffState.ASKED]
