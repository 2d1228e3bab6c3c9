"""What may be published: hide, perturb, mask, and attack one's own release first."""

from vorort.stats.protect._audit import AuditReport, audit
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
    "AuditReport",
    "Protection",
    "Rule",
    "SuppressionPlan",
    "Table",
    "audit",
    "primary",
    "publishable_clearance",
    "publishable_rate",
    "round_significant",
    "suppress",
]
