"""A public measure of another town becomes a draft here: what was thought, not what was spent."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.concepts.actions import take_over_answers
from vorort.core.errors import DomainError
from vorort.findings.queries import need_of
from vorort.measures.actions import (
    add_budget_line,
    add_milestone,
    cite,
    create_measure,
    set_audiences,
)
from vorort.measures.choices import CitationKind, CostKind, MoneySource
from vorort.networks.actions.answering import answer_suggestion
from vorort.networks.choices import Reaction, SuggestionKind
from vorort.networks.models import SuggestionAnswer
from vorort.networks.queries import day_of
from vorort.partners.choices import (
    Pillar,
    ProtectiveFactor,
    RiskFactor,
    Setting,
    TargetGroup,
)
from vorort.publications.choices import PublicationKind, PublicationStatus, PublicMeasure
from vorort.ui import format as german

if TYPE_CHECKING:
    from django.db.models import TextChoices

    from vorort.findings.models import Goal
    from vorort.measures.models import Measure
    from vorort.partners.models import Organisation
    from vorort.publications.models import Publication

# Texts that help another town to begin. What the problem was there, how it went and what came
# out is not this town's: it comes along as a note of the source.
STARTING_TEXTS = ("causes_known", "goals_", "measures_", "concept_", "review_how", "review_who")
EVIDENCE, EVALUATION = "measures_evidence", "review_how"
# A copied plan begins so long after the day it is taken over, unless somebody says else.
UNTIL_START = dt.timedelta(days=60)
_LONGEST_TEXT = 9_000


class NotPublic(DomainError):
    """The measure is not public any more, or is the town's own."""


class GoalElsewhere(DomainError):
    """The goal is of another town."""


@transaction.atomic
def copy_measure(
    *,
    publication: "Publication",
    authority: Authority,
    goal: "Goal",
    owner: "Organisation",
    by: Person,
    at: dt.datetime,
    starts_on: dt.date | None = None,
) -> "Measure":
    """Make a draft after a public measure of another town, with its lessons and results as source.

    Target groups, factors, texts of the concept and the plan (shifted to the own start) come
    along; of the money only where it came from. The suggestion, if there was one, counts as taken.

    Raises
    ------
    NotPublic
        The town has taken it back, or it is the own one.
    """
    model = _model(publication, authority)
    if goal.authority_id != authority.pk:
        raise GoalElsewhere(_("Wählen Sie ein Ziel Ihres Ortes."), field="goal")
    source = f"{model['title']} ({model['town']})"
    begins = starts_on or timezone.localdate(at) + UNTIL_START
    measure = create_measure(
        authority=authority,
        title=model["title"],
        topic=model["topic"],
        owner=owner,
        goals=(goal,),
        starts_on=begins,
        ends_on=_end(model, begins),
        copied_from=publication.subject,
        copied_label=source[:200],
        by=by,
        at=at,
        **_thoughts(model),
    )
    set_audiences(measure=measure, audiences=_audiences(model), by=by, at=at)
    _plan(measure, model, begins, by, at)
    _money(measure, model, by, at)
    take_over_answers(measure=measure, answers=_answers(model, source), by=by, at=at)
    cite(
        measure=measure,
        kind=CitationKind.STUDY,
        title=(_("Vorbild: %(source)s") % {"source": source})[:200],
        website="",
        by=by,
        at=at,
    )
    _log(measure, publication, by, at)
    _close_suggestion(goal, publication, by, at)
    return measure


def _model(publication: "Publication", authority: Authority) -> PublicMeasure:
    public = publication.payload.get("public")
    live = (
        publication.kind == PublicationKind.MEASURE and publication.status == PublicationStatus.LIVE
    )
    if not live or not public:
        raise NotPublic(
            _("Der Ort hat diese Maßnahme zurückgezogen. Sie lässt sich nicht mehr übernehmen.")
        )
    if publication.authority_id == authority.pk:
        raise NotPublic(
            _("Das ist Ihre eigene Maßnahme. Führen Sie sie fort, statt sie abzuschreiben.")
        )
    return cast("PublicMeasure", public)


def _thoughts(model: PublicMeasure) -> dict[str, Any]:
    """Return what the model says of itself and a draft can begin with."""
    return {
        "summary": model.get("summary", ""),
        "pillars": _known(Pillar, model["pillars"]),
        "settings": _known(Setting, model["settings"]),
        "risk_factors": _known(RiskFactor, model["risk_factors"]),
        "protective_factors": _known(ProtectiveFactor, model["protective_factors"]),
        "evidence_level": model["evidence_level"] or "none",
        "evidence_title": model.get("evidence_title", ""),
        "evidence_url": model.get("evidence_url", ""),
    }


