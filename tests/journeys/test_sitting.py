"""A sitting in a real browser: saved by itself, without a connection, two people at once."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import pytest_django
from playwright.sync_api import Page, expect
from tests.factories.sittings import item_of, make_invited, make_sitting
from tests.journeys import site as world
from tests.journeys.browser import (
    assert_axe_clean,
    assert_no_sideways_scrolling,
    assert_quiet,
    tab_walk,
)
from tests.people import make_people

from vorort.authorities.models import Authority
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.meetings.choices import MeetingState
from vorort.meetings.models import AgendaItem, Meeting
from vorort.resolutions.models import Resolution, Task
from vorort.sittings.models import Attendance, ItemRecord
from vorort.sittings.rules import is_there

COORDINATOR = "koordination@example.org"
MAYOR, MEMBER, POLICE = "buergermeister@example.org", "rat@example.org", "polizei@example.org"
NOTES = "[data-vo-text]"


def build() -> None:
    """Make a sitting that has just begun; the mayor helps to write."""
    people = make_people()
    make_sitting(people, make_invited(people, starts_at=now() - dt.timedelta(minutes=5)))
    with authority_scope(people.town):
        from tests.factories.authorities import make_membership

        from vorort.authorities.choices import Role

        make_membership(people.mayor, people.town, Role.COORDINATOR)


@pytest.fixture
def site(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[world.Site]:
    with django_db_blocker.unblock():
        world.empty()
        world.bring_back(world.world_once(build, "sitting"))
        with world.serving() as running:
            yield running
        world.empty()


def meeting_of() -> Meeting:
    town = Authority.objects.get(slug="lindenau")
    with authority_scope(town):
        return Meeting.objects.select_related("authority", "body").get()


def stored(item: AgendaItem) -> ItemRecord | None:
    with authority_scope(item.meeting.authority):
        return ItemRecord.objects.filter(item=item).first()


def notes_of(item: AgendaItem) -> str:
    found = stored(item)
    return found.notes if found else ""


def open_item(page: Page, site: world.Site, email: str, position: int = 2) -> AgendaItem:
    meeting = meeting_of()
    item = item_of(meeting, position)
    site.enter(page, email)
    town = meeting.authority.slug
    page.goto(f"{site.url}/k/{town}/sitzungsverlauf/{meeting.public_id}/?punkt={item.public_id}")
    return item


def kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(localStorage)"))


def forgive(page: Page) -> None:
    """Without a connection the browser reports what could not be loaded; that is the point here."""
    page.faults.clear()  # type: ignore[attr-defined]


def test_saves_itself_and_says_when(site: world.Site, browser_page: Page) -> None:
    page = browser_page
    item = open_item(page, site, COORDINATOR)
    page.locator(NOTES).fill("Drei Varianten liegen vor.")
    expect(page.locator("#gespeichert")).to_contain_text("gespeichert um")
    assert notes_of(item) == "Drei Varianten liegen vor."
    page.locator(NOTES).press("End")
    page.locator(NOTES).press_sequentially(" Kosten 18.400 €.")
    # Leaving the field is enough.
    page.locator(NOTES).press("Tab")
    world.wait_for(lambda: notes_of(item).endswith("18.400 €."), "saved on leaving the field")
    assert kept(page) == "{}"
    assert_quiet(page)


def test_without_a_connection_nothing_is_lost(site: world.Site, browser_page: Page) -> None:
    page = browser_page
    item = open_item(page, site, COORDINATOR)
    page.context.set_offline(True)
    page.locator(NOTES).fill("Geschrieben im Funkloch.")
    expect(page.locator("#verbindung")).to_contain_text(
        "Keine Verbindung. Ihr Text ist in diesem Browser gesichert"
    )
    assert "Geschrieben im Funkloch." in kept(page)
    assert notes_of(item) == ""
    # A button would leave the page for the browser's own error: it waits instead.
    page.get_by_role("button", name="Verlauf speichern").click()
    expect(page.locator(NOTES)).to_have_value("Geschrieben im Funkloch.")
    page.context.set_offline(False)
    world.wait_for(lambda: notes_of(item) == "Geschrieben im Funkloch.", "sent when back")
    expect(page.locator("#verbindung")).to_be_empty()
    assert kept(page) == "{}"


def test_a_text_kept_over_a_reload_is_sent(site: world.Site, browser_page: Page) -> None:
    page = browser_page
    item = open_item(page, site, COORDINATOR)
    page.context.set_offline(True)
    page.locator(NOTES).fill("Der Akku war leer.")
    expect(page.locator("#verbindung")).to_contain_text("gesichert")
    page.context.set_offline(False)
    # Before the next attempt the page is gone.
    page.reload()
    world.wait_for(lambda: notes_of(item) == "Der Akku war leer.", "sent after the reload")
    expect(page.locator(NOTES)).to_have_value("Der Akku war leer.")


def test_a_conflict_after_the_connection_is_back(
    site: world.Site, new_page: Callable[..., Page]
) -> None:
    mine, other = new_page(), new_page()
    item = open_item(mine, site, COORDINATOR)
    mine.context.set_offline(True)
    mine.locator(NOTES).fill("Mein Satz.\nUnd noch einer.")
    expect(mine.locator("#verbindung")).to_contain_text("Keine Verbindung")
    open_item(other, site, MAYOR)
    other.locator(NOTES).fill("Satz des Bürgermeisters.")
    expect(other.locator("#gespeichert")).to_contain_text("gespeichert um")
    mine.context.set_offline(False)
    merge = mine.locator("#zusammen")
    expect(merge).to_be_visible()
    expect(merge).to_be_focused()
    expect(merge.locator("ins")).not_to_have_count(0)
    expect(merge.locator("del")).not_to_have_count(0)
    assert notes_of(item) == "Satz des Bürgermeisters."
    proposal = mine.get_by_label("Vorschlag mit beiden Texten").input_value()
    for line in ("Mein Satz.", "Und noch einer.", "Satz des Bürgermeisters."):
        assert line in proposal
    assert_axe_clean(mine)
    mine.get_by_role("button", name="Vorschlag speichern").click()
    mine.wait_for_load_state()
    world.wait_for(lambda: notes_of(item) == proposal, "both texts are stored")
    expect(mine.locator(NOTES)).to_have_value(proposal)


def test_two_pages_write_at_once(site: world.Site, new_page: Callable[..., Page]) -> None:
    first, second = new_page(), new_page()
    item = open_item(first, site, COORDINATOR)
    open_item(second, site, MAYOR)
    first.locator(NOTES).fill("Erste Hand.")
    second.locator(NOTES).fill("Zweite Hand.")
    for page in (first, second):
        page.locator(NOTES).press("Tab")
    world.wait_for(
        lambda: first.locator("#zusammen").count() + second.locator("#zusammen").count() == 1,
        "one of the two is asked to bring the texts together",
    )
    asked = first if first.locator("#zusammen").count() else second
    # Their own text stays in the field; nothing is sent by itself any more.
    asked.locator(NOTES).press_sequentially("!")
    before = notes_of(item)
    asked.get_by_role("button", name="Vorschlag speichern").click()
    world.wait_for(lambda: notes_of(item) != before, "the combination is stored")
    assert "Erste Hand." in notes_of(item)
    assert "Zweite Hand." in notes_of(item)


def test_the_core_group_keeps_nothing_in_the_browser(site: world.Site, browser_page: Page) -> None:
    page = browser_page
    item = open_item(page, site, POLICE, position=4)
    expect(page.get_by_text("nie im Browser")).to_be_visible()
    page.context.set_offline(True)
    page.locator(NOTES).fill("Fall A, vertraulich.")
    expect(page.locator("#verbindung")).to_contain_text("werden nicht im Browser gesichert")
    page.locator(NOTES).press("Tab")
    assert kept(page) == "{}"
    assert "vertraulich" not in str(page.evaluate("JSON.stringify(sessionStorage)"))
    page.context.set_offline(False)
    world.wait_for(lambda: notes_of(item) == "Fall A, vertraulich.", "sent when back")
    assert kept(page) == "{}"


def test_a_whole_sitting_by_keyboard_and_mouse(site: world.Site, browser_page: Page) -> None:
    page = browser_page
    item = open_item(page, site, COORDINATOR)
    meeting = item.meeting
    page.get_by_role("button", name="Punkt aufrufen").click()
    expect(page.locator(".vo-agenda [aria-current]")).to_contain_text("läuft, seit")
    # Attendance: one tick, the quorum follows.
    expect(page.locator("#beschlussfaehig")).to_contain_text("5 von 5")
    page.get_by_label("Jugendhilfe").uncheck()
    expect(page.locator("#beschlussfaehig")).to_contain_text("4 von 5")
    with authority_scope(meeting.authority):
        row = Attendance.objects.get(seat__function="Jugendhilfe")
    assert not is_there(row)
    keys = page.locator("[accesskey]").evaluate_all("all => all.map(e => e.accessKey).sort()")
    told = page.locator("kbd").evaluate_all(
        "all => all.map(e => e.textContent.toLowerCase()).sort()"
    )
    assert keys == told == ["a", "g", "j", "n", "v", "w"]
    page.get_by_label("Wortlaut").focus()
    page.keyboard.type("Es werden sieben Leuchten ersetzt.")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    expect(page.locator("#abstimmung-vorschau")).to_contain_text("mehr Stimmen")
    page.get_by_role("button", name="Beschluss festhalten").click()
    expect(page.locator(".vo-errors")).to_contain_text("aber nur 4 Personen")
    expect(page.get_by_label("Wortlaut")).to_have_value("Es werden sieben Leuchten ersetzt.")
    page.get_by_label("Ja", exact=True).fill("3")
    page.get_by_label("Nein", exact=True).fill("1")
    expect(page.locator("#abstimmung-vorschau")).to_contain_text("Ergebnis: angenommen")
    page.get_by_role("button", name="Beschluss festhalten").click()
    expect(page.get_by_role("main")).to_contain_text("1/2026 ist festgehalten")
    page.locator("[accesskey=a]").focus()
    page.keyboard.type("Schulleitung: Konzept vorlegen bis 15.03.")
    expect(page.locator("#aufgabe-vorschau")).to_contain_text(
        "Erkannt: „Konzept vorlegen“, Schulleitung, bis"
    )
    page.keyboard.press("Enter")
    expect(page.locator(".vo-tasks")).to_contain_text("Konzept vorlegen")
    with authority_scope(meeting.authority):
        assert Task.objects.get().resolution == Resolution.objects.get()
    forgive(page)
    assert_axe_clean(page)
    # Every action has its turn with the Tab key, and shows where it is.
    walked = " | ".join(tab_walk(page))
    for wanted in (
        "Verlauf speichern",
        "Über etwas abstimmen",
        "Hinzufügen",
        "Punkt schließen",
        "Gäste, Zeiten",
    ):
        assert wanted in walked


def test_members_read_along_without_the_core_group(
    site: world.Site, new_page: Callable[..., Page]
) -> None:
    writer, reader = new_page(), new_page(width=390)
    item = open_item(writer, site, COORDINATOR)
    open_item(reader, site, MEMBER)
    expect(reader.get_by_text("Sie lesen mit")).to_be_visible()
    expect(reader.locator(NOTES)).to_have_count(0)
    expect(reader.locator("[data-vo-kept]")).to_be_hidden()
    expect(reader.locator(".vo-agenda li")).to_have_count(3)
    writer.locator(NOTES).fill("Für alle am Tisch.")
    world.wait_for(lambda: notes_of(item) == "Für alle am Tisch.", "saved")
    expect(reader.get_by_text("Für alle am Tisch.")).to_be_visible(timeout=30_000)
    assert_no_sideways_scrolling(reader)
    assert_axe_clean(reader)


def test_all_of_it_without_scripts(site: world.Site, new_page: Callable[..., Page]) -> None:
    page, other = new_page(scripts=False, width=390), new_page()
    item = open_item(page, site, COORDINATOR)
    open_item(other, site, MAYOR)
    other.locator(NOTES).fill("Vom Bürgermeister.")
    expect(other.locator("#gespeichert")).to_contain_text("gespeichert um")
    page.locator(NOTES).fill("Von der Koordination.")
    page.get_by_label("Wortlaut").fill("Es werden sieben Leuchten ersetzt.")
    page.get_by_role("button", name="Einstimmig, 5 Ja").click()
    # The notes collide, so the vote waits; all that was typed is still there.
    expect(page.get_by_text("Zwei Fassungen zusammenführen")).to_be_visible()
    expect(page.get_by_label("Wortlaut")).to_have_value("Es werden sieben Leuchten ersetzt.")
    assert_no_sideways_scrolling(page)
    page.get_by_role("button", name="Vorschlag speichern").click()
    found = notes_of(item)
    assert "Vom Bürgermeister." in found
    assert "Von der Koordination." in found
    page.get_by_label("Wortlaut").fill("Es werden sieben Leuchten ersetzt.")
    page.get_by_role("button", name="Einstimmig, 5 Ja").click()
    expect(page.get_by_text("1/2026 ist festgehalten")).to_be_visible()
    page.get_by_label("Jugendhilfe").uncheck()
    page.get_by_role("button", name="Anwesenheit speichern").click()
    expect(page.locator("#beschlussfaehig")).to_contain_text("4 von 5")


def test_a_text_that_never_arrived_can_be_copied_later(
    site: world.Site, browser_page: Page
) -> None:
    page = browser_page
    item = open_item(page, site, COORDINATOR)
    page.context.set_offline(True)
    page.locator(NOTES).fill("Kam nie an.")
    expect(page.locator("#verbindung")).to_contain_text("gesichert")
    with authority_scope(item.meeting.authority):
        Meeting.objects.update(state=MeetingState.DRAFTED)
    page.context.set_offline(False)
    expect(page.locator("#verbindung")).to_contain_text("schon eine Niederschrift entstanden")
    # It is not sent again and again, and not thrown away either.
    page.evaluate("window.onbeforeunload = null")
    page.reload()
    expect(page.locator("[data-vo-kept]")).to_contain_text("Kam nie an.")
    page.get_by_role("button", name="Text verwerfen").click()
    expect(page.locator("[data-vo-kept]")).to_be_hidden()
    assert kept(page) == "{}"
