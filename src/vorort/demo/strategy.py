"""The strategies of the fictional state and of Lindenau, each adopted by a sitting."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.councils import actions as councils
from vorort.councils.choices import BodyKind, BodyState, LegalBasis, SeatRole
from vorort.demo import needs
from vorort.demo.councils import noon
from vorort.demo.findings import Town
from vorort.demo.sessions import Motion, Point, Script, Table, answer, call, hold
from vorort.findings import actions as findings
from vorort.findings.choices import Direction
from vorort.measures.models import Measure
from vorort.meetings.choices import ItemKind
from vorort.minutes import actions as minutes
from vorort.papers import actions as papers
from vorort.partners import actions as partners
from vorort.partners.choices import CHECK_QUESTIONS, CheckAnswer
from vorort.publications.choices import PublicationKind
from vorort.publications.models import Publication
from vorort.publications.queries import list_live
from vorort.resolutions.choices import Counts
from vorort.strategies import actions
from vorort.strategies.models import Strategy


@dataclass(frozen=True)
class FocusScript:
    """A priority: why, the need it answers, and what of the state's strategy it takes up."""

    title: str
    text: str
    need: str = ""
    section: str = ""
    # What the state counts itself by: goal, indicator, number.
    goal: tuple[str, str, int] | None = None


STATE_TITLE = "Landesstrategie Sichere Kommunen in Musterland"
STATE_GROUP = "Steuerungsgruppe Landesstrategie"
HERE, HELP, OFFERS = (
    "Prävention vor Ort verankern",
    "Betroffene erreichen",
    "Angebote bekannt machen",
)
STATE_FOCUSES = (
    FocusScript(
        HERE,
        "Jede Gemeinde weiß, was bei ihr geschieht, und hat jemanden, der sich kümmert.",
        goal=("Mehr Gemeinden haben einen Präventionsrat", "Gemeinden mit Präventionsrat", 60),
    ),
    FocusScript(
        HELP,
        "Wer Opfer einer Straftat wurde, findet Hilfe in erreichbarer Nähe.",
        goal=("Beratung in jedem Landkreis", "Landkreise mit Beratung vor Ort", 10),
    ),
    FocusScript(
        OFFERS,
        "Was geprüft ist und hilft, ist leicht zu finden und leicht zu übernehmen.",
        goal=("Geprüfte Angebote stehen im Verzeichnis", "gelistete Angebote", 80),
    ),
)
TITLE = "Präventionsstrategie Lindenau"
FOCUSES = (
    FocusScript(
        "Ein Bahnhof, an dem man sich gern aufhält",
        "Abends ist jemand da, und wer sein Fahrrad abstellt, findet es wieder.",
        needs.EVENING, HERE,
    ),
    FocusScript(
        "Fahrräder sicher abstellen",
        "Der Anstieg der Diebstähle ist echt; wir wollen ihn bis zum Ende der Laufzeit umkehren.",
        needs.BICYCLES,
    ),
    FocusScript(
        "Kinder, die mit Worten streiten",
        "Was Kinder früh lernen, brauchen sie ein Leben lang.",
        needs.QUARREL, OFFERS,
    ),
    FocusScript("Hilfe für Betroffene in der Nähe", "", needs.VICTIMS, HELP),
)  # fmt: skip
STATE_SEATS = (
    ("Leitung", {"name": "Lea Leitung", "is_chair": True, "email": "leitung@land.example"}),
    ("Polizei des Landes", {"name": "Pius Präsidium", "email": "polizei@land.example"}),
    ("Kommunale Verbände", {"name": "Karl Kommune", "email": "verbaende@land.example"}),
    ("Koordination", {"name": "Gesa Geschäftsstelle", "role": SeatRole.MINUTE_TAKER}),
)
ADOPTED_DAYS = 240


def build_state(authority: Authority, *, by: Person, today: dt.date, at: dt.datetime) -> None:
    """List the state's offers and adopt and publish its strategy; what is there is left."""
    with authority_scope(authority):
        if Strategy.objects.filter(authority=authority).exists():
            return
        listed = noon(today - dt.timedelta(days=ADOPTED_DAYS + 60))
        _list_offers(authority, by=by, at=listed)
        written = noon(today - dt.timedelta(days=ADOPTED_DAYS + 30))
        strategy = _write_state(authority, by=by, at=written)
        table = _state_group(authority, by=by, today=today)
        _adopt(
            table, strategy, days=-ADOPTED_DAYS, today=today, at=at,
            place=("Landeshaus, Saal 2", "Platz 1, 00000 Musterstadt"),
        )  # fmt: skip
        actions.publish_strategy(strategy=_fresh(strategy), by=by, at=at)


def _list_offers(authority: Authority, *, by: Person, at: dt.datetime) -> None:
    """Take in what comes along and look at each, as the check asks; all fine but the unknown."""
    answers = dict.fromkeys((one.code for one in CHECK_QUESTIONS), CheckAnswer.YES)
    for offer in partners.take_in_starters(authority=authority, by=by, at=at):
        partners.list_offer(offer=offer, answers=answers, by=by, at=at)