def _end(model: PublicMeasure, begins: dt.date) -> dt.date | None:
    """Return the own end, as long after the own start as theirs was after theirs."""
    first, last = day_of(model.get("starts_on")), day_of(model.get("ends_on"))
    return begins + (last - first) if first and last and last >= first else None


def _known(vocabulary: "type[TextChoices]", codes: list[str]) -> list[str]:
    """Return the codes there are here; an older publication may know others."""
    return [code for code in codes if code in vocabulary.values]


def _audiences(model: PublicMeasure) -> list[dict[str, object]]:
    """Return for whom it is; sizes are of the other town and stay there."""
    return [
        {"group": each["group"], "note": each.get("note", "")}
        for each in model["target_groups"]
        if each["group"] in TargetGroup.values
    ]


def _plan(
    measure: "Measure", model: PublicMeasure, begins: dt.date, by: Person, at: dt.datetime
) -> None:
    """Shift the milestones: as many days after the own start as they were after theirs."""
    planned = [
        (each["title"], day)
        for each in model["milestones"]
        if not each.get("dropped") and (day := day_of(each["due_on"])) is not None
    ]
    if not planned:
        return
    zero = day_of(model.get("starts_on")) or min(day for _title, day in planned)
    for title, day in planned:
        due_on = begins + (day - zero)
        add_milestone(measure=measure, title=title, due_on=due_on, by=by, at=at)


def _money(measure: "Measure", model: PublicMeasure, by: Person, at: dt.datetime) -> None:
    """Name where the money came from; how much it is here has to be worked out here."""
    sources = {str(source.label): source for source in MoneySource}
    money = model.get("money")
    for label in money["by_source"] if money else ():
        add_budget_line(
            measure=measure,
            title=_("Betrag noch ermitteln (im Vorbild: %(source)s)") % {"source": label},
            planned=Decimal(0),
            kind=CostKind.OTHER,
            source=sources.get(label, MoneySource.OWN),
            by=by,
            at=at,
        )


def _answers(model: PublicMeasure, source: str) -> dict[str, str]:
    """Return the starting texts, each with its source in front, and what came out there."""
    mark = _("Übernommen aus: %(source)s. Bitte an Ihren Ort anpassen.") % {"source": source}
    texts = {
        code: text
        for code, text in model["answers"].items()
        if code.startswith(STARTING_TEXTS) and text.strip()
    }
    outcome = _outcome(model)
    texts[EVIDENCE] = "\n\n".join(part for part in (outcome, texts.get(EVIDENCE, "")) if part)
    ways = [f"{each['label']}: {each['design']}" for each in model["effects"] if each.get("design")]
    if EVALUATION not in texts and ways:
        texts[EVALUATION] = _("Dort ausgewertet: %(ways)s.") % {"ways": "; ".join(ways)}
    return {code: f"{mark}\n\n{text[:_LONGEST_TEXT]}" for code, text in texts.items()}


def _outcome(model: PublicMeasure) -> str:
    """Return results and lessons of the model in words, disappointing ones too."""
    parts = []
    for each in model["effects"]:
        day = day_of(each["as_of"])
        stand = f" ({_('Stand')} {german.date(day)})" if day else ""
        said = " ".join(each["sentences"])
        parts.append(f"{each['label']}: {each['badge']}{stand}. {said}".strip())
    results = "\n".join(parts) or _("Dort ist noch kein Ergebnis veröffentlicht.")
    said = _("Was dort herauskam:\n%(results)s") % {"results": results}
    if model.get("lessons"):
        said += "\n\n" + _("Was dort gelernt wurde:\n%(lessons)s") % {"lessons": model["lessons"]}
    return said


def _log(measure: "Measure", publication: "Publication", by: Person, at: dt.datetime) -> None:
    record(
        verb="networks.measure_copied",
        by=by,
        authority_id=measure.authority_id,
        kind="measures.measure",
        object_id=measure.public_id,
        label=str(measure),
        after={"from": publication.public_id, "model": measure.copied_label},
        at=at,
    )


def _close_suggestion(
    goal: "Goal", publication: "Publication", by: Person, at: dt.datetime
) -> None:
    """Count the suggestion for the need of the goal as taken, once."""
    need = need_of(goal)
    if need is None:
        return
    kind, subject = SuggestionKind.MEASURE, publication.subject
    rows = SuggestionAnswer.objects.filter(need=need, kind=kind, subject=subject)
    if not rows.exists():
        answer_suggestion(
            need=need, kind=kind, subject=subject, reaction=Reaction.TAKEN, by=by, at=at
        )
