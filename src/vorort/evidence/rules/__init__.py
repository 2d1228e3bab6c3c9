"""Rules of the field: what a key is, which population a rate implies, which row counts."""

from vorort.evidence.rules.keys import (
    OffenceTraits,
    normalise_area_key,
    normalise_offence_key,
    offence_traits,
)
from vorort.evidence.rules.population import Implied, RateFact, imply_population
from vorort.evidence.rules.staged import AreaName, OfficialPopulation, TableFacts

__all__ = [
    "AreaName",
    "Implied",
    "OffenceTraits",
    "OfficialPopulation",
    "RateFact",
    "TableFacts",
    "imply_population",
    "normalise_area_key",
    "normalise_offence_key",
    "offence_traits",
]
