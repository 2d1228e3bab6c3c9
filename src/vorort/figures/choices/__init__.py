"""What a figure is, which groups of offences towns use, and the words for all of it."""

from vorort.figures.choices.glossary import GLOSSARY, Term
from vorort.figures.choices.groups import OFFENCE_GROUPS, SCOPE_NOTES, OffenceGroup
from vorort.figures.choices.sizes import SIZE_SCHEMES, SizeClass, SizeScheme
from vorort.figures.choices.values import (
    Base,
    BaseKind,
    Indicator,
    MonthlySource,
    Months,
    PeerGroup,
    Provenance,
    Series,
    Source,
    Value,
    ValueStatus,
    Viewer,
)

__all__ = [
    "GLOSSARY",
    "OFFENCE_GROUPS",
    "SCOPE_NOTES",
    "SIZE_SCHEMES",
    "Base",
    "BaseKind",
    "Indicator",
    "MonthlySource",
    "Months",
    "OffenceGroup",
    "PeerGroup",
    "Provenance",
    "Series",
    "SizeClass",
    "SizeScheme",
    "Source",
    "Term",
    "Value",
    "ValueStatus",
    "Viewer",
]
