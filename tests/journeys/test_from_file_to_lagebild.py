"""The main journey: from the police's table to the published Lagebild, and back again."""

import csv
import io
import json
import re
from collections.abc import Callable

import openpyxl
from playwright.sync_api import Page, expect
from tests.journeys.browser import assert_axe_clean, assert_quiet
from tests.journeys.desk import Desk
from tests.journeys.site import ALL_IN_ONE, SMALL_TOWN, YEAR, Site

MOST_CLICKS = 12
COORDINATOR = "koordination@lindenau.example"
POLICE = "polizei@weideland.example"
# Published when the journeys begin.
SHOWN = YEAR - 1
MAYOR = "buergermeisteramt@lindenau.example"
TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "geojson": "application/geo+json",
}


def public(town: str, year: int = YEAR) -> str:
    return f"/orte/{town}/lagebild/{year}/"


def hand_in(desk: Desk) -> None:
    """From the desk to figures that have been taken over."""
    desk.follow("Lieferungen")
    desk.follow("Polizeitabelle einlesen")
    desk.choose_file("Datei", desk.site.table)
    desk.press("Datei prüfen")
    # The check runs in the background; the page brings its result by itself.
    desk.press(re.compile(r"Zeilen übernehmen$"))
    desk.sees("Übernommen.")


def test_one_person_needs_at_most_twelve_clicks(site: Site, browser_page: Page) -> None:
    desk = Desk(browser_page, site)
    with site.worker():
        desk.sign_in(ALL_IN_ONE)
        hand_in(desk)
        desk.press(f"Lagebild {YEAR} berechnen")
        desk.follow("Zum Lagebild")
        desk.follow("Freigabe der Polizei vermerken")
        desk.write("Dienststelle", "Polizeirevier Weidenbrück")
        desk.press("Freigabe vermerken")
        desk.press("Zur Veröffentlichung freigeben")
        desk.press("Jetzt veröffentlichen")
        desk.sees("Fertig")
    print("\n" + "\n".join(f"{n:2}. {click}" for n, click in enumerate(desk.clicks, 1)))
    assert len(desk.clicks) <= MOST_CLICKS, "\n".join(desk.clicks)
    assert desk.open(public(SMALL_TOWN)).status == 200
    desk.says_h1(re.compile(rf"Lagebild {YEAR}"))
    assert_quiet(browser_page)


def test_three_people_publish_together(site: Site, new_page: Callable[..., Page]) -> None:
    coordinator, police, mayor = (Desk(new_page(), site) for _ in range(3))
    with site.worker():
        coordinator.sign_in(COORDINATOR)
        hand_in(coordinator)
        coordinator.press(f"Lagebild {YEAR} berechnen")
        coordinator.follow("Zum Lagebild")
        coordinator.write("Text des Abschnitts", "Die Stadt ist **ruhig**. Das Rad bleibt Thema.")
        coordinator.press("Abschnitt speichern")
        coordinator.press("An die Polizei senden")
        coordinator.sees("Das Lagebild liegt jetzt bei der Polizei.")

        police.sign_in(POLICE)
        police.follow(re.compile(r"Zahlen freigeben"))
        police.press(re.compile(r"^Alle \d+ offenen Abbildungen freigeben"))
        police.sees(re.compile(r"Abbildungen sind freigegeben"))

        mayor.sign_in(MAYOR)
        mayor.follow(re.compile(rf"Lagebild {YEAR}.* freigeben"))
        mayor.press("Zur Veröffentlichung freigeben")
        mayor.sees("Das Lagebild ist freigegeben.")

        coordinator.open("/heute/")
        coordinator.follow(re.compile(rf"Lagebild {YEAR}.* veröffentlichen"))
        coordinator.press("Jetzt veröffentlichen")
        coordinator.follow("Zum veröffentlichten Lagebild")
        assert coordinator.path == public("lindenau")
    visitor = Desk(new_page(), site)
    assert visitor.open(public("lindenau")).status == 200
    visitor.sees("Das Rad bleibt Thema.")
    assert_axe_clean(visitor.page)
    for desk in (coordinator, police, mayor, visitor):
        assert_quiet(desk.page)


def test_every_file_has_its_type_and_all_vanish_together(
    site: Site, new_page: Callable[..., Page]
) -> None:
    visitor = Desk(new_page(), site)
    visitor.open(public("lindenau", SHOWN))
    links = visitor.page.locator(f"a[href*='/lagebild/{SHOWN}/lagebild-lindenau-{SHOWN}.']")
    addresses = {link.get_attribute("href") or "" for link in links.all()}
    by_ending = {address.rpartition(".")[2]: address for address in addresses}
    assert set(TYPES) <= set(by_ending), by_ending
    bodies = {}
    for ending, content_type in TYPES.items():
        answer = visitor.page.request.get(site.url + by_ending[ending])
        assert answer.status == 200, ending
        assert answer.headers["content-type"].split(";")[0] == content_type
        bodies[ending] = answer.body()
    assert bodies["pdf"].startswith(b"%PDF-")
    rows = list(csv.reader(io.StringIO(bodies["csv"].decode("utf-8-sig")), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 10
    assert openpyxl.load_workbook(io.BytesIO(bodies["xlsx"])).sheetnames
    assert json.loads(bodies["json"])
    assert json.loads(bodies["geojson"])["type"] == "FeatureCollection"

    coordinator = Desk(new_page(), site)
    coordinator.sign_in(COORDINATOR)
    coordinator.follow("Lagebilder")
    coordinator.follow(re.compile(rf"Lagebild {SHOWN}"))
    coordinator.follow("Zurückziehen")
    coordinator.press("Lagebild zurückziehen")
    expect(coordinator.page.locator(".vo-errors")).to_be_visible()
    coordinator.write("Begründung", "Eine Zahl der Polizei war falsch.")
    coordinator.press("Lagebild zurückziehen")
    coordinator.sees("Zurückgezogen: Seite und Dateien sind nicht mehr da.")
    for address in [public("lindenau", SHOWN), *by_ending.values()]:
        assert visitor.page.request.get(site.url + address).status == 410, address
    assert visitor.open(public("lindenau", SHOWN)).status == 410
    visitor.sees("Eine Zahl der Polizei war falsch.")
