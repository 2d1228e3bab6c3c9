"""What a public page says otherwise than it would today: of one measure, and of all in constant queries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_my_authorities
from vorort.concepts.choices import BY_CODE
from vorort.concepts.models import Answer
from vorort.core.duties import Duty
from vorort.core.scopes import platform_scope
from vorort.measures.models import Measure, MeasureGoal
from vorort.notices.rules import public_text
from vorort.outcomes.choices import FACTS, LABELS, Options
from vorort.outcomes.queries.material import Material, measure_path, value_words
from vorort.outcomes.queries.results import newest_evaluations
from vorort.outcomes.rules import is_ready
from vorort.publications.choices import Change, PublicationKind, PublicMeasure
from vorort.publications.models import Publication
from vorort.publications.queries import list_live
from vorort.ui import format as show

# What changes with every look at the calendar is no change of the page.
_QUIET = frozenset({"money"})


@dataclass(frozen=True)
class Staleness:
    """What a public page does not say yet: words that changed, and a result it does not have."""

    changed: tuple[str, ...]
    result_on: dt.date | None

    def __bool__(self) -> bool:
        return bool(self.changed or self.result_on)

    @property
    def words(self) -> str:
        """Why the page wants renewing, in one sentence."""
        if self.result_on:
            return _("Seit %(day)s liegt ein neues Ergebnis vor.") % {
                "day": show.date(self.result_on)
            }
        return _("Geändert: %(what)s.") % {"what": ", ".join(self.changed)}


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what another version of the page says otherwise, in its order."""
    return tuple(
        Change(
            str(label), _("Seite"), value_words(key, old.get(key)), value_words(key, new.get(key))
        )
        for key, label in LABELS.items()
        if _comparable(key, old.get(key)) != _comparable(key, new.get(key))
    )


def _comparable(key: str, value: Any) -> Any:
    if key == "effects":
        return [
            (one["id"], one.get("assessment", ""), one.get("without_numbers", False))
            for one in value or ()
        ]
    if key == "money" and value:
        return {name: amount for name, amount in value.items() if name != "as_of"}
    return value or None


def options_of(publication: Publication | None) -> Options:
    """Return what the town chose when it last published."""
    kept = publication.payload.get("options", {}) if publication else {}
    return Options(money=bool(kept.get("money")), numbers=kept.get("numbers"))


def staleness_of(publication: Publication, material: Material) -> Staleness:
    """Return what the page does not say yet."""
    old = publication.payload.get("public", {})
    changed = [
        str(label)
        for key, label in LABELS.items()
        if key not in _QUIET
        and _comparable(key, old.get(key)) != _comparable(key, material.public.get(key))
    ]
    return Staleness(tuple(changed), _new_result(old, material.public))


def _new_result(old: Mapping[str, Any], new: PublicMeasure) -> dt.date | None:
    shown = {one["id"] for one in old.get("effects", ())}
    missing = [one["as_of"] for one in new["effects"] if one["id"] not in shown]
    return dt.date.fromisoformat(max(missing)) if missing else None


def with_facts(old: PublicMeasure, new: Mapping[str, Any]) -> PublicMeasure:
    """Return the published words with today's facts (``facts_now``)."""
    made: dict[str, Any] = dict(old)
    for key in FACTS:
        made.pop(key, None)
        if new[key]:
            made[key] = new[key]
    if old["state"] != new["state"]:
        # The reason belonged to the state before.
        made.pop("state_reason", None)
    today = {one["id"]: one for one in new["milestones"]}
    made["milestones"] = [
        {**{k: v for k, v in one.items() if k != "done_on"}, **_days(today.get(one["id"], one))}
        for one in old["milestones"]
    ]
    return made  # type: ignore[return-value]


def _days(milestone: Mapping[str, Any]) -> dict[str, Any]:
    return {key: milestone[key] for key in ("due_on", "done_on") if key in milestone}


# ── all at once ──────────────────────────────────────────


def list_duties(actor: Person) -> list[Duty]:
    """Return the public pages that do not say any more what is so, for who publishes."""
    towns = [
        one.authority.pk
        for one in list_my_authorities(actor)
        if any(Permission.PUBLISH in ROLE_PERMISSIONS[role] for role in one.roles)
    ]
    if not towns:
        return []
    with platform_scope("public pages of all towns of one person"):
        found = list_stale(towns)
    return [_duty(measure, stale) for measure, stale in found]


def _duty(measure: Measure, stale: Staleness) -> Duty:
    return Duty(
        town_key=measure.authority.town_key,
        town=measure.authority.name,
        title=_("Öffentliche Seite erneuern: %(title)s") % {"title": measure.title},
        url=reverse("outcomes:measure", args=[measure.authority.slug, measure.public_id]),
        reason=stale.words,
        kind="outcomes.result" if stale.result_on else "outcomes.renew",
    )


