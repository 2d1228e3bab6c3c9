"""From a finding to what became of it, in a real browser: clicked, counted, and with the plug pulled."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect
from tests.journeys import site as world
from tests.journeys.browser import assert_axe_clean, assert_no_sideways_scrolling, assert_quiet
from tests.journeys.desk import Desk

from vorort.authorities.models import Authority
from vorort.concepts.models import Answer
from vorort.core.scopes import authority_scope
from vorort.demo.councils import COUNCIL
from vorort.measures.models import Measure

COORDINATOR = "koordination@lindenau.example"
PARTNER = "traeger@lindenau.example"
MOST_INPUTS = 15
RACKS = "Zwanzig Bügel am Freibad"
FOUND = "Räder fallen am Freibad um"
CAUSE = "Am Freibad gibt es nichts, woran man ein Rad anschließen kann."
AIM = "Räder stehen sicher am Freibad"
ANSWER = "Mit Bauhof und Freibad besprochen."


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


def is_kept(field: Locator) -> bool:
    with authority_scope(Authority.objects.get(slug="lindenau")):
        question = field.get_attribute("data-vo-text")
        return Answer.objects.filter(
            measure__title=RACKS, question=question, text__startswith=ANSWER
        ).exists()


def write_what_is_missing(desk: Desk) -> None:
    """Go through the five steps before the start: each question that is open gets an answer."""
    desk.follow("Konzept")
    desk.follow(re.compile("^1\\. "))
    for number in range(1, 6):
        desk.page.wait_for_url(re.compile(f"/schritt/{number}/"))
        unfold(desk.page)
        fields = desk.page.locator("textarea[data-vo-text]").all()
        for field in [one for one in fields if not one.input_value()]:
            field.fill(f"{ANSWER} ({field.get_attribute('data-vo-text')})")
            field.blur()
            world.wait_for(lambda one=field: is_kept(one), "the answer is saved by itself")
        if number == 2:
            assert_axe_clean(desk.page)
        desk.press(f"Speichern, weiter zu Schritt {number + 1}")
    desk.page.wait_for_url(re.compile("/schritt/6/"))


def test_from_a_figure_to_the_paper(site: world.Site, new_page: Callable[..., Page]) -> None:
    """Figure, finding, cause, need, rating, goal, measure, concept, paper: each link leads on."""
    desk = Desk(new_page(), site)
    page = desk.page
    site.enter(page, COORDINATOR)
    desk.open("/k/lindenau/lagebilder/")
    desk.follow(re.compile("Lagebild 2024"))
    desk.follow(re.compile("Diebstahl"))
    desk.follow(re.compile("Feststellung daraus machen ?: .*Fahrr"))
    expect(page.get_by_role("main")).to_contain_text("Beruht auf:")
    desk.write("Feststellung", FOUND, exact=True)
    desk.choose("Thema", "Diebstahl und Einbruch")
    desk.press("Feststellung speichern")
    expect(page.get_by_role("main")).to_contain_text("Dieser Stand ändert sich nicht mehr.")
    desk.follow("Ursache festhalten")
    desk.write("Vermutete Ursache", CAUSE)
    desk.press("Ursache speichern")
    desk.follow("Bedarf festhalten")
    desk.write("Bedarf", "Am Freibad fehlen Bügel", exact=True)
    page.get_by_label("Beruht auf der Ursache").select_option(index=1)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    desk.press("Abgleich speichern")
    desk.follow("Bewerten")
    for label in ("Schwere", "Verbreitung", "Veränderbarkeit"):
        group = page.get_by_role("group", name=re.compile(label))
        group.get_by_label(re.compile("^4 ")).check()
    desk.press("Bewertung speichern")
    expect(page.get_by_role("main")).to_contain_text(
        "Schwere 4 × Verbreitung 4 × Veränderbarkeit 4"
    )
    desk.follow("Ziel setzen")
    desk.write("Ziel", AIM, exact=True)
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
    chain = page.locator(".vo-chain")
    for words in (FOUND, AIM, RACKS):
        expect(chain).to_contain_text(words)
    assert_axe_clean(page)
    assert_no_sideways_scrolling(page)
    write_what_is_missing(desk)
    desk.follow("Unterlagen")
    unfold(page)
    page.get_by_label("Welches Gremium soll beschließen?").select_option(label=COUNCIL)
    desk.press("Beschlussvorlage als Entwurf anlegen")
    desk.sees(re.compile(RACKS))
    assert_quiet(page)


def decide_in_a_sitting(desk: Desk) -> None:
    """The council is invited, meets, finds itself able to decide, votes and goes home."""
    desk.open("/heute/")
    desk.follow(re.compile("^Gremien"))
    desk.follow(COUNCIL)
    desk.follow("Vorlagen")
    desk.follow(re.compile(RACKS))
    desk.press("Vorlage freigeben")
    desk.follow(COUNCIL)
    desk.follow("Sitzung vorbereiten")
    desk.press("Sitzung anlegen")
    desk.press(re.compile(f"Auf die Tagesordnung ?: .*{RACKS}"))
    desk.sees(re.compile(RACKS))
    desk.follow("Einladen")
    desk.press("Jetzt einladen")
    desk.follow("Sitzung eröffnen")
    desk.press(re.compile("^Sitzung (jetzt )?eröffnen$"))
    able = desk.page.get_by_text("Beschlussfähig ab")
    there = desk.page.get_by_role("group", name="Wer ist anwesend?")
    for _seat in range(12):
        if able.count():
            break
        with desk.page.expect_response(lambda answer: answer.request.method == "POST"):
            there.get_by_role("checkbox", checked=False).first.click()
        desk.page.wait_for_load_state("networkidle")
    expect(able).to_be_visible()
    desk.follow(re.compile(RACKS))
    desk.write("Wortlaut", "Die Stadt stellt zwanzig Bügel auf.")
    desk.press(re.compile(r"^Einstimmig, \d+ Ja$"))
    # Words that save themselves may go first: the vote stands when the next one is offered.
    desk.sees("Über etwas abstimmen")
    desk.follow("Sitzung schließen")
    desk.press("Sitzung schließen")


def test_from_the_paper_to_what_became_of_it(
    site: world.Site, new_page: Callable[..., Page]
) -> None:
    """The same measure: paper, sitting, resolution, start, evaluation, public page."""
    desk = Desk(new_page(), site)
    page = desk.page
    main = page.get_by_role("main")
    site.enter(page, COORDINATOR)
    decide_in_a_sitting(desk)
    desk.open("/k/lindenau/massnahmen/")
    desk.follow(re.compile(RACKS))
    expect(main).to_contain_text("beschlossen am")
    measure = desk.path
    desk.follow("Beginn melden")
    # What the concept still wants is named, with the way there.
    desk.follow(re.compile("noch kein Meilenstein"))
    page.wait_for_url(re.compile("/arbeitsplan/"))
    unfold(page)
    desk.write("Was", "Bügel stehen", exact=True)
    desk.write("Bis wann", "2035-06-30", exact=True)
    desk.press("Meilenstein aufnehmen")
    desk.sees("Bügel stehen")
    desk.open(measure)
    desk.follow("Beginn melden")
    desk.press("Neuen Stand festhalten")
    expect(main).to_contain_text("läuft seit")
    desk.follow("Bewertung")
    desk.follow("Bewertung planen")
    plan(desk, "Fahrraddiebst", "Weidenaue")
    desk.press("Bewertung rechnen")
    # Begun today: nothing is claimed, and it says from when on something can be.
    expect(main).to_contain_text("Vorher ist jede Zahl zu früh.")
    expect(main).to_contain_text("Eine erste Bewertung ist möglich, sobald")
    assert_axe_clean(page)
    desk.open(measure)
    desk.follow("Ansehen und veröffentlichen")
    desk.press("Genau das veröffentlichen")
    visitor = Desk(new_page(width=390), site)
    visitor.open("/orte/lindenau/was-wurde-daraus/")
    visitor.sees("Abendtreff am Bahnhof")
    visitor.open("/orte/lindenau/massnahmen/")
    visitor.follow(re.compile(RACKS))
    for words in (FOUND, AIM):
        visitor.sees(re.compile(words))
    assert_axe_clean(visitor.page)
    assert_no_sideways_scrolling(visitor.page)
    for one in (page, visitor.page):
        assert_quiet(one)


def plan(desk: Desk, indicator: str, area: str) -> None:
    """Choose figure and area, take what is suggested, fix the plan."""
    page = desk.page
    choice = page.get_by_label("Kennzahl", exact=True)
    wanted = choice.locator("option").filter(has_text=re.compile(f"{indicator}.*Monate"))
    choice.select_option(wanted.first.get_attribute("value"))
    where = page.get_by_role("group", name="Wo wirkt die Maßnahme?")
    where.get_by_label(area, exact=True).check()
    desk.press("Vorschläge holen")
    assert (
        page.get_by_role("group", name="Vergleichsgebiete")
        .get_by_role("checkbox", checked=True)
        .count()
    )
    desk.press("Plan festlegen")
    expect(page.get_by_role("main")).to_contain_text("Was wäre überhaupt zu sehen?")


def test_a_further_figure_is_judged(site: world.Site, new_page: Callable[..., Page]) -> None:
    """What has run for more than a year is judged by clicks, in sentences with numbers."""
    desk = Desk(new_page(), site)
    page = desk.page
    site.enter(page, COORDINATOR)
    desk.open("/k/lindenau/massnahmen/")
    desk.follow(re.compile("Abendtreff am Bahnhof"))
    desk.follow("Bewertung")
    desk.follow("Weitere Kennzahl planen")
    plan(desk, "Sachbesch", "Bahnhofsvorstadt")
    desk.press("Bewertung rechnen")
    said = page.get_by_role("main").inner_text()
    assert re.search(r"Gezählt von .*: \d+ Fälle", said), said
    # Sentences stand apart: after a full stop comes a space or a new line.
    assert not re.search(r"[a-zäöüß)]\.[A-ZÄÖÜ]", said), said
    assert_axe_clean(page)
    assert_quiet(page)


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


def test_a_button_pressed_twice_makes_one_measure(
    site: world.Site, new_page: Callable[..., Page]
) -> None:
    desk = Desk(new_page(), site)
    site.enter(desk.page, COORDINATOR)
    sent: list[str] = []
    desk.page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    desk.open("/k/lindenau/konzepte/kurz/")
    desk.write("Was haben Sie vor?", "Klingeln für Einkaufswagen")
    desk.page.get_by_label(re.compile("in einem Satz, warum")).fill("Taschen verschwinden.")
    desk.write("Für wen, und woran merken Sie", "Kundschaft: weniger Anzeigen")
    desk.choose("Wer ist zuständig?", "Stadt Lindenau an der Weide")
    desk.write("Bis wann?", "2035-09-30")
    button = desk.page.get_by_role("button", name="Maßnahme erfassen")
    # A hand is slower than a double click by program: the first form is on its way already.
    button.evaluate("button => { button.click(); setTimeout(() => button.click(), 20); }")
    expect(
        desk.page.get_by_role("main").get_by_role("link", name="Beschließen").first
    ).to_be_visible()
    assert len(sent) == 1, sent


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
