"""Files come in whole or not at all, are judged by content, and leave nothing behind."""

import datetime as dt
import errno
import hashlib
import io
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image
from tests.factories import files as factory

from vorort.audit.models import Event
from vorort.files import actions
from vorort.files.actions._store import plain_name
from vorort.files.choices import ContentType, Purpose
from vorort.files.models import StoredFile
from vorort.files.queries import incoming_folder, open_stored, path_of

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_file_is_kept_as_received_with_its_checksum_and_an_event():
    stored = factory.stored_file()
    assert stored.sha256 == hashlib.sha256(factory.CSV).hexdigest()
    assert stored.size == len(factory.CSV)
    assert path_of(stored).read_bytes() == factory.CSV
    with open_stored(stored) as stream:
        assert stream.read() == factory.CSV
    assert list(incoming_folder().iterdir()) == []
    event = Event.objects.get(verb="files.stored")
    assert event.object_id == stored.public_id
    assert event.after["sha256"] == stored.sha256


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (factory.xlsx_bytes(), ContentType.XLSX),
        (factory.zip_bytes(), ContentType.ZIP),
        (factory.zip_bytes({"word/document.xml": b"<x/>"}), ContentType.DOCX),
        (
            factory.zip_bytes({"mimetype": b"application/x", "content.xml": b"<x/>"}),
            ContentType.ODS,
        ),
        (b"PK\x03\x04 not a zip at all", ContentType.UNKNOWN),
        (factory.CSV, ContentType.CSV),
        ("\ufeffSchlüssel,Fälle\n1,2\n".encode(), ContentType.CSV),
        ("Schlüssel\tFälle\n1\t2\n".encode("utf-16"), ContentType.CSV),
        (b"Titel der Tabelle\n\nA;B;C\n1;2;3\n", ContentType.CSV),
        (b"%PDF-1.7\n%\xe2\xe3", ContentType.PDF),
        (factory.png_with_text(), ContentType.PNG),
        (factory.jpeg_with_place(), ContentType.JPEG),
        (factory.GEOJSON, ContentType.GEOJSON),
        (b'{"a": 1}', ContentType.JSON),
        (b"\n<!DOCTYPE html>\n<html><body>Fehler 404</body></html>", ContentType.HTML),
        (b"<?xml version='1.0'?><daten/>", ContentType.XML),
        (b"Nur ein Satz ohne Tabelle.", ContentType.TEXT),
        (b"", ContentType.EMPTY),
        (b"\x00\x01\x02\x03", ContentType.UNKNOWN),
        (b"MZ\x90\x00binary", ContentType.UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", ContentType.XLS),
        (b"SQLite format 3\x00" + b"\x00" * 84, ContentType.SQLITE),
    ],
)
def test_the_type_comes_from_the_content_not_from_the_name(content, expected):
    stored = factory.stored_file(content=content, name="tabelle.csv")
    assert stored.content_type == expected


@pytest.mark.django_db
def test_a_geopackage_is_recognised(tmp_path):
    stored = factory.stored_file(content=factory.geopackage_bytes(tmp_path), name="a.csv")
    assert stored.content_type == ContentType.GEOPACKAGE


@pytest.mark.django_db
def test_a_long_table_with_a_cut_umlaut_is_still_text():
    content = ("ä" * 10 + ";").encode() * 20_000
    assert factory.stored_file(content=b"x" + content).content_type == ContentType.CSV


@pytest.mark.django_db
def test_pictures_lose_what_the_camera_wrote_and_keep_their_turn():
    stored = factory.stored_file(content=factory.jpeg_with_place(), name="foto.jpg")
    content = path_of(stored).read_bytes()
    assert b"Geheim" not in content
    assert hashlib.sha256(content).hexdigest() == stored.sha256
    assert len(content) == stored.size
    with Image.open(path_of(stored)) as image:
        assert not image.getexif()
        assert image.size == (20, 40)


@pytest.mark.django_db
def test_a_png_loses_its_texts_and_keeps_its_transparency():
    stored = factory.stored_file(content=factory.png_with_text(), name="wappen.png")
    assert b"Geheim" not in path_of(stored).read_bytes()
    with Image.open(path_of(stored)) as image:
        assert image.getpixel((0, 0)) == (0, 100, 0, 128)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nnot a picture", b"\xff\xd8\xff\xe0broken"])
def test_a_broken_picture_is_refused_in_words(content, folder):
    with pytest.raises(actions.UnreadableImage) as caught:
        factory.stored_file(content=content, name="bild.png")
    assert "PNG, JPEG oder SVG" in caught.value.message
    assert everything_in(folder) == []


@pytest.mark.django_db
def test_a_picture_with_far_too_many_pixels_is_refused(folder):
    out = io.BytesIO()
    Image.new("1", (10_000, 9_000)).save(out, "PNG")
    with pytest.raises(actions.UnreadableImage):
        factory.stored_file(content=out.getvalue(), name="bild.png")
    assert everything_in(folder) == []


