"""The record of processing activities as a document."""

import datetime as dt

from django.utils.translation import gettext as _

from vorort.notices.exports import (
    Block,
    BulletList,
    Document,
    Facts,
    Heading,
    NoteBox,
    Paragraph,
    Table,
    letterhead,
)
from vorort.rights.queries.record import Activity, Record, assessment_points


def officer_words(record: Record) -> str:
    """Return who answers for data protection, in one line."""
    if record.officer is None:
        return _("noch nicht benannt")
    return ", ".join([record.officer.name, *record.officer.lines])


def document(record: Record, *, on: dt.date) -> Document:
    """Return the record of a town (Art. 30 Abs. 1 DSGVO)."""
    authority = record.authority
    blocks: list[Block] = [
        Facts(
            (
                (_("Verantwortlich"), authority.name),
                (_("Anschrift"), ", ".join((authority.address or "").splitlines()) or "–"),
                (
                    _("Kontakt"),
                    ", ".join(w for w in (authority.phone, authority.email) if w) or "–",
                ),
                (_("Datenschutzbeauftragte oder -beauftragter"), officer_words(record)),
            )
        ),
        Paragraph(
            _(
                "Dieses Verzeichnis entsteht aus den Angaben, die jede Tabelle der Plattform über "
                "sich macht. Es stimmt damit überein, was die Plattform tatsächlich speichert."
            ),
            lead=True,
        ),
    ]
    for activity in record.activities:
        blocks += [Heading(1, activity.name), _facts(activity)]
        blocks.append(
            Table(
                _("Fristen: %(name)s") % {"name": activity.name},
                (_("Daten"), _("Frist")),
                [tuple(line.split(": ", 1)) for line in activity.retentions],
            )
        )
    blocks += [
        Heading(1, _("Technische und organisatorische Maßnahmen")),
        BulletList(record.measures),
        *_assessment(record),
    ]
    return Document(
        title=_("Verzeichnis von Verarbeitungstätigkeiten"),
        subject=_("Verzeichnis nach Art. 30 Abs. 1 DSGVO"),
        author=authority.name,
        date=on,
        blocks=blocks,
        letterhead=letterhead(authority),
    )


def _facts(activity: Activity) -> Facts:
    return Facts(
        (
            (_("Zwecke"), "; ".join(activity.purposes)),
            (_("Rechtsgrundlagen"), "; ".join(activity.bases) or "–"),
            (_("Betroffene"), "; ".join(activity.subjects) or "–"),
            (_("Kategorien von Daten"), ", ".join(activity.data)),
            (_("Empfänger"), "; ".join(activity.recipients) or _("keine außerhalb der Plattform")),
            (_("Drittländer"), _("keine Übermittlung")),
        )
    )


def _assessment(record: Record) -> list[Block]:
    needed = [each.name for each in record.activities if each.needs_assessment]
    words = (
        _("Für diese Bereiche ist eine Folgenabschätzung nötig: %(names)s.")
        % {"names": ", ".join(needed)}
        if needed
        else _(
            "Lagebild und Zahlen sind zusammengefasst und enthalten keine Personen. Ob wegen "
            "Befragungen oder anderer Erhebungen eine Folgenabschätzung nötig ist, prüfen Sie bitte "
            "vor deren Beginn mit Ihrer oder Ihrem Datenschutzbeauftragten."
        )
    )
    return [
        Heading(1, _("Datenschutz-Folgenabschätzung (Art. 35 DSGVO): Gerüst")),
        NoteBox(words),
        Table(
            _("Gliederung der Folgenabschätzung"),
            (_("Abschnitt"), _("Was hineingehört")),
            list(assessment_points()),
        ),
    ]
