"""The record of processing activities (Art. 30 DSGVO), made of what the tables declare."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.authorities.choices import ContactKind, Role
from vorort.authorities.models import Authority, Membership
from vorort.authorities.queries import get_officer
from vorort.authorities.rules import current
from vorort.core.clock import today
from vorort.core.privacy import catalogue
from vorort.core.privacy.catalogue import Entry

MEASURES = (
    gettext_lazy("Anmeldung für alle Arbeitsseiten; Rechte nach Rolle und Gebietskörperschaft"),
    gettext_lazy("Trennung der Gebietskörperschaften bei jeder Abfrage"),
    gettext_lazy(
        "Protokoll aller Änderungen, versiegelt; Lesen personenbezogener Listen wird vermerkt"
    ),
    gettext_lazy(
        "Passwörter nur als Prüfwert; Sperre nach Fehlversuchen; Sitzung endet nach zehn Stunden"
    ),
    gettext_lazy(
        "Verschlüsselte Übertragung (TLS) durch den Betreiber; keine fremden Server, keine Zählpixel"
    ),
    gettext_lazy("Öffentliche Seiten ohne Cookies und ohne Speicherung, wer sie liest"),
    gettext_lazy("Prüfung jeder Veröffentlichung auf Rückschließbarkeit"),
    gettext_lazy("Sicherung mit geprüfter Wiederherstellung; Löschlauf nach den genannten Fristen"),
)


@dataclass(frozen=True)
class Activity:
    """One processing activity: what tables of one part of the platform do."""

    name: str
    purposes: tuple[str, ...]
    bases: tuple[str, ...]
    subjects: tuple[str, ...]
    data: tuple[str, ...]
    recipients: tuple[str, ...]
    retentions: tuple[str, ...]
    needs_assessment: bool


@dataclass(frozen=True)
class Officer:
    """Who answers for data protection or security in a town."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """The record of one town."""

    authority: Authority
    officer: Officer | None
    activities: tuple[Activity, ...]
    measures: tuple[str, ...]


# Profiles, sensitive subjects or systematic observation: Art. 35 DSGVO asks for an assessment.
NEEDS_ASSESSMENT = frozenset({"surveys", "concerns", "inspections", "patrols", "analyses"})


def get_record(authority: Authority) -> Record:
    """Return the record of a town; it holds for every town that uses the platform."""
    groups: dict[str, list[Entry]] = {}
    for entry in catalogue.entries():
        if entry.has_people:
            groups.setdefault(entry.activity, []).append(entry)
    return Record(
        authority=authority,
        officer=get_protection_officer(authority),
        activities=tuple(_activity(name, entries) for name, entries in sorted(groups.items())),
        measures=tuple(str(words) for words in MEASURES),
    )


def _activity(name: str, entries: list[Entry]) -> Activity:
    declared = [entry.declared for entry in entries]
    return Activity(
        name=name,
        purposes=_unique(each.purpose for each in declared),
        bases=_unique(each.basis for each in declared),
        subjects=_unique(each.subjects for each in declared),
        data=_unique(words for entry in entries for words in _field_names(entry)),
        recipients=_unique(each.recipients for each in declared),
        retentions=_unique(f"{entry.name}: {entry.declared.retention}" for entry in entries),
        needs_assessment=any(
            entry.model._meta.app_label in NEEDS_ASSESSMENT  # noqa: SLF001
            for entry in entries
        ),
    )


def _field_names(entry: Entry) -> list[str]:
    found = []
    for name in (*entry.declared.personal, *entry.declared.sensitive):
        label = entry.column_label(name)
        if label:
            found.append(label[:1].upper() + label[1:])
    return found


def _unique(words: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(each) for each in words if each))  # type: ignore[attr-defined]


def get_protection_officer(authority: Authority) -> Officer | None:
    """Return the town's data protection officer as named in its set-up, or by role."""
    named = get_officer(authority, ContactKind.PROTECTION_OFFICER)
    if named is not None:
        lines = (named.person_name, named.phone, named.email)
        return Officer(named.name, tuple(line for line in lines if line))
    held = current(
        Membership.objects.filter(authority=authority, role=Role.PROTECTION_OFFICER), on=today()
    )
    first = held.select_related("person").order_by("from_on").first()
    if first is None:
        return None
    return Officer(first.person.name, (first.person.email,))


def assessment_points() -> tuple[tuple[str, str], ...]:
    """Return the outline of an impact assessment (Art. 35 Abs. 7 DSGVO): heading and what goes there."""
    return (
        (
            _("Beschreibung der Vorgänge und Zwecke"),
            _("Was wird verarbeitet, wozu, auf welcher Grundlage? Die Angaben oben übernehmen."),
        ),
        (
            _("Notwendigkeit und Verhältnismäßigkeit"),
            _("Warum geht es nicht mit weniger Daten, kürzeren Fristen oder ohne Personenbezug?"),
        ),
        (
            _("Risiken für die Betroffenen"),
            _("Rückschluss auf einzelne Personen bei kleinen Zahlen, Stigmatisierung von Orten, "
              "unbefugter Zugriff, falsche Zuordnung."),
        ),
        (
            _("Abhilfe"),
            _("Maßnahmen aus dem Abschnitt „Technische und organisatorische Maßnahmen“; zusätzlich: "
              "Schutz kleiner Zahlen, Vier-Augen-Prinzip vor der Veröffentlichung."),
        ),
        (
            _("Rat der oder des Datenschutzbeauftragten"),
            _("Stellungnahme mit Datum (Art. 35 Abs. 2 DSGVO)."),
        ),
        (_("Ergebnis und nächste Prüfung"), _("Restrisiko, Entscheidung, Datum der nächsten Prüfung.")),
    )  # fmt: skip
