"""The pictures of the tour (docs/tour.md), taken while somebody really walks it: ``make tour``."""

import io
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.journeys.browser import ROOT, assert_quiet
from tests.journeys.desk import Desk
from tests.journeys.site import YEAR, Site

pytestmark = pytest.mark.skipif(not os.environ.get("VORORT_TOUR"), reason="only by make tour")

PICTURES = ROOT / "docs" / "tour"
LARGEST_BYTES = 120_000
LARGEST_SUM = 1_800_000
COORDINATOR = "koordination@lindenau.example"
POLICE = "polizei@weideland.example"
MAYOR = "buergermeisteramt@lindenau.example"
LAGEBILD = f"/orte/lindenau/lagebild/{YEAR}/"


def keep(name: str, png: bytes) -> None:
    """Write a picture with as few colours as needed to stay small."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (128, 64, 32, 16):
        small = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        written = io.BytesIO()
        small.save(written, "PNG", optimize=True)
        if written.tell() <= LARGEST_BYTES:
            break
    assert written.tell() <= LARGEST_BYTES, f"{name} is too large"
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(written.getvalue())


def shoot(page: Page, name: str, *, height: int = 860) -> None:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": height})
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("document.fonts.ready")
    keep(name, page.screenshot())
    page.set_viewport_size(size)


def first_page(pdf: bytes, folder: Path) -> bytes:
    source = folder / "lagebild.pdf"
    source.write_bytes(pdf)
    command = ["pdftoppm", "-png", "-r", "80", "-singlefile", source, folder / "seite"]
    subprocess.run(command, check=True)
    return (folder / "seite.png").read_bytes()


def test_tour(site: Site, new_page: Callable[..., Page], tmp_path: Path) -> None:
    visitor, coordinator, police, mayor = (Desk(new_page(), site) for _ in range(4))

    # 1 The public side.
    visitor.open("/")
    shoot(visitor.page, "01-start")
    visitor.write("Name Ihres Ortes", "Lindenau")
    visitor.press("Orte anzeigen")
    visitor.follow(re.compile("Lindenau"))
    shoot(visitor.page, "02-ort")

    with site.worker():
        # 2 The coordinator hands in the table.
        coordinator.sign_in(COORDINATOR)
        coordinator.follow("Lieferungen")
        coordinator.follow("Polizeitabelle einlesen")
        coordinator.choose_file("Datei", site.table)
        coordinator.press("Datei prüfen")
        coordinator.sees(re.compile(r"Zeilen übernehmen$"))
        shoot(coordinator.page, "06-einlesen")
        coordinator.press(re.compile(r"Zeilen übernehmen$"))
        coordinator.press(f"Lagebild {YEAR} berechnen")
        coordinator.follow("Zum Lagebild")

        # 3 Writing.
        coordinator.write(
            "Text des Abschnitts",
            "Die Fahrraddiebstähle am Bahnhof nehmen zu. Der Präventionsrat berät im Frühjahr "
            "über einen **betreuten Abstellplatz**.",
        )
        coordinator.press("Abschnitt speichern")
        coordinator.follow(re.compile("^Diebstahl"))
        shoot(coordinator.page, "07-bearbeiten")
        coordinator.press("An die Polizei senden")

        # 4 The police.
        police.sign_in(POLICE)
        police.follow(re.compile(rf"Lagebild {YEAR}: Zahlen freigeben"))
        shoot(police.page, "08-polizei")
        police.press(re.compile(r"^Alle \d+ offenen Abbildungen freigeben$"))

        # 5 The mayor.
        mayor.sign_in(MAYOR)
        mayor.follow(f"Lagebild {YEAR} freigeben")
        shoot(mayor.page, "09-freigabe")
        mayor.press("Zur Veröffentlichung freigeben")

        # 6 Published.
        coordinator.follow("Heute")
        shoot(coordinator.page, "05-heute", height=620)
        coordinator.follow(f"Lagebild {YEAR} veröffentlichen")
        coordinator.press("Jetzt veröffentlichen")
        coordinator.follow("Zum veröffentlichten Lagebild")
    assert coordinator.path == LAGEBILD

    visitor.open(LAGEBILD)
    # What the tour promises about the planted truths.
    for line, verdict in (
        ("Diebstahl von Fahrrädern: 78 Fälle", "mehr als Zufall"),
        ("Vorsätzliche einfache Körperverletzung: 42 Fälle", "nicht von Zufall zu unterscheiden"),
    ):
        row = visitor.page.locator(".vo-verdicts > li").filter(has_text=line)
        expect(row).to_contain_text(verdict)
    shoot(visitor.page, "03-lagebild", height=1100)
    phone, dark = new_page(width=390), new_page(dark=True)
    phone.goto(site.url + LAGEBILD)
    phone.locator(".vo-figure").nth(1).evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot(phone, "04-lagebild-phone", height=844)
    dark.goto(site.url + LAGEBILD)
    dark.locator(".vo-figure").nth(1).evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot(dark, "10-dunkel")
    # 8 What else there is.
    for desk, path, name in (
        (coordinator, "/k/lindenau/einrichtung/", "12-einrichten"),
        (coordinator, "/k/lindenau/eigene-zahlen/polizeistatistik/", "13-eigene-zahlen"),
        (police, "/heute/polizei/", "14-lieferungen-der-polizei"),
        (coordinator, "/k/lindenau/verarbeitungen/", "15-verarbeitungen"),
        (visitor, "/suche/?q=Fahrad", "16-suche"),
        (visitor, f"/en{LAGEBILD}", "17-english"),
    ):
        desk.open(path)
        shoot(desk.page, name)
    pdf = visitor.page.request.get(f"{site.url}{LAGEBILD}lagebild-lindenau-{YEAR}.pdf").body()
    keep("11-pdf", first_page(pdf, tmp_path))
    for desk in (visitor, coordinator, police, mayor):
        assert_quiet(desk.page)
    assert sum(one.stat().st_size for one in PICTURES.glob("*.png")) <= LARGEST_SUM
