"""Which files a body takes in: known by their content, not by what they are called."""

from django.utils.translation import gettext as _

from vorort.files.choices import ContentType

FILE_ENDINGS: dict[ContentType, frozenset[str]] = {
    ContentType.PDF: frozenset({"pdf"}),
    ContentType.DOCX: frozenset({"docx"}),
    ContentType.XLSX: frozenset({"xlsx"}),
    ContentType.ODS: frozenset({"ods"}),
    ContentType.CSV: frozenset({"csv", "txt"}),
    ContentType.TEXT: frozenset({"txt", "csv"}),
    ContentType.PNG: frozenset({"png"}),
    ContentType.JPEG: frozenset({"jpg", "jpeg"}),
}


def ending_of(name: str) -> str:
    """Return the ending of a file name in small letters, or nothing where it has no plain one."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""


def wrong_file(kind: ContentType, ending: str) -> str:
    """Return why a file is not taken in, as a sentence; nothing where it is."""
    if kind == ContentType.EMPTY:
        return _("Die Datei ist leer. Bitte wählen Sie eine andere.")
    if kind not in FILE_ENDINGS:
        return _(
            "Diese Datei lässt sich nicht ablegen (Inhalt: %(kind)s). Möglich sind PDF, Word, "
            "Excel, OpenDocument-Tabelle, CSV, Text und Bilder (PNG, JPEG)."
        ) % {"kind": kind.label}
    if ending not in FILE_ENDINGS[kind]:
        return _(
            "Der Name endet auf „.%(ending)s“, der Inhalt ist aber etwas anderes: %(kind)s. Bitte "
            "speichern Sie die Datei neu oder benennen Sie sie richtig."
        ) % {"ending": ending, "kind": kind.label}
    return ""