def stale_of(measure: Measure) -> Staleness | None:
    """Return what the public page of a measure does not say yet, or None."""
    found = list_stale([measure.authority_id], measure=measure)
    return found[0][1] if found else None


def list_stale(
    towns: Iterable[int], *, measure: Measure | None = None
) -> list[tuple[Measure, Staleness]]:
    """Return the published measures of some towns whose page wants renewing, in constant queries.

    Compared are the words people write and the results; facts keep themselves true.
    """
    live = list_live(kind=PublicationKind.MEASURE).filter(authority__in=list(towns)).order_by()
    if measure is not None:
        live = live.filter(subject=measure.public_id)
    texts_at = dict(live.values_list("subject", KT("payload__texts_at")))
    measures = list(
        Measure.objects.filter(public_id__in=texts_at)
        .select_related("authority")
        .annotate(goal_at=Max("goals__goal__updated_at"), answer_at=Max("answers__updated_at"))
    )
    results: dict[int, list[Any]] = {one.pk: [] for one in measures}
    for evaluation in newest_evaluations(results):
        results[evaluation.plan.measure_id].append(evaluation)
    wanted = [
        one
        for one in measures
        if results[one.pk] or _touched(one) > _moment(texts_at[one.public_id])
    ]
    return _compared(wanted, results)


def _touched(measure: Any) -> dt.datetime:
    moments = (measure.updated_at, measure.goal_at, measure.answer_at)
    found: dt.datetime = max(moment for moment in moments if moment)
    return found


def _moment(text: str | None) -> dt.datetime:
    return dt.datetime.fromisoformat(text) if text else dt.datetime.min.replace(tzinfo=dt.UTC)


def _compared(
    measures: list[Any], results: Mapping[int, list[Any]]
) -> list[tuple[Measure, Staleness]]:
    ids = [one.public_id for one in measures]
    published = dict(
        list_live(kind=PublicationKind.MEASURE)
        .filter(subject__in=ids)
        .order_by()
        .values_list("subject", "payload__public")
    )
    goals: dict[int, list[Any]] = {one.pk: [] for one in measures}
    for row in MeasureGoal.objects.filter(measure__in=goals).select_related("goal__need__finding"):
        goals[row.measure_id].append(row.goal)
    answers: dict[int, dict[str, str]] = {one.pk: {} for one in measures}
    for each in Answer.objects.filter(measure__in=answers).exclude(text=""):
        if each.question in BY_CODE and BY_CODE[each.question].for_all:
            answers[each.measure_id][each.question] = public_text(each.text).strip()
    found = []
    for one in measures:
        said = published.get(one.public_id)
        if said is None:
            continue
        stale = _words_stale(one, said, goals[one.pk], answers[one.pk], results[one.pk])
        if stale:
            found.append((one, stale))
    return found


def _words_stale(
    measure: Measure,
    said: Mapping[str, Any],
    goals: list[Any],
    answers: Mapping[str, str],
    results: list[Any],
) -> Staleness:
    today: dict[str, Any] = {
        name: public_text(getattr(measure, name)).strip()
        for name in ("title", "summary", "state_reason", "place", "lessons", "afterwards")
    }
    changed = [key for key, text in today.items() if text != said.get(key, "")]
    then = [(one["title"], one["state"]) for one in said["goals"]]
    if then != [(public_text(goal.title).strip(), goal.state) for goal in goals]:
        changed.append("goals")
    need = goals[0].need if goals else None
    why = said["why"]
    if need and (why.get("need"), why.get("finding")) != (need.title, need.finding.title):
        changed.append("why")
    if dict(answers) != said["answers"]:
        changed.append("answers")
    shown = {one["id"] for one in said["effects"]}
    new = [one.as_of for one in results if one.public_id not in shown]
    return Staleness(tuple(str(LABELS[key]) for key in changed), max(new, default=None))


@dataclass(frozen=True)
class MeasureLine:
    """A measure on the page that says what is public."""

    measure: Measure
    url: str
    public_path: str
    published_on: dt.date | None
    stale: Staleness | None


def list_lines(authority: Authority) -> list[MeasureLine]:
    """Return all measures of a town that are public or could be, those to renew first."""
    live = {
        one.subject: one
        for one in list_live(authority=authority, kind=PublicationKind.MEASURE).order_by()
    }
    stale = {measure.pk: why for measure, why in list_stale([authority.pk])}
    rows = Measure.objects.filter(authority=authority).select_related("authority", "owner")
    lines = [
        _line(one, live.get(one.public_id), stale.get(one.pk))
        for one in rows
        if one.public_id in live or is_ready(one)
    ]
    return sorted(lines, key=lambda line: (line.stale is None, line.published_on is not None))


def _line(measure: Measure, live: Publication | None, stale: Staleness | None) -> MeasureLine:
    slug = measure.authority.slug
    return MeasureLine(
        measure,
        reverse("outcomes:measure", args=[slug, measure.public_id]),
        measure_path(measure) if live else "",
        timezone.localdate(live.published_at) if live else None,
        stale,
    )
