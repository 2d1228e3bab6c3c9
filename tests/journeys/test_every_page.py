"""Every page in every state: axe, one heading, no sideways scrolling, strict CSP; desk, phone, dark.

``VORORT_SHOTS=folder`` writes pictures of all of them, to be looked at.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from tests.journeys.browser import (
    assert_axe_clean,
    assert_no_sideways_scrolling,
    assert_quiet,
)
from tests.journeys.site import SMALL_TOWN, Site
from tests.journeys.states import COORDINATOR, MAYOR, POLICE, Addresses, addresses, set_scene

from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.councils.models import Body, Seat
from vorort.meetings.models import Meeting
from vorort.papers.models import Paper
from vorort.resolutions.models import Circular, Resolution, Task

SHOTS = os.environ.get("VORORT_SHOTS", "")
PUBLIC = (
    "/", "/orte/", "/orte/?suche=Linden", "/orte/?suche=Nirgendwo", "/orte/lindenau/",
    "/orte/lindenau/lagebild/",
    "/orte/lindenau/lagebild/2024/", "/glossar/", "/impressum/", "/datenschutz/",
    "/orte/lindenau/sitzungen/", "/orte/lindenau/beschluesse/", "/orte/lindenau/vorlagen/",
    "/orte/lindenau/gremien/", "/oparl/",
    "/barrierefreiheit/", "/leichte-sprache/", "/konto/anmelden/", "/konto/passwort/vergessen/",
)  # fmt: skip
TOWN = (
    "/heute/", "/konto/", "/konto/benachrichtigungen/", "/konto/passwort/", "/konto/abmelden/",
    "/k/lindenau/",
    "/k/lindenau/mitglieder/", "/k/lindenau/mitglieder/neu/", "/k/lindenau/protokoll/",
    "/k/lindenau/lieferungen/", "/k/lindenau/polizeistatistik/neu/", "/k/lindenau/gebiete/",
    "/k/lindenau/gebiete/einlesen/", "/k/lindenau/lagebilder/", "/k/lindenau/lagebilder/anlegen/",
    "/k/lindenau/veroeffentlichungen/", "/k/lindenau/einrichtung/",
    "/k/lindenau/einrichtung/anschrift/", "/k/lindenau/einrichtung/arbeitsweise/",
    "/k/lindenau/einrichtung/beauftragte/", "/k/lindenau/einrichtung/rechtstexte/",
    "/k/lindenau/einrichtung/rechtstexte/barrierefreiheit/", "/k/lindenau/einrichtung/wappen/",
    "/k/lindenau/einrichtung/anlaufstellen/", "/k/lindenau/mitglieder/einlesen/",
    "/k/lindenau/gebiete/zeichnen/", "/k/lindenau/partner/", "/k/lindenau/partner/neu/",
    "/k/lindenau/partner/zustaendig/", "/k/lindenau/partner/einlesen/",
)  # fmt: skip
MEMBER = "sportverein@lindenau.example"
GONE = "/orte/lindenau/lagebild/2019/"


@pytest.fixture(scope="module")
def scene(site: Site) -> Addresses:
    set_scene()
    return addresses(site)


def name_of(path: str, who: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")
    return f"{who}-{words or 'start'}"


def shoot(page: Page, name: str, kind: str) -> None:
    if SHOTS:
        folder = Path(SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.{kind}.png", full_page=True)


def look(page: Page, name: str, *, failing: bool = False) -> None:
    """One page, seen at the desk, on phones, in the dark; for the eye also printed and forced."""
    # Folded tables and forms are part of the page too.
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    facts = page.evaluate(
        "[document.querySelectorAll('h1').length, document.title.trim(), "
        "document.documentElement.lang]"
    )
    assert facts[0] == 1, f"{facts[0]} headings of the first level"
    assert facts[1], "no title"
    assert facts[2] == "de"
    assert_axe_clean(page)
    assert_no_sideways_scrolling(page)
    shoot(page, name, "desk")
    if SHOTS:
        page.emulate_media(forced_colors="active")
        shoot(page, name, "forced")
        page.emulate_media(forced_colors="none", media="print")
        shoot(page, name, "print")
        page.emulate_media(media="screen")
    page.emulate_media(color_scheme="dark")
    assert_axe_clean(page, only=("color-contrast", "link-in-text-block"))
    shoot(page, name, "dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    assert_axe_clean(page)
    shoot(page, name, "phone")
    page.set_viewport_size({"width": 320, "height": 800})
    assert_no_sideways_scrolling(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    if failing:
        # The browser itself notes that the page answered with an error.
        page.faults[:] = [fault for fault in page.faults if "status of 4" not in fault]  # type: ignore[attr-defined]
    assert_quiet(page)


def visit(page: Page, site: Site, path: str, who: str, *, status: int = 200) -> None:
    answer = page.goto(site.url + path)
    assert answer is not None
    assert answer.status == status, f"{path} answers {answer.status}"
    look_named(page, path, who, failing=status >= 400)


def look_named(page: Page, path: str, who: str, *, failing: bool = False) -> None:
    try:
        look(page, name_of(path, who), failing=failing)
    except AssertionError as error:
        raise AssertionError(f"{who} {path}\n{error}") from error


def look_at_all(page: Page, site: Site, paths: list[str], who: str, *, status: int = 200) -> None:
    """Look at all pages and tell all faults together."""
    faults = []
    for path in paths:
        try:
            visit(page, site, path, who, status=status)
        except AssertionError as error:
            faults.append(str(error))
            page.faults.clear()  # type: ignore[attr-defined]
    assert not faults, "\n\n".join(faults)


def test_public_pages(site: Site, scene: Addresses, browser_page: Page) -> None:
    look_at_all(browser_page, site, list(PUBLIC), "besuch")


def test_pages_that_are_not_there(site: Site, scene: Addresses, browser_page: Page) -> None:
    # A town has public pages from its first publication on.
    missing = ["/gibt-es-nicht/", f"/orte/{SMALL_TOWN}/", "/orte/lindenau/lagebild/1999/"]
    look_at_all(browser_page, site, missing, "besuch", status=404)
    look_at_all(browser_page, site, [GONE], "besuch", status=410)


def test_the_town_of_a_coordinator(site: Site, scene: Addresses, browser_page: Page) -> None:
    site.enter(browser_page, COORDINATOR)
    look_at_all(browser_page, site, list(TOWN), "koordination")


def test_reports_in_every_state(site: Site, scene: Addresses, browser_page: Page) -> None:
    site.enter(browser_page, COORDINATOR)
    pages = list(scene.reports.values())
    pages += [scene.reports[s] + "vorschau/" for s in ("draft", "approved")]
    pages += [
        scene.reports["draft"] + f"sonderereignis/{scene.figures['draft']}/",
        scene.reports["with_police"] + "polizei/",
        scene.reports["police_done"] + "freigabe/",
        scene.reports["approved"] + "veroeffentlichen/",
        scene.reports["published"] + "zurueckziehen/",
    ]
    look_at_all(browser_page, site, pages, "koordination")


def test_deliveries_jobs_and_publications(site: Site, scene: Addresses, browser_page: Page) -> None:
    site.enter(browser_page, COORDINATOR)
    assert {"checked", "rejected", "undone", "cancelled", "checking"} <= set(scene.deliveries)
    pages = [*scene.deliveries.values()]
    pages += scene.jobs.values()
    pages += scene.publications.values()
    look_at_all(browser_page, site, pages, "koordination")


def test_police_and_mayor(site: Site, scene: Addresses, new_page: Callable[..., Page]) -> None:
    police, mayor = new_page(), new_page()
    site.enter(police, POLICE)
    look_at_all(police, site, ["/heute/", scene.reports["with_police"] + "polizei/"], "polizei")
    closed = ["/k/lindenau/lagebilder/anlegen/"]
    look_at_all(police, site, closed, "polizei", status=403)
    look_at_all(police, site, ["/k/muehlental/lagebilder/"], "polizei", status=404)
    site.enter(mayor, MAYOR)
    look_at_all(
        mayor, site, ["/heute/", scene.reports["police_done"] + "freigabe/"], "buergermeister"
    )


def council_pages(site: Site) -> dict[str, list[str]]:
    """Addresses of the demo's council, by who looks at them."""
    town = Authority.objects.get(slug="lindenau")

    def to(name: str, *more: str) -> str:
        return reverse(name, args=["lindenau", *more])

    with authority_scope(town):
        council = Body.objects.get(name="Präventionsrat Lindenau").public_id
        group = Body.objects.get(name="Arbeitsgruppe Bahnhof").public_id
        rows = Meeting.objects.filter(body__public_id=council).order_by("starts_at")
        held, *_more, coming = rows.values_list("public_id", flat=True)
        sent = Meeting.objects.get(body__public_id=group).public_id
        papers = dict(Paper.objects.values_list("state", "public_id"))
        resolution = Resolution.objects.filter(body__public_id=council).first().public_id
        tasks = dict(Task.objects.values_list("state", "public_id"))
        circulars = dict(Circular.objects.values_list("state", "public_id"))
        seat = Seat.objects.filter(body__public_id=council).first().public_id
    lists = ("councils:body", "councils:members", "councils:rules", "meetings:list",
             "papers:list", "resolutions:list", "resolutions:tasks")  # fmt: skip
    running = ("councils:edit", "councils:state", "councils:rules_change", "announcements:body",
               "councils:member_add", "councils:members_import", "councils:participants",
               "councils:file_add", "meetings:new", "papers:new", "resolutions:circular_new")  # fmt: skip
    of_meeting = ("meetings:meeting", "meetings:edit", "meetings:cancel", "sittings:sitting")
    of_minutes = ("minutes:minutes", "minutes:extract", "minutes:plain", "minutes:approval")
    member = [
        to("councils:list"),
        *(to(name, council) for name in lists),
        to("meetings:meeting", coming),
        to("meetings:meeting", held),
        to("papers:paper", papers["decided"]),
        to("resolutions:resolution", resolution),
        *(to("resolutions:task", one) for one in tasks.values()),
        *(to("resolutions:circular", one) for one in circulars.values()),
    ]
    run = [
        to("councils:new"),
        *(to(name, council) for name in running),
        to("councils:member", council, seat),
        *(to(name, coming) for name in of_meeting),
        to("sittings:sitting", held),
        *(to(name, one) for one in (held, sent) for name in of_minutes),
        *(to("papers:paper", one) for one in papers.values()),
        to("papers:edit", papers["draft"]),
        to("papers:signers", papers["draft"]),
        to("resolutions:town"),
    ]
    public = [
        f"/orte/lindenau/gremien/{council}/",
        f"/orte/lindenau/sitzungen/{held}/",
        f"/orte/lindenau/sitzungen/{coming}/",
        f"/orte/lindenau/vorlagen/{papers['decided']}/",
    ]
    return {"member": member, "run": run, "public": public}


