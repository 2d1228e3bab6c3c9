"""Incidents: recorded, completed, told, closed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.breaches.choices import IncidentState, ReportStep
from vorort.breaches.models import Incident
from vorort.breaches.rules import may_close, open_steps
from vorort.core.errors import DomainError

FIELDS = (
    "title",
    "happened_at",
    "noticed_at",
    "description",
    "is_security",
    "is_personal",
    "data_categories",
    "people_categories",
    "people_count",
    "records_count",
    "consequences",
    "measures",
    "risk",
    "reason",
)
STEP_FIELDS = {
    ReportStep.CERT_FIRST: "cert_first_at",
    ReportStep.CERT_FULL: "cert_full_at",
    ReportStep.SUPERVISOR: "supervisor_at",
    ReportStep.PEOPLE: "people_at",
}


class IncidentClosed(DomainError):
    """A closed incident is evidence and does not change."""


class NotReady(DomainError):
    """Something has not been told yet, and no reason says why."""


@transaction.atomic
def record_incident(*, authority: Authority, by: Person, **given: Any) -> Incident:
    """Record an incident; the terms count from ``noticed_at``."""
    incident: Incident = Incident.objects.create(
        authority=authority, recorded_by=by, **{name: given[name] for name in FIELDS}
    )
    _note("breaches.incident_recorded", incident, by)
    return incident


@transaction.atomic
def change_incident(*, incident: Incident, by: Person, **given: Any) -> Incident:
    """Complete what is known of an incident."""
    locked = _open(incident)
    changed = [name for name in FIELDS if getattr(locked, name) != given[name]]
    for name in changed:
        setattr(locked, name, given[name])
    locked.save()
    _note("breaches.incident_changed", locked, by, fields=changed)
    return locked


@transaction.atomic
def mark_told(*, incident: Incident, step: ReportStep, at: dt.datetime, by: Person) -> Incident:
    """Record that a report was made."""
    locked = _open(incident)
    if step not in open_steps(locked):
        raise NotReady(_("Diese Meldung ist schon vermerkt oder nicht nötig."))
    setattr(locked, STEP_FIELDS[step], at)
    locked.save()
    _note("breaches.incident_told", locked, by, step=step.value, told_at=at)
    return locked


@transaction.atomic
def close_incident(*, incident: Incident, at: dt.datetime, by: Person) -> Incident:
    """Close an incident; what was not told needs a reason (Art. 33 Abs. 5 DSGVO)."""
    locked = _open(incident)
    if not may_close(locked):
        raise NotReady(
            _(
                "Es fehlt noch eine Meldung oder die Einschätzung des Risikos. Bitte holen Sie das "
                "nach, oder begründen Sie im Feld „Begründung“, warum nicht gemeldet wird."
            )
        )
    locked.state, locked.closed_at = IncidentState.CLOSED, at
    locked.save()
    _note("breaches.incident_closed", locked, by)
    return locked


def _open(incident: Incident) -> Incident:
    locked: Incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if locked.state == IncidentState.CLOSED:
        raise IncidentClosed(_("Der Vorfall ist abgeschlossen und lässt sich nicht mehr ändern."))
    return locked


def _note(verb: str, incident: Incident, by: Person, **after: object) -> None:
    """Record a step; what happened stays with the incident, the town's log has more readers."""
    record(
        verb=verb,
        by=by,
        authority_id=incident.authority_id,
        kind="breaches.incident",
        object_id=incident.public_id,
        label=_("Vorfall %(id)s") % {"id": incident.public_id},
        after={"state": str(incident.state), **after},
    )
