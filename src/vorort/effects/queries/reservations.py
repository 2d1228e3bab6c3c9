"""What a reader has to know beside the verdict: the neighbours, gaps, a plan that was not kept."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.effects.choices import EffectGrade
from vorort.effects.queries.said import Said, cases, change, number
from vorort.effects.rules import RING_LEVEL, first_of, label_of
from vorort.measures.choices import BEFORE_START
from vorort.ui import format as show

_FOUND = {EffectGrade.LIKELY_GOOD, EffectGrade.LIKELY_BAD, EffectGrade.DISPLACED}


def ring_words(said: Said) -> list[str]:
    """Return what happened next door, never more displacement and never less than is known."""
    ring, net = said.result.get("ring"), said.result.get("net")
    if not said.evaluable:
        return []
    if not ring or not net:
        if not said.evaluation.inputs.get("ring"):
            return []
        return [
            _("Ob sich etwas in die Nachbargebiete verlagert hat, lässt sich nicht sagen: Dort fehlen "
              "Zahlen, oder es gab keine Fälle.")
        ]  # fmt: skip
    words = {
        "observed": cases(number(ring, "observed")),
        "expected": cases(number(ring, "expected")),
        "net": change(number(net, "ratio")),
        "range": f"{change(number(net, 'lo'))} bis {change(number(net, 'hi'))}",
    }
    start = _("In den Nachbargebieten: %(observed)s; zu erwarten: etwa %(expected)s.") % words
    return [f"{start} {_moved(said, words)}"]


def _moved(said: Said, words: dict[str, str]) -> str:
    if said.grade == EffectGrade.DISPLACED:
        return _("Beide zusammen: %(net)s (Bereich %(range)s).") % words
    ring = said.result["ring"]
    ratio = number(ring, "ratio")
    worse = ratio > 1 if said.lower else ratio < 1
    if number(ring, "p") > RING_LEVEL:
        if said.good:
            return _(
                "Eine Verlagerung dorthin ist nicht zu erkennen, aber auch nicht ausgeschlossen."
            )
        return _("Das ist nicht mehr, als es dort üblicherweise schwankt.")
    # Where it did not get better here, nothing can have gone there.
    if worse and said.good:
        return _("Ein Teil kann sich dorthin verlagert haben. Beide zusammen: %(net)s "
                 "(Bereich %(range)s).") % words  # fmt: skip
    if worse:
        return _("Dort steht es schlechter als erwartet.")
    if said.grade == EffectGrade.LIKELY_GOOD:
        return _("Auch dort steht es besser als erwartet; eine Verlagerung ist nicht zu erkennen.")
    return _("Dort steht es besser als erwartet.")


def reservations(said: Said) -> list[str]:
    """Return what limits a judgement beside chance."""
    return [*_gaps(said), *breaks(said), *_plan(said), *_course(said)]


def _gaps(said: Said) -> Iterator[str]:
    span = said.length - said.start - said.phase_in
    used, compared = number(said.parts, "n_after"), number(said.parts, "n_comparison")
    if used < span:
        missing = span - round(used)
        one = (
            ngettext(
                "Für einen Monat danach fehlen Zahlen; er zählt nicht mit.",
                "Für %(n)s Monate danach fehlen Zahlen; sie zählen nicht mit.",
                missing,
            )
            if said.monthly
            else ngettext(
                "Für ein Jahr danach fehlen Zahlen; es zählt nicht mit.",
                "Für %(n)s Jahre danach fehlen Zahlen; sie zählen nicht mit.",
                missing,
            )
        )
        yield one % {"n": missing}
    planned = len(said.evaluation.inputs.get("comparison", ()))
    if compared < planned:
        out = planned - round(compared)
        yield ngettext(
            "Ein geplantes Vergleichsgebiet zählt nicht mit: Dort fehlen Zahlen, oder es gab keine "
            "Fälle.",
            "%(n)s geplante Vergleichsgebiete zählen nicht mit: Dort fehlen Zahlen, oder es gab keine "
            "Fälle.",
            out,
        ) % {"n": out}


def breaks(said: Said) -> list[str]:
    """Return where earlier counts are of something else, so that they were left out."""
    found = []
    for one in said.evaluation.inputs.get("breaks", ()):
        since = dt.date.fromisoformat(one["since"])
        words = {"area": one["name"], "since": label_of(since, said.frequency)}
        if one["key"]:
            found.append(
                _("%(area)s hat seit %(since)s andere Grenzen; frühere Zahlen von dort zählen nicht "
                  "mit.") % words
            )  # fmt: skip
        else:
            found.append(
                _("Seit %(since)s wird anders gezählt; frühere Zahlen zählen nicht mit.") % words
            )
    return found


def _plan(said: Said) -> Iterator[str]:
    """Say where a result is not yet, or not quite, what was planned."""
    _first, last = said.after
    until = first_of(said.plan.after_until, said.frequency)
    if said.grade in _FOUND and last < until:
        yield _(
            "Der Plan sieht die Zeit bis %(until)s vor; bis dahin kann sich das noch ändern."
        ) % {"until": label_of(until, said.frequency)}
    planned = said.plan.planned_at
    if planned is not None and timezone.localdate(planned) > _begun(said):
        yield _("Der Plan für diese Bewertung stand erst am %(day)s fest, nach dem Beginn.") % {
            "day": show.date(timezone.localdate(planned))
        }


def _begun(said: Said) -> dt.date:
    """Return the day of the start: the measure's own where it lies in the period of the plan."""
    begun, planned = said.plan.measure.starts_on, said.plan.starts_on
    if begun is not None and first_of(begun, said.frequency) == planned:
        return begun
    return planned


def _course(said: Said) -> Iterator[str]:
    measure = said.plan.measure
    if measure.state in BEFORE_START:
        yield _("Die Maßnahme ist noch nicht als begonnen eingetragen. Hat sie nicht begonnen, kommt "
                "der Unterschied nicht von ihr.")  # fmt: skip
    elif measure.starts_on is not None and _begun(said) != measure.starts_on:
        yield _("Der Plan rechnet ab %(plan)s; die Maßnahme begann aber am %(day)s.") % {
            "plan": label_of(said.plan.starts_on, said.frequency),
            "day": show.date(measure.starts_on),
        }
