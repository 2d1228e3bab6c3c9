"""From a finding to what became of it, in a real browser: clicked, counted, and with the plug pulled."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journeys import site as world
from tests.journeys.browser import assert_axe_clean, assert_no_sideways_scrolling, assert_quiet
from tests.journeys.desk import Desk

from vorort.authorities.models import Authority
from vorort.concepts.models import Answer
from vorort.core.clock import now, today
from vorort.core.scopes import authority_scope
from vorort.councils.models import Body, Seat
from vorort.demo.councils import COUNCIL
from vorort.demo.sessions import Motion, Point, Script, Table, answer, call, hold
from vorort.measures.models import Measure
from vorort.meetings.choices import ItemKind
from vorort.papers import actions as papers
from vorort.papers.models import Paper
from vorort.resolutions.choices import Counts

COORDINATOR = "koordination@lindenau.example"
PARTNER = "traeger@lindenau.example"
MOST_INPUTS = 15
RACKS = "Zwanzig Bügel am Freibad"


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


def decide_in_a_sitting(site: world.Site, title: str) -> None:
    """The council meets, votes on the paper and adopts it; its own journeys click through that."""
    town = Authority.objects.get(slug="lindenau")
    with authority_scope(town):
        paper = Paper.objects.get(title__contains=title)
        body = Body.objects.get(name=COUNCIL)
        table = Table(body, site.person(COORDINATOR))
        table.seats = {seat.function: seat for seat in Seat.objects.filter(body=body)}
        table.papers[title] = papers.release_paper(paper=paper, by=table.by, at=now())
        motion = Motion("Die Stadt stellt zwanzig Bügel auf.", counts=Counts(9, 0, 0))
        point = Point(title, ItemKind.DECISION, paper=title, motion=motion)
        script = Script(-5, (point,), opening="Die Tagesordnung wird angenommen.")
        meeting = call(table, script, today=today(), at=now())
        answer(meeting, at=meeting.starts_at, no={})
        hold(table, meeting, script)


def test_from_finding_to_what_became_of_it(site: world.Site, new_page: Callable[..., Page]) -> None:
    """Finding, need, goal, measure, paper, resolution, start, public page: each link leads on."""
    desk = Desk(new_page(), site)
    page = desk.page
    site.enter(page, COORDINATOR)
    desk.open("/k/lindenau/feststellungen/")
    desk.follow("Feststellung festhalten")
    desk.write("Feststellung", "Räder fallen am Freibad um", exact=True)
    desk.choose("Thema", "Diebstahl und Einbruch")
    desk.press("Feststellung speichern")
    desk.follow("Bedarf festhalten")
    desk.write("Bedarf", "Am Freibad fehlen Bügel", exact=True)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    desk.press("Abgleich speichern")
    desk.follow("Ziel setzen")
    desk.write("Ziel", "Räder stehen sicher am Freibad", exact=True)
    unfold(page)
    desk.write("Eigene Kennzahl in Worten", "Räder an Bügeln am Stichtag")
    desk.tick("mindestens")
    desk.write("Zielwert", "40")
    desk.write("erreichen bis", "2035-08-31")
    desk.press("Ziel speichern")
    desk.follow("Maßnahme planen")
    desk.write("Titel", RACKS)
    desk.choose("Zuständige Stelle", "Stadt Lindenau an der Weide")
    desk.write("Ende", "2035-08-31")
    desk.press("Maßnahme anlegen")
    measure = desk.path
    chain = page.locator(".vo-chain")
    expect(chain).to_contain_text("Räder fallen am Freibad um")
    expect(chain).to_contain_text("Räder stehen sicher am Freibad")
    assert_axe_clean(page)
    assert_no_sideways_scrolling(page)

    # Small enough for the short form.
    desk.follow("Bearbeiten")
    unfold(page)
    desk.choose("Form des Konzepts", "Kurzform")
    desk.press("Maßnahme speichern")
    desk.follow("Unterlagen")
    unfold(page)
    page.get_by_label("Welches Gremium soll beschließen?").select_option(label=COUNCIL)
    desk.press("Beschlussvorlage als Entwurf anlegen")
    decide_in_a_sitting(site, RACKS)

    desk.open(measure)
    expect(page.get_by_role("main")).to_contain_text("beschlossen am")
    desk.follow("Beginn melden")
    desk.press("Neuen Stand festhalten")
    expect(page.get_by_role("main")).to_contain_text("läuft seit")
    desk.follow("Ansehen und veröffentlichen")
    desk.press("Genau das veröffentlichen")
    visitor = Desk(new_page(width=390), site)
    visitor.open("/orte/lindenau/was-wurde-daraus/")
    visitor.sees("Abendtreff am Bahnhof")
    visitor.open("/orte/lindenau/massnahmen/")
    visitor.follow(re.compile(RACKS))
    visitor.sees("Räder fallen am Freibad um")
    assert_axe_clean(visitor.page)
    assert_no_sideways_scrolling(visitor.page)
    for one in (page, visitor.page):
        assert_quiet(one)


def test_what_was_planted_stands_on_the_pages(
    site: world.Site, new_page: Callable[..., Page]
) -> None:
    """Good, none, displaced, not to be judged: said to everybody, disappointing results too."""
    visitor = Desk(new_page(), site)
    visitor.open("/orte/lindenau/was-wurde-daraus/")
    main = visitor.page.get_by_role("main")
    for title in ("Abendtreff", "Plakate gegen", "Kontrollen an der", "Begleiteter Heimweg"):
        expect(main).to_contain_text(title)
    visitor.follow(re.compile("Kontrollen an der Uferpromenade"))
    expect(visitor.page.get_by_role("main")).to_contain_text("verlagert")
    assert_axe_clean(visitor.page)
    assert_quiet(visitor.page)


def test_a_small_measure_is_public_in_few_inputs(
    site: world.Site, new_page: Callable[..., Page]
) -> None:
    desk = Desk(new_page(), site)
    site.enter(desk.page, COORDINATOR)
    desk.open("/heute/")
    desk.follow("Maßnahmen")
    desk.follow("Neue Maßnahme")
    desk.follow("Kleine Maßnahme erfassen")
    desk.write("Was haben Sie vor?", "Fahrräder codieren auf dem Wochenmarkt, an vier Samstagen")
    desk.typed.append("Warum")
    why = desk.page.get_by_label(re.compile("in einem Satz, warum"))
    why.fill("Am Bahnhof verschwinden seit dem Frühjahr viele Fahrräder.")
    desk.write("Für wen, und woran merken Sie", "Pendler: mindestens 120 codierte Räder")
    desk.choose("Wer ist zuständig?", "Stadt Lindenau an der Weide")
    desk.write("Bis wann?", "2035-09-30")
    desk.press("Maßnahme erfassen")
    desk.follow("Beschließen")
    desk.write("Entscheidung in Worten", "Entscheidung der Amtsleitung")
    desk.press("Entscheidung festhalten")
    desk.follow("Ansehen und veröffentlichen")
    desk.press("Genau das veröffentlichen")
    assert len(desk.inputs) <= MOST_INPUTS, "\n".join(desk.inputs)
    visitor = Desk(new_page(), site)
    visitor.open("/orte/lindenau/massnahmen/")
    visitor.sees(re.compile("Fahrräder codieren auf dem Wochenmarkt"))
    assert_quiet(desk.page)


def test_a_closed_browser_loses_no_answer(site: world.Site, new_page: Callable[..., Page]) -> None:
    """Typed, never saved by a button, the page killed: the text is there for whoever comes back."""
    town = Authority.objects.get(slug="lindenau")
    with authority_scope(town):
        idea = Measure.objects.get(title="Mehr Licht und Bänke am Marktplatz")
    address = f"/k/lindenau/konzepte/{idea.public_id}/schritt/1/"
    first = new_page()
    site.enter(first, COORDINATOR)
    first.goto(site.url + address)
    first.locator("[data-vo-text=problem_where]").fill("Am Brunnen, abends.")

    def kept() -> bool:
        with authority_scope(town):
            return Answer.objects.filter(measure=idea, text="Am Brunnen, abends.").exists()

    world.wait_for(kept, "the answer is saved by itself")
    first.close(run_before_unload=False)
    second = new_page()
    site.enter(second, COORDINATOR)
    second.goto(site.url + address)
    expect(second.locator("[data-vo-text=problem_where]")).to_have_value("Am Brunnen, abends.")
    assert_axe_clean(second)


def test_unsent_words_come_back_in_the_same_browser(
    site: world.Site, new_page: Callable[..., Page]
) -> None:
    """Without a connection the browser keeps what was typed, and sends it when it can again."""
    town = Authority.objects.get(slug="lindenau")
    with authority_scope(town):
        idea = Measure.objects.get(title="Mehr Licht und Bänke am Marktplatz")
    address = f"/k/lindenau/konzepte/{idea.public_id}/schritt/2/"
    page = new_page()
    site.enter(page, COORDINATOR)
    page.goto(site.url + address)
    page.context.set_offline(True)
    page.locator("[data-vo-text=causes_known]").fill("Wo man sitzt, wird hingesehen.")
    expect(page.get_by_text("in diesem Browser gesichert").first).to_be_visible(timeout=30_000)
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(site.url + address)
    field = again.locator("[data-vo-text=causes_known]")
    expect(field).to_have_value("Wo man sitzt, wird hingesehen.")

    def kept() -> bool:
        with authority_scope(town):
            return (
                Answer.objects.filter(measure=idea, question="causes_known")
                .exclude(text="")
                .exists()
            )

    world.wait_for(kept, "what was kept is sent")


def test_a_partner_sees_its_part_and_nothing_else(
    site: world.Site, new_page: Callable[..., Page]
) -> None:
    page = new_page(width=390)
    site.enter(page, PARTNER)
    town = Authority.objects.get(slug="lindenau")
    with authority_scope(town):
        own = Measure.objects.get(title="Abendtreff am Bahnhof").public_id
        other = Measure.objects.get(title="Kontrollen an der Uferpromenade").public_id
    answer_ = page.goto(f"{site.url}/k/lindenau/massnahmen/{own}/")
    assert answer_ is not None
    assert answer_.status == 200
    expect(page.get_by_role("main")).to_contain_text("Abendtreff am Bahnhof")
    assert_axe_clean(page)
    assert_no_sideways_scrolling(page)
    page.goto(f"{site.url}/k/lindenau/massnahmen/")
    expect(page.get_by_role("main")).not_to_contain_text("Uferpromenade")
    for path in (f"massnahmen/{other}/", "feststellungen/", "leitung/"):
        refused = page.goto(f"{site.url}/k/lindenau/{path}")
        assert refused is not None
        assert refused.status == 404, path
