"""What a plan could show at all, in plain words, said before anything has begun."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.effects.choices import Frequency
from vorort.effects.choices.proxies import proxies_for
from vorort.effects.models import OutcomePlan
from vorort.effects.queries.said import HOPELESS, cases, number, rise
from vorort.ui import format as show


def what_could_be_seen(plan: OutcomePlan) -> list[str]:
    """Return in plain words which change these numbers could show at all, said before the start."""
    power = plan.power
    if not power or power.get("expected") is None:
        return _nothing_foreseen(plan, power)
    expected, monthly = number(power, "expected"), plan.frequency == Frequency.MONTH
    found = [
        ngettext(
            "Ohne Maßnahme ist hier etwa %(expected)s im Jahr zu erwarten.",
            "Ohne Maßnahme sind hier etwa %(expected)s im Jahr zu erwarten.",
            round(expected),
        )
        % {"expected": cases(expected)}
    ]
    own = power["own_length"]
    longest = max(power["periods"])
    for length, mde in zip(power["periods"], power["mde"], strict=True):
        if length not in {own, longest}:
            continue
        words = {
            "time": _duration(int(length), monthly=monthly),
            "drop": "" if mde is None else show.percent(round(mde * 100)),
            "left": "" if mde is None else cases(int(expected * (1 - mde))),
        }
        if not plan.lower_is_better:
            found.append(_rise_seen(words["time"], mde))
        elif mde is None:
            found.append(_("Nach %(time)s ließe sich gar kein Rückgang erkennen.") % words)
        else:
            found.append(
                _("Nach %(time)s ließe sich erst ein Rückgang um etwa %(drop)s erkennen, auf rund "
                  "%(left)s im Jahr.") % words
            )  # fmt: skip
    if not plan.comparison and not monthly:
        found.append(
            _("Ohne Vergleichsgebiete bleibt dann offen, ob es an der Maßnahme liegt. Bitte wählen Sie "
              "welche, wenn es vergleichbare gibt.")
        )  # fmt: skip
    elif not plan.comparison:
        found.append(
            _("Ohne Vergleichsgebiete zeigt sich dann nicht, ob es anderswo genauso war. Bitte wählen "
              "Sie welche, wenn es vergleichbare gibt.")
        )  # fmt: skip
    return [*found, *_outlook(plan)]


def _rise_seen(time: str, mde: float | None) -> str:
    if mde is None or mde >= 1:
        return _("Nach %(time)s ließe sich gar kein Anstieg erkennen.") % {"time": time}
    return _("Nach %(time)s ließe sich ein Anstieg um etwa %(rise)s erkennen, ein kleinerer womöglich "
             "nicht.") % {"time": time, "rise": show.percent(round(rise(mde) * 100))}  # fmt: skip


def _outlook(plan: OutcomePlan) -> list[str]:
    if plan.verdict == "not_by_counts":
        names = ", ".join(str(one.name) for one in proxies_for(plan.measure.topic))
        if any(one is not None and one <= HOPELESS for one in plan.power.get("mde") or ()):
            return [
                _("In der geplanten Zeit ist das nicht zu bewerten. Planen Sie länger, oder messen Sie "
                  "etwas, das häufiger vorkommt: %(names)s.") % {"names": names}
            ]  # fmt: skip
        return [
            _("Mit diesen Zählungen ist das nicht zu bewerten. Messen Sie stattdessen etwas, das "
              "häufiger vorkommt: %(names)s.") % {"names": names}
        ]  # fmt: skip
    if plan.verdict == "large_only":
        return [
            _("Nur große Wirkungen wären zu sehen. Messen Sie am besten noch etwas anderes dazu.")
        ]
    return [_("Auch mäßige Wirkungen wären zu sehen.")]


def _nothing_foreseen(plan: OutcomePlan, power: Mapping[str, Any]) -> list[str]:
    if not power:
        return []
    monthly = plan.frequency == Frequency.MONTH
    words = (
        _("Die Zeit vor dem Beginn ist zu kurz, um zu sagen, was zu sehen wäre. Nötig sind zwölf "
          "Monate mit Vergleichsgebieten und 24 ohne.")
        if monthly
        else _("Die Zeit vor dem Beginn ist zu kurz, um zu sagen, was zu sehen wäre. Nötig sind drei "
               "Jahre.")
    )  # fmt: skip
    if "NO_CASES" in (power.get("reasons") or ()):
        words = _("Vor dem Beginn gab es in diesem Gebiet keinen Fall.")
    return [words, *_outlook(plan)]


def _duration(length: int, *, monthly: bool) -> str:
    if monthly:
        return ngettext("%(n)s Monat", "%(n)s Monaten", length) % {"n": length}
    return ngettext("einem Jahr", "%(n)s Jahren", length) % {"n": length}
