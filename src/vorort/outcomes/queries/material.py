"""What everybody may read of a measure: the payload, and what stands against it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority, Membership
from vorort.concepts.queries import public_answers, question_text
from vorort.councils.models import Seat
from vorort.deliveries.queries import read_standings, release_of
from vorort.figures import queries as figures
from vorort.findings.models import Goal
from vorort.findings.queries import need_of
from vorort.measures.models import Measure
from vorort.measures.queries import MeasureFacts, get_facts
from vorort.notices.rules import public_text
from vorort.outcomes.choices import Options
from vorort.outcomes.queries.disclosure import is_small_baseline
from vorort.outcomes.queries.results import Results, read_reach, read_results, resting_on
from vorort.outcomes.rules import WordProblem, word_problems
from vorort.partners.models import ContactPerson
from vorort.places import queries as places
from vorort.publications.choices import (
    PublicationKind,
    PublicationStatus,
    PublicGoal,
    PublicLink,
    PublicMeasure,
    PublicMilestone,
    PublicMoney,
    PublicWhy,
    RestsOn,
)
from vorort.publications.models import Publication
from vorort.publications.queries import list_live
from vorort.publications.rules import PUBLIC_PREFIX
from vorort.ui import format as show

ORIGIN = "measures.measure"


@dataclass(frozen=True)
class Material:
    """What would be published of a measure now.

    Attributes
    ----------
    problems : tuple of WordProblem
        Words that may not become public; as long as there is one, nothing does.
    hidden : tuple of str
        Names of what the gate leaves out.
    notices : tuple of str
        What stays out and what to do about it, in sentences.
    closed : tuple of str
        Why results stand without numbers.
    outdated : tuple of str
        Results that should be computed again first.
    """

    public: PublicMeasure
    rests_on: tuple[RestsOn, ...]
    problems: tuple[WordProblem, ...]
    hidden: tuple[str, ...]
    notices: tuple[str, ...]
    closed: tuple[str, ...]
    outdated: tuple[str, ...]


def measure_path(measure: Measure) -> str:
    """Return the address of the public page."""
    return f"{PUBLIC_PREFIX}{measure.authority.slug}/massnahmen/{measure.public_id}/"


def measure_publication(measure: Measure) -> Publication | None:
    """Return what is public of a measure now, or None."""
    return Publication.objects.filter(
        kind=PublicationKind.MEASURE, subject=measure.public_id, status=PublicationStatus.LIVE
    ).first()


def material_of(
    measure: Measure, *, options: Options, at: dt.datetime, numbers_anyway: bool = False
) -> Material:
    """Return everything everybody would read of a measure, and what stands against it.

    ``numbers_anyway`` keeps the numbers of closed sources: the release check refuses them then.
    """
    facts = get_facts(measure)
    numbers = True if numbers_anyway else options.numbers
    results = read_results(measure, numbers=numbers, at=at)
    goals, goal_sources, open_baselines = _goals(measure, facts, at=at)
    public = _public(measure, facts, results, goals, options, at=at)
    hidden, notices = _hidden(measure, results, open_baselines)
    texts = [(where, text) for where, text in _texts(measure, facts, public) if text]
    problems = (*word_problems(texts, _names(measure.authority)), *results.problems)
    rests = {one.delivery: one for one in (*results.rests_on, *goal_sources)}
    return Material(
        public, tuple(rests.values()), problems, hidden, notices, results.closed, results.outdated
    )


def _public(
    measure: Measure,
    facts: MeasureFacts,
    results: Results,
    goals: list[PublicGoal],
    options: Options,
    *,
    at: dt.datetime,
) -> PublicMeasure:
    made: dict[str, Any] = {
        **_head(facts),
        **_people(facts),
        "why": _why(measure, facts),
        "goals": goals,
        "milestones": _milestones(measure),
        "money": _money(facts, on=timezone.localdate(at)) if options.money else "",
        "reach": read_reach(measure),
        "effects": results.effects,
        "lessons": _clean(facts.lessons),
        "afterwards": _clean(facts.afterwards),
        "answers": {code: _clean(text) for code, text in public_answers(measure).items()},
        "evidence_level": facts.evidence_level,
        "evidence_title": _clean(facts.evidence_title),
        "evidence_url": facts.evidence_url,
        "resolution": _resolution(measure, facts) or "",
        "citations": [
            _present(title=_clean(one.title), url=one.website) for one in facts.citations
        ],
        "follows": _follows(measure) or "",
        "copied_from": _present(title=_clean(facts.copied_label)) if facts.copied_label else "",
        "town": facts.town,
        "population": _population(measure.authority, at=at),
        "web": measure_path(measure),
    }
    return cast("PublicMeasure", _present(**made))


def _head(facts: MeasureFacts) -> dict[str, Any]:
    """Return what it is, where and when, and how it stands."""
    return {
        "id": facts.public_id,
        "reference": facts.reference,
        "title": _clean(facts.title),
        "summary": _clean(facts.summary),
        "topic": facts.topic,
        "topic_label": facts.topic_label,
        "pillars": list(facts.pillars),
        "settings": list(facts.settings),
        "risk_factors": list(facts.risk_factors),
        "protective_factors": list(facts.protective_factors),
        "state": str(facts.state),
        "state_label": facts.state_label,
        "state_on": facts.state_on.isoformat(),
        "state_reason": _clean(facts.state_reason),
        "starts_on": _iso(facts.starts_on),
        "ends_on": _iso(facts.ended_on or facts.ends_on),
        "place": _clean(facts.place),
        "area_key": facts.area_key,
    }


def facts_now(measure: Measure) -> dict[str, Any]:
    """Return what keeps itself true on a public page: state, days, what of the plan is done."""
    return {
        "state": str(measure.state),
        "state_label": str(measure.get_state_display()),
        "state_on": measure.state_on.isoformat(),
        "starts_on": _iso(measure.starts_on),
        "ends_on": _iso(measure.ended_on or measure.ends_on),
        "milestones": _milestones(measure),
    }


def _people(facts: MeasureFacts) -> dict[str, Any]:
    """Return who does it and for whom; partners once they have agreed, by their name alone."""
    return {
        "owner": facts.owner,
        "partners": [
            _present(
                name=one.organisation,
                role=one.role,
                role_label=one.role_label,
                contribution=_clean(one.contribution),
            )
            for one in facts.parts
            if one.confirmed
        ],
        "target_groups": [
            _present(group=one.group, label=one.label, note=_clean(one.note), size=one.size)
            for one in facts.audiences
        ],
    }


def _present(**given: Any) -> Any:
    """Return what is there: no empty texts, nothing unknown."""
    return {key: value for key, value in given.items() if value not in ("", None)}


def _clean(text: str) -> str:
    """Return a text as everybody may read it: marked places blacked out."""
    return public_text(text).strip()


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _why(measure: Measure, facts: MeasureFacts) -> PublicWhy:
    """Return why this is done; of a source not everybody may see only the title of the finding."""
    first = facts.goals[0] if facts.goals else None
    if first is None:
        return cast("PublicWhy", _present())
    open_source = not _is_restricted(measure)
    return cast(
        "PublicWhy",
        _present(
            finding=_clean(first.finding),
            statement=_clean(first.finding_statement) if open_source else "",
            found_on=_iso(first.finding_on),
            source=_clean(first.finding_source) if open_source else "",
            need=_clean(first.need),
            gap=_clean(first.need_gap),
        ),
    )


def _is_restricted(measure: Measure) -> bool:
    """Whether the finding rests on something that not everybody may see."""
    row = measure.goals.select_related("goal__need__finding").order_by("position", "id").first()
    need = need_of(row.goal) if row else None
    return bool(need and need.finding.snapshot.get("restricted"))


def _goals(
    measure: Measure, facts: MeasureFacts, *, at: dt.datetime
) -> tuple[list[PublicGoal], tuple[RestsOn, ...], bool]:
    """Return the goals; what a figure was before stands there only where its source is open."""
    rows = {row.goal.public_id: row.goal for row in measure.goals.select_related("goal")}
    made: list[PublicGoal] = []
    shown: set[str] = set()
    all_open = True
    sources = {key: _baseline_sources(goal) for key, goal in rows.items()}
    standings = read_standings({i for ids in sources.values() for i in ids}, at=at)
    for one in facts.goals:
        is_own = not rows[one.public_id].source
        ids = sources[one.public_id]
        is_open = is_own or not (
            release_of(ids, standings, known=False).reasons
            or is_small_baseline(rows[one.public_id])
        )
        all_open &= is_open or one.baseline is None
        if is_open and one.baseline is not None:
            shown.update(ids)
        goal = _present(
            title=_clean(one.title),
            indicator=_clean(one.indicator),
            unit=_clean(one.unit),
            direction=one.direction,
            baseline=float(one.baseline) if one.baseline is not None and is_open else None,
            baseline_on=_iso(one.baseline_on) if is_open else "",
            target=float(one.target) if one.target is not None else None,
            due_on=_iso(one.due_on),
            state=one.state,
            state_label=one.state_label,
            state_reason=_clean(one.state_reason),
        )
        made.append(cast("PublicGoal", goal))
    return made, resting_on(shown, standings), all_open


def _baseline_sources(goal: Goal) -> tuple[str, ...]:
    """Return the deliveries behind what a figure was before."""
    if not goal.source or goal.baseline_on is None:
        return ()
    try:
        found = figures.provenance(
            area_keys=[goal.area_key or goal.authority.area_key],
            years=[goal.baseline_on.year],
            viewer=goal.authority,
            source=goal.source,
        )
    except KeyError:
        # The source is not there any more: nobody can say where the number came from.
        return ()
    return tuple(dict.fromkeys(one.delivery for one in found if one.delivery))


def _milestones(measure: Measure) -> list[PublicMilestone]:
    return [
        cast(
            "PublicMilestone",
            _present(
                id=one.public_id,
                title=_clean(one.title),
                due_on=one.due_on.isoformat(),
                done_on=_iso(one.done_on),
                dropped=one.dropped or None,
                note=_clean(one.note) if one.dropped else "",
            ),
        )
        for one in measure.milestones.order_by("due_on", "id")
    ]


def _money(facts: MeasureFacts, *, on: dt.date) -> PublicMoney | str:
    money = facts.money
    if not money.planned and not money.spent:
        return ""
    by_source: dict[str, float] = {}
    for line in facts.budget:
        by_source[line.source_label] = by_source.get(line.source_label, 0.0) + float(line.planned)
    return PublicMoney(
        as_of=on.isoformat(),
        planned=float(money.planned),
        spent=float(money.spent),
        by_source=by_source,
    )


def _resolution(measure: Measure, facts: MeasureFacts) -> PublicLink | None:
    """Return the resolution behind it, where everybody may read it."""
    if not facts.resolution_id or not facts.resolution_is_public:
        return None
    made = PublicLink(title=_("Beschluss %(number)s") % {"number": facts.resolution})
    if facts.decided_on:
        made["on"] = facts.decided_on.isoformat()
    meetings = list_live(authority=measure.authority, kind=PublicationKind.MEETING).order_by()
    for public in meetings.values_list("payload__public", flat=True):
        for item in (public or {}).get("items", ()):
            if any(one["id"] == facts.resolution_id for one in item["resolutions"]):
                made["url"] = f"{public['web']}#top-{item['id']}"
                return made
    return None


def _follows(measure: Measure) -> PublicLink | None:
    before = measure.follows
    if before is None or (live := measure_publication(before)) is None:
        return None
    return PublicLink(title=live.title, url=measure_path(before))


def _copied_from(facts: MeasureFacts) -> PublicLink | None:
    """Return the model of another town; with its page, by which that town counts its takers."""
    if not facts.copied_label:
        return None
    title = _clean(facts.copied_label)
    rows = list_live(kind=PublicationKind.MEASURE).filter(subject=facts.copied_from)
    live = rows.first() if facts.copied_from else None
    if live is None:
        return PublicLink(title=title)
    path = f"{PUBLIC_PREFIX}{live.authority.slug}/massnahmen/{live.subject}/"
    return PublicLink(title=title, url=path)


def _population(authority: Authority, *, at: dt.datetime) -> int | None:
    found = places.nearest_populations([authority.area_key], timezone.localdate(at))
    value = found.get(authority.area_key)
    return None if value is None else value.total


def _hidden(
    measure: Measure,
    results: Results,
    open_baselines: bool,  # noqa: FBT001
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    hidden, notices = [], []
    if results.hidden:
        hidden.append("effects")
    if not open_baselines:
        hidden.append("baseline")
        notices.append(
            _("Der Ausgangswert eines Zieles steht nicht auf der Seite: Seine Zahlen sind noch "
              "nicht für alle freigegeben, oder so klein, dass man Einzelne erkennen könnte.")
        )  # fmt: skip
    if _is_restricted(measure):
        hidden.append("statement")
        notices.append(
            _("Von der Feststellung steht nur der Titel auf der Seite: Ihre Quelle ist nicht "
              "öffentlich.")
        )  # fmt: skip
    if any(part.confirmed_at is None for part in measure.parts.all()):
        notices.append(_("Partner, die noch nicht zugesagt haben, stehen nicht auf der Seite."))
    return tuple(hidden), tuple(notices)


def _texts(
    measure: Measure, facts: MeasureFacts, public: PublicMeasure
) -> Iterable[tuple[str, str]]:
    """Return every text somebody has written, as it was written, with the place it stands at."""
    yield _("Titel"), facts.title
    yield _("Kurz gesagt"), facts.summary
    yield _("Begründung des Standes"), facts.state_reason
    yield _("Ort"), facts.place
    yield _("Was wir gelernt haben"), facts.lessons
    yield _("Wie es danach weitergeht"), facts.afterwards
    yield _("Nachweis"), facts.evidence_title
    yield _("Vorbild"), facts.copied_label
    yield _("zuständig"), facts.owner
    for audience in facts.audiences:
        yield _("Zielgruppen"), audience.note
    for part in facts.parts:
        yield _("Beitrag von %(name)s") % {"name": part.organisation}, part.contribution
        yield _("Beteiligte"), part.organisation
    for goal in facts.goals[:1]:
        yield _("Feststellung"), goal.finding
        yield _("Feststellung"), goal.finding_statement if "statement" in public["why"] else ""
        yield _("Bedarf"), goal.need
        yield _("Bedarf"), goal.need_gap
    for goal in facts.goals:
        yield _("Ziel"), goal.title
        yield _("Ziel"), goal.indicator
        yield _("Ziel"), goal.unit
        yield _("Stand des Zieles"), goal.state_reason
    for step in facts.milestones:
        yield _("Meilensteine"), step.title
        yield _("Meilensteine"), step.note if step.dropped else ""
    for code, text in public_answers(measure).items():
        yield question_text(code), text
    for result in public["effects"]:
        yield _("Einschätzung des Ergebnisses"), result.get("assessment", "")
    for counted in public["reach"]:
        yield _("Was gezählt wurde"), counted["label"]
    for citation in facts.citations:
        yield _("Bezüge"), citation.title


def _names(authority: Authority) -> set[str]:
    """Return the names of people the town knows."""
    people = Person.objects.filter(
        pk__in=Membership.objects.filter(authority=authority).values("person")
    )
    return {
        *people.values_list("name", flat=True),
        *ContactPerson.objects.filter(authority=authority).values_list("name", flat=True),
        *Seat.objects.filter(authority=authority).exclude(name="").values_list("name", flat=True),
    }


def sections_of(public: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the texts the public search takes in."""
    why = public["why"]
    said = [
        (_("Kurz gesagt"), public.get("summary", "")),
        (
            _("Warum machen wir das?"),
            "\n".join(why.get(key, "") for key in ("finding", "statement", "need", "gap")),
        ),
        (_("Ziele"), "\n".join(one["title"] for one in public["goals"])),
        (
            _("Was wurde daraus?"),
            "\n".join(
                " ".join((one["label"], one["headline"], *one["sentences"]))
                for one in public["effects"]
            ),
        ),
        (_("Was wir gelernt haben"), public.get("lessons", "")),
        (_("Wer mitmacht"), ", ".join((public["owner"], *(p["name"] for p in public["partners"])))),
        (_("Mehr zum Vorhaben"), "\n".join(public["answers"].values())),
    ]
    return [{"title": title, "text": text.strip()} for title, text in said if text.strip()]


def value_words(key: str, value: Any) -> str:
    """Return a value of the payload in a few words, for the table of changes."""
    if value in ("", None, [], {}):
        return "–"
    if key.endswith("_on"):
        return show.date(dt.date.fromisoformat(value))
    if key == "effects":
        return "; ".join(f"{one['badge']} ({_day(one['as_of'])})" for one in value)
    if isinstance(value, str):
        return value if len(value) <= 120 else _("geändert")
    return _("geändert")


def _day(iso: str) -> str:
    return show.date(dt.date.fromisoformat(iso))
