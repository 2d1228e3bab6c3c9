"""Size classes of areas, as dated configuration with their source."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SizeClass:
    """From so many residents (inclusive) up to so many (exclusive; None: no upper end)."""

    label: str | Promise
    low: int
    high: int | None

    def holds(self, population: int) -> bool:
        return self.low <= population and (self.high is None or population < self.high)


@dataclass(frozen=True)
class SizeScheme:
    """Classes that hold from a day for one kind of area."""

    kind: str
    # "city" Kreisfreie Städte, "rural" Landkreise, "" no such distinction
    sort: str
    label: str | Promise
    valid_from: dt.date
    source_note: str | Promise
    classes: tuple[SizeClass, ...]


_SINCE = dt.date(1990, 10, 3)
_TOWN_NOTE = _(
    "Klassen nach den Gemeindegrößen der amtlichen Statistik und der Bundestabelle der "
    "Polizeilichen Kriminalstatistik (Grenzen 20.000 und 100.000), darunter feiner geteilt."
)
_COUNTY_NOTE = _(
    "Kreisfreie Städte und Landkreise getrennt, weil sie sich nach Bebauung und Pendlern "
    "unterscheiden; Klassengrenzen eigene Festlegung, Stand 2026."
)

SIZE_SCHEMES = (
    SizeScheme(
        "municipality",
        "",
        _("Gemeinden"),
        _SINCE,
        _TOWN_NOTE,
        (
            SizeClass(_("unter 2.000"), 0, 2_000),
            SizeClass(_("von 2.000 bis unter 5.000"), 2_000, 5_000),
            SizeClass(_("von 5.000 bis unter 10.000"), 5_000, 10_000),
            SizeClass(_("von 10.000 bis unter 20.000"), 10_000, 20_000),
            SizeClass(_("von 20.000 bis unter 50.000"), 20_000, 50_000),
            SizeClass(_("von 50.000 bis unter 100.000"), 50_000, 100_000),
            SizeClass(_("ab 100.000"), 100_000, None),
        ),
    ),
    SizeScheme(
        "county",
        "city",
        _("Kreisfreie Städte"),
        _SINCE,
        _COUNTY_NOTE,
        (
            SizeClass(_("unter 100.000"), 0, 100_000),
            SizeClass(_("von 100.000 bis unter 200.000"), 100_000, 200_000),
            SizeClass(_("von 200.000 bis unter 500.000"), 200_000, 500_000),
            SizeClass(_("ab 500.000"), 500_000, None),
        ),
    ),
    SizeScheme(
        "county",
        "rural",
        _("Landkreise"),
        _SINCE,
        _COUNTY_NOTE,
        (
            SizeClass(_("unter 100.000"), 0, 100_000),
            SizeClass(_("von 100.000 bis unter 200.000"), 100_000, 200_000),
            SizeClass(_("von 200.000 bis unter 350.000"), 200_000, 350_000),
            SizeClass(_("ab 350.000"), 350_000, None),
        ),
    ),
    SizeScheme(
        "county",
        "",
        _("Kreise"),
        _SINCE,
        _COUNTY_NOTE,
        (
            SizeClass(_("unter 100.000"), 0, 100_000),
            SizeClass(_("von 100.000 bis unter 200.000"), 100_000, 200_000),
            SizeClass(_("von 200.000 bis unter 500.000"), 200_000, 500_000),
            SizeClass(_("ab 500.000"), 500_000, None),
        ),
    ),
)
