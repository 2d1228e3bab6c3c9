"""Files for tests: real bytes of each kind, and stored ones."""

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
from PIL import Image

from vorort.accounts.models import Person
from vorort.files.actions import store
from vorort.files.choices import Purpose
from vorort.files.models import StoredFile


def xlsx_bytes() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Schlüssel", "Fälle"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_bytes(names: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (names or {"areas.shp": b"\x00\x00\x27\x0a"}).items():
            archive.writestr(name, content)
    return out.getvalue()


def jpeg_with_place() -> bytes:
    """A picture as a telephone makes it: turned on its side, with the place in it."""
    image = Image.new("RGB", (40, 20), "navy")
    exif = image.getexif()
    exif[0x0112] = 6
    exif[0x010F] = "Geheimkamera"
    exif.get_ifd(0x8825)[2] = (51.0, 20.0, 30.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"Geheimkommentar")
    return out.getvalue()


def png_with_text() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Geheimautorin")
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 100, 0, 128)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def geopackage_bytes(folder: Path) -> bytes:
    path = folder / "areas.gpkg"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 1196444487")
    connection.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    connection.commit()
    connection.close()
    return path.read_bytes()


GEOJSON = json.dumps({"type": "FeatureCollection", "features": []}).encode()
CSV = "Schlüssel;Straftat;Fälle\n------;Straftaten insgesamt;1204\n".encode("cp1252")


def stored_file(
    *, content: bytes = CSV, name: str = "tabelle.csv", by: Person | None = None
) -> StoredFile:
    return store(stream=io.BytesIO(content), name=name, purpose=Purpose.DELIVERY, by=by)