def test_the_council(site: Site, scene: Addresses, new_page: Callable[..., Page]) -> None:
    """Its pages as who runs it, as a member without view of the town's work, and in public."""
    pages = council_pages(site)
    coordinator, member = new_page(), new_page()
    site.enter(coordinator, COORDINATOR)
    look_at_all(coordinator, site, [*pages["run"], *pages["member"]], "koordination")
    site.enter(member, MEMBER)
    look_at_all(member, site, ["/heute/", *pages["member"]], "mitglied")
    look_at_all(new_page(), site, pages["public"], "besuch")


def test_founding(site: Site, scene: Addresses, browser_page: Page) -> None:
    with authority_scope(Authority.objects.get(slug="weideland")):
        key = Body.objects.get().public_id
    site.enter(browser_page, "koordination@weideland.example")
    base = f"/k/weideland/gremien/{key}/"
    way = f"/k/weideland/gruendung/{key}/"
    pages = [base, way, f"{way}3/", f"{way}5/"]
    look_at_all(browser_page, site, pages, "landkreis")


def test_empty_town(site: Site, scene: Addresses, browser_page: Page) -> None:
    from tests.journeys.site import ALL_IN_ONE

    site.enter(browser_page, ALL_IN_ONE)
    base = f"/k/{SMALL_TOWN}/"
    parts = ("", "lieferungen/", "lagebilder/", "lagebilder/anlegen/", "veroeffentlichungen/")
    look_at_all(browser_page, site, ["/heute/", *(base + part for part in parts)], "leer")