class Endless:
    """A sender who never stops."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int) -> bytes:
        self.given += size
        return b"x" * size


@pytest.mark.django_db
def test_reading_stops_at_the_limit(folder):
    stream = Endless()
    with pytest.raises(actions.FileTooLarge) as caught:
        actions.store(
            stream=stream, name="a", purpose=Purpose.DELIVERY, by=None, limit_bytes=1_572_864
        )
    assert "größer als 1,5 MB" in caught.value.message
    assert stream.given < 3_000_000
    assert everything_in(folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_the_limit_setting_holds_without_an_argument(settings):
    settings.UPLOAD_LIMIT_MB = 0
    with pytest.raises(actions.FileTooLarge):
        factory.stored_file()


@pytest.mark.django_db
def test_exactly_the_limit_is_allowed():
    stored = actions.store(
        stream=io.BytesIO(b"abcd"), name="a", purpose=Purpose.DELIVERY, by=None, limit_bytes=4
    )
    assert stored.size == 4


FULL_DISK = """
    import io, os, resource, sys
    sys.path.insert(0, "src")
    os.environ["DJANGO_SETTINGS_MODULE"] = "vorort.config.settings_test"
    import django
    django.setup()
    from vorort.files import actions
    class Sender(io.BytesIO):
        pass
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    try:
        actions.store(stream=Sender(b"x" * 2_000_000), name="a", purpose="delivery", by=None)
    except actions.StorageFull as error:
        os.write(1, ("FULL:" + error.message).encode())
"""


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL_DISK)],
        env={
            "PATH": os.environ["PATH"],
            "VORORT_HOME": str(tmp_path),
            "VORORT_SECRET_KEY": "only-for-tests",
        },
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.decode().startswith("FULL:Der Speicherplatz"), done.stderr.decode()
    assert everything_in(tmp_path / "files") == []


KILLED = """
    import os, signal, sys
    sys.path.insert(0, "src")
    os.environ["DJANGO_SETTINGS_MODULE"] = "vorort.config.settings_test"
    import django
    django.setup()
    from vorort.files import actions
    class Sender:
        given = 0
        def read(self, size):
            self.given += 1
            if self.given == 3:
                os.kill(os.getpid(), signal.SIGKILL)
            return b"x" * size
    actions.store(stream=Sender(), name="a", purpose="delivery", by=None)
"""


@pytest.mark.django_db
def test_a_killed_process_leaves_an_orphan_that_is_swept(tmp_path, folder):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED)],
        env={
            "PATH": os.environ["PATH"],
            "VORORT_HOME": str(tmp_path),
            "VORORT_SECRET_KEY": "only-for-tests",
        },
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -9, done.stderr.decode()
    assert len(everything_in(folder)) == 1
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=3)
    assert actions.sweep_orphans(grace=dt.timedelta(hours=4), at=later) == 0
    assert actions.sweep_orphans(grace=dt.timedelta(hours=2), at=later) == 1
    assert everything_in(folder) == []


@pytest.mark.django_db
def test_a_rolled_back_row_leaves_an_orphan_and_sweeping_spares_the_living(folder):
    living = factory.stored_file()

    def fail() -> None:
        with transaction.atomic():
            factory.stored_file(name="verworfen.csv")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    stranger = folder / "xx" / "readme.txt"
    stranger.parent.mkdir(parents=True)
    stranger.write_text("not ours")
    assert len(everything_in(folder)) == 3
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    assert actions.sweep_orphans(grace=dt.timedelta(days=1), at=later) == 1
    assert sorted(everything_in(folder)) == sorted([path_of(living), stranger])


@pytest.mark.django_db
def test_another_trouble_of_the_disk_is_not_called_full(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError(errno.EIO, "io")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="io"):
        factory.stored_file()


@pytest.mark.django_db
def test_deleting_takes_the_bytes_after_the_commit(django_capture_on_commit_callbacks):
    stored = factory.stored_file()
    path = path_of(stored)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete(stored=stored, by=None, reason="Frist abgelaufen")
        assert path.exists()
    assert not path.exists()
    assert Event.objects.get(verb="files.deleted").after == {"reason": "Frist abgelaufen"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\x\\Tabelle 1.xlsx", "Tabelle 1.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "datei"),
        ("x" * 300 + ".xlsx", "x" * 195 + ".xlsx"),
        ("y" * 300, "y" * 200),
    ],
)
def test_names_are_made_plain(given, kept):
    assert plain_name(given) == kept
    assert len(plain_name(given)) <= 200


@pytest.mark.django_db
def test_a_full_disk_while_a_picture_is_rewritten_is_said(monkeypatch, folder):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(actions._store, "strip_metadata", full)
    with pytest.raises(actions.StorageFull):
        factory.stored_file(content=factory.png_with_text(), name="bild.png")
    assert everything_in(folder) == []


@pytest.mark.django_db
def test_sweeping_copes_with_a_file_that_is_gone_already(folder, monkeypatch):
    path = folder / "bc" / "bcdfghjkmnpq"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    monkeypatch.setattr(Path, "unlink", lambda *_a, **_k: (_ for _ in ()).throw(FileNotFoundError))
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    assert actions.sweep_orphans(grace=dt.timedelta(days=1), at=later) == 0
