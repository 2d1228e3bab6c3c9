"""A finding from its source or from what people saw; its causes; its end."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.findings.actions._common import (
    HasFollowers,
    StaleFinding,
    known,
    locked,
    log,
    not_later,
    one_of,
    opened,
    said,
    title_of,
)
from vorort.findings.choices import EvidenceGrade, FindingState, Strength
from vorort.findings.models import Finding, Hypothesis
from vorort.findings.queries.common import lock_town
from vorort.findings.registry import Snapshot, take_snapshot
from vorort.partners.choices import ProtectiveFactor, RiskFactor, TargetGroup, Topic

if TYPE_CHECKING:
    from vorort.authorities.models import Authority

EDITABLE = frozenset(
    {"title", "statement", "uncertainty", "strength", "topic", "target_groups", "area_key",
     "place", "found_on"}
)  # fmt: skip
CAUSE = frozenset(
    {"cause", "grade", "grade_note", "website", "risk_factors", "protective_factors", "changeable"}
)


class SourceUnreadable(DomainError):
    """What the finding is to be made from is gone, or not for this reader."""


@transaction.atomic
def create_finding(
    *,
    authority: "Authority",
    title: str,
    topic: str,
    by: Person,
    at: dt.datetime,
    source: tuple[str, str] | None = None,
    statement: str = "",
    uncertainty: str = "",
    strength: str = Strength.MODERATE,
    target_groups: Iterable[str] = (),
    area_key: str = "",
    place: str = "",
    found_on: dt.date | None = None,
) -> Finding:
    """Keep what was found; with a source, what that says now is frozen with it.

    What is not given is taken from the source: its sentence, what is unsure, its area. What only
    members of a body may read stays in the frozen part and is never copied into the open one.
    """
    day = timezone.localdate(at)
    finding = Finding(
        authority=authority,
        title=title_of(title, _("in einem Satz, was Sie festgestellt haben")),
        topic=one_of(topic, Topic, "topic"),
        statement=statement.strip(),
        uncertainty=uncertainty.strip(),
        strength=one_of(strength, Strength, "strength"),
        target_groups=known(target_groups, TargetGroup, "target_groups"),
        area_key=area_key.strip(),
        place=place.strip(),
        found_on=not_later(found_on or day, at, "found_on"),
        created_by=by,
        year=day.year,
    )
    if source is not None:
        _freeze(finding, source, by, at)
    lock_town(authority)
    rows = Finding.objects.filter(authority=authority, year=day.year)
    finding.number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    finding.save()
    log("findings.finding_created", finding, by, at, source=finding.source_title)
    return finding


@transaction.atomic
def edit_finding(
    *, finding: Finding, revision: int, by: Person, at: dt.datetime, **values: Any
) -> Finding:
    """Change what people say of a finding; its source and what that said then never change."""
    unknown = values.keys() - EDITABLE
    if unknown:
        raise TypeError(f"not to be edited: {', '.join(sorted(unknown))}")
    found = opened(finding)
    if found.revision != revision:
        raise StaleFinding(
            _("Jemand anderes hat inzwischen gespeichert. Bitte vergleichen Sie beide Fassungen."),
            found,
        )
    before = {name: _plain(getattr(found, name)) for name in values}
    for name, value in values.items():
        setattr(found, name, value.strip() if isinstance(value, str) else value)
    found.title = title_of(found.title, _("in einem Satz, was Sie festgestellt haben"))
    one_of(found.topic, Topic, "topic")
    one_of(found.strength, Strength, "strength")
    found.target_groups = known(found.target_groups, TargetGroup, "target_groups")
    not_later(found.found_on, at, "found_on")
    found.revision += 1
    found.save()
    after = {name: _plain(getattr(found, name)) for name in values}
    changed = {name for name in values if before[name] != after[name]}
    log(
        "findings.finding_changed",
        found,
        by,
        at,
        {name: before[name] for name in changed},
        **{name: after[name] for name in changed},
    )
    return found


@transaction.atomic
def close_finding(
    *, finding: Finding, reason: str, on: dt.date, by: Person, at: dt.datetime
) -> Finding:
    """Say that nothing more is to come from it; needs, goals and measures stay linked."""
    found = opened(finding)
    words = said(reason, _("Bitte schreiben Sie, warum die Feststellung abgeschlossen wird."),
                 "reason")  # fmt: skip
    if on < found.found_on:
        raise DomainError(
            _("Der Abschluss liegt vor der Feststellung. Bitte prüfen Sie das Datum."), field="on"
        )
    found.state, found.closed_on, found.close_reason = (
        FindingState.CLOSED,
        not_later(on, at),
        words,
    )
    found.revision += 1
    found.save()
    log("findings.finding_closed", found, by, at, state=str(found.state), on=on.isoformat())
    return found


@transaction.atomic
def reopen_finding(*, finding: Finding, by: Person, at: dt.datetime) -> Finding:
    """Take a closed finding up again."""
    found = locked(finding)
    if found.state == FindingState.OPEN:
        return found
    found.state, found.closed_on, found.close_reason = FindingState.OPEN, None, ""
    found.revision += 1
    found.save()
    log("findings.finding_reopened", found, by, at, state=str(found.state))
    return found


@transaction.atomic
def add_hypothesis(
    *,
    finding: Finding,
    cause: str,
    by: Person,
    at: dt.datetime,
    grade: str = EvidenceGrade.ASSUMED,
    grade_note: str = "",
    website: str = "",
    risk_factors: Iterable[str] = (),
    protective_factors: Iterable[str] = (),
    changeable: bool = True,
) -> Hypothesis:
    """Write down an assumed cause, and what backs it."""
    found = opened(finding)
    made = Hypothesis(authority_id=found.authority_id, finding=found)
    given = {
        "cause": cause,
        "grade": grade,
        "grade_note": grade_note,
        "website": website,
        "risk_factors": risk_factors,
        "protective_factors": protective_factors,
        "changeable": changeable,
    }
    _fill(made, given)
    made.save()
    log("findings.hypothesis_added", found, by, at, grade=str(made.grade))
    return made


@transaction.atomic
def edit_hypothesis(
    *, hypothesis: Hypothesis, by: Person, at: dt.datetime, **values: Any
) -> Hypothesis:
    """Change an assumed cause."""
    unknown = values.keys() - CAUSE
    if unknown:
        raise TypeError(f"not to be edited: {', '.join(sorted(unknown))}")
    found = opened(hypothesis.finding)
    own: Hypothesis = Hypothesis.objects.select_for_update().get(pk=hypothesis.pk)
    _fill(own, values)
    own.save()
    log("findings.hypothesis_changed", found, by, at, grade=str(own.grade))
    return own


@transaction.atomic
def remove_hypothesis(*, hypothesis: Hypothesis, by: Person, at: dt.datetime) -> None:
    """Take back an assumed cause that no need rests on."""
    found = opened(hypothesis.finding)
    if hypothesis.needs.exists():
        raise HasFollowers(
            _(
                "Auf dieser Ursache beruht ein Bedarf, darum bleibt sie stehen. Ändern Sie ihren Text."
            )
        )
    log("findings.hypothesis_removed", found, by, at)
    hypothesis.delete()


def _freeze(finding: Finding, source: tuple[str, str], by: Person, at: dt.datetime) -> None:
    """Keep what the source says now, and take from it what nobody has said."""
    kind, public_id = source
    now: Snapshot | None = take_snapshot(by, kind, public_id)
    if now is None:
        raise SourceUnreadable(
            _("Diese Quelle gibt es nicht mehr, oder Sie dürfen sie nicht lesen. "
              "Bitte wählen Sie eine andere oder schreiben Sie, was Sie beobachtet haben.")
        )  # fmt: skip
    finding.source_kind, finding.source_id = kind, public_id
    finding.source_title = now.title[:200]
    finding.snapshot, finding.frozen_at = now.frozen(), at
    if not now.restricted:
        finding.statement = finding.statement or now.statement
        finding.uncertainty = finding.uncertainty or now.uncertainty
    finding.area_key = finding.area_key or now.area_key
    finding.place = finding.place or now.place


def _fill(hypothesis: Hypothesis, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(hypothesis, name, value.strip() if isinstance(value, str) else value)
    said(hypothesis.cause, _("Bitte schreiben Sie, was Sie als Ursache vermuten."), "cause")
    one_of(hypothesis.grade, EvidenceGrade, "grade")
    if hypothesis.grade in {EvidenceGrade.STUDIES, EvidenceGrade.LOCAL_DATA} and not (
        hypothesis.grade_note or hypothesis.website
    ):
        raise DomainError(
            _("Bitte schreiben Sie, woher Sie das wissen, oder geben Sie die Fundstelle an. "
              "Sonst wählen Sie „Vermutung“ oder „Erfahrung aus der Praxis“."),
            field="grade_note",
        )  # fmt: skip
    hypothesis.risk_factors = known(hypothesis.risk_factors, RiskFactor, "risk_factors")
    hypothesis.protective_factors = known(
        hypothesis.protective_factors, ProtectiveFactor, "protective_factors"
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