def _write_state(authority: Authority, *, by: Person, at: dt.datetime) -> Strategy:
    first = at.year
    strategy = actions.create_strategy(
        authority=authority,
        title=STATE_TITLE,
        first_year=first,
        last_year=first + 4,
        mission=(
            "Sicherheit entsteht vor Ort. Das Land hilft den Gemeinden mit Wissen, Beratung und "
            "Angeboten, die geprüft sind."
        ),
        introduction="Drei von vier Gemeinden haben bisher niemanden, der Vorbeugung zusammenführt.",
        organisation="Gemeinden, Landkreise, Polizei, freie Träger und die Geschäftsstelle des Landes.",
        review="Einmal im Jahr werden die Kennzahlen veröffentlicht.",
        by=by,
        at=at,
    )
    for script in STATE_FOCUSES:
        focus = actions.add_focus(
            strategy=strategy, title=script.title, text=script.text, by=by, at=at
        )
        if script.goal is None:
            continue
        title, indicator, number = script.goal
        goal = findings.set_goal(
            authority=authority, title=title, own_indicator=indicator, direction=Direction.UP,
            target=Decimal(number), due_on=dt.date(first + 4, 12, 31), by=by, at=at,
        )  # fmt: skip
        actions.add_goal(focus=focus, goal=goal, by=by, at=at)
    return strategy


def _state_group(authority: Authority, *, by: Person, today: dt.date) -> Table:
    founded = today - dt.timedelta(days=ADOPTED_DAYS + 200)
    body = councils.create_body(
        authority=authority,
        kind=BodyKind.STATE_GROUP,
        name=STATE_GROUP,
        short_name="SG",
        purpose="Beschließt die Landesstrategie und prüft jedes Jahr, was daraus wurde. Erfunden.",
        legal_basis=LegalBasis.AGREEMENT,
        founded_on=founded,
        state=BodyState.ACTIVE,
        by=by,
        at=noon(founded),
    )
    table = Table(body, by)
    for function, more in STATE_SEATS:
        table.seats[function] = councils.seat_member(
            body=body, function=function, from_on=founded, by=by, at=noon(founded), **more
        )
    return table


def build_strategy(
    town: Town, table: Table, measures: dict[str, Measure], *, days: int = -12
) -> Strategy:
    """Write Lindenau's strategy, take up the state's, adopt it in a sitting and publish it."""
    by, written = town.by, town.noon(40)
    year = town.today.year
    strategy = actions.create_strategy(
        authority=town.authority,
        title=f"{TITLE} {year + 1} bis {year + 4}",
        first_year=year + 1,
        last_year=year + 4,
        mission=(
            "Lindenau ist eine Stadt, in der man sich kennt und hinsieht. Wir handeln dort, wo "
            "Zahlen und Erfahrung einen Anlass geben, und sagen öffentlich, was daraus wird."
        ),
        introduction=(
            "Lindenau ist ruhig. Auffällig sind gestohlene Fahrräder und Lärm am Bahnhof; vieles, "
            "was Sorge macht, kommt in Anzeigen nicht vor."
        ),
        organisation="Der Präventionsrat berät, das Ordnungsamt führt die Geschäfte, elf Partner arbeiten mit.",
        review="Jede Maßnahme hat einen Plan, woran wir sehen, ob sie hilft. Auch Enttäuschendes wird veröffentlicht.",
        by=by,
        at=written,
    )
    state = _state_strategy(town.authority)
    for script in FOCUSES:
        focus = actions.add_focus(
            strategy=strategy, title=script.title, text=script.text, need=town.needs[script.need],
            by=by, at=written,
        )  # fmt: skip
        actions.add_goal(focus=focus, goal=town.goals[script.need][0], by=by, at=written)
        actions.link_finding(
            strategy=strategy, finding=town.needs[script.need].finding, by=by, at=written
        )
        if script.section and state is not None:
            actions.cite_state(
                strategy=strategy, publication=state, focus=focus, section=script.section, by=by,
                at=written,
            )  # fmt: skip
        for measure in measures.values():
            if not measure.goals.exists() and script.need == needs.VICTIMS:
                actions.add_measure(focus=focus, measure=measure, by=by, at=written)
    _adopt(table, strategy, days=days, today=town.today, at=town.at)
    strategy = _fresh(strategy)
    actions.publish_strategy(strategy=strategy, by=by, at=town.at)
    return strategy


def _state_strategy(authority: Authority) -> Publication | None:
    live = list_live(kind=PublicationKind.STRATEGY).exclude(authority=authority)
    return live.filter(authority__slug="musterland").first()


def _adopt(
    table: Table,
    strategy: Strategy,
    *,
    days: int,
    today: dt.date,
    at: dt.datetime,
    place: tuple[str, str] | None = None,
) -> None:
    """Lay the strategy before a body, and let it adopt what was laid before it."""
    laid = noon(today + dt.timedelta(days=days - 21))
    paper = actions.submit_strategy(strategy=strategy, body=table.body, by=table.by, at=laid)
    table.papers[strategy.title] = papers.release_paper(paper=paper, by=table.by, at=laid)
    script = Script(
        days,
        (
            Point(
                strategy.title,
                ItemKind.DECISION,
                notes="Die Schwerpunkte werden einzeln aufgerufen; am Text ändert sich nichts.",
                minutes_planned=40,
                rapporteur="Koordination",
                paper=strategy.title,
                motion=Motion(
                    f"Die {strategy.title} wird in der vorgelegten Fassung beschlossen.",
                    counts=Counts(len(_voting(table)), 0, 0),
                ),
            ),
        ),
        opening="Die Tagesordnung wird ohne Änderung angenommen.",
        is_public=place is None,
    )
    meeting = call(table, script, today=today, at=at, place=place)
    answer(meeting, at=meeting.starts_at - dt.timedelta(days=9), no={})
    hold(table, meeting, script)
    draft = minutes.draft_minutes(meeting=meeting, by=table.by, at=meeting.held_at or at)
    minutes.send_for_review(minutes=draft, by=table.by, at=at)


def _voting(table: Table) -> list[str]:
    return [name for name, seat in table.seats.items() if seat.role == SeatRole.VOTING]


def _fresh(strategy: Strategy) -> Strategy:
    return Strategy.objects.get(pk=strategy.pk)
