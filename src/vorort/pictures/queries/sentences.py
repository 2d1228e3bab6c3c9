"""The sentence under a title: number, comparison, verdict, limit – written by the system.

Nobody can edit these sentences, so that none of them ever says more than its numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vorort.pictures.choices import Point, SpecialEffect, Verdict
from vorort.pictures.queries.verdicts import Judgement, Trend
from vorort.ui import format as show

_COUNT_WORDS = {
    2: gettext_lazy("zwei"),
    3: gettext_lazy("drei"),
    4: gettext_lazy("vier"),
    5: gettext_lazy("fünf"),
}


@dataclass(frozen=True)
class Facts:
    """What a sentence is made of."""

    year: int
    now: Point
    judgement: Judgement
    effects: tuple[SpecialEffect, ...]
    breaks: tuple[int, ...]
    control_offence: bool
    # Years whose counts nobody may see or work out.
    hidden: frozenset[int] = frozenset()
    # What is counted beside the police statistics: ``Verfahren``, ``Unfälle``; "" are cases.
    unit: str = ""


def sentence(facts: Facts) -> str:
    """Return the sentences of an indicator."""
    parts = [_number(facts), *_comparison(facts)]
    if facts.control_offence and facts.now.cases:
        parts.append(
            _("Die Zahl hängt davon ab, wie viel kontrolliert wird.")
            if facts.unit
            else _(
                "Diese Delikte werden vor allem durch Kontrollen bekannt: "
                "Die Zahl hängt davon ab, wie viel kontrolliert wird."
            )
        )
    return " ".join(parts)


def brief(facts: Facts) -> str:
    """Return the half sentence for the list of verdicts."""
    judgement = facts.judgement
    if facts.now.hidden:
        return _("Zahl verborgen")
    if facts.now.cases is None:
        return _("keine Zahl für %(year)d") % {"year": facts.year}
    # Beside the police statistics the title says already what is counted.
    count = show.number(facts.now.cases) if facts.unit else cases_words(facts.now.cases)
    match judgement.verdict, judgement.reason:
        case Verdict.SURE, "falling" if judgement.trend:
            tail = _("Rückgang seit %(year)d") % {"year": judgement.trend.years[0]}
        case Verdict.SURE, "rising" if judgement.trend:
            tail = _("Anstieg seit %(year)d") % {"year": judgement.trend.years[0]}
        case Verdict.SURE, "more":
            tail = _("mehr als in den Vorjahren")
        case Verdict.SURE, _less:
            tail = _("weniger als in den Vorjahren")
        case Verdict.CHANCE, _reason:
            tail = (
                _("im Bereich der Vorjahre")
                if _inside(facts) and not facts.hidden
                else _("Abstand nicht größer als üblich")
            )
        case Verdict.FEW, _reason if judgement.verdict_from and not facts.hidden:
            tail = _("Urteil ab etwa %(count)s Fällen möglich") % {
                "count": show.number(judgement.verdict_from)
            }
        case Verdict.NONE, "break":
            tail = _("Erfassung %(year)d geändert") % {"year": max(facts.breaks)}
        case Verdict.NONE, "effect":
            tail = _("Jahr mit Sonderereignis")
        case Verdict.NONE, _reason:
            tail = _("kein Vergleich möglich")
        case _:
            return count
    return f"{count}, {tail}"


def cases_words(cases: int) -> str:
    """Return ``kein Fall``, ``1 Fall`` or ``1.204 Fälle``."""
    if cases == 0:
        return _("kein Fall")
    return ngettext("%(count)s Fall", "%(count)s Fälle", cases) % {"count": show.number(cases)}


def _number(facts: Facts) -> str:
    now = facts.now
    if now.hidden:
        return _(
            "Die Zahl für %(year)d ist verborgen, damit sich nicht auf einzelne Fälle schließen lässt."
        ) % {"year": facts.year}
    if now.cases is None:
        return _("Für %(year)d liegt keine Zahl vor; das heißt nicht, dass es keine Fälle gab.") % {
            "year": facts.year
        }
    start = _start(facts, now.cases)
    if now.cases == 0:
        return f"{start}."
    if now.rate is None:
        return f"{start}."
    return _("%(start)s, das sind %(rate)s je 100.000 Einwohner (%(span)s).") % {
        "start": start,
        "rate": show.number(now.rate),
        "span": show.span(now.low, now.high),
    }


def _start(facts: Facts, cases: int) -> str:
    if facts.unit:
        return _("%(unit)s %(year)d: %(count)s") % {
            "unit": facts.unit,
            "year": facts.year,
            "count": show.number(cases),
        }
    if cases == 0:
        return _("%(year)d wurde kein Fall erfasst") % {"year": facts.year}
    return ngettext(
        "%(year)d wurde %(count)s Fall erfasst",
        "%(year)d wurden %(count)s Fälle erfasst",
        cases,
    ) % {"year": facts.year, "count": show.number(cases)}


def _comparison(facts: Facts) -> list[str]:
    judgement = facts.judgement
    if facts.now.hidden:
        return []
    if facts.hidden & set(judgement.used):
        return _guarded(judgement)
    match judgement.verdict:
        case Verdict.SURE:
            return _sure(facts)
        case Verdict.CHANCE:
            return [_previous(facts), _chance(facts)]
        case Verdict.FEW:
            return [_previous(facts), *_few(judgement)]
        case _:
            return _none(facts)


def _sure(facts: Facts) -> list[str]:
    judgement = facts.judgement
    if judgement.trend is not None and judgement.reason in {"falling", "rising"}:
        return _lasting(facts, judgement.trend)
    more = judgement.reason == "more"
    values = {
        "years": years_words(judgement.used),
        "without": _without(facts),
        "mean": show.number(judgement.expected, _digits(judgement.expected)),
    }
    first = (
        _("Das sind mehr als im Mittel %(years)s%(without)s (%(mean)s).")
        if more
        else _("Das sind weniger als im Mittel %(years)s%(without)s (%(mean)s).")
    )
    parts = [
        first % values,
        _(
            "Der Unterschied ist größer, als die üblichen Schwankungen dieser Reihe und "
            "vergleichbarer Orte erwarten lassen."
        )
        if judgement.places
        else _(
            "Der Unterschied ist größer, als die üblichen Schwankungen dieser Reihe erwarten lassen."
        ),
    ]
    if judgement.may_be_luck and judgement.compared > 1:
        parts.append(
            _(
                "Unter allen %(count)d geprüften Reihen kommt so ein Unterschied auch ohne "
                "Änderung vor."
            )
            % {"count": judgement.compared}
        )
    return [*parts, _("Eine Ursache ist damit nicht belegt.")]


def _lasting(facts: Facts, trend: Trend) -> list[str]:
    """Say a lasting rise or fall: from when, how much a year, its range, what it does not prove."""
    limits = sorted((abs(trend.low), abs(trend.high)))
    values = {
        "year": trend.years[0],
        "without": _without(facts),
        "percent": show.percent(abs(trend.annual_percent)),
        "span": show.span(limits[0], limits[1]),
    }
    first = (
        _(
            "Seit %(year)d geht die Zahl%(without)s zurück, im Mittel um %(percent)s im Jahr (%(span)s)."
        )
        if trend.annual_percent < 0
        else _(
            "Seit %(year)d steigt die Zahl%(without)s, im Mittel um %(percent)s im Jahr (%(span)s)."
        )
    )
    return [
        first % values,
        _("Das ist mehr, als die Schwankungen um diese Linie erwarten lassen."),
        _("Eine Ursache ist damit nicht belegt."),
    ]


def _guarded(judgement: Judgement) -> list[str]:
    """Compare without any number of the years before: one of them is hidden."""
    parts = [_("Zahlen aus Vorjahren sind zum Teil verborgen.")]
    match judgement.verdict, judgement.reason:
        case Verdict.SURE, "falling" | "rising":
            parts += [
                _("Über die Jahre ändert sich die Zahl mehr, als Schwankungen erwarten lassen.")
            ]
        case Verdict.SURE, "more":
            parts += [_("Es sind mehr Fälle, als die üblichen Schwankungen erwarten lassen.")]
        case Verdict.SURE, _less:
            parts += [_("Es sind weniger Fälle, als die üblichen Schwankungen erwarten lassen.")]
        case Verdict.CHANCE, _reason:
            parts += [_("Der Abstand ist nicht größer, als diese Reihe üblicherweise schwankt.")]
        case Verdict.FEW, _reason:
            parts += [_("Das sind zu wenige Fälle für ein Urteil.")]
        case _:
            parts += [_("Ein Urteil ist nicht möglich.")]
    return parts


def _chance(facts: Facts) -> str:
    if _inside(facts):
        return _("Die Zahl liegt in dem Bereich, in dem diese Reihe üblicherweise schwankt.")
    return _("Der Abstand ist nicht größer, als diese Reihe üblicherweise schwankt.")


def _inside(facts: Facts) -> bool:
    low, high, cases = facts.judgement.lowest, facts.judgement.highest, facts.now.cases
    return None not in {low, high, cases} and low <= cases <= high  # type: ignore[operator]


def _few(judgement: Judgement) -> list[str]:
    parts = [_("Das sind zu wenige Fälle für ein Urteil.")]
    if judgement.verdict_from is not None:
        parts.append(
            _("Ein Urteil wäre ab etwa %(count)s Fällen möglich.")
            % {"count": show.number(judgement.verdict_from)}
        )
    return parts


def _none(facts: Facts) -> list[str]:
    judgement = facts.judgement
    match judgement.reason:
        case "missing":
            return []
        case "effect":
            return [
                _(
                    "%(year)d trägt ein Sonderereignis und wird deshalb nicht mit den Vorjahren "
                    "verglichen."
                )
                % {"year": facts.year}
            ]
        case "break":
            return [
                _(
                    "Die Erfassung wurde %(year)d geändert. Frühere Jahre sind nicht vergleichbar, "
                    "ein Urteil ist nicht möglich."
                )
                % {"year": max(facts.breaks)}
            ]
        case "alone":
            return [_("Es liegen keine Vorjahre vor. Ein Urteil ist nicht möglich.")]
        case "short":
            return [
                _previous(facts),
                _(
                    "Wie stark diese Reihe üblicherweise schwankt, lässt sich aus so wenigen Jahren "
                    "nicht sagen. Ein Urteil ist nicht möglich."
                ),
            ]
        case _:
            return [
                _previous(facts),
                _("Die Reihe schwankt so stark, dass ein Urteil nicht möglich ist."),
            ]


def _previous(facts: Facts) -> str:
    judgement = facts.judgement
    low, high = judgement.lowest, judgement.highest
    if low is None or high is None:
        return _("Vorjahre zum Vergleich fehlen.")
    without = _without(facts)
    if len(judgement.used) == 1:
        return _("%(year)d waren es %(count)s.") % {
            "year": judgement.used[0],
            "count": show.number(low),
        }
    if low == high:
        return _("In den Vorjahren waren es%(without)s je %(count)s.") % {
            "without": without,
            "count": show.number(low),
        }
    return _("In den Vorjahren waren es%(without)s zwischen %(low)s und %(high)s.") % {
        "without": without,
        "low": show.number(low),
        "high": show.number(high),
    }


def _without(facts: Facts) -> str:
    """Return `` ohne das Sonderereignis 2023``, or nothing if no year was left out."""
    first = min(facts.judgement.used, default=facts.year)
    years = sorted({e.year for e in facts.effects if e.excluded and first < e.year < facts.year})
    if not years:
        return ""
    if len(years) == 1:
        return " " + _("ohne das Sonderereignis %(year)d") % {"year": years[0]}
    return " " + _("ohne die Sonderereignisse %(years)s") % {"years": join_words(years)}


def years_words(years: Sequence[int]) -> str:
    """Return ``der fünf Vorjahre``: how many years a mean is made of."""
    if len(years) == 1:
        return _("des Jahres %(year)d") % {"year": years[0]}
    word = _COUNT_WORDS.get(len(years), str(len(years)))
    return _("der %(count)s Vorjahre") % {"count": word}


def join_words(items: Sequence[object]) -> str:
    """Return ``2020, 2021 und 2022``."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s und %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _digits(value: float | None) -> int:
    return 1 if value is not None and value < 10 else 0
