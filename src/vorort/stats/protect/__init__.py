"""What may be published: hide, perturb, mask, and attack one's own release first."""

from vorort.stats.protect._attack import AttackReport, attack
from vorort.stats.protect._audit import AuditReport, audit
from vorort.stats.protect._noise import (
    Ledger,
    NoisyCounts,
    PerturbationTable,
    PrivateCounts,
    cellkey,
    dp_counts,
    ptable,
    round_counts,
)
from vorort.stats.protect._points import (
    AnonymityReport,
    MaskReport,
    PopulationGrid,
    geomask,
    kanon,
)
from vorort.stats.protect._rules import (
    Protection,
    Rule,
    primary,
    publishable_clearance,
    publishable_rate,
    round_significant,
)
from vorort.stats.protect._suppress import SuppressionPlan, suppress
from vorort.stats.protect._tables import ALL, Table

__all__ = [
    "ALL",
    "AnonymityReport",
    "AttackReport",
    "AuditReport",
    "Ledger",
    "MaskReport",
    "NoisyCounts",
    "PerturbationTable",
    "PopulationGrid",
    "PrivateCounts",
    "Protection",
    "Rule",
    "SuppressionPlan",
    "Table",
    "attack",
    "audit",
    "cellkey",
    "dp_counts",
    "geomask",
    "kanon",
    "primary",
    "ptable",
    "publishable_clearance",
    "publishable_rate",
    "round_counts",
    "round_significant",
    "suppress",
]
