"""The main journey without JavaScript: the same forms and links, progress by a link."""

import re
from collections.abc import Callable

from playwright.sync_api import Page
from tests.journeys.browser import assert_axe_clean
from tests.journeys.desk import Desk
from tests.journeys.site import ALL_IN_ONE, SMALL_TOWN, YEAR, Site


def after_the_job(desk: Desk) -> None:
    """The page says that work goes on and stays as it is; the link brings the new state."""
    desk.sees("Stand neu laden")
    desk.site.run_jobs()
    desk.follow("Stand neu laden")


def test_main_journey(site: Site, new_page: Callable[..., Page]) -> None:
    desk = Desk(new_page(scripts=False), site)
    desk.sign_in(ALL_IN_ONE)
    desk.follow("Lieferungen")
    desk.follow("Polizeitabelle einlesen")
    desk.choose_file("Datei", site.table)
    desk.press("Datei prüfen")
    after_the_job(desk)
    desk.press(re.compile(r"Zeilen übernehmen$"))
    after_the_job(desk)
    desk.press(f"Lagebild {YEAR} berechnen")
    after_the_job(desk)
    desk.follow("Zum Lagebild")
    desk.write("Text des Abschnitts", "Die Gemeinde ist **ruhig**.")
    desk.press(re.compile(r"^Speichern, weiter zu"))
    desk.sees(re.compile(r"gespeichert"))
    desk.follow("Freigabe der Polizei vermerken")
    desk.write("Dienststelle", "Polizeirevier Weidenbrück")
    desk.press("Freigabe vermerken")
    desk.press("Zur Veröffentlichung freigeben")
    desk.press("Jetzt veröffentlichen")
    after_the_job(desk)
    desk.follow("Zum veröffentlichten Lagebild")
    assert desk.path == f"/orte/{SMALL_TOWN}/lagebild/{YEAR}/"
    desk.sees("Die Gemeinde ist ruhig.")


def test_menu_and_folded_tables_need_no_script(site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(scripts=False, width=390)
    desk = Desk(page, site)
    desk.sign_in(ALL_IN_ONE)
    desk.press("Menü")
    desk.follow("Lieferungen")
    assert desk.path == f"/k/{SMALL_TOWN}/lieferungen/"
    desk.open("/orte/lindenau/lagebild/2024/")
    folded = page.locator("details:has(table)").first
    folded.locator("summary").click()
    assert folded.locator("table").first.is_visible()


def test_axe_on_the_progress_page(site: Site, new_page: Callable[..., Page]) -> None:
    """The page of a job is the same with and without scripts."""
    desk = Desk(new_page(), site)
    site.enter(desk.page, "koordination@lindenau.example")
    desk.open("/k/lindenau/lagebilder/anlegen/")
    desk.press("Lagebild berechnen")
    desk.sees("Stand neu laden")
    assert_axe_clean(desk.page)
    desk.press("Auftrag abbrechen")
    desk.sees(re.compile("Abbruch|Abgebrochen"))
    assert_axe_clean(desk.page)
