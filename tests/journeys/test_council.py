"""A council by clicking: founded, seated, invited, held, minuted, approved, public, and in OParl."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from tests.journeys import desk as desks
from tests.journeys.browser import assert_axe_clean, assert_quiet
from tests.journeys.site import ALL_IN_ONE, SMALL_TOWN, Site

from vorort.authorities.models import Authority
from vorort.core.clock import now, today
from vorort.core.scopes import authority_scope
from vorort.councils.models import Body
from vorort.meetings import actions as meetings
from vorort.meetings.choices import ItemKind, Reply
from vorort.meetings.models import Meeting

COORDINATOR = "koordination@lindenau.example"
MEMBER = "sportverein@lindenau.example"
MOST_CLICKS_TO_INVITE = 8
MOST_INPUTS_FOR_MINUTES = 25
COUNCIL = "Präventionsrat Lindenau"


@dataclass
class Desk(desks.Desk):
    """A desk at which every page is looked at by axe, where pages run scripts at all."""

    scripts: bool = True

    def is_clean(self) -> None:
        if self.scripts:
            assert_axe_clean(self.page)


def listed(what: list[str]) -> str:
    return "\n" + "\n".join(f"{number:2}. {one}" for number, one in enumerate(what, 1))


def link_for(address: str) -> str:
    """Return the personal address in the last mail to somebody."""
    bodies = [one.body for one in mail.outbox if one.to == [address]]
    found = re.findall(r"https?://\S+/mein/\S+", bodies[-1])
    return urlsplit(found[-1]).path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_founding_to_the_open_interface(
    site: Site, new_page: Callable[..., Page], scripts: bool
) -> None:
    name = "Präventionsrat Mühlental" if scripts else "Runder Tisch Mühlental"
    desk = Desk(new_page(scripts=scripts), site, scripts=scripts)
    desk.sign_in(ALL_IN_ONE)
    found(desk, name)
    seat(desk, "Bürgermeisterin", ALL_IN_ONE, chair=True)
    seat(desk, "Schulleitung", "schule@muehlental.example")
    seat(desk, "Feuerwehr", "feuerwehr@muehlental.example")
    prepare(desk)
    mail.outbox.clear()
    desk.follow("Einladen")
    desk.is_clean()
    desk.press("Jetzt einladen")
    meeting_page = desk.path
    site.run_jobs()

    member = Desk(new_page(scripts=scripts, width=390), site, scripts=scripts)
    answer_invitation(member, link_for("schule@muehlental.example"))
    desk.open(meeting_page)
    own = desk.page.get_by_role("group", name="Kommen Sie?")
    own.get_by_label("Ja, ich nehme teil.").check()
    desk.press("Antwort senden")
    hold(desk)
    minute(desk)

    public = f"/orte/{SMALL_TOWN}/sitzungen/{meeting_page.rstrip('/').rpartition('/')[2]}/"
    visitor = Desk(new_page(scripts=scripts), site, scripts=scripts)
    assert visitor.open(public).status == 200
    visitor.sees("Die Gemeinde stellt sechs neue Papierkörbe auf.")
    visitor.is_clean()
    walk_oparl(visitor, public)
    for each in (desk, member, visitor):
        assert_quiet(each.page)


def found(desk: Desk, name: str) -> None:
    """A planned body, its steps, and the day it comes into being."""
    desk.follow(re.compile("^Gremien"))
    desk.follow("Gremium anlegen")
    desk.write("Name", name, exact=True)
    desk.choose("Art", "Präventionsrat")
    desk.tick("sonstiger Beirat")
    desk.press("Gremium anlegen")
    desk.is_clean()
    desk.follow(re.compile(r"^5\. Konstituierende Sitzung"))
    desk.is_clean()
    desk.press("Das Gremium ist konstituiert")
    desk.sees("aktiv")


def seat(desk: Desk, function: str, address: str, *, chair: bool = False) -> None:
    desk.follow("Mitglieder")
    desk.follow("Mitglied aufnehmen")
    desk.write("Funktion", function)
    desk.write("E-Mail-Adresse", address)
    if chair:
        desk.page.get_by_label("Vorsitz", exact=True).check()
        desk.is_clean()
    desk.press("Mitglied aufnehmen")
    desk.sees(function)


def prepare(desk: Desk) -> None:
    """A meeting in three weeks, public, with something to decide."""
    desk.follow("Überblick")
    desk.follow("Sitzung vorbereiten")
    day = today() + dt.timedelta(days=21)
    desk.page.locator("#id_day").fill(day.isoformat())
    desk.page.locator("#id_place").fill("Gemeindeamt")
    desk.tick("Die Sitzung ist öffentlich")
    desk.press("Sitzung anlegen")
    desk.write("Neuer Punkt", "Papierkörbe am Bachweg")
    desk.choose("Art", "Entscheidung")
    desk.choose("Wer darf lesen?", "öffentlich")
    desk.press("Punkt aufnehmen")
    desk.sees("Papierkörbe am Bachweg")
    desk.is_clean()


def answer_invitation(member: Desk, path: str) -> None:
    """By the link in the mail: looking changes nothing, a button answers; no account."""
    for _twice in range(2):
        assert member.open(path).status == 200
    expect(member.page.get_by_text("Ihre Antwort ist da")).to_have_count(0)
    member.is_clean()
    member.page.get_by_label("Ja, ich nehme teil.").check()
    member.press("Antwort senden")
    member.sees("Ihre Antwort ist da")


def hold(desk: Desk) -> None:
    desk.follow("Sitzung eröffnen")
    desk.press(re.compile("^Sitzung (jetzt )?eröffnen$"))
    desk.is_clean()
    desk.follow(re.compile("Papierkörbe am Bachweg"))
    desk.write("Verlauf", "Der Bauhof hat sechs Stellen gezählt.")
    desk.write("Wortlaut", "Die Gemeinde stellt sechs neue Papierkörbe auf.")
    desk.press(re.compile(r"^Einstimmig, \d+ Ja$"))
    # Words that save themselves may go first: the vote stands when the next one is offered.
    desk.sees("Über etwas abstimmen")
    desk.write("Aufgabe in einer Zeile", "Bauhof: sechs Papierkörbe bestellen")
    desk.press("Hinzufügen")
    desk.sees("sechs Papierkörbe bestellen")
    desk.follow("Sitzung schließen")
    desk.is_clean()
    desk.press("Sitzung schließen")


def minute(desk: Desk) -> None:
    """Draft, send, wait for everybody, approve, publish."""
    desk.press("Niederschrift entwerfen")
    desk.is_clean()
    desk.follow("Leichte Sprache")
    desk.write("Zusammenfassung", "Die Gemeinde stellt sechs Papier-Körbe auf.")
    desk.press("Speichern und prüfen")
    desk.is_clean()
    desk.follow("Durchsicht und Genehmigung")
    desk.is_clean()
    mail.outbox.clear()
    desk.press("Zur Durchsicht versenden")
    desk.site.run_jobs()
    approval = desk.path
    for address in ("schule@muehlental.example", "feuerwehr@muehlental.example"):
        member = Desk(desk.page.context.browser.new_page(locale="de-DE"), desk.site)
        member.open(link_for(address))
        member.is_clean()
        member.press("Antwort abgeben")
        member.page.close()
    desk.open(approval)
    desk.write("Oder auf andere Weise", "schriftlich, alle haben zugestimmt")
    desk.press("Genehmigung eintragen")
    desk.follow("Öffentlicher Auszug")
    desk.is_clean()
    desk.press("Auszug veröffentlichen")
    desk.sees("Öffentliche Seite ansehen")


def walk_oparl(visitor: Desk, public: str) -> None:
    """Walk from the system object to the meeting and its resolution."""

    def get(url: str) -> dict:
        answer = visitor.page.request.get(visitor.site.url + urlsplit(url).path)
        assert answer.status == 200, url
        return json.loads(answer.body())

    system = get("/oparl/v1.1/")
    bodies = get(system["body"])["data"]
    town = next(one for one in bodies if "Mühlental" in one["name"])
    key = public.rstrip("/").rpartition("/")[2]
    meeting = next(one for one in get(town["meeting"])["data"] if key in one["id"])
    assert meeting["meetingState"]
    assert any("Papierkörbe" in item["name"] for item in meeting["agendaItem"])
    # The body has no public page, so nothing leads to it.
    assert "organization" not in meeting


def test_inviting_to_a_regular_meeting_takes_few_clicks(site: Site, browser_page: Page) -> None:
    """From the first page after signing in: day, hour, place and agenda are proposed."""
    desk = Desk(browser_page, site)
    site.enter(browser_page, COORDINATOR)
    desk.open("/heute/")
    desk.follow(re.compile("^Gremien"))
    desk.follow(COUNCIL)
    desk.follow("Sitzung vorbereiten")
    desk.press("Sitzung anlegen")
    desk.follow("Einladen")
    desk.press("Jetzt einladen")
    desk.sees("eingeladen")
    print(listed(desk.inputs))
    assert len(desk.clicks) <= MOST_CLICKS_TO_INVITE, listed(desk.clicks)
    assert not desk.typed


@pytest.fixture
def invited(site: Site) -> Meeting:
    """A meeting of Lindenau's council with three decisions, to which most have said yes."""
    town = Authority.objects.get(slug="lindenau")
    by = site.person(COORDINATOR)
    with authority_scope(town):
        body = Body.objects.get(name=COUNCIL)
        at = now()
        meeting = meetings.create_meeting(
            body=body, starts_at=at + dt.timedelta(days=40), place="Rathaus", is_public=True,
            by=by, at=at,
        )  # fmt: skip
        for title in ("Fahrradständer", "Weg zur Schule", "Bänke am Markt"):
            meetings.add_item(
                meeting=meeting, title=title, kind=ItemKind.DECISION, confidentiality="public",
                by=by, at=at,
            )  # fmt: skip
        meeting = meetings.invite(meeting=meeting, by=by, at=at)
        for invitation in meeting.invitations.all():
            meetings.reply(invitation=invitation, reply=Reply.YES, at=at)
    site.run_jobs()
    return meeting


