"""The report of an incident: what the SAX.CERT and the supervisor ask for, as PDF and JSON."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from vorort.audit.choices import verb_label
from vorort.audit.models import Event
from vorort.breaches.choices import ReportStep, Risk
from vorort.breaches.models import Incident
from vorort.breaches.rules import step_done_at, steps_owed
from vorort.notices.exports import (
    Block,
    Document,
    Facts,
    Heading,
    NoteBox,
    Paragraph,
    Table,
    letterhead,
)
from vorort.ui.format import datetime as german_time
from vorort.ui.format import number

ENTRIES_SHOWN = 200


def document(
    incident: Incident, officer: str, events: Sequence[Event], *, at: dt.datetime
) -> Document:
    """Return the report; ``events`` is the extract of the town's log."""
    authority = incident.authority
    blocks: list[Block] = [
        NoteBox(_("Vertraulich. Nur für Meldestellen und die zuständigen Personen.")),
        Facts(_head(incident, officer)),
        Heading(1, _("Was ist geschehen?")),
        Paragraph(incident.description),
        Heading(1, _("Betroffene Daten und Personen")),
        Facts(_affected(incident)),
        Heading(1, _("Folgen und Maßnahmen")),
        Facts(
            (
                (_("Wahrscheinliche Folgen"), incident.consequences or _("noch nicht bekannt")),
                (_("Maßnahmen"), incident.measures or _("noch keine")),
                *(((_("Begründung"), incident.reason),) if incident.reason else ()),
            )
        ),
        Heading(1, _("Meldungen")),
        _steps(incident),
        Heading(1, _("Auszug aus dem Protokoll")),
        _log(events),
    ]
    return Document(
        title=_("Meldung eines Vorfalls"),
        subtitle=incident.title,
        subject=_("Vorfallmeldung an SAX.CERT und Aufsicht (Art. 33 DSGVO)"),
        author=authority.name,
        date=at.date(),
        blocks=blocks,
        letterhead=letterhead(authority),
        footer=_("Vertraulich"),
    )


def _head(incident: Incident, officer: str) -> list[tuple[str, str]]:
    kinds = []
    if incident.is_security:
        kinds.append(_("Informationssicherheit"))
    if incident.is_personal:
        kinds.append(_("Schutz personenbezogener Daten"))
    happened = german_time(incident.happened_at) if incident.happened_at else _("nicht bekannt")
    return [
        (_("Kennung"), incident.public_id),
        (_("Stelle"), incident.authority.name),
        (_("Geschehen"), happened),
        (_("Bemerkt"), german_time(incident.noticed_at)),
        (_("Betrifft"), ", ".join(kinds) or "–"),
        (_("Stand"), str(incident.get_state_display())),
        (_("Datenschutz"), officer),
    ]


def _affected(incident: Incident) -> list[tuple[str, str]]:
    def count(value: int | None) -> str:
        return number(value) if value is not None else _("nicht bekannt")

    return [
        (_("Arten von Daten"), incident.data_categories or "–"),
        (_("Gruppen von Personen"), incident.people_categories or "–"),
        (_("Zahl der Personen, ungefähr"), count(incident.people_count)),
        (_("Zahl der Datensätze, ungefähr"), count(incident.records_count)),
        (_("Risiko"), str(Risk(incident.risk).label)),
    ]


def _steps(incident: Incident) -> Table:
    rows = []
    for step, due in steps_owed(incident).items():
        done = step_done_at(incident, step)
        rows.append(
            (
                str(ReportStep(step).label),
                german_time(due) if due else _("unverzüglich"),
                german_time(done) if done else _("offen"),
            )
        )
    return Table(_("Meldungen und Fristen"), (_("Meldung"), _("Frist"), _("gemeldet")), rows)


def _log(events: Sequence[Event]) -> Table:
    """The log by function and deed; who acted is a number, names stay in the town."""
    rows = [
        (
            german_time(event.occurred_at),
            verb_label(event.verb),
            event.object_label or "–",
            str(event.actor_id or "–"),
            str(event.chain_position or _("noch nicht versiegelt")),
        )
        for event in events[:ENTRIES_SHOWN]
    ]
    columns = (_("Wann"), _("Handlung"), _("Gegenstand"), _("Konto"), _("Siegel Nr."))
    return Table(_("Protokoll rund um den Vorfall"), columns, rows)


def as_json(
    incident: Incident, officer: str, events: Sequence[Event], *, at: dt.datetime
) -> dict[str, object]:
    """Return the same report for machines."""
    steps = steps_owed(incident)

    def moment(value: dt.datetime | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "schema": "vorort.vorfall",
        "schema_version": 1,
        "made_at": at.isoformat(),
        "id": incident.public_id,
        "authority": {"name": incident.authority.name, "area_key": incident.authority.area_key},
        "protection_officer": officer,
        "title": incident.title,
        "state": str(incident.state),
        "happened_at": moment(incident.happened_at),
        "noticed_at": moment(incident.noticed_at),
        "description": incident.description,
        "is_security": incident.is_security,
        "is_personal": incident.is_personal,
        "data_categories": incident.data_categories,
        "people_categories": incident.people_categories,
        "people_count": incident.people_count,
        "records_count": incident.records_count,
        "consequences": incident.consequences,
        "measures": incident.measures,
        "risk": str(incident.risk),
        "reason": incident.reason,
        "reports": [
            {"step": step.value, "due_at": moment(due), "told_at": moment(step_done_at(incident, step))}
            for step, due in steps.items()
        ],
        "log": [
            {
                "occurred_at": event.occurred_at.isoformat(),
                "verb": event.verb,
                "kind": event.object_kind,
                "object": event.object_id,
                "label": event.object_label,
                "actor": event.actor_id,
                "position": event.chain_position,
                "hash": event.hash,
            }
            for event in events[:ENTRIES_SHOWN]
        ],
    }  # fmt: skip
