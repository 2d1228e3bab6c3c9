"""Reads of the Lagebild: the computed picture, reports, duties."""

from vorort.situation.queries.maps import build_map
from vorort.situation.queries.picture import NoFiguresError, build_picture, resolve_area_key
from vorort.situation.queries.plans import PlannedFigure, PlannedSection, missing_groups, plan
from vorort.situation.queries.reports import (
    Duty,
    area_key_of,
    count_police_states,
    get_figure,
    get_for_job,
    get_report,
    get_section,
    list_annotations,
    list_duties,
    list_effects,
    list_figures,
    list_remarks,
    list_reports,
    list_sections,
    needs_police,
    running_job,
    shown_state,
    years_to_report,
)

__all__ = [
    "Duty",
    "NoFiguresError",
    "PlannedFigure",
    "PlannedSection",
    "area_key_of",
    "build_map",
    "build_picture",
    "count_police_states",
    "get_figure",
    "get_for_job",
    "get_report",
    "get_section",
    "list_annotations",
    "list_duties",
    "list_effects",
    "list_figures",
    "list_remarks",
    "list_reports",
    "list_sections",
    "missing_groups",
    "needs_police",
    "plan",
    "resolve_area_key",
    "running_job",
    "shown_state",
    "years_to_report",
]
