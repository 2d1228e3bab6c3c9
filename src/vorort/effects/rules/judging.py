"""From frozen inputs to a result, and nothing else: the same inputs give the same numbers."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from vorort.effects.choices import MONTHS_A_YEAR, Frequency

# Raised with every change of the computation that may change a number.
ENGINE = "1.1"
LEVEL = 0.95
# So surprising must the neighbours be to speak of displacement.
RING_LEVEL = 0.10


def parameters_of(
    *, start: int, phase_in: int, selected: bool, lower_is_better: bool, outcomes: int
) -> dict[str, Any]:
    """Return what shapes a judgement beside the counts, as it is kept."""
    return {
        "start": start,
        "phase_in": phase_in,
        "selected": selected,
        "lower_is_better": lower_is_better,
        "outcomes": outcomes,
        "level": LEVEL,
    }


def rows_of(areas: Sequence[Mapping[str, Any]]) -> np.ndarray[Any, Any] | None:
    """Return counts as rows, what is not known as NaN."""
    if not areas:
        return None
    return np.array(
        [[np.nan if one is None else float(one) for one in area["counts"]] for area in areas]
    )


def period_of(frequency: str) -> int:
    return MONTHS_A_YEAR if frequency == Frequency.MONTH else 1


def compute(inputs: Mapping[str, Any], parameters: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Judge frozen inputs; the result is JSON."""
    treated = rows_of(inputs["treated"])
    start = int(parameters["start"])
    if treated is None or not 0 < start < treated.shape[1]:
        short = "BEFORE_SHORT" if start <= 0 else "AFTER_SHORT"
        return {"design": "none", "grade": "not_evaluable", "reasons": [short], "parts": {}}
    from vorort.stats import evaluate  # noqa: PLC0415 - slow import, not for those who only read

    judged = evaluate.judge(
        treated,
        rows_of(inputs["comparison"]),
        rows_of(inputs["ring"]),
        start=start,
        phase_in=int(parameters["phase_in"]),
        period=period_of(inputs["frequency"]),
        selected=bool(parameters["selected"]),
        lower_is_better=bool(parameters["lower_is_better"]),
        outcomes=int(parameters["outcomes"]),
        level=float(parameters["level"]),
        seed=seed,
    )
    found = judged.to_dict()
    if _is_worse_in_all(found, lower=bool(parameters["lower_is_better"])):
        found["grade"] = "displaced"
    return found


def _is_worse_in_all(found: Mapping[str, Any], *, lower: bool) -> bool:
    """Whether the neighbours lost so much that a gain here leaves both together worse.

    Both together being no better is displacement; being worse by more than chance is all the more.
    """
    ring, net = found["ring"], found["net"]
    if found["grade"] != "likely_good" or not ring or not net:
        return False
    ratios = (float(ring["ratio"]), float(net["ratio"]))
    worse = all(one > 1 if lower else one < 1 for one in ratios)
    return worse and float(ring["p"]) <= RING_LEVEL


def foresee(
    inputs: Mapping[str, Any], *, lengths: Sequence[int], phase_in: int, selected: bool
) -> dict[str, Any]:
    """Say what could be seen after times of some length, from the counts before alone."""
    treated = rows_of(inputs["treated"])
    if treated is None or treated.shape[1] == 0:
        return {"design": "none", "reasons": ["BEFORE_SHORT"], "verdict": "not_by_counts"}
    from vorort.stats import evaluate  # noqa: PLC0415 - slow import, not for those who only read

    found = evaluate.foresee(
        treated,
        rows_of(inputs["comparison"]),
        periods=tuple(lengths),
        phase_in=phase_in,
        period=period_of(inputs["frequency"]),
        selected=selected,
    )
    return found.to_dict()


def fingerprint(inputs: Mapping[str, Any], parameters: Mapping[str, Any], seed: int) -> str:
    """Return the hash of everything that goes into a result."""
    whole = {"inputs": inputs, "parameters": parameters, "seed": seed, "engine": ENGINE}
    written = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()
