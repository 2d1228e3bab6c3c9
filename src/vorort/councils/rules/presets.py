"""What a legal basis lays down, and what we propose where it is silent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.councils.choices import (
    ChairMode,
    CircularRule,
    DecisionMode,
    LegalBasis,
    Majority,
    MinutesApproval,
    Publicity,
    QuorumKind,
    TieRule,
)
from vorort.councils.models import BodyRules

# The settings of rules that people change; the order is that of the page.
EDITABLE = (
    "legal_reference",
    "meetings_per_year",
    "notice_days",
    "publicity",
    "chair_mode",
    "quorum_kind",
    "quorum_number",
    "decision_mode",
    "majority",
    "tie_rule",
    "circular_rule",
    "minutes_due_days",
    "minutes_approval",
    "objection_days",
    "paper_required",
    "hand_out_minutes",
    "guests_may_speak",
    "confidentiality",
    "conflict_of_interest",
)

LEGAL_REFERENCES: dict[LegalBasis, Promise | str] = {
    LegalBasis.ADVISORY_COMMITTEE: _("Hauptsatzung"),
    LegalBasis.ADVISORY_BOARD: _("Hauptsatzung"),
    LegalBasis.AGREEMENT: "",
    LegalBasis.MAYOR_ORDER: "",
}

_BIAS = _(
    "Wer selbst oder wessen Angehörige von einer Entscheidung einen unmittelbaren Vor- oder "
    "Nachteil haben, zeigt das vor der Beratung an und verlässt den Tisch."
)
_SILENCE_BY_LAW = _(
    "Über alle in nichtöffentlicher Sitzung behandelten Angelegenheiten ist Verschwiegenheit zu "
    "wahren, bis sie aufgehoben wird (§ 37 Abs. 2 SächsGemO)."
)
_SILENCE = _("Vertrauliches aus der Sitzung und Angaben zu Personen bleiben unter den Mitgliedern.")

# Where the law names no number (notice, rhythm) this is a proposal: the rules of procedure decide.
_FREE: dict[str, Any] = {
    "meetings_per_year": 2,
    "notice_days": 14,
    "quorum_kind": QuorumKind.HALF,
    "quorum_number": None,
    "majority": Majority.SIMPLE,
    "tie_rule": TieRule.REJECTED,
    "publicity": Publicity.NON_PUBLIC,
    "minutes_due_days": 28,
    "minutes_approval": MinutesApproval.SILENCE,
    "objection_days": 14,
    "paper_required": False,
    "hand_out_minutes": True,
    "circular_rule": CircularRule.NO_OBJECTION,
    "guests_may_speak": True,
    "confidentiality": _SILENCE,
    "conflict_of_interest": _BIAS,
}
PRESETS: dict[LegalBasis, Mapping[str, Any]] = {
    # §§ 36, 37 Abs. 2 Halbsatz 1, 38 to 40 and 42 apply (§ 43 Abs. 3 SächsGemO).
    LegalBasis.ADVISORY_COMMITTEE: {
        **_FREE,
        "chair_mode": ChairMode.MAYOR,
        "decision_mode": DecisionMode.VOTE,
        "minutes_approval": MinutesApproval.SIGNATURES,
        "paper_required": True,
        # Copies of minutes of non-public meetings are not handed out (§ 40 Abs. 2).
        "hand_out_minutes": False,
        "confidentiality": _SILENCE_BY_LAW,
        "conflict_of_interest": _(
            "Es gilt der Ausschluss wegen Befangenheit (§ 20 SächsGemO). Wer befangen ist, zeigt "
            "das vor der Beratung an und verlässt die Sitzung."
        ),
    },
    # § 47 says what such boards are for, and leaves the rest to the main statute.
    LegalBasis.ADVISORY_BOARD: {
        **_FREE,
        "chair_mode": ChairMode.ELECTED,
        "decision_mode": DecisionMode.VOTE,
        "minutes_approval": MinutesApproval.NEXT_MEETING,
        "publicity": Publicity.PARTLY,
    },
    LegalBasis.AGREEMENT: {
        **_FREE,
        "chair_mode": ChairMode.CO_CHAIRS,
        "decision_mode": DecisionMode.CONSENSUS,
        "quorum_kind": QuorumKind.MORE_THAN_HALF,
        "publicity": Publicity.PARTLY,
    },
    LegalBasis.MAYOR_ORDER: {
        **_FREE,
        "chair_mode": ChairMode.MAYOR,
        "decision_mode": DecisionMode.CONSENSUS,
        "publicity": Publicity.PARTLY,
    },
}


@dataclass(frozen=True)
class Bound:
    """What the law leaves open in one setting: these values, up to this number; and where."""

    section: str
    allowed: frozenset[Any] = frozenset()
    most: int | None = None

    def holds(self, value: Any) -> bool:
        """Whether the law lets the setting have this value."""
        if self.most is not None:
            return value is not None and int(value) <= self.most
        return value in self.allowed


def _only(section: str, *values: Any) -> Bound:
    return Bound(section, frozenset(values))


BY_LAW: dict[LegalBasis, Mapping[str, Bound]] = {
    LegalBasis.ADVISORY_COMMITTEE: {
        "publicity": _only("§ 43 Abs. 2 SächsGemO", Publicity.NON_PUBLIC),
        # The main statute may let the committee elect its chair.
        "chair_mode": _only("§ 43 Abs. 3 SächsGemO", ChairMode.MAYOR, ChairMode.ELECTED),
        "quorum_kind": _only("§ 39 Abs. 2 SächsGemO", QuorumKind.HALF),
        "decision_mode": _only("§ 39 Abs. 5 SächsGemO", DecisionMode.VOTE),
        "majority": _only("§ 39 Abs. 6 SächsGemO", Majority.SIMPLE),
        "tie_rule": _only("§ 39 Abs. 6 SächsGemO", TieRule.REJECTED),
        "circular_rule": _only(
            "§ 39 Abs. 1 SächsGemO", CircularRule.NO_OBJECTION, CircularRule.NONE
        ),
        # "Within a month": the shortest one has 28 days, so no month is ever exceeded.
        "minutes_due_days": Bound("§ 40 Abs. 2 SächsGemO", most=28),
        "minutes_approval": _only("§ 40 Abs. 2 SächsGemO", MinutesApproval.SIGNATURES),
        "paper_required": _only("§ 40 Abs. 1 SächsGemO", True),
        "hand_out_minutes": _only("§ 40 Abs. 2 SächsGemO", False),
    }
}


def label_of(name: str) -> str:
    """Return what a setting is called."""
    return str(getattr(BodyRules._meta.get_field(name), "verbose_name", name))  # noqa: SLF001


def preset(basis: LegalBasis | str) -> dict[str, Any]:
    """Return the settings of a legal basis as plain values."""
    found = LegalBasis(basis)
    values = {"legal_basis": found, "legal_reference": LEGAL_REFERENCES[found], **PRESETS[found]}
    return {name: str(one) if isinstance(one, Promise) else one for name, one in values.items()}


def broken_bounds(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the settings that the law does not allow, each with where it says so."""
    bounds = BY_LAW.get(LegalBasis(values["legal_basis"]), {})
    return {
        name: bound.section
        for name, bound in bounds.items()
        if name in values and not bound.holds(values[name])
    }
