"""Words and rows that page, document and data files have in common."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.figures.choices import SCOPE_NOTES
from vorort.pictures.choices import (
    IndicatorPicture,
    MapPicture,
    Picture,
    Point,
    SourceLine,
    Verdict,
)
from vorort.pictures.exports.edition import Edition, EditionFigure
from vorort.pictures.queries.assembling import FEW_FOR_CLEARANCE
from vorort.ui import format as show

HIDDEN = "verborgen"


def cell(value: float | None, point: Point, digits: int = 0) -> str:
    """Return a number, ``–`` where it is not known, or that it is hidden."""
    return HIDDEN if point.hidden else show.number(value, digits)


def clearance(point: Point) -> float | None:
    """Return the clearance rate that may be shown: none below 20 cases."""
    if point.cases is None or point.cases < FEW_FOR_CLEARANCE:
        return None
    return point.cleared * 100 / point.cases if point.cleared is not None else point.clearance


def digits_of(values: Sequence[float | None]) -> int:
    """Return one decimal for small rates, none for large ones."""
    known = [value for value in values if value is not None]
    return 0 if max(known, default=0) >= 10 else 1


def series_columns(one: IndicatorPicture) -> tuple[str, ...]:
    """Return the heads of the table of a series."""
    if not one.judged:
        return (_("Jahr"), one.unit or _("Wert"))
    heads = [
        _("Jahr"), one.unit or _("Fälle"), _("je 100.000 Einw."), _("Schwankungsbereich"),
    ]  # fmt: skip
    if any(clearance(point) is not None for point in one.points):
        heads.append(_("aufgeklärt"))
    if one.state is not None:
        heads.append(one.state.label or _("Land"))
    return tuple(heads)


def series_rows(one: IndicatorPicture) -> tuple[tuple[str, ...], ...]:
    """Return the table of a series, oldest year first."""
    if not one.judged:
        digits = show.measure_digits([point.value for point in one.points])
        return tuple((str(point.year), cell(point.value, point, digits)) for point in one.points)
    with_clearance = any(clearance(point) is not None for point in one.points)
    digits = digits_of([point.rate for point in one.points])
    letters = {effect.year: effect.letter for effect in one.effects}
    rows = []
    for point in one.points:
        year = f"{point.year} {letters[point.year]}" if point.year in letters else str(point.year)
        row = [
            year,
            cell(point.cases, point),
            cell(point.rate, point, digits),
            HIDDEN if point.hidden else show.span(point.low, point.high, digits),
        ]
        if with_clearance:
            row.append(show.percent(clearance(point)))
        if one.state is not None:
            row.append(show.number(point.reference, digits))
        rows.append(tuple(row))
    return tuple(rows)


def map_columns(area_map: MapPicture) -> tuple[str, ...]:
    """Return the heads of the list beside a map."""
    cases = (
        _("Fälle") if len(area_map.years) == 1 else _("Fälle in %d Jahren") % len(area_map.years)
    )
    return (_("Gebiet"), cases, _("je 100.000 Einw."), _("Schwankungsbereich"))


def map_rows(area_map: MapPicture) -> tuple[tuple[str, ...], ...]:
    """Return the list beside a map, by name."""
    rows = []
    for row in area_map.rows:
        if row.hidden:
            rows.append((row.name, HIDDEN, HIDDEN, HIDDEN))
            continue
        rate = row.word if row.rate is None and row.word else show.number(row.rate)
        rows.append((row.name, show.number(row.cases), rate, show.span(row.low, row.high)))
    return tuple(rows)


def facts(one: IndicatorPicture, frame: Picture) -> tuple[tuple[str, str], ...]:
    """Return comparisons of the year: previous year, mean, state, size class, clearance."""
    now, digits = one.now, digits_of([point.rate for point in one.points])
    found: list[tuple[str, str]] = []
    if one.change_percent is not None:
        found.append((_("gegenüber %d") % (now.year - 1), _change(one)))
    if one.mean_rate is not None and len(one.mean_years) > 1:
        label = _("Mittel %(first)d – %(last)d") % {
            "first": one.mean_years[0],
            "last": one.mean_years[-1],
        }
        value = _("%(rate)s je 100.000 Einwohner und Jahr (%(span)s)") % {
            "rate": show.number(one.mean_rate, digits),
            "span": show.span(one.mean_low, one.mean_high, digits),
        }
        found.append((label, value))
    for reference in (one.state, one.peers):
        if reference is None:
            continue
        value = _("%(rate)s je 100.000 Einwohner") % {"rate": show.number(reference.rate, digits)}
        if reference.areas > 1:
            value += ngettext(
                " (%(count)d Gebiet)", " (%(count)d Gebiete zusammen)", reference.areas
            ) % {"count": reference.areas}
        found.append((reference.label, value))
    if not one.beside:
        found.append((_("aufgeklärt"), _clearance_words(one)))
    del frame
    return tuple(found)


def _change(one: IndicatorPicture) -> str:
    words = show.signed_percent(one.change_percent)
    if one.change_low is not None and one.change_high is not None and one.change_high < 1000:
        words += _(" (mit der üblichen Schwankung %(low)s bis %(high)s)") % {
            "low": show.signed_percent(one.change_low),
            "high": show.signed_percent(one.change_high),
        }
    if one.change_distinguishable:
        return _("%(change)s: mehr als Zufall") % {"change": words}
    if one.change_distinguishable is False:
        return _("%(change)s: nicht von Zufall zu unterscheiden") % {"change": words}
    return _("%(change)s: nicht bewertbar") % {"change": words}


def _clearance_words(one: IndicatorPicture) -> str:
    if one.now.hidden:
        return HIDDEN
    if one.clearance_shown is None:
        few = one.now.cases is not None and one.now.cases < FEW_FOR_CLEARANCE
        return _("keine Quote unter 20 Fällen") if few else _("nicht bekannt")
    words = show.percent(one.clearance_shown)
    if one.clearance_shown > 100:
        words += _(" (auch Fälle aus Vorjahren wurden aufgeklärt)")
    return words


def source_line(figure: EditionFigure, frame: Picture) -> str:
    """Return source, base and definition: what stands under every figure."""
    year = frame.year
    mine = lines_of(figure, frame)
    lines = [line for line in mine if line.year == year] or mine
    labels = list(dict.fromkeys(line.label for line in lines))
    words = "; ".join(labels) or _("nicht genannt")
    if str(year) not in words:
        words += ", " + _("Jahrgang %(year)d") % {"year": year}
    parts = [
        _("Quelle: %(labels)s, geliefert %(date)s.")
        % {
            "labels": words,
            "date": german_date(max((line.received_on for line in lines), default="")),
        }
    ]
    one = figure.indicator
    if figure.area_map is not None:
        parts.append(_("Bezug: Einwohner jedes Gebiets am 31.12. des Vorjahres."))
    elif one is None or one.judged:
        parts += base_words(frame)
    if one is None or not one.beside:
        parts.append(_("Erfasst ist das Hellfeld: was der Polizei bekannt wurde."))
    elif one.judged:
        parts.append(_("Nicht in der Polizeilichen Kriminalstatistik enthalten."))
    if figure.indicator is not None and figure.indicator.judged:
        parts.append(_("Band: Schwankungsbereich (95 %)."))
        if figure.indicator.state is not None:
            parts.append(_("Gestrichelt: %(state)s.") % {"state": figure.indicator.state.label})
        if figure.indicator.control_offence and not figure.indicator.beside:
            parts.append(_("Kontrolldelikt: Mehr Kontrollen ergeben mehr Fälle."))
    definition = figure.definition or (one.definition if one is not None and one.beside else "")
    if definition:
        parts.append(_("Definition: %(text)s") % {"text": definition})
    return " ".join(parts)


def lines_of(figure: EditionFigure, frame: Picture) -> list[SourceLine]:
    """Return the sources of a figure: of its own group, or of the police statistics."""
    one = figure.indicator
    if one is not None and one.beside:
        return [line for line in frame.sources if line.source == one.source]
    return [line for line in frame.sources if not line.beside]


def base_words(frame: Picture) -> list[str]:
    """Return the population the rates are measured on, and whether it is official."""
    if frame.population is None:
        return [_("Ohne Bezug auf Einwohner: Die Bevölkerungszahl fehlt.")]
    kind = (
        _("amtlich")
        if frame.population_source == "official"
        else _("aus der veröffentlichten Häufigkeitszahl zurückgerechnet")
    )
    return [
        _("Bezug: %(people)s Einwohner am %(date)s, %(kind)s.")
        % {
            "people": show.number(frame.population),
            "date": german_date(frame.population_on),
            "kind": kind,
        }
    ]


def german_date(iso: str) -> str:
    """Return ``2024-12-31`` as ``31.12.2024``."""
    return ".".join(reversed(iso.split("-"))) if iso else show.missing


def citation(figure: EditionFigure, edition: Edition) -> str:
    """Return the text with which a number is cited."""
    number = ""
    if figure.indicator is not None and not figure.indicator.judged:
        if figure.indicator.now.value is not None:
            number = f": {show.measure(figure.indicator.now.value, figure.indicator.unit)}"
    elif figure.indicator is not None and figure.indicator.now.cases is not None:
        now = figure.indicator.now
        number = _(": %(cases)s %(unit)s") % {
            "cases": show.number(now.cases), "unit": figure.indicator.unit or _("Fälle"),
        }  # fmt: skip
        if now.rate is not None:
            number += _(", %(rate)s je 100.000 Einwohner (%(span)s)") % {
                "rate": show.number(now.rate),
                "span": show.span(now.low, now.high),
            }
    labels = "; ".join(dict.fromkeys(line.label for line in lines_of(figure, edition.frame)))
    where = f"{edition.base_url}{edition.path}#{figure.anchor}" if edition.base_url else ""
    return _("%(area)s, %(title)s %(year)d%(number)s. %(report)s, Fassung %(version)d. Quelle: %(source)s. %(url)s") % {
        "area": edition.area_name,
        "title": figure.title,
        "year": edition.year,
        "number": number,
        "report": edition.title,
        "version": edition.version,
        "source": labels,
        "url": where,
    }  # fmt: skip


def overview(edition: Edition) -> list[str]:
    """Return the sentences of "Kurz gesagt" that the system writes."""
    total = next(
        (one for _figure, one in edition.indicators if one.code == edition.frame.total_code), None
    )
    sentences = []
    if total is not None and total.now.cases is not None:
        sentences.append(_total_words(total, edition))
        sentences += _mean_words(total, edition.frame)
    tested = [
        one for _figure, one in edition.indicators if one.verdict in _TESTED and not one.beside
    ]
    sure = sum(one.verdict is Verdict.SURE for one in tested)
    if len(tested) > 1:
        words = {0: _("keiner"), 1: _("einer")}.get(sure, str(sure))
        sentences.append(
            _(
                "Von den gezeigten Reihen ließen sich %(tested)d prüfen. Bei %(sure)s davon ist die "
                "Änderung größer, als die Reihe üblicherweise schwankt. Auch ohne jede Änderung fiele im Mittel etwa "
                "jede zwanzigste so auf."
            )
            % {"tested": len(tested), "sure": words}
        )
    return sentences


_TESTED = (Verdict.SURE, Verdict.CHANCE)


def _total_words(total: IndicatorPicture, edition: Edition) -> str:
    now = total.now
    words = _("%(year)d registrierte die Polizei %(cases)s Straftaten") % {
        "year": now.year,
        "cases": show.number(now.cases),
    }
    if now.rate is None:
        return f"{words}."
    words += _(", das sind %(rate)s je 100.000 Einwohner (%(span)s).") % {
        "rate": show.number(now.rate),
        "span": show.span(now.low, now.high),
    }
    for reference in (total.state, total.peers):
        if reference is not None:
            words += f" {reference.label}: {show.number(reference.rate)}."
    del edition
    return words


def _mean_words(total: IndicatorPicture, frame: Picture) -> list[str]:
    """For small places the mean of five years says more than one year."""
    if not frame.small_place or total.mean_rate is None or len(total.mean_years) < 2:
        return []
    return [
        _(
            "Im Mittel der Jahre %(first)d bis %(last)d waren es %(rate)s je 100.000 Einwohner "
            "und Jahr (%(span)s). Bei einem Ort dieser Größe ist das die verlässlichere Zahl."
        )
        % {
            "first": total.mean_years[0],
            "last": total.mean_years[-1],
            "rate": show.number(total.mean_rate),
            "span": show.span(total.mean_low, total.mean_high),
        }
    ]


def scope_words(edition: Edition) -> list[str]:
    """Return what the numbers do not contain."""
    frame = edition.frame
    words = [str(note) for note in SCOPE_NOTES]
    released = {figure.code for figure in edition.figures}
    if frame.total_code in released:
        if frame.without_immigration is not None:
            words.append(
                _("Ohne ausländerrechtliche Verstöße: %(count)s Fälle.")
                % {"count": show.number(frame.without_immigration)}
            )
        elif frame.without_immigration_how == "missing":
            words.append(
                _("Die Zahl ohne ausländerrechtliche Verstöße liegt für dieses Gebiet nicht vor.")
            )
    if any(one.beside for _figure, one in edition.indicators):
        words.append(
            _("Was in eigenen Abschnitten neben der Polizeistatistik steht, ist in keiner Zahl der "
              "Straftaten mitgezählt.")
        )  # fmt: skip
    return [*words, *edition.notes]


def hidden_words(edition: Edition) -> str:
    """Return what was hidden, or nothing."""
    if not edition.hidden:
        return ""
    named: dict[str, list[str]] = {}
    for item in edition.hidden:
        named.setdefault(item.label, []).append(str(item.year))
    listed = "; ".join(f"{label} {', '.join(years)}" for label, years in named.items())
    count = len(edition.hidden)
    return ngettext(
        "%(count)d Zahl ist verborgen, damit niemand auf einzelne Fälle schließen kann: %(list)s.",
        "%(count)d Zahlen sind verborgen, damit niemand auf einzelne Fälle schließen kann: %(list)s.",
        count,
    ) % {"count": count, "list": listed}