def test_forms_with_errors(site: Site, scene: Addresses, browser_page: Page) -> None:
    page = browser_page
    page.goto(site.url + "/konto/anmelden/")
    page.get_by_role("main").get_by_role("button").first.click()
    look_named(page, "/konto/anmelden/", "fehler", failing=True)
    site.enter(page, COORDINATOR)
    forms = [
        ("/k/lindenau/polizeistatistik/neu/", "Datei prüfen"),
        ("/k/lindenau/mitglieder/neu/", re.compile(r"aufnehmen|einladen", re.IGNORECASE)),
        (scene.reports["published"] + "zurueckziehen/", "Lagebild zurückziehen"),
        (
            scene.reports["draft"] + f"sonderereignis/{scene.figures['draft']}/",
            "Anmerken und neu berechnen",
        ),
    ]
    for path, button in forms:
        page.goto(site.url + path)
        page.get_by_role("main").get_by_role("button", name=button).click()
        page.locator(".vo-errors").wait_for()
        look_named(page, path, "fehler", failing=True)


def test_printed_lagebild(site: Site, scene: Addresses, browser_page: Page) -> None:
    """The browser's own print is a document of some pages, without navigation."""
    browser_page.goto(site.url + "/orte/lindenau/lagebild/2024/")
    printed = browser_page.pdf(format="A4", print_background=True)
    assert printed.startswith(b"%PDF-")
    if SHOTS:
        (Path(SHOTS) / "lagebild-druck.pdf").write_bytes(printed)
