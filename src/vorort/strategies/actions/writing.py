"""A strategy begins, gets its texts, is continued in a new version."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.core.ids import new_public_id
from vorort.findings.choices import GoalState
from vorort.measures.choices import ENDED
from vorort.strategies import rules
from vorort.strategies.actions._common import (
    StrategyFixed,
    changes,
    locked,
    locked_draft,
    log,
    save,
    step,
)  # fmt: skip
from vorort.strategies.choices import IN_WORK, SectionKey, StrategyState
from vorort.strategies.models import Focus, FocusGoal, FocusMeasure, Strategy, StrategyFinding

if TYPE_CHECKING:
    from vorort.findings.models import Finding

TEXTS = tuple(key.value for key in SectionKey)
EDITABLE = frozenset({"title", "first_year", "last_year", "reason", *TEXTS})


class AlreadyInWork(DomainError):
    """A second strategy is asked for while one is written."""


class WrongPeriod(DomainError):
    """The years are in the wrong order or out of reach."""


@transaction.atomic
def create_strategy(
    *,
    authority: Authority,
    title: str,
    first_year: int,
    last_year: int,
    by: Person,
    at: dt.datetime,
    **texts: str,
) -> Strategy:
    """Begin the first strategy of an authority, or one after all others were withdrawn.

    ``texts``: ``mission``, ``introduction``, ``organisation``, ``review``.
    """
    if unknown := texts.keys() - set(TEXTS):
        raise TypeError(f"no texts of a strategy: {sorted(unknown)}")
    if Strategy.objects.filter(authority=authority, state=StrategyState.ADOPTED).exists():
        raise AlreadyInWork(
            _("Es gilt schon eine Strategie. Legen Sie von ihr bitte eine neue Fassung an.")
        )
    values = {"title": title, "first_year": first_year, "last_year": last_year, **texts}
    made = _begin(authority, by, values)
    log("strategy_begun", made, by, at)
    return made


@transaction.atomic
def edit_strategy(
    *, strategy: Strategy, revision: int, by: Person, at: dt.datetime, **values: Any
) -> Strategy:
    """Change title, years or texts of a draft; raises ``StaleStrategy`` as ``changes`` says."""
    own = locked_draft(strategy)
    changed = changes(own, revision, values, EDITABLE)
    if not changed:
        return own
    years = {name: changed.get(name, getattr(own, name)) for name in ("first_year", "last_year")}
    _check_period(**years)
    save(own, changed)
    log("strategy_changed", own, by, at, fields=sorted(changed))
    return own


@transaction.atomic
def new_version(
    *,
    strategy: Strategy,
    reason: str,
    by: Person,
    at: dt.datetime,
    first_year: int | None = None,
    last_year: int | None = None,
) -> Strategy:
    """Begin a draft that follows the strategy that holds, with everything that stands in it.

    Goals that were given up and measures that have ended do not come along.
    """
    if not reason.strip():
        words = _("Bitte schreiben Sie, warum es eine neue Fassung gibt.")
        raise DomainError(words, field="reason")
    own = locked(strategy)
    if own.state != StrategyState.ADOPTED:
        raise StrategyFixed(_("Eine neue Fassung folgt auf die Strategie, die gilt."))
    values = {name: getattr(own, name) for name in EDITABLE} | {"reason": reason, "previous": own}
    years = {"first_year": first_year, "last_year": last_year}
    values |= {name: year for name, year in years.items() if year}
    made = _begin(own.authority, by, values)
    _copy_parts(own, made)
    log("version_begun", made, by, at, follows=own.version)
    return made


@transaction.atomic
def withdraw_strategy(*, strategy: Strategy, by: Person, at: dt.datetime) -> Strategy:
    """Give up a draft; it stays readable and its number stays taken."""
    own = locked_draft(strategy)
    step(own, StrategyState.WITHDRAWN)
    own.save()
    log("strategy_withdrawn", own, by, at)
    return own


@transaction.atomic
def reopen_strategy(*, strategy: Strategy, by: Person, at: dt.datetime) -> Strategy:
    """Take a draft up again that was given up."""
    own = locked(strategy)
    if own.state != StrategyState.WITHDRAWN:
        raise StrategyFixed(_("Nur eine zurückgezogene Strategie lässt sich wieder aufnehmen."))
    _check_free(own.authority)
    if own.previous and own.previous.state != StrategyState.ADOPTED:
        raise StrategyFixed(
            _("Inzwischen gilt eine neuere Fassung. Legen Sie bitte von ihr eine neue Fassung an.")
        )
    step(own, StrategyState.DRAFT)
    own.save()
    log("strategy_reopened", own, by, at)
    return own


@transaction.atomic
def link_finding(
    *, strategy: Strategy, finding: "Finding", by: Person, at: dt.datetime
) -> Strategy:
    """Let the starting point rest on a finding; twice is once."""
    linked = [row.finding for row in strategy.findings.select_related("finding")]
    return set_findings(strategy=strategy, findings=[*linked, finding], by=by, at=at)


@transaction.atomic
def set_findings(
    *, strategy: Strategy, findings: "Iterable[Finding]", by: Person, at: dt.datetime
) -> Strategy:
    """Let the starting point rest on exactly these findings; those taken out stay what they are."""
    own = locked_draft(strategy)
    wanted = {finding.pk: finding for finding in findings}
    if any(finding.authority_id != own.authority_id for finding in wanted.values()):
        raise DomainError(_("Diese Feststellung gehört zu einem anderen Ort."))
    linked = set(own.findings.values_list("finding_id", flat=True))
    if linked == wanted.keys():
        return own
    own.findings.exclude(finding__in=wanted).delete()
    StrategyFinding.objects.bulk_create(
        StrategyFinding(authority=own.authority, strategy=own, finding=finding)
        for key, finding in wanted.items()
        if key not in linked
    )
    log("strategy_changed", own, by, at, findings=[one.reference for one in wanted.values()])
    return own


def _check_period(first_year: int, last_year: int) -> None:
    first, last, most = rules.FIRST_YEAR, rules.LAST_YEAR, rules.MOST_YEARS
    trouble = ""
    if last_year < first_year:
        trouble = _("Das letzte Jahr liegt vor dem ersten. Bitte prüfen Sie den Zeitraum.")
    elif first_year < first or last_year > last:
        trouble = _("Bitte geben Sie Jahre zwischen %(first)d und %(last)d an.")
    elif last_year - first_year >= most:
        trouble = _("Der Zeitraum ist länger als %(most)d Jahre. Bitte prüfen Sie die Jahre.")
    if trouble:
        words = trouble % {"first": first, "last": last, "most": most}
        raise WrongPeriod(words, field="last_year")


def _check_free(authority: Authority) -> None:
    busy = Strategy.objects.filter(authority=authority, state__in=IN_WORK).first()
    if busy is not None:
        words = _(
            "Es ist schon eine Fassung in Arbeit: „%(title)s“ (Fassung %(version)d). Arbeiten Sie "
            "bitte dort weiter oder ziehen Sie sie zurück."
        )
        raise AlreadyInWork(words % {"title": busy.title, "version": busy.version})


def _begin(authority: Authority, by: Person, values: Mapping[str, Any]) -> Strategy:
    """Make a draft with the next number."""
    _check_period(values["first_year"], values["last_year"])
    # The authority's row is the lock between two who begin at once.
    Authority.objects.select_for_update().get(pk=authority.pk)
    _check_free(authority)
    known = Strategy.objects.filter(authority=authority).aggregate(last=Max("version"))
    given = {key: each.strip() if isinstance(each, str) else each for key, each in values.items()}
    made: Strategy = Strategy.objects.create(
        authority=authority, version=(known["last"] or 0) + 1, created_by=by, **given
    )
    return made


def _copy_parts(old: Strategy, new: Strategy) -> None:
    """Give a version what stands in the one before, without what is over."""
    focuses: dict[int | None, Focus] = {}
    for focus in old.focuses.order_by("position", "id"):
        key, focus.pk, focus.strategy = focus.pk, None, new
        focus.public_id, focus.revision = new_public_id(), 0
        focus.save()
        focuses[key] = focus
    goals = FocusGoal.objects.filter(focus__strategy=old).exclude(goal__state=GoalState.DROPPED)
    measures = FocusMeasure.objects.filter(focus__strategy=old).exclude(measure__state__in=ENDED)
    # Rows of four tables, copied alike.
    parts: tuple[QuerySet[Any], ...] = (goals, measures, old.citations.all(), old.findings.all())
    for rows in parts:
        for row in rows.order_by("id"):
            row.pk = None
            if hasattr(row, "strategy_id"):
                row.strategy = new
            if hasattr(row, "focus_id"):
                row.focus = focuses.get(row.focus_id)
            row.save()
