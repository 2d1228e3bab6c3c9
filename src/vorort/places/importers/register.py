"""The official register of municipalities (GV100AD): fixed width, one record a line.

Record sorts: 10 Land, 20 Regierungsbezirk, 30 Region, 40 Kreis, 50 Gemeindeverband,
60 Gemeinde. Associations and districts of government are no areas of ours and are passed over.
"""

import datetime as dt
from pathlib import Path

from django.utils.translation import gettext as _

from vorort.places.actions import AreaRow, PopulationRow, is_key_of
from vorort.places.choices import DESIGNATIONS, AreaKind
from vorort.places.importers.batch import AreaBatch, UnreadableAreas
from vorort.places.importers.options import ImportOptions

_SORTS = {"10": AreaKind.STATE, "40": AreaKind.COUNTY, "60": AreaKind.MUNICIPALITY}
_PASSED_OVER = frozenset({"20", "30", "50"})
_KEY_END = {AreaKind.STATE: 12, AreaKind.COUNTY: 15, AreaKind.MUNICIPALITY: 18}
LABEL = "Gemeindeverzeichnis (GV100AD), Statistisches Bundesamt"
LICENCE = "dl-de/by-2-0"


def read_register(path: Path, options: ImportOptions) -> AreaBatch:
    """Return counties and, for ``municipality``, municipalities with area and population."""
    if options.kind == AreaKind.DISTRICT:
        raise UnreadableAreas(_("Das Gemeindeverzeichnis enthält keine Ortsteile."))
    batch = AreaBatch(source_label=LABEL, licence=LICENCE)
    text, encoding = _decode(path)
    days: set[str] = set()
    seen: dict[str, str] = {}
    reading = _Reading(batch, options, seen)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        sort = line[:2]
        if sort in _PASSED_OVER:
            continue
        batch.rows_read += 1
        if sort not in _SORTS or not line[2:10].isdigit():
            batch.put_aside(
                number,
                line,
                "unknown-record",
                _("Die Satzart „%(sort)s“ gibt es nicht.") % {"sort": sort},
            )
            continue
        days.add(line[2:10])
        reading.take(number, line.rstrip("\r"), _SORTS[sort])
    batch.day = options.valid_from or _day(days)
    batch.shape = _("Gemeindeverzeichnis GV100AD, feste Breite, %(encoding)s") % {
        "encoding": encoding
    }
    _add_population(batch, options, reading.residents, _population_day(options, _day(days)))
    if options.kind == AreaKind.COUNTY:
        batch.states.pop(AreaKind.MUNICIPALITY, None)
    return batch


def _decode(path: Path) -> tuple[str, str]:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "ISO-8859-1"


def _day(days: set[str]) -> dt.date:
    if len(days) != 1:
        raise UnreadableAreas(
            _("Die Datei mischt %(count)d Gebietsstände. Bitte liefern Sie einen je Datei.")
            % {"count": len(days)}
        )
    try:
        return dt.datetime.strptime(next(iter(days)), "%Y%m%d").date()  # noqa: DTZ007 - a day only
    except ValueError as error:
        raise UnreadableAreas(_("Der Gebietsstand in der Datei ist kein Datum.")) from error


def _population_day(options: ImportOptions, day: dt.date) -> dt.date:
    """Return the day of the population: the last 31 December at or before the state."""
    if given := options.get("population_on"):
        try:
            return dt.date.fromisoformat(given)
        except ValueError as error:
            raise UnreadableAreas(
                _("„%(day)s“ ist kein Datum (JJJJ-MM-TT).") % {"day": given}
            ) from error
    return day if (day.month, day.day) == (12, 31) else dt.date(day.year - 1, 12, 31)


class _Reading:
    """Takes lines in, keeps what belongs together."""

    def __init__(self, batch: AreaBatch, options: ImportOptions, seen: dict[str, str]) -> None:
        self.batch = batch
        self.options = options
        self.seen = seen
        # Municipality → residents, men.
        self.residents: dict[str, tuple[int, int | None]] = {}

    def take(self, number: int, line: str, kind: AreaKind) -> None:
        key = line[10 : _KEY_END[kind]].strip()
        if not is_key_of(key, kind):
            self.batch.put_aside(
                number, line, "wrong-key", _("„%(key)s“ ist kein Schlüssel.") % {"key": key}
            )
            return
        if key in self.seen:
            if self.seen[key] != line:
                self.batch.put_aside(
                    number,
                    line,
                    "duplicate",
                    _("Der Schlüssel %(key)s steht zweimal mit verschiedenen Angaben.")
                    % {"key": key},
                    key=key,
                )
            return
        self.seen[key] = line
        name, _comma, rest = line[22:72].partition(",")
        name, _slash, other = name.partition(" / ")
        if not name.strip():
            self.batch.put_aside(number, line, "no-name", _("Der Name fehlt."), key=key)
            return
        if kind == AreaKind.MUNICIPALITY and not self._residents(number, line, key):
            return
        row = AreaRow(
            key=key,
            name=name.strip(),
            other_name=other.strip(),
            ars=(key[:5] + line[18:22] + key[5:]).replace(" ", "0") if len(key) == 8 else key,
            designation=DESIGNATIONS.get(line[122:124], rest.strip()),
            area_ha=_number(line[128:139]) if kind == AreaKind.MUNICIPALITY else None,
            area_surveyed=kind == AreaKind.MUNICIPALITY,
        )
        self.batch.states.setdefault(kind, []).append(row)

    def _residents(self, number: int, line: str, key: str) -> bool:
        total, male = _number(line[139:150]), _number(line[150:161])
        if total is None or _number(line[128:139]) is None:
            self.batch.put_aside(
                number, line, "no-number", _("Fläche oder Bevölkerung ist keine Zahl."), key=key
            )
            return False
        if male is not None and male > total:
            self.batch.put_aside(
                number, line, "contradiction", _("Mehr Männer als Einwohner."), key=key
            )
            return False
        self.residents[key] = (total, male)
        return True


def _number(cell: str) -> int | None:
    return int(cell) if cell.strip().isdigit() else None


def _add_population(
    batch: AreaBatch,
    options: ImportOptions,
    residents: dict[str, tuple[int, int | None]],
    day: dt.date,
) -> None:
    """Add residents of municipalities, and of counties as the sum of theirs.

    A county is summed only where none of its municipalities was put aside; a land never is,
    because a file need not hold all of its counties.
    """
    spoiled = {key[:5] for key in batch.unread_keys} | ({""} if not batch.complete else set())
    sums: dict[str, list[tuple[int, int | None]]] = {}
    for key, (total, male) in residents.items():
        if options.kind == AreaKind.MUNICIPALITY:
            batch.population.append(_residents_row(key, day, total, male))
        sums.setdefault(key[:5], []).append((total, male))
    known = {row.key for row in batch.states.get(AreaKind.COUNTY, [])}
    for key, parts in sums.items():
        if key in spoiled or "" in spoiled or key not in known:
            continue
        men = [male for _total, male in parts]
        batch.population.append(
            _residents_row(
                key,
                day,
                sum(total for total, _male in parts),
                sum(man for man in men if man is not None) if None not in men else None,
            )
        )
    if residents:
        batch.hints.append(
            _("Bevölkerung zum %(day)s; Kreise als Summe ihrer Gemeinden.")
            % {"day": f"{day:%d.%m.%Y}"}
        )


def _residents_row(key: str, day: dt.date, total: int, male: int | None) -> PopulationRow:
    return PopulationRow(key, day, total, male, None if male is None else total - male)
