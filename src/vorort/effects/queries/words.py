"""What a result means, in sentences: number, comparison, verdict, limit – in this order."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.effects.choices import Design, EffectGrade, Frequency
from vorort.effects.choices.proxies import Proxy, proxies_for
from vorort.effects.models import Evaluation, OutcomePlan
from vorort.effects.rules import label_of, nth, span_label
from vorort.ui import format as show

NONE_SEEN = 0.03
# Less than this is hardly anything, and all but this is nearly all.
HARDLY = 0.05
RING_LEVEL = 0.10
MANY = 6


@dataclass(frozen=True)
class EffectText:
    """A result as people read it; ``tone`` is good, warn, bad, plain or the name of a verdict."""

    headline: str
    sentences: list[str]
    badge: str
    tone: str
    when_more: str
    source_note: str
    # What to measure instead, where counts cannot say it.
    instead: tuple[Proxy, ...] = ()
    # Which of the four verdicts of the house it is.
    verdict: str = "none"


def describe(evaluation: Evaluation) -> EffectText:
    """Return what an evaluation says, never more than the numbers carry."""
    said = _Said.of(evaluation)
    badge, tone, verdict = _badge(said)
    return EffectText(
        headline=_headline(said),
        sentences=_sentences(said),
        badge=badge,
        tone=tone,
        when_more=_when_more(said),
        source_note=_source_note(said),
        instead=proxies_for(evaluation.plan.measure.topic) if _is_hopeless(said) else (),
        verdict=verdict,
    )


@dataclass(frozen=True)
class _Said:
    """An evaluation opened up for its sentences."""

    evaluation: Evaluation
    plan: OutcomePlan
    result: Mapping[str, Any]
    parts: Mapping[str, Any]
    reasons: tuple[str, ...]
    first: dt.date
    frequency: str
    start: int
    phase_in: int
    length: int

    @classmethod
    def of(cls, evaluation: Evaluation) -> "_Said":
        inputs, parameters = evaluation.inputs, evaluation.parameters
        treated = inputs.get("treated") or [{"counts": []}]
        return cls(
            evaluation=evaluation,
            plan=evaluation.plan,
            result=evaluation.result,
            parts=evaluation.result.get("parts") or {},
            reasons=tuple(evaluation.result.get("reasons") or ()),
            first=dt.date.fromisoformat(inputs["first"]),
            frequency=inputs["frequency"],
            start=int(parameters["start"]),
            phase_in=int(parameters["phase_in"]),
            length=len(treated[0]["counts"]),
        )

    @property
    def grade(self) -> str:
        return self.evaluation.grade

    @property
    def judged(self) -> bool:
        """Whether there is an estimate at all."""
        return self.result.get("expected") is not None

    @property
    def fewer(self) -> bool:
        return number(self.result, "observed") < number(self.result, "expected")

    @property
    def good(self) -> bool:
        return self.fewer is bool(self.evaluation.parameters["lower_is_better"])

    @property
    def after(self) -> tuple[dt.date, dt.date]:
        """First and last period after that is counted."""
        first = nth(self.first, self.start + self.phase_in, self.frequency)
        return first, nth(self.first, max(self.length - 1, self.start), self.frequency)


def number(values: Mapping[str, Any], name: str) -> float:
    """Return a number of a stored result; what JSON cannot hold comes back as it was."""
    value = values.get(name)
    if value is None:
        return float("nan")
    return float(value)


def _is_hopeless(said: _Said) -> bool:
    return said.grade == EffectGrade.NOT_EVALUABLE and bool(
        {"HOPELESS", "NO_CASES"} & set(said.reasons)
    )


def _badge(said: _Said) -> tuple[str, str, str]:
    """Return badge, tone and verdict of the house."""
    grade, reasons = said.grade, set(said.reasons)
    if grade == EffectGrade.LIKELY_GOOD:
        return str(EffectGrade.LIKELY_GOOD.label), "good", "sure"
    if grade == EffectGrade.LIKELY_BAD:
        return str(EffectGrade.LIKELY_BAD.label), "bad", "sure"
    if grade == EffectGrade.DISPLACED:
        return str(EffectGrade.DISPLACED.label), "warn", "sure"
    if grade == EffectGrade.NOT_EVALUABLE:
        if {"HOPELESS", "NO_CASES"} & reasons:
            return _("zu wenige Fälle"), "few", "few"
        if reasons == {"AFTER_SHORT"}:
            return _("noch zu früh"), "none", "none"
        return str(EffectGrade.NOT_EVALUABLE.label), "none", "none"
    if {"CHANCE", "MANY_OUTCOMES"} & reasons:
        return str(EffectGrade.UNCLEAR.label), "chance", "chance"
    return _("Ursache offen"), "plain", "none"


def _headline(said: _Said) -> str:
    if not said.judged:
        return _badge(said)[0]
    first, last = said.after
    return _("%(label)s, %(span)s") % {
        "label": said.plan.label,
        "span": span_label(first, last, said.frequency),
    }


def _sentences(said: _Said) -> list[str]:
    if not said.judged:
        return _not_possible(said)
    found = [_number(said), *_verdict(said)]
    found += _regression(said)
    found += _ring(said)
    found += _placebos(said)
    found += _limit(said)
    return found


def cases(count: float) -> str:
    """Return a number of cases, one of them too."""
    return ngettext("%(count)s Fall", "%(count)s Fälle", round(count)) % {
        "count": show.number(round(count))
    }


def _change(ratio: float) -> str:
    return show.signed_percent(round((ratio - 1) * 100))


def _number(said: _Said) -> str:
    result = said.result
    first, last = said.after
    observed, expected = number(result, "observed"), number(result, "expected")
    lo, hi = number(result, "lo"), number(result, "hi")
    n = int(number(said.parts, "n_comparison"))
    by = (
        ngettext(
            "Nach der Zeit davor und einem Vergleichsgebiet",
            "Nach der Zeit davor und %(n)s Vergleichsgebieten",
            n,
        )
        % {"n": n}
        if n
        else _("Nach der Zeit davor")
    )
    words = {
        "span": span_label(first, last, said.frequency),
        "observed": cases(observed),
        "by": by,
        "expected": cases(expected),
        "change": _change(observed / expected),
        "range": f"{_change(lo)} bis {_change(hi)}",
    }
    usual = number(said.parts, "treated_before")
    counted = _("%(span)s: %(observed)s.") % words
    if said.frequency == Frequency.MONTH:
        counted = _("Gezählt %(span)s: %(observed)s.") % words
        if usual >= 0:
            counted = _("Gezählt %(span)s: %(observed)s, in denselben Monaten der Jahre davor im "
                        "Schnitt %(usual)s.") % (words | {"usual": show.number(round(usual))})  # fmt: skip
    elif usual >= 0:
        counted = _(
            "%(span)s: %(observed)s, in den Jahren davor auf die gleiche Dauer %(usual)s."
        ) % (words | {"usual": show.number(round(usual))})
    expected_words = (
        ngettext(
            "%(by)s wäre ohne Maßnahme etwa %(expected)s zu erwarten gewesen; das ist ein "
            "Unterschied von %(change)s (Bereich %(range)s).",
            "%(by)s wären ohne Maßnahme etwa %(expected)s zu erwarten gewesen; das ist ein "
            "Unterschied von %(change)s (Bereich %(range)s).",
            round(expected),
        )
        % words
    )
    return f"{counted} {expected_words}"


def _verdict(said: _Said) -> list[str]:
    grade, reasons = said.grade, set(said.reasons)
    if grade == EffectGrade.LIKELY_GOOD:
        return [
            _("Der Abstand ist größer, als diese Gebiete üblicherweise schwanken. Eine Wirkung ist "
              "wahrscheinlich.")
        ]  # fmt: skip
    if grade == EffectGrade.LIKELY_BAD:
        return [
            _("Der Abstand ist größer, als diese Gebiete üblicherweise schwanken, und er geht in die "
              "falsche Richtung. Woran das liegt, sagen die Zahlen nicht.")
        ]  # fmt: skip
    if grade == EffectGrade.DISPLACED:
        return [
            _("Im Gebiet der Maßnahme ist der Abstand größer, als es üblicherweise schwankt. In den "
              "Nachbargebieten stieg die Zahl aber, und beide zusammen stehen nicht besser da. Die "
              "Fälle haben sich wahrscheinlich verlagert.")
        ]  # fmt: skip
    if grade == EffectGrade.NOT_EVALUABLE:
        return [_too_few()]
    if "CHANCE" in reasons:
        return [_chance(said)]
    return _doubts(said, reasons)


def _chance(said: _Said) -> str:
    ratio = number(said.result, "effect")
    if abs(ratio - 1) <= NONE_SEEN:
        return _("Ein Unterschied ist nicht zu erkennen.")
    if said.good:
        return _("Das kann eine Wirkung sein, kommt aber auch ohne Wirkung vor.")
    return _("Das kann eine Verschlechterung sein, kommt aber auch ohne Anlass vor.")


def _doubts(said: _Said, reasons: set[str]) -> list[str]:
    found = []
    if "MANY_OUTCOMES" in reasons:
        found.append(
            _("Für sich allein wäre der Abstand größer als die üblichen Schwankungen. Bei "
              "%(n)s Kennzahlen zugleich kommt so etwas aber öfter zufällig vor.")
            % {"n": said.evaluation.parameters["outcomes"]}
        )  # fmt: skip
    else:
        found.append(_("Der Abstand ist größer, als diese Reihe üblicherweise schwankt."))
    if "NO_COMPARISON" in reasons:
        found.append(
            _("Ob es anderswo genauso war, lässt sich ohne Vergleichsgebiet nicht sagen. Deshalb "
              "bleibt offen, ob es an der Maßnahme liegt.")
        )  # fmt: skip
    if "SELECTED" in reasons:
        found.append(
            _("Das Gebiet wurde wegen hoher Zahlen gewählt, und die Zeit davor ist zu kurz: Ein Teil "
              "des Rückgangs wäre auch von selbst gekommen. Wie viel, lässt sich nicht sagen.")
        )  # fmt: skip
    if "PLACEBO" in reasons:
        found.append(
            _("In Vergleichsgebieten ohne Maßnahme änderten sich die Zahlen ähnlich stark. Deshalb "
              "gilt der Unterschied nicht als Wirkung.")
        )  # fmt: skip
    return found


def _too_few() -> str:
    return _("Zu wenige Fälle: Bei so kleinen Zahlen würde selbst ein Rückgang um 70 % nicht "
             "verlässlich auffallen. Das spricht weder für noch gegen die Maßnahme.")  # fmt: skip


def _regression(said: _Said) -> list[str]:
    high, share = number(said.result, "before_high"), number(said.result, "rtm_share")
    if not high > 0 or said.grade == EffectGrade.NOT_EVALUABLE:
        return []
    found = _("Das Gebiet wurde wegen hoher Zahlen gewählt. Im Jahr vor dem Beginn, auf die gleiche "
              "Dauer gerechnet: %(cases)s. Dieses Jahr zählt deshalb im Vergleich nicht mit.")  # fmt: skip
    found %= {"cases": cases(high)}
    if not share >= 0:
        return [found]
    return [f"{found} {_by_itself(share)}"]


def _by_itself(share: float) -> str:
    """Say how much of a decline would have come anyway; a bare 0 or 100 % sounds like a slip."""
    if share < HARDLY:
        return _("Der Rückgang seither wäre von selbst kaum gekommen.")
    if share > 1 - HARDLY:
        return _("Der Rückgang seither wäre fast ganz von selbst gekommen.")
    return _("Von dem Rückgang seither wären etwa %(share)s auch von selbst gekommen.") % {
        "share": show.percent(round(share * 100))
    }


def _ring(said: _Said) -> list[str]:
    ring, net = said.result.get("ring"), said.result.get("net")
    if not ring or not net or said.grade == EffectGrade.NOT_EVALUABLE:
        return []
    lower = bool(said.evaluation.parameters["lower_is_better"])
    ratio = number(ring, "ratio")
    words = {
        "observed": cases(number(ring, "observed")),
        "expected": cases(number(ring, "expected")),
        "net": _change(number(net, "ratio")),
        "range": f"{_change(number(net, 'lo'))} bis {_change(number(net, 'hi'))}",
    }
    start = _("In den Nachbargebieten: %(observed)s; zu erwarten: etwa %(expected)s.") % words
    if said.grade == EffectGrade.DISPLACED:
        more = _("Beide zusammen: %(net)s (Bereich %(range)s).") % words
        return [f"{start} {more}"]
    worse = ratio > 1 if lower else ratio < 1
    if number(ring, "p") > RING_LEVEL:
        return [f"{start} {_('Eine Verlagerung dorthin ist nicht zu erkennen.')}"]
    if worse:
        more = _("Ein Teil kann sich dorthin verlagert haben. Beide zusammen: %(net)s "
                 "(Bereich %(range)s).") % words  # fmt: skip
        return [f"{start} {more}"]
    return [f"{start} {_('Auch dort steht es besser als erwartet; verlagert hat sich nichts.')}"]


def _placebos(said: _Said) -> list[str]:
    effects = said.result.get("placebo") or []
    rank = number(said.result, "placebo_rank")
    if not effects or not rank > 0 or said.grade == EffectGrade.NOT_EVALUABLE:
        return []
    if said.grade == EffectGrade.UNCLEAR and "PLACEBO" not in said.reasons:
        return []
    as_large = round(rank * (len(effects) + 1)) - 1
    words = {"n": len(effects), "large": as_large}
    if as_large == 0:
        return [
            _("Zur Probe wurde jedes der %(n)s Vergleichsgebiete so behandelt, als hätte es dort die "
              "Maßnahme gegeben: In keinem war der Abstand so auffällig.") % words
        ]  # fmt: skip
    return [
        ngettext(
            "Zur Probe wurde jedes der %(n)s Vergleichsgebiete so behandelt, als hätte es dort die "
            "Maßnahme gegeben: In einem war der Abstand ebenso auffällig.",
            "Zur Probe wurde jedes der %(n)s Vergleichsgebiete so behandelt, als hätte es dort die "
            "Maßnahme gegeben: In %(large)s war der Abstand ebenso auffällig.",
            as_large,
        )
        % words
    ]


def _limit(said: _Said) -> list[str]:
    mde = number(said.result, "mde")
    if said.grade in {EffectGrade.LIKELY_GOOD, EffectGrade.LIKELY_BAD, EffectGrade.DISPLACED}:
        return [_("Ob zur selben Zeit etwas anderes geschah, zeigen die Zahlen nicht.")]
    if said.grade == EffectGrade.UNCLEAR and "CHANCE" in said.reasons and mde > 0:
        return [
            _("Verlässlich sichtbar wäre hier erst ein Rückgang um etwa %(mde)s. Eine kleinere "
              "Wirkung ist damit nicht ausgeschlossen.")
            % {"mde": show.percent(round(mde * 100))}
        ]  # fmt: skip
    return []


def _not_possible(said: _Said) -> list[str]:
    reasons, monthly = set(said.reasons), said.frequency == Frequency.MONTH
    found = []
    if "BEFORE_SHORT" in reasons:
        found.append(
            _("Vor dem Beginn sind zu wenige Monate bekannt. Nötig sind zwölf mit Vergleichsgebieten "
              "und 24 ohne; bitte liefern Sie die Zeit davor nach oder wählen Sie Vergleichsgebiete.")
            if monthly
            else _("Vor dem Beginn sind zu wenige Jahre bekannt. Nötig sind drei; bitte liefern Sie "
                   "die Jahre davor nach oder nehmen Sie Monatszahlen.")
        )  # fmt: skip
    if "AFTER_SHORT" in reasons:
        found.append(
            _("Nach dem Beginn sind noch keine sechs Monate gezählt. Vorher ist jede Zahl zu früh.")
            if monthly
            else _("Nach dem Beginn liegt noch kein ganzes Jahr vor.")
        )
    if "NO_CASES" in reasons:
        found.append(
            _("Vor dem Beginn gab es in diesem Gebiet keinen Fall. Mit Zählungen ist das nicht zu "
              "bewerten.")
        )  # fmt: skip
    found.append(_("Das spricht weder für noch gegen die Maßnahme."))
    return found


def _when_more(said: _Said) -> str:
    if not said.judged:
        if set(said.reasons) != {"AFTER_SHORT"}:
            return ""
        needed = MANY if said.frequency == Frequency.MONTH else 1
        last = nth(said.first, said.start + said.phase_in + needed - 1, said.frequency)
        return _("Eine erste Bewertung ist möglich, sobald die Zahlen bis %(last)s da sind.") % {
            "last": label_of(last, said.frequency)
        }
    if said.grade == EffectGrade.NOT_EVALUABLE:
        return _("Mit diesen Zählungen auch später kaum. Was sich stattdessen messen lässt, steht "
                 "unten.")  # fmt: skip
    if "CHANCE" not in said.reasons:
        return ""
    more = said.result.get("more")
    if abs(number(said.result, "effect") - 1) <= NONE_SEEN or more is None:
        return _("Bliebe der Unterschied so klein, ließe er sich auch in sechs Jahren nicht vom Zufall "
                 "unterscheiden. Bis dahin gilt: weder Erfolg noch Misserfolg melden.")  # fmt: skip
    last = nth(said.first, said.start + said.phase_in + int(more) - 1, said.frequency)
    return _("Bliebe der Unterschied so groß, ließe er sich frühestens mit den Zahlen bis %(last)s "
             "vom Zufall unterscheiden. Bis dahin gilt: weder Erfolg noch Misserfolg melden.") % {
        "last": label_of(last, said.frequency)
    }  # fmt: skip


def _source_note(said: _Said) -> str:
    evaluation = said.evaluation
    labels = [
        one["label"] for one in evaluation.data_version.get("deliveries", ()) if one.get("label")
    ]
    sources = ", ".join(dict.fromkeys(labels)) or said.plan.label
    return _("Quelle: %(sources)s. Stand %(as_of)s. Verfahren: %(design)s, Fassung %(engine)s, "
             "nachrechenbar.") % {
        "sources": sources,
        "as_of": show.date(evaluation.as_of),
        "design": str(Design(evaluation.design).label),
        "engine": evaluation.engine,
    }  # fmt: skip
