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

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.councils.models import Body, Seat
from vorort.effects.models import Evaluation
from vorort.findings.models import Finding, Need
from vorort.leadership.models import SignOff
from vorort.measures.choices import MeasureState
from vorort.measures.models import BudgetLine, Measure, Milestone, Part
from vorort.meetings.models import Meeting
from vorort.networks.queries import list_public_measures
from vorort.papers.models import Paper
from vorort.partners.models import Organisation
from vorort.partners.queries import listed_offers
from vorort.resolutions.models import Circular, Resolution, Task
from vorort.strategies.models import Strategy

pytestmark = pytest.mark.first

SHOTS = os.environ.get("VORORT_SHOTS", "")
PUBLIC = (
    "/", "/orte/", "/orte/?suche=Linden", "/orte/?suche=Nirgendwo", "/orte/lindenau/",
    "/orte/lindenau/lagebild/",
    "/orte/lindenau/lagebild/2024/", "/glossar/", "/impressum/", "/datenschutz/",
    "/orte/lindenau/sitzungen/", "/orte/lindenau/beschluesse/", "/orte/lindenau/vorlagen/",
    "/orte/lindenau/gremien/", "/oparl/", "/orte/lindenau/massnahmen/",
    "/orte/lindenau/was-wurde-daraus/", "/orte/lindenau/strategie/",
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
PARTNER = "traeger@lindenau.example"
JUDGED = "Abendtreff am Bahnhof"
IDEA = "Mehr Licht und Bänke am Marktplatz"
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


def to(name: str, *more: object) -> str:
    """The address of a page of Lindenau."""
    return reverse(name, args=["lindenau", *more])


def council_pages(site: Site) -> dict[str, list[str]]:
    """Addresses of the demo's council, by who looks at them."""
    town = Authority.objects.get(slug="lindenau")
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


def finding_pages() -> list[str]:
    """What was found, why, what is needed, what is aimed at: lists, things, forms."""
    measure = Measure.objects.get(title=JUDGED)
    goal = measure.goals.first().goal
    need = goal.need
    finding = need.finding
    cause = finding.hypotheses.first()
    frozen = Finding.objects.exclude(source_kind="").first() or finding
    town = ("list", "new", "priorities", "votes", "goals", "new_goal")
    one = ("finding", "edit", "close", "new_cause", "new_need")
    return [
        *(to(f"findings:{name}") for name in town),
        *(to(f"findings:{name}", finding.public_id) for name in one),
        to("findings:finding", frozen.public_id),
        to("findings:edit_cause", cause.public_id),
        *(to(f"findings:{n}", need.public_id) for n in ("need", "edit_need", "match", "rate")),
        *(to(f"findings:{name}", goal.public_id) for name in ("goal", "edit_goal", "judge")),
    ]


def measure_pages() -> list[str]:
    """Measures in every state; of a judged one and of an idea, all there is."""
    judged, idea = (Measure.objects.get(title=title).public_id for title in (JUDGED, IDEA))
    states = Measure.objects.order_by("id").values_list("state", "public_id")
    milestone, line = (
        model.objects.filter(measure__public_id=judged).first().public_id
        for model in (Milestone, BudgetLine)
    )
    part = Part.objects.filter(measure__public_id=judged).first().public_id
    evaluation = Evaluation.objects.filter(plan__measure__public_id=judged).first()
    changes = ("edit", "audiences", "goals", "citations", "plan", "money", "parts", "course")
    return [
        *(to(f"measures:{name}") for name in ("list", "coverage", "new", "existing")),
        *(to("measures:measure", one) for one in dict(states).values()),
        *(to(f"measures:{name}", judged) for name in changes),
        to("measures:milestone", judged, milestone),
        to("measures:line", judged, line),
        to("measures:part_edit", judged, part),
        to("measures:follow", judged),
        to("measures:step", judged, MeasureState.CLOSED),
        *(to(f"measures:{name}", idea) for name in ("decide", "plan", "money", "parts")),
        to("concepts:small"),
        *(to(f"concepts:{name}", judged) for name in ("concept", "documents")),
        *(to("concepts:step", judged, number) for number in range(1, 8)),
        *(to(f"concepts:{name}", idea) for name in ("concept", "documents")),
        to("effects:method"),
        *(to("effects:effects", one) for one in (judged, idea)),
        *(to("effects:plan", one) for one in (judged, idea)),
        to("effects:evaluation", judged, evaluation.public_id),
        *(to(f"effects:{n}", judged, evaluation.plan.public_id) for n in ("outcome", "plan_edit")),
        to("effects:count", judged, evaluation.plan.measure.reach.first().public_id),
        to("outcomes:list"),
        *(to(f"outcomes:{name}", judged) for name in ("measure", "preview", "withdraw")),
        to("outcomes:measure", idea),
    ]


def steering_pages(town: Authority, by: Person) -> list[str]:
    """Strategy, leadership, network and offers."""
    strategy = Strategy.objects.get()
    focus = strategy.focuses.first().public_id
    need = Need.objects.order_by("id").first().public_id
    model = list_public_measures(by, town)[0].publication
    office = Organisation.objects.filter(authority=town, kind="administration").first().public_id
    offer = listed_offers(town)[0].public_id
    of_strategy = ("strategy", "edit", "new_version", "publish", "preview", "withdraw")
    return [
        *(to(f"strategies:{name}") for name in ("overview", "new")),
        *(to(f"strategies:{name}", strategy.public_id) for name in of_strategy),
        to("strategies:focus", strategy.public_id, focus),
        *(to(f"leadership:{name}") for name in ("overview", "sign_offs", "ask", "departments")),
        *(to("leadership:sign_off", one.public_id) for one in SignOff.objects.all()),
        to("leadership:department", office),
        *(to(f"networks:{name}") for name in ("overview", "models")),
        to("networks:suggestions", need),
        to("networks:model", model),
        *(to(f"partners:{name}") for name in ("offers", "new_offer")),
        to("partners:offer", offer),
    ]


def test_from_findings_to_goals(site: Site, scene: Addresses, browser_page: Page) -> None:
    with authority_scope(Authority.objects.get(slug="lindenau")):
        pages = finding_pages()
    site.enter(browser_page, COORDINATOR)
    look_at_all(browser_page, site, pages, "koordination")


def test_measures(site: Site, scene: Addresses, browser_page: Page) -> None:
    with authority_scope(Authority.objects.get(slug="lindenau")):
        pages = measure_pages()
    site.enter(browser_page, COORDINATOR)
    look_at_all(browser_page, site, pages, "koordination")


def test_steering(site: Site, scene: Addresses, new_page: Callable[..., Page]) -> None:
    """Strategy, leadership, network, offers; the mayor's desk; a partner's own part."""
    town = Authority.objects.get(slug="lindenau")
    with authority_scope(town):
        pages = steering_pages(town, site.person(COORDINATOR))
        waiting = SignOff.objects.order_by("-id").first().public_id
        part = Part.objects.filter(contact__email=PARTNER).first()
    coordinator, mayor, partner = (new_page() for _ in range(3))
    site.enter(coordinator, COORDINATOR)
    look_at_all(coordinator, site, pages, "koordination")
    site.enter(mayor, MAYOR)
    signing = [to("leadership:overview"), to("leadership:sign_off", waiting)]
    look_at_all(mayor, site, signing, "buergermeister")
    site.enter(partner, PARTNER)
    own = [to("measures:part", part.public_id), to("effects:part_counts", part.public_id)]
    look_at_all(partner, site, ["/heute/", to("measures:list"), *own], "traeger")


def test_public_measures(site: Site, scene: Addresses, browser_page: Page) -> None:
    """A measure with an effect, one that only moved the trouble, in the other languages too."""
    with authority_scope(Authority.objects.get(slug="lindenau")):
        keys = dict(Measure.objects.values_list("title", "public_id"))
    pages = [
        f"/orte/lindenau/massnahmen/{keys[title]}/"
        for title in (JUDGED, "Kontrollen an der Uferpromenade", "Begleiteter Heimweg am Abend")
    ]
    others = [f"/{code}{pages[0]}" for code in ("en", "de-simple")]
    look_at_all(browser_page, site, pages, "besuch")
    for path in others:
        browser_page.goto(site.url + path)
        assert_axe_clean(browser_page)
        assert_no_sideways_scrolling(browser_page)


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
    page.locator(".vo-errors").wait_for()
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
        (to("findings:new"), "Feststellung speichern"),
        (to("measures:new"), "Maßnahme anlegen"),
        (to("concepts:small"), "Maßnahme erfassen"),
        (to("strategies:new"), re.compile("Strategie")),
        (to("partners:new_offer"), "Als Entwurf speichern"),
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
