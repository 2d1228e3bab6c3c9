"""Everything of a town in open formats, and the offer to the archive."""

import base64
import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from django.db import models
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority, Membership
from vorort.core.privacy import catalogue
from vorort.core.privacy.catalogue import Entry
from vorort.core.scopes import platform_scope
from vorort.files.models import StoredFile
from vorort.files.queries import open_stored, path_of
from vorort.publications.models import Representation
from vorort.rights.actions.town_rows import tables_of_towns
from vorort.rights.exports.zipping import Bundle, bundle
from vorort.ui.format import date as german_date

Tell = Callable[[int, int, str], None]
# Tables of these apps are figures: also given as CSV.
FIGURES = frozenset({"evidence", "places", "records", "tables", "figures"})
PEOPLE = "accounts.Person"
_OFFERED = ("pdf", "html", "csv", "json")


def table_file(entry: Entry) -> str:
    """Return where the rows of a table stand in the export."""
    return f"tabellen/{entry.label}.jsonl"


def _value(value: object) -> object:
    """Return a value that JSON can hold and that reads back the same."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _columns(entry: Entry) -> list["models.Field[object, object]"]:
    """Return the columns of a table that are given out: no secrets, no doubles."""
    hidden = set(entry.declared.sensitive)
    if entry.model is Representation:
        # The bytes stand as files of their own.
        hidden |= {"content", "content_gzip"}
    return [c for c in entry.model._meta.concrete_fields if c.name not in hidden]  # noqa: SLF001


def _lines(entry: Entry, rows: Iterable[models.Model]) -> Iterator[bytes]:
    names = [column.attname for column in _columns(entry)]
    for row in rows:
        values = {name: _value(getattr(row, name)) for name in names}
        yield (json.dumps(values, ensure_ascii=False) + "\n").encode()


def _csv(entry: Entry, rows: Iterable[models.Model]) -> Iterator[bytes]:
    names = [column.attname for column in _columns(entry)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    # The mark makes spreadsheets read UTF-8.
    buffer.write("\ufeff")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(_value(getattr(row, name))) for name in names])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    # A spreadsheet must not take a text for a formula.
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return value


def _describe(entry: Entry, count: int) -> dict[str, object]:
    return {
        "table": entry.label,
        "name": entry.name,
        "purpose": entry.declared.purpose,
        "retention": str(entry.declared.retention),
        "file": table_file(entry),
        "rows": count,
        "left_out": list(entry.declared.sensitive),
        "columns": [
            {
                "name": column.attname,
                "label": str(column.verbose_name),
                "type": column.get_internal_type(),
                "null": column.null,
                "points_at": (
                    column.related_model._meta.label  # noqa: SLF001
                    if isinstance(column, models.ForeignKey)
                    else None
                ),
                "choices": {str(k): str(v) for k, v in column.flatchoices or ()} or None,
                "personal": column.name in entry.declared.personal,
            }
            for column in _columns(entry)
        ],
    }


def write_town(
    target: Path, authority: Authority, *, at: dt.datetime, tell: Tell
) -> dict[str, int]:
    """Write everything of a town; return the number of rows by table.

    The caller answers for who may have it. Rows of other towns and official tables for
    everybody are not in it.
    """
    counts: dict[str, int] = {}
    described = []
    with platform_scope("the full export of a town crosses its tables"), bundle(target) as parts:
        tables = tables_of_towns()
        for number, entry in enumerate(tables):
            tell(number, len(tables) + 2, entry.name)
            rows = catalogue.rows_of_town(entry, authority.pk).order_by("pk")
            counts[entry.label] = rows.count()
            described.append(_describe(entry, counts[entry.label]))
            parts.add(table_file(entry), _lines(entry, rows.iterator(chunk_size=2000)))
            app = entry.model._meta.app_label  # noqa: SLF001
            if app in FIGURES and counts[entry.label]:
                parts.add(f"zahlen/{entry.label}.csv", _csv(entry, rows.iterator(chunk_size=2000)))
        counts[PEOPLE] = _add_people(parts, authority)
        tell(len(tables), len(tables) + 2, _("Dateien"))
        files = _add_files(parts, authority)
        tell(len(tables) + 1, len(tables) + 2, _("Veröffentlichungen"))
        published = _add_published(parts, authority)
        parts.add_json("schema.json", {"schema": "vorort.gesamtexport", "tables": described})
        parts.add_text("LIESMICH.md", _readme(authority, counts, files, published, at))
    return counts


def _add_people(parts: Bundle, authority: Authority) -> int:
    """Add who works or worked here: what is needed to read the keys, nothing else."""
    held = Membership.objects.filter(authority=authority).order_by().values("person_id")
    people = list(Person.objects.filter(pk__in=held).order_by("pk"))
    lines = [
        json.dumps(
            {"id": person.pk, "public_id": person.public_id, "name": person.name,
             "email": person.email},
            ensure_ascii=False,
        )
        for person in people
    ]  # fmt: skip
    parts.add_text(f"tabellen/{PEOPLE}.jsonl", "".join(f"{line}\n" for line in lines))
    return len(people)


def _add_files(parts: Bundle, authority: Authority) -> int:
    entry = catalogue.get_entry("files.StoredFile")
    added = 0
    for row in catalogue.rows_of_town(entry, authority.pk).order_by("pk"):
        if isinstance(row, StoredFile) and path_of(row).is_file():
            with open_stored(row) as stream:
                parts.add_stream(f"dateien/{row.public_id}/{row.original_name}", stream)
            added += 1
    return added


def _add_published(parts: Bundle, authority: Authority, *, only: tuple[str, ...] = ()) -> int:
    rows = Representation.objects.filter(publication__authority=authority).order_by("pk")
    if only:
        rows = rows.filter(format__in=only)
    for row in rows.iterator(chunk_size=20):
        name = row.path.strip("/") + ("/index.html" if row.path.endswith("/") else "")
        parts.add(f"veroeffentlichungen/{row.publication_id}/{name}", [bytes(row.content)])
    return rows.count()


def _readme(
    authority: Authority, counts: dict[str, int], files: int, published: int, at: dt.datetime
) -> str:
    lines = "\n".join(f"- `{label}`: {count}" for label, count in sorted(counts.items()) if count)
    words = _(
        "# Gesamtexport: %(name)s\n\n"
        "Stand: %(day)s. Alles, was auf der Plattform VorOrt zu dieser Gebietskörperschaft "
        "gespeichert ist, in offenen Formaten.\n\n"
        "- `tabellen/`: je Tabelle eine Datei, je Zeile ein Datensatz als JSON (JSON Lines, UTF-8)\n"
        "- `schema.json`: Name, Bezeichnung, Typ und Verweise jeder Spalte\n"
        "- `zahlen/`: die Zahlen auch als CSV (UTF-8, Semikolon, Kopfzeile)\n"
        "- `dateien/`: %(files)s hochgeladene Dateien im Original\n"
        "- `veroeffentlichungen/`: %(published)s veröffentlichte Seiten und Dateien, Byte für Byte\n"
        "- `tabellen/audit.Event.jsonl`: das Protokoll mit seinen Siegeln\n"
        "- `SHA256SUMS`: Prüfsummen; prüfen mit `sha256sum -c SHA256SUMS`\n\n"
        "Nicht enthalten: Passwörter und andere Geheimnisse, Zeilen anderer Orte und amtliche "
        "Tabellen, die allen Orten dienen. Das Paket enthält personenbezogene Angaben. Bitte "
        "bewahren Sie es verschlossen auf.\n\n"
        "## Zahl der Datensätze\n\n%(counts)s\n"
    )
    return words % {
        "name": authority.name,
        "day": german_date(at),
        "files": files,
        "published": published,
        "counts": lines,
    }


# ── the archive ──────────────────────────────────────────


def write_offer(
    target: Path, authority: Authority, *, at: dt.datetime, tell: Tell
) -> dict[str, int]:
    """Write what is offered to the archive: documents and a list that describes each of them."""
    rows: list[tuple[object, ...]] = []
    with (
        platform_scope("the offer to the archive crosses a town's tables"),
        bundle(target) as parts,
    ):
        tell(0, 2, _("Veröffentlichungen"))
        shown = Representation.objects.filter(
            publication__authority=authority, format__in=_OFFERED
        ).select_related("publication")
        for row in shown.order_by("publication__published_at", "pk").iterator(chunk_size=20):
            publication = row.publication
            name = f"dokumente/{publication.public_id}/{row.filename or 'seite.html'}"
            sha = parts.add(name, [bytes(row.content)])
            rows.append(
                (
                    publication.public_id,
                    publication.title,
                    publication.get_kind_display(),
                    german_date(publication.published_at),
                    f"{_('Fassung')} {publication.version}, {publication.get_status_display()}",
                    row.content_type,
                    row.size,
                    name,
                    sha,
                )
            )
        tell(1, 2, _("Dateien"))
        rows += _offer_files(parts, authority)
        parts.add_text("verzeichnis.csv", _list_of_offer(rows))
        parts.add_text("LIESMICH.md", _offer_readme(authority, len(rows), at))
    return {"documents": len(rows)}


def _offer_files(parts: Bundle, authority: Authority) -> list[tuple[object, ...]]:
    made: list[tuple[object, ...]] = []
    entry = catalogue.get_entry("files.StoredFile")
    for row in catalogue.rows_of_town(entry, authority.pk).order_by("pk"):
        if not isinstance(row, StoredFile) or not path_of(row).is_file():
            continue
        name = f"dateien/{row.public_id}/{row.original_name}"
        with open_stored(row) as stream:
            sha = parts.add_stream(name, stream)
        made.append(
            (
                row.public_id,
                row.original_name,
                row.get_purpose_display(),
                german_date(row.stored_at),
                _("Original, wie eingegangen"),
                row.content_type,
                row.size,
                name,
                sha,
            )
        )
    return made


def _list_of_offer(rows: list[tuple[object, ...]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(
        [
            _("Kennung"), _("Titel"), _("Art"), _("Datum"), _("Fassung und Stand"), _("Format"),
            _("Größe in Byte"), _("Datei im Paket"), _("Prüfsumme (SHA-256)"),
        ]
    )  # fmt: skip
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return buffer.getvalue()


def _offer_readme(authority: Authority, count: int, at: dt.datetime) -> str:
    words = _(
        "# Angebot an das Archiv: %(name)s\n\n"
        "Stand: %(day)s. Unterlagen der kommunalen Prävention, angeboten nach §§ 5 und 13 "
        "SächsArchivG.\n\n"
        "- `verzeichnis.csv`: %(count)s Unterlagen mit Kennung, Titel, Datum, Format und "
        "Prüfsumme\n"
        "- `dokumente/`: veröffentlichte Lagebilder in allen Fassungen (PDF, HTML, CSV, JSON)\n"
        "- `dateien/`: eingereichte Dateien im Original\n"
        "- `SHA256SUMS`: Prüfsummen; prüfen mit `sha256sum -c SHA256SUMS`\n\n"
        "Bitte teilen Sie der Gebietskörperschaft mit, was Sie übernehmen.\n"
    )
    return words % {"name": authority.name, "day": german_date(at), "count": count}
