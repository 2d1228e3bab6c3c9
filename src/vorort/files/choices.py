"""What a file is by its content, and what it is kept for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentType(models.TextChoices):
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Excel-Mappe")
    XLS = "application/vnd.ms-excel", _("Excel-Mappe (altes Format)")
    ODS = "application/vnd.oasis.opendocument.spreadsheet", _("OpenDocument-Tabelle")
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _("Word-Dokument"),
    )
    ZIP = "application/zip", _("ZIP-Archiv")
    CSV = "text/csv", _("CSV-Tabelle")
    TEXT = "text/plain", _("Text")
    HTML = "text/html", _("HTML-Seite")
    XML = "application/xml", _("XML")
    JSON = "application/json", _("JSON")
    GEOJSON = "application/geo+json", _("GeoJSON")
    GEOPACKAGE = "application/geopackage+sqlite3", _("GeoPackage")
    SQLITE = "application/vnd.sqlite3", _("SQLite-Datenbank")
    PDF = "application/pdf", _("PDF")
    PNG = "image/png", _("PNG-Bild")
    JPEG = "image/jpeg", _("JPEG-Bild")
    SVG = "image/svg+xml", _("SVG-Zeichnung")
    EMPTY = "application/x-empty", _("leere Datei")
    UNKNOWN = "application/octet-stream", _("unbekannt")


IMAGES = frozenset({ContentType.PNG, ContentType.JPEG, ContentType.SVG})


class Purpose(models.TextChoices):
    """Why a file is kept; its retention follows from it."""

    DELIVERY = "delivery", _("Lieferung von Zahlen oder Gebieten")
    ARMS = "arms", _("Wappen")
    ATTACHMENT = "attachment", _("Anlage")
    COUNCIL = "council", _("Unterlage eines Gremiums")