def test_minutes_with_three_resolutions_take_few_inputs(
    site: Site, browser_page: Page, invited: Meeting
) -> None:
    """From the page of the sitting to public minutes: every click and every field is counted."""
    desk = Desk(browser_page, site)
    site.enter(browser_page, COORDINATOR)
    desk.open(f"/k/lindenau/sitzungsverlauf/{invited.public_id}/")
    desk.press(re.compile("^Sitzung (jetzt )?eröffnen$"))
    for title, wording in (
        ("Fahrradständer", "Am Bahnhof kommen zwanzig Ständer dazu."),
        ("Weg zur Schule", "Vor der Schule gilt eine Haltezone."),
        ("Bänke am Markt", "Am Markt kommen zwei Bänke dazu."),
    ):
        desk.follow(re.compile(title))
        desk.write("Verlauf", "Kurze Aussprache, keine Bedenken.")
        desk.write("Wortlaut", wording)
        desk.press(re.compile(r"^Einstimmig, \d+ Ja$"))
        desk.sees("Über etwas abstimmen")
    desk.follow("Sitzung schließen")
    desk.press("Sitzung schließen")
    desk.press("Niederschrift entwerfen")
    desk.follow("Durchsicht und Genehmigung")
    desk.write("Oder auf andere Weise", "schriftlich, alle haben zugestimmt")
    desk.press("Genehmigung eintragen")
    desk.follow("Öffentlicher Auszug")
    desk.press("Auszug veröffentlichen")
    desk.sees("Öffentliche Seite ansehen")
    print(listed(desk.inputs))
    assert len(desk.inputs) <= MOST_INPUTS_FOR_MINUTES, listed(desk.inputs)
    visitor = desk.page.request.get(f"{site.url}/orte/lindenau/sitzungen/{invited.public_id}/")
    shown = visitor.text()
    assert shown.count("einstimmig") >= 3
    assert_quiet(browser_page)


def test_a_member_finds_what_is_for_members(site: Site, new_page: Callable[..., Page]) -> None:
    """No view of the town's work: the council's pages, one's own answer, nothing of the core."""
    desk = Desk(new_page(), site)
    site.enter(desk.page, MEMBER)
    desk.open("/heute/")
    desk.is_clean()
    desk.sees(re.compile("Präventionsrat Lindenau"))
    desk.follow(re.compile(r"^Präventionsrat Lindenau, \d+\. Sitzung"))
    desk.sees("Sicherheit bei Veranstaltungen auf dem Markt")
    expect(desk.page.get_by_text("Lage in der Bahnhofsvorstadt")).to_have_count(0)
    desk.is_clean()
    assert desk.open("/k/lindenau/lagebilder/").status == 404
