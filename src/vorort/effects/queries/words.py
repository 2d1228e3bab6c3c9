"""What a result means, in sentences: number, comparison, verdict, limit – in this order."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.effects.choices import Design, EffectGrade, Frequency
from vorort.effects.choices.proxies import Proxy, proxies_for
from vorort.effects.models import Evaluation
from vorort.effects.queries.reservations import breaks, reservations, ring_words
from vorort.effects.queries.said import Said, cases, change, number, rise
from vorort.effects.rules import label_of, nth, span_label
from vorort.ui import format as show

NONE_SEEN = 0.03
# Less than this is hardly anything, and all but this is nearly all.
HARDLY = 0.05
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
    said = Said.of(evaluation)
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


def _is_hopeless(said: Said) -> bool:
    return said.grade == EffectGrade.NOT_EVALUABLE and bool(
        {"HOPELESS", "NO_CASES"} & set(said.reasons)
    )


def _badge(said: Said) -> tuple[str, str, str]:
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


def _headline(said: Said) -> str:
    if not said.judged:
        return _badge(said)[0]
    first, last = said.after
    return _("%(label)s, %(span)s") % {
        "label": said.plan.label,
        "span": span_label(first, last, said.frequency),
    }


def _sentences(said: Said) -> list[str]:
    if not said.judged:
        return _not_possible(said)
    found = [_number(said), *_verdict(said)]
    found += _regression(said)
    found += ring_words(said)
    found += _placebos(said)
    found += _limit(said)
    return [*found, *reservations(said)]


def _number(said: Said) -> str:
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
        "change": change(observed / expected),
        "range": f"{change(lo)} bis {change(hi)}",
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
    return f"{counted} {_expected(said, words, expected)}"


def _expected(said: Said, words: dict[str, str], expected: float) -> str:
    if not said.evaluable:
        # A change in percent says nothing where counts are as small as that.
        return (
            ngettext(
                "%(by)s wäre ohne Maßnahme etwa %(expected)s zu erwarten gewesen.",
                "%(by)s wären ohne Maßnahme etwa %(expected)s zu erwarten gewesen.",
                round(expected),
            )
            % words
        )
    return (
        ngettext(
            "%(by)s wäre ohne Maßnahme etwa %(expected)s zu erwarten gewesen; das ist ein "
            "Unterschied von %(change)s (Bereich %(range)s).",
            "%(by)s wären ohne Maßnahme etwa %(expected)s zu erwarten gewesen; das ist ein "
            "Unterschied von %(change)s (Bereich %(range)s).",
            round(expected),
        )
        % words
    )


def _verdict(said: Said) -> list[str]:
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
    if grade == EffectGrade.DISPLACED and not said.lower:
        return [
            _("Im Gebiet der Maßnahme ist der Abstand größer, als es üblicherweise schwankt. In den "
              "Nachbargebieten sank die Zahl aber, und beide zusammen stehen nicht besser da. Die "
              "Fälle haben sich wahrscheinlich verlagert.")
        ]  # fmt: skip
    if grade == EffectGrade.DISPLACED:
        return [
            _("Im Gebiet der Maßnahme ist der Abstand größer, als es üblicherweise schwankt. In den "
              "Nachbargebieten stieg die Zahl aber, und beide zusammen stehen nicht besser da. Die "
              "Fälle haben sich wahrscheinlich verlagert.")
        ]  # fmt: skip
    if grade == EffectGrade.NOT_EVALUABLE:
        return [_too_few(said)]
    if "CHANCE" in reasons:
        return [_chance(said), *_selected(said)]
    return _doubts(said, reasons)


def _chance(said: Said) -> str:
    ratio = number(said.result, "effect")
    if abs(ratio - 1) <= NONE_SEEN:
        return _("Ein Unterschied ist nicht zu erkennen.")
    if said.good:
        return _("Das kann eine Wirkung sein, kommt aber auch ohne Wirkung vor.")
    return _("Das kann eine Verschlechterung sein, kommt aber auch ohne Anlass vor.")


def _doubts(said: Said, reasons: set[str]) -> list[str]:
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
    found += _selected(said)
    if "PLACEBO" in reasons:
        found.append(
            _("In Vergleichsgebieten ohne Maßnahme änderten sich die Zahlen ähnlich stark. Deshalb "
              "gilt der Unterschied nicht als Wirkung.")
        )  # fmt: skip
    return found


def _selected(said: Said) -> list[str]:
    """Say that what is high falls by itself, where nobody knows how much of it."""
    if "SELECTED" not in said.reasons:
        return []
    if not said.fewer:
        return [
            _("Das Gebiet wurde wegen seiner Zahlen gewählt, und die Zeit davor ist zu kurz: Ein Teil "
              "der Veränderung wäre auch von selbst gekommen. Wie viel, lässt sich nicht sagen.")
        ]  # fmt: skip
    return [
        _("Das Gebiet wurde wegen hoher Zahlen gewählt, und die Zeit davor ist zu kurz: Ein Teil "
          "des Rückgangs wäre auch von selbst gekommen. Wie viel, lässt sich nicht sagen.")
    ]  # fmt: skip


def _too_few(said: Said) -> str:
    words = {
        "few": _("Bisher zu wenige Fälle") if said.later else _("Zu wenige Fälle"),
        "change": _("ein Rückgang um 70 %") if said.lower else _("eine Verdopplung"),
    }
    return _("%(few)s: Bei so kleinen Zahlen würde selbst %(change)s nicht verlässlich auffallen. Das "
             "spricht weder für noch gegen die Maßnahme.") % words  # fmt: skip


def _regression(said: Said) -> list[str]:
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


def _placebos(said: Said) -> list[str]:
    effects = said.result.get("placebo") or []
    rank = number(said.result, "placebo_rank")
    if not effects or not rank > 0 or said.grade == EffectGrade.NOT_EVALUABLE:
        return []
    if said.grade == EffectGrade.UNCLEAR and "PLACEBO" not in said.reasons:
        return []
    as_large = round(rank * (len(effects) + 1)) - 1
    words = {"n": len(effects), "large": as_large}
    # Where several areas are treated, as many at a time are tried.
    tried = (
        _("Zur Probe wurde jedes der %(n)s Vergleichsgebiete so behandelt, als hätte es dort die "
          "Maßnahme gegeben.")
        if len(effects) == round(number(said.parts, "n_comparison"))
        else _("Zur Probe wurden %(n)s Gruppen von Vergleichsgebieten so behandelt, als hätte es dort "
               "die Maßnahme gegeben.")
    )  # fmt: skip
    seen = ngettext(
        "Einmal war der Abstand ebenso auffällig.",
        "%(large)s-mal war der Abstand ebenso auffällig.",
        as_large,
    )
    if as_large == 0:
        seen = _("Nirgends war der Abstand so auffällig.")
    return [f"{tried} {seen}" % words]


def _limit(said: Said) -> list[str]:
    mde = number(said.result, "mde")
    if said.grade in {EffectGrade.LIKELY_GOOD, EffectGrade.LIKELY_BAD, EffectGrade.DISPLACED}:
        if not number(said.parts, "n_comparison"):
            return [
                _("Ob es anderswo genauso war, zeigt diese Rechnung nicht: Es gab kein "
                  "Vergleichsgebiet. Auch ob zur selben Zeit etwas anderes geschah, zeigen die Zahlen "
                  "nicht.")
            ]  # fmt: skip
        return [_("Ob zur selben Zeit etwas anderes geschah, zeigen die Zahlen nicht.")]
    if said.grade != EffectGrade.UNCLEAR or "CHANCE" not in said.reasons or not mde > 0:
        return []
    if not said.lower:
        return [
            _("Verlässlich sichtbar wäre hier ein Anstieg um etwa %(rise)s, ein kleinerer womöglich "
              "nicht. Eine Wirkung ist damit nicht ausgeschlossen.")
            % {"rise": show.percent(round(rise(mde) * 100))}
        ]  # fmt: skip
    return [
        _("Verlässlich sichtbar wäre hier erst ein Rückgang um etwa %(mde)s. Eine Wirkung ist damit "
          "nicht ausgeschlossen.")
        % {"mde": show.percent(round(mde * 100))}
    ]  # fmt: skip


def _not_possible(said: Said) -> list[str]:
    reasons, monthly = set(said.reasons), said.monthly
    found = breaks(said)
    if "BEFORE_SHORT" in reasons and found:
        found.append(
            _("Deshalb sind vor dem Beginn zu wenige Monate zu gebrauchen.")
            if monthly
            else _("Deshalb sind vor dem Beginn zu wenige Jahre zu gebrauchen.")
        )
    elif "BEFORE_SHORT" in reasons:
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


def _when_more(said: Said) -> str:
    if not said.judged:
        if set(said.reasons) != {"AFTER_SHORT"}:
            return ""
        needed = MANY if said.frequency == Frequency.MONTH else 1
        last = nth(said.first, said.start + said.phase_in + needed - 1, said.frequency)
        return _("Eine erste Bewertung ist möglich, sobald die Zahlen bis %(last)s da sind.") % {
            "last": label_of(last, said.frequency)
        }
    if not said.evaluable:
        return _when_enough(said)
    if "CHANCE" not in said.reasons:
        return ""
    more = said.result.get("more")
    if more is None:
        return _("Bliebe der Unterschied so klein, ließe er sich auch in sechs Jahren nicht vom Zufall "
                 "unterscheiden. Bis dahin gilt: weder Erfolg noch Misserfolg melden.")  # fmt: skip
    last = nth(said.first, said.start + said.phase_in + int(more) - 1, said.frequency)
    return _("Bliebe der Unterschied so groß, ließe er sich frühestens mit den Zahlen bis %(last)s "
             "vom Zufall unterscheiden. Bis dahin gilt: weder Erfolg noch Misserfolg melden.") % {
        "last": label_of(last, said.frequency)
    }  # fmt: skip


def _when_enough(said: Said) -> str:
    """Say whether a longer time after would hold enough cases, as it was foreseen."""
    if said.later is None:
        return _("Mit diesen Zählungen auch später kaum.")
    last, mde = said.later
    words = {
        "last": label_of(last, said.frequency),
        "mde": show.percent(round(mde * 100)),
        "rise": show.percent(round(rise(mde) * 100)),
    }
    if not said.lower:
        return (
            _("Mit den Zahlen bis %(last)s ließe sich ein Anstieg um etwa %(rise)s erkennen.")
            % words
        )
    return (
        _("Mit den Zahlen bis %(last)s ließe sich ein Rückgang um etwa %(mde)s erkennen.") % words
    )


def _source_note(said: Said) -> str:
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
