"""A station's spreadsheet: handed in, assigned, corrected, taken over, taken back."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.factories.tables import make_county
from tests.journeys.browser import (
    assert_axe_clean,
    assert_no_sideways_scrolling,
    assert_quiet,
)
from tests.journeys.desk import Desk
from tests.journeys.site import Site
from tests.people import People

from vorort.core import jobs

BEATS = (("LW 1 Markt", 31, 7), ("LW 2 Weide", "9?", 1), ("LW 3 Bahnhof", 44, 6))


def station_file(folder: Path, year: int) -> Path:
    """A list by beats with a letter where a number should be."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([f"Fallzahlen nach Streifenbereichen {year}"])
    sheet.append(["Bereich", "Diebstahl", None])
    sheet.append([None, "Fälle", "geklärt"])
    for row in BEATS:
        sheet.append(row)
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    path = folder / f"bereiche_{year}.xlsx"
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture
def site(live_server, transactional_db, people: People) -> Site:
    """Lindenau with its districts on a running server; nothing else is needed here."""
    make_county()
    return Site(live_server.url)


def hand_in(desk: Desk, path: Path) -> None:
    desk.site.enter(desk.page, "koordination@example.org")
    desk.open("/k/lindenau/lieferungen/")
    desk.follow("Tabelle einlesen")
    desk.choose_file("Datei", path)
    desk.write("Absender", "Polizeiposten Lindenau")
    desk.press("Datei prüfen")


def assign(desk: Desk, *, look: Callable[[Page], None]) -> None:
    desk.sees("Noch 3 Fragen, dann kommt die Vorschau")
    look(desk.page)
    for beat, area in (("LW 1 Markt", "Altstadt"), ("LW 2 Weide", "Weidenaue")):
        desk.page.get_by_label(f"„{beat}“ bedeutet").select_option(label=area)
    desk.page.get_by_label("„LW 3 Bahnhof“ bedeutet").select_option(label="nicht übernehmen")
    desk.press("Zuordnung übernehmen, weiter zur Vorschau")


def correct(desk: Desk, *, look: Callable[[Page], None]) -> None:
    desk.sees("„9?“ ist keine Zahl.")
    look(desk.page)
    desk.write("Richtiger Inhalt der Zelle B5", "9")
    desk.press("Berichtigungen speichern")
    desk.sees("Die Datei selbst bleibt, wie sie gekommen ist.")
    look(desk.page)


def take_back(desk: Desk) -> None:
    desk.sees("Übernommen.")
    desk.page.locator("summary", has_text="Lieferung zurücknehmen").click()
    desk.write("Grund", "Die Bereiche sind neu geschnitten.")
    desk.press("Lieferung zurücknehmen")
    desk.sees("Diese Lieferung ist zurückgenommen")


def test_from_the_spreadsheet_to_the_figures_and_back(
    site: Site, browser_page: Page, tmp_path: Path
) -> None:
    desk = Desk(browser_page, site)
    hand_in(desk, station_file(tmp_path, 2024))
    jobs.run_waiting()
    # The page brings the questions by itself when the check has ended.
    assign(desk, look=assert_axe_clean)
    correct(desk, look=assert_axe_clean)
    desk.press("2 Zeilen übernehmen")
    jobs.run_waiting()
    take_back(desk)
    assert_quiet(browser_page)


def test_the_same_without_scripts(
    site: Site, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    desk = Desk(new_page(scripts=False, width=320), site)
    hand_in(desk, station_file(tmp_path, 2025))
    jobs.run_waiting()
    desk.follow("Stand neu laden")
    assign(desk, look=assert_no_sideways_scrolling)
    correct(desk, look=assert_no_sideways_scrolling)
    desk.press("2 Zeilen übernehmen")
    jobs.run_waiting()
    desk.follow("Stand neu laden")
    take_back(desk)
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(re.compile("Tabelle"))
