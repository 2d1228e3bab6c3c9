"""Computed again: is it the same, and if the data changed, what is different?"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.effects.models import Evaluation
from vorort.effects.queries.counts import last_complete, question_of, read_counts
from vorort.effects.rules import compute, fingerprint, label_of, nth

MOST = 12
_SIDES = ("treated", "comparison", "ring")
# The last digits of a number depend on the processor it was computed with.
_DIGITS = 1e-9


def recompute(evaluation: Evaluation) -> dict[str, Any]:
    """Return the result computed again from the inputs, parameters and seed that were kept."""
    return compute(evaluation.inputs, evaluation.parameters, evaluation.seed)


def is_reproduced(evaluation: Evaluation) -> bool:
    """Whether what was kept is what was computed: nothing changed since, and the numbers come again."""
    mark = fingerprint(evaluation.inputs, evaluation.parameters, evaluation.seed)
    result = evaluation.result
    said = (result.get("design"), result.get("grade"))
    return (
        mark == evaluation.fingerprint
        and said == (evaluation.design, evaluation.grade)
        and gives_again(evaluation)
    )


def gives_again(evaluation: Evaluation) -> bool:
    """Whether the kept inputs give the kept numbers."""
    return _alike(recompute(evaluation), evaluation.result)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_DIGITS, abs_tol=_DIGITS)
    return bool(one == other)


def has_newer_numbers(evaluation: Evaluation) -> bool:
    """Whether other numbers were delivered since for what an evaluation looked at."""
    plan = evaluation.plan
    asked = question_of(plan, until=last_complete(evaluation.as_of, plan.frequency))
    try:
        now = read_counts(asked, viewer=evaluation.authority).inputs
    except KeyError:
        # The source is not there any more: nothing newer can come from it.
        return False
    return next(_numbers(evaluation.inputs, now), None) is not None


def changes_between(old: Evaluation, new: Evaluation) -> list[str]:
    """Return what is different between the inputs of two evaluations, in sentences."""
    found = list(_numbers(old.inputs, new.inputs))
    if len(found) > MOST:
        rest = len(found) - MOST
        more = ngettext("und eine weitere Zahl", "und %(n)s weitere Zahlen", rest) % {"n": rest}
        found = [*found[:MOST], more]
    if old.parameters.get("outcomes") != new.parameters.get("outcomes"):
        found.append(_("Es werden jetzt mehr oder weniger Kennzahlen zugleich geprüft."))
    if old.engine != new.engine:
        found.append(
            _("Die Rechnung hat jetzt die Fassung %(new)s statt %(old)s.")
            % {"new": new.engine, "old": old.engine}
        )
    if old.grade != new.grade:
        found.append(
            _("Das Ergebnis lautet jetzt „%(new)s“ statt „%(old)s“.")
            % {"new": new.get_grade_display(), "old": old.get_grade_display()}
        )
    return found


def _numbers(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    first, frequency = dt.date.fromisoformat(old["first"]), old["frequency"]
    for side in _SIDES:
        was = {area["key"]: area for area in old[side]}
        for area in new[side]:
            before = was.get(area["key"], {"counts": []})["counts"]
            length = max(len(before), len(area["counts"]))
            for place in range(length):
                then = before[place] if place < len(before) else None
                now = area["counts"][place] if place < len(area["counts"]) else None
                if then != now:
                    yield _("%(area)s, %(when)s: bisher %(then)s, jetzt %(now)s.") % {
                        "area": area["name"],
                        "when": label_of(nth(first, place, frequency), frequency),
                        "then": "–" if then is None else then,
                        "now": "–" if now is None else now,
                    }
