"""``vorort evidence fetch``: from the operator's list to an official delivery."""

import gzip
import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.deliveries.bad_server import BadServer, bad_server, cut, good, status
from tests.factories.evidence import county_csv

from vorort.accounts.models import Person
from vorort.audit.models import Event
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.evidence.models import OffenceCount

TABLE = county_csv().encode()


@pytest.fixture
def listed(settings, tmp_path: Path, system: Person) -> Path:
    settings.FETCH_PRIVATE = True
    settings.FETCH_LIST = tmp_path / "tabellen.toml"
    settings.STAGING_DIR = tmp_path / "staging"
    return settings.FETCH_LIST


def write(listed: Path, server: BadServer, more: str = "", name: str = "kreise-2022") -> None:
    path = server.url("/kreise_2022.csv")
    listed.write_text(f'[{name}]\nurl = "{path}"\nformat = "pks-county"\n{more}\n')


def run(*words: str) -> str:
    out = StringIO()
    call_command("evidence_fetch", *words, stdout=out)
    return out.getvalue()


def test_a_listed_table_becomes_an_official_delivery(listed: Path) -> None:
    checksum = hashlib.sha256(TABLE).hexdigest()
    with bad_server(good(TABLE)) as server:
        write(listed, server, f'sha256 = "{checksum}"\nlicence = "frei"\nsource = "Erfunden"')
        assert "16 Zeilen übernommen" in run()
        again = run("kreise-2022")
    assert "schon übernommen" in again
    delivery = Delivery.objects.get()
    assert (delivery.for_authority, delivery.status) == (None, DeliveryStatus.STORED)
    assert (delivery.sha256, delivery.licence) == (checksum, "frei")
    assert delivery.source_label == "Erfunden"
    event = Event.objects.get(verb="deliveries.delivery_fetched")
    assert event.after["sha256"] == checksum
    assert event.after["url"].endswith("/kreise_2022.csv")
    assert list((listed.parent / "staging" / "abruf").iterdir()) == []


def test_an_address_that_is_not_listed(listed: Path) -> None:
    with bad_server(cut(TABLE, 200), good(TABLE)) as server:
        address = server.url("/kreise_2022.csv")
        with pytest.raises(CommandError, match="--format"):
            run(address)
        assert "16 Zeilen" in run(address, "--format", "pks-county", "--year", "2022")


def test_one_bad_table_does_not_keep_the_others(listed: Path) -> None:
    with bad_server(status(404), good(TABLE)) as server:
        write(listed, server, name="fehlt")
        first = listed.read_text()
        write(listed, server)
        listed.write_text(first + listed.read_text())
        out = StringIO()
        with pytest.raises(CommandError, match="Nicht alle"):
            call_command("evidence_fetch", stdout=out)
    assert "fehlt: " in out.getvalue()
    assert "(404)" in out.getvalue()
    assert "16 Zeilen übernommen" in out.getvalue()


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        (b"<!doctype html><html><body>Wartung</body></html>", "/kreise_2022.csv", "Internetseite"),
        (None, "/kreise_2022.csv.gz", "ausgepackt"),
        (b"\x00\x01\x02" * 900, "/kreise_2022.csv", ""),
        (TABLE[: len(TABLE) // 3], "/kreise_2022.csv", ""),
        (b"", "/kreise_2022.csv", "leer"),
    ],
    ids=["page-as-table", "bomb", "binary", "cut-without-length", "empty"],
)
def test_what_the_importer_refuses_is_stored_nowhere(
    listed: Path, content: bytes | None, path: str, words: str
) -> None:
    if content is None:
        content = gzip.compress(b"0" * 300_000_000, 1)

    def plain(handler) -> None:
        handler.head(200, Connection="close", Content_Type="text/csv")
        handler.wfile.write(content)

    out = StringIO()
    with bad_server(plain) as server, pytest.raises(CommandError, match="Nicht alle"):
        call_command("evidence_fetch", server.url(path), "--format", "pks-county", stdout=out)
    assert words in out.getvalue()
    assert OffenceCount.objects.count() == 0
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "ist leer"),
        ("[x", "lässt sich nicht lesen"),
        ("a = 1", "Abschnitt"),
        ('[a]\nurl = "https://x.example/"', "Es fehlt: format"),
        ('[a]\nurl = "https://x.example/"\nformat = "pks-county"\njahr = 1', "jahr"),
        ('[a]\nurl = "https://x.example/"\nformat = "pks-mond"', "pks-mond"),
        ('[a]\nurl = "https://x.example/"\nformat = "pks-county"\nyear = "2025"', "year"),
        ('[a]\nurl = "https://x.example/"\nformat = "pks-county"\nsha256 = "12"', "64 Zeichen"),
        ('["../a"]\nurl = "https://x.example/"\nformat = "pks-county"', "Abschnitt"),
    ],
)
def test_a_wrong_list_is_one_clear_line(listed: Path, content: str, words: str) -> None:
    listed.write_text(content)
    with pytest.raises(CommandError) as caught:
        run()
    assert words in str(caught.value)


def test_a_missing_list_and_an_unknown_name(listed: Path) -> None:
    with pytest.raises(CommandError, match="ist leer"):
        run()
    with pytest.raises(CommandError, match="steht nicht in der Liste"):
        run("kreise-1999")


def test_the_own_network_is_closed_without_the_setting(listed: Path, settings) -> None:
    settings.FETCH_PRIVATE = False
    out = StringIO()
    with bad_server(good(TABLE)) as server:
        write(listed, server)
        with pytest.raises(CommandError):
            call_command("evidence_fetch", stdout=out)
    assert server.asked == []
    assert "verschlüsselt" in out.getvalue()
