"""Reads of the Lagebild: reports, how far their figures may go, what was said before."""

from vorort.situation.queries.changes import compare, list_corrections
from vorort.situation.queries.earlier import KnownBefore, read_known_before
from vorort.situation.queries.releases import Releases, read_releases
from vorort.situation.queries.reports import (
    area_key_of,
    count_police_states,
    get_figure,
    get_for_job,
    get_report,
    get_section,
    last_job,
    list_annotations,
    list_effects,
    list_figures,
    list_of_towns,
    list_remarks,
    list_reports,
    list_resting_on,
    list_revoked,
    list_sections,
    needs_police,
    shown_state,
    years_to_report,
)

__all__ = [
    "KnownBefore",
    "Releases",
    "area_key_of",
    "compare",
    "count_police_states",
    "get_figure",
    "get_for_job",
    "get_report",
    "get_section",
    "last_job",
    "list_annotations",
    "list_corrections",
    "list_effects",
    "list_figures",
    "list_of_towns",
    "list_remarks",
    "list_reports",
    "list_resting_on",
    "list_revoked",
    "list_sections",
    "needs_police",
    "read_known_before",
    "read_releases",
    "shown_state",
    "years_to_report",
]
