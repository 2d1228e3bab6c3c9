"""The life of a report, and what may become of each of its figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    WITH_POLICE = "with_police", _("bei der Polizei")
    POLICE_DONE = "police_done", _("von der Polizei geprüft")
    APPROVED = "approved", _("freigegeben")
    PUBLISHED = "published", _("veröffentlicht")
    SUPERSEDED = "superseded", _("ersetzt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


# From a state only these states can be reached; everything else is refused by the actions.
TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.WITH_POLICE, ReportState.POLICE_DONE}),
    ReportState.WITH_POLICE: frozenset({ReportState.POLICE_DONE, ReportState.DRAFT}),
    ReportState.POLICE_DONE: frozenset(
        {ReportState.APPROVED, ReportState.WITH_POLICE, ReportState.DRAFT}
    ),
    ReportState.APPROVED: frozenset({ReportState.PUBLISHED, ReportState.DRAFT}),
    ReportState.PUBLISHED: frozenset({ReportState.SUPERSEDED, ReportState.WITHDRAWN}),
    ReportState.SUPERSEDED: frozenset(),
    ReportState.WITHDRAWN: frozenset(),
}
# Texts and annotations may change until somebody has approved them.
EDITABLE = frozenset({ReportState.DRAFT, ReportState.WITH_POLICE, ReportState.POLICE_DONE})
# One version in work for an area and year, one public: states that exclude a second one.
IN_WORK = EDITABLE | {ReportState.APPROVED}


class SectionState(models.TextChoices):
    OPEN = "open", _("offen")
    DONE = "done", _("fertig")


class PoliceState(models.TextChoices):
    OPEN = "open", _("offen")
    RELEASED = "released", _("freigegeben")
    CHANGED = "changed", _("Änderung gewünscht")
    REFUSED = "refused", _("nicht freigegeben")


# The police has said its last word about a figure.
DECIDED = frozenset({PoliceState.RELEASED, PoliceState.REFUSED})


class RemarkState(models.TextChoices):
    OPEN = "open", _("offen")
    DONE = "done", _("erledigt")
