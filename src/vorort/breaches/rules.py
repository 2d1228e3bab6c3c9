"""Who may know of incidents, and what each of them asks for."""

import datetime as dt

from vorort.accounts.models import Person
from vorort.authorities.choices import Role
from vorort.authorities.models import Authority
from vorort.authorities.rules import roles_of
from vorort.breaches.choices import (
    CERT_FIRST,
    CERT_FULL,
    SUPERVISOR,
    IncidentState,
    ReportStep,
    Risk,
)
from vorort.breaches.models import Incident

SEES_INCIDENTS = frozenset(
    {Role.COORDINATOR, Role.MAYOR, Role.PROTECTION_OFFICER, Role.SECURITY_OFFICER}
)


def can_see_incidents(actor: Person, authority: Authority) -> bool:
    return bool(roles_of(actor, authority) & SEES_INCIDENTS)


def steps_owed(incident: Incident) -> dict[ReportStep, dt.datetime | None]:
    """Return whom the incident must be told, each with its term.

    Art. 34 knows no number of hours ("unverzüglich"), so it has none.
    """
    owed: dict[ReportStep, dt.datetime | None] = {}
    if incident.is_security:
        owed[ReportStep.CERT_FIRST] = incident.noticed_at + CERT_FIRST
        owed[ReportStep.CERT_FULL] = incident.noticed_at + CERT_FULL
    if incident.is_personal and incident.risk != Risk.NONE:
        owed[ReportStep.SUPERVISOR] = incident.noticed_at + SUPERVISOR
    if incident.is_personal and incident.risk == Risk.HIGH:
        owed[ReportStep.PEOPLE] = None
    return owed


def step_done_at(incident: Incident, step: ReportStep) -> dt.datetime | None:
    """Return when a report was made, or None."""
    return {
        ReportStep.CERT_FIRST: incident.cert_first_at,
        ReportStep.CERT_FULL: incident.cert_full_at,
        ReportStep.SUPERVISOR: incident.supervisor_at,
        ReportStep.PEOPLE: incident.people_at,
    }[step]


def open_steps(incident: Incident) -> dict[ReportStep, dt.datetime | None]:
    """Return what still has to be told, each with its term."""
    if incident.state == IncidentState.CLOSED:
        return {}
    owed = steps_owed(incident)
    return {step: due for step, due in owed.items() if step_done_at(incident, step) is None}


def may_close(incident: Incident) -> bool:
    """Return whether everything was told, or a reason says why not."""
    judged = not incident.is_personal or incident.risk != Risk.UNKNOWN
    return judged and (not open_steps(incident) or bool(incident.reason.strip()))
