"""Strategies of the tests' town and of its state, by the real actions."""

import datetime as dt

from tests.factories.councils import make_body, make_council
from tests.factories.findings import make_finding, make_goal, make_need
from tests.factories.measures import make_measure
from tests.factories.resolutions import make_resolution
from tests.people import People

from vorort.core.scopes import authority_scope
from vorort.councils.models import Body
from vorort.publications.models import Publication
from vorort.resolutions.models import Resolution
from vorort.strategies import actions
from vorort.strategies.models import Focus, Strategy

AT = dt.datetime(2026, 3, 2, 17, 0, tzinfo=dt.UTC)
DAY = AT.date()
MISSION = "Alle sollen sich sicher bewegen können. Wir handeln früh."


def make_strategy(people: People, **given: object) -> Strategy:
    """Begin a draft of the town with its mission and nothing else."""
    values: dict[str, object] = {
        "title": "Gemeinsam sicher leben",
        "first_year": 2026,
        "last_year": 2030,
        "mission": MISSION,
    }
    with authority_scope(people.town):
        return actions.create_strategy(
            authority=people.town,
            by=people.coordinator,
            at=AT,
            **{**values, **given},  # type: ignore[arg-type]
        )


def make_full_strategy(people: People, **given: object) -> Strategy:
    """Make a draft with everything: texts, a linked finding, a priority with goal and measure."""
    texts: dict[str, object] = {
        "introduction": "Am Bahnhof verschwinden Räder.",
        "organisation": "Der Präventionsrat entscheidet.",
        "review": "Jedes Jahr im November sehen wir nach.",
    }
    strategy = make_strategy(people, **{**texts, **given})
    finding = make_finding(people.town, title="Mehr Fahrraddiebstahl am Bahnhof")
    need = make_need(finding, title="Räder sicher abstellen")
    goal = make_goal(need, title="Höchstens 26 Räder im Jahr")
    make_measure(people, goal=goal, title="Betreuter Abstellplatz")
    with authority_scope(people.town):
        actions.link_finding(strategy=strategy, finding=finding, by=people.coordinator, at=AT)
        focus = actions.add_focus(
            strategy=strategy,
            title="Sicher am Bahnhof",
            text="Wer pendelt, soll sein Rad wiederfinden.",
            need=need,
            by=people.coordinator,
            at=AT,
        )
        actions.add_goal(focus=focus, goal=goal, by=people.coordinator, at=AT)
    return strategy


def first_focus(strategy: Strategy) -> Focus:
    """Return the priority at the top."""
    with authority_scope(strategy.authority):
        return strategy.focuses.select_related("strategy__authority").order_by("position")[0]


def resolve(people: People, **given: object) -> Resolution:
    """Let the council adopt the strategy."""
    values: dict[str, object] = {"title": "Präventionsstrategie", "text": "Sie wird beschlossen."}
    return make_resolution(make_council(people), people.coordinator, **{**values, **given})


def adopt(people: People, strategy: Strategy, **given: object) -> Strategy:
    """Adopt a strategy by a resolution of the council."""
    found = resolve(people, **given)
    with authority_scope(people.town):
        actions.adopt_strategy(
            strategy=strategy,
            resolution=found,
            on=found.decided_on,
            by=people.coordinator,
            at=AT + dt.timedelta(days=1),
        )
        return Strategy.objects.select_related("authority").get(pk=strategy.pk)


def make_adopted(people: People, **given: object) -> Strategy:
    """Make a full strategy that holds."""
    return adopt(people, make_full_strategy(people, **given))


def publish_state_strategy(people: People, *sections: str) -> Publication:
    """Let the state adopt and publish its strategy, or the next version of it."""
    state, by, at = people.state, people.system, AT
    with authority_scope(state):
        holds = Strategy.objects.filter(authority=state, state="adopted").first()
        if holds is None:
            draft = actions.create_strategy(
                authority=state, title="Strategie des Landes", first_year=2024, last_year=2030,
                mission="Das Land steht den Orten bei.", by=by, at=at,
            )  # fmt: skip
        else:
            draft = actions.new_version(strategy=holds, reason="Zwei Jahre später", by=by, at=at)
            for focus in draft.focuses.all():
                actions.remove_focus(focus=focus, by=by, at=at)
        for title in sections or ("Bahnhöfe", "Schulen"):
            focus = actions.add_focus(strategy=draft, title=title, by=by, at=at)
            goal = make_goal(state, need=None, title=f"{title}: mehr Orte machen mit")
            actions.add_goal(focus=focus, goal=goal, by=by, at=at)
        body = Body.objects.filter(authority=state, name="AG ASSKomm").first()
        body = body or make_body(state, name="AG ASSKomm", kind="state_group")
    resolution = make_resolution(body, by, title="Landesstrategie", counts=None)
    with authority_scope(state):
        adopted = actions.adopt_strategy(
            strategy=draft, resolution=resolution, on=resolution.decided_on, by=by, at=at
        )
        return actions.publish_strategy(strategy=adopted, by=by, at=at)
