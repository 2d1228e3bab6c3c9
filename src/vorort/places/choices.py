"""Kinds of area, the shape of their keys, and the table of nation and states."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

# Before the first state we know of, an area is taken to be as in that state. The day the
# present states came into being is early enough for every figure a town will ever hold.
BEGINNING = dt.date(1990, 10, 3)
NATION_KEY = "00"
METRES = "EPSG:25833"
DEGREES = "EPSG:4326"


class AreaKind(models.TextChoices):
    NATION = "nation", "Bund"
    STATE = "state", "Land"
    COUNTY = "county", "Landkreis oder Kreisfreie Stadt"
    MUNICIPALITY = "municipality", "Gemeinde"
    DISTRICT = "district", "Ortsteil"


class PopulationKind(models.TextChoices):
    OFFICIAL = "official", "amtlich"
    ESTIMATED = "estimated", "geschätzt"


# Digits of a key; a district's key is its municipality's key, a hyphen and its own code.
KEY_LENGTH = {AreaKind.NATION: 2, AreaKind.STATE: 2, AreaKind.COUNTY: 5, AreaKind.MUNICIPALITY: 8}
DISTRICT_MARK = "-"

KIND_OF_FORMAT = {
    "areas-county": AreaKind.COUNTY,
    "areas-municipality": AreaKind.MUNICIPALITY,
    "areas-district": AreaKind.DISTRICT,
}

# Text mark of a county or municipality in the official register (positions 123–124).
DESIGNATIONS = {
    "41": "Kreisfreie Stadt",
    "42": "Stadtkreis",
    "43": "Kreis",
    "44": "Landkreis",
    "45": "Regionalverband",
    "60": "Markt",
    "61": "Kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "65": "Gemeindefreies Gebiet",
    "66": "Gemeindefreies Gebiet",
    "67": "Große Kreisstadt",
}

# How sources write the two sorts of county; police tables abbreviate.
CITY_COUNTY = frozenset({"kreisfreie stadt", "stadtkreis", "kfs", "sk"})
RURAL_COUNTY = frozenset({"landkreis", "kreis", "regionalverband", "lk", "k", "rv"})


@dataclass(frozen=True)
class StateName:
    """The nation or a state with the ways its name is spelled in tables."""

    key: str
    name: str
    variants: tuple[str, ...] = ()


NATION = StateName(
    NATION_KEY,
    "Deutschland",
    (
        "Bundesrepublik Deutschland",
        "Bund echte Zählung der Tatverdächtigen",
        "Bund",
        "Bundesgebiet",
        "Bundesgebiet insgesamt",
        "Deutschland insgesamt",
        "BRD",
    ),
)
STATES = (
    StateName("01", "Schleswig-Holstein", ("SH",)),
    StateName("02", "Hamburg", ("Freie und Hansestadt Hamburg", "HH")),
    StateName("03", "Niedersachsen", ("NI",)),
    StateName("04", "Bremen", ("Freie Hansestadt Bremen", "HB")),
    StateName("05", "Nordrhein-Westfalen", ("NRW", "NW")),
    StateName("06", "Hessen", ("HE",)),
    StateName("07", "Rheinland-Pfalz", ("RP",)),
    StateName("08", "Baden-Württemberg", ("BW",)),
    StateName("09", "Bayern", ("Freistaat Bayern", "BY")),
    StateName("10", "Saarland", ("SL",)),
    StateName("11", "Berlin", ("BE",)),
    StateName("12", "Brandenburg", ("BB",)),
    StateName("13", "Mecklenburg-Vorpommern", ("MV",)),
    StateName("14", "Sachsen", ("Freistaat Sachsen", "SN")),
    StateName("15", "Sachsen-Anhalt", ("ST",)),
    StateName("16", "Thüringen", ("Freistaat Thüringen", "TH")),
)
