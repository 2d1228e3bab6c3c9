"""The outline of a town's Lagebild: sections, and the offence groups each one shows."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.figures.choices import OFFENCE_GROUPS, OffenceGroup


class FigureKind(models.TextChoices):
    SERIES = "series", _("Zeitreihe")
    MAP = "map", _("Karte")


class SectionKind(models.TextChoices):
    SUMMARY = "summary", "Kurz gesagt"
    TOTAL = "total", "Straftaten insgesamt"
    THEFT = "theft", "Diebstahl"
    VIOLENCE = "violence", "Gewalt und Drohung"
    DAMAGE = "damage", "Sachbeschädigung"
    STREET = "street", "Straßenkriminalität"
    FRAUD = "fraud", "Betrug"
    DRUGS = "drugs", "Rauschgiftdelikte"
    OTHER = "other", "Weitere Gruppen"
    OWI = "owi", "Ordnungswidrigkeiten"
    ACCIDENTS = "accidents", "Verkehrsunfälle"
    STRUCTURE = "structure", "Soziales und Struktur"
    AREAS = "areas", "Vergleich der Gebiete"


@dataclass(frozen=True)
class SectionPlan:
    """A section and the codes of its offence groups."""

    kind: SectionKind
    groups: tuple[str, ...] = ()


TOTAL = "------"
WITHOUT_IMMIGRATION = "890000"
IMMIGRATION = "725000"
# The map shows what happens in public space, else everything.
MAP_GROUPS = ("street-crime", "total")

OUTLINE: tuple[SectionPlan, ...] = (
    SectionPlan(SectionKind.SUMMARY),
    SectionPlan(SectionKind.TOTAL, ("total",)),
    SectionPlan(
        SectionKind.THEFT,
        (
            "theft",
            "burglary",
            "shoplifting",
            "pickpocketing",
            "theft-vehicle-parts",
            "theft-car",
            "theft-bicycle",
        ),
    ),
    SectionPlan(
        SectionKind.VIOLENCE,
        (
            "violent",
            "robbery",
            "dangerous-bodily-harm",
            "dangerous-bodily-harm-street",
            "simple-bodily-harm",
            "threats",
        ),
    ),
    SectionPlan(SectionKind.DAMAGE, ("damage", "graffiti")),
    SectionPlan(SectionKind.STREET, ("street-crime",)),
    SectionPlan(SectionKind.FRAUD, ("fraud",)),
    SectionPlan(SectionKind.DRUGS, ("drugs",)),
    SectionPlan(SectionKind.OTHER, ("resistance", "arson")),
    SectionPlan(SectionKind.OWI),
    SectionPlan(SectionKind.ACCIDENTS),
    SectionPlan(SectionKind.STRUCTURE),
    SectionPlan(SectionKind.AREAS),
)
# Sections of their own beside the police statistics; each shows the source of the same name.
BESIDE = frozenset({SectionKind.OWI, SectionKind.ACCIDENTS, SectionKind.STRUCTURE})

GROUPS = {group.code: group for group in OFFENCE_GROUPS}


def group_of(code: str) -> OffenceGroup | None:
    """Return the group a key stands for, or None."""
    for group in OFFENCE_GROUPS:
        if code in group.codes or code in group.narrower:
            return group
    return None


def plain_label(code: str, fallback: str) -> str:
    """Return the everyday name of a group, or the source's own label."""
    group = group_of(code)
    return str(group.label) if group else fallback
