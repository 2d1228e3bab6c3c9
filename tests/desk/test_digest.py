"""The weekly overview: once a week, on the day each person sets, without a confidential word."""

import datetime as dt
from contextlib import nullcontext
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import make_person
from tests.factories.authorities import make_membership
from tests.factories.councils import make_body, make_seat
from tests.people import People, client_of

from vorort.audit.models import Event
from vorort.authorities.choices import Role
from vorort.core.duties import Duty
from vorort.core.jobs import RetryLater, run_waiting
from vorort.desk import actions, jobs
from vorort.desk.exports.letter import write_letter
from vorort.desk.models import DeskSetting
from vorort.desk.queries import duties as duty_sources
from vorort.desk.queries.digest import get_digest, list_due_people
from vorort.desk.rules import digest_is_due

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = dt.datetime(2026, 11, 23, 8, tzinfo=BERLIN)
WEEK = dt.timedelta(days=7)
PAGE = "/konto/benachrichtigungen/"


def duty(title: str, due: dt.date | None = None, *, confidential: bool = False) -> Duty:
    return Duty(
        town_key="LW",
        town="Lindenau an der Weide",
        title=title,
        url=f"/k/lindenau/sitzungen/{title[:3].lower()}/",
        reason=f"Weil {title}.",
        due_on=due,
        kind="tests.owe",
        confidential=confidential,
    )


@pytest.fixture
def owe(monkeypatch):
    def set_duties(*duties: Duty) -> None:
        monkeypatch.setattr(duty_sources, "SOURCES", (lambda _actor: list(duties),))

    set_duties()
    return set_duties


def letter_of(person, *, at=MONDAY):
    return write_letter(get_digest(person, at=at))


def send(person, *, at=MONDAY) -> bool:
    letter = letter_of(person, at=at)
    return actions.send_digest(
        person=person,
        subject=letter.subject,
        text=letter.text,
        unsubscribe_url=letter.unsubscribe_url,
        at=at,
    )


@pytest.mark.parametrize(
    ("weekday", "last_on", "local", "due"),
    [
        (0, None, "2026-11-23 05:59", False),
        (0, None, "2026-11-23 06:00", True),
        # Whoever is new on a Tuesday waits for Monday.
        (0, None, "2026-11-24 08:00", False),
        (0, "2026-11-23", "2026-11-23 09:00", False),
        (0, "2026-11-16", "2026-11-23 09:00", True),
        # The platform was away on Monday.
        (0, "2026-11-16", "2026-11-25 09:00", True),
        (0, "2026-11-16", "2026-11-26 09:00", False),
        (0, "2026-11-25", "2026-11-30 09:00", True),
        (6, "2026-11-15", "2026-11-22 09:00", True),
        # Another day is chosen in the week in which one has come: the next one comes on that day.
        (3, "2026-11-23", "2026-11-25 09:00", False),
        (3, "2026-11-23", "2026-11-26 09:00", True),
    ],
)
def test_when_an_overview_is_due(weekday, last_on, local, due):
    assert (
        digest_is_due(
            weekday=weekday,
            last_on=dt.date.fromisoformat(last_on) if last_on else None,
            local=dt.datetime.fromisoformat(local).replace(tzinfo=BERLIN),
        )
        is due
    )


@pytest.mark.parametrize("sunday", [dt.date(2027, 3, 28), dt.date(2026, 10, 25)])
def test_the_change_of_clocks_moves_nothing(people: People, owe, sunday):
    """Hour by hour over the day on which the clocks change: one mail, at six in Berlin."""
    owe(duty("Lagebild freigeben"))
    actions.save_digest(person=people.mayor, digest=True, weekday=6, by=people.mayor)
    start = dt.datetime.combine(sunday, dt.time(), tzinfo=BERLIN).astimezone(dt.UTC)
    sent = []
    for hour in range(26):
        at = start + dt.timedelta(hours=hour)
        if send(people.mayor, at=at):
            sent.append(at.astimezone(BERLIN).strftime("%d %H"))
    assert sent == [f"{sunday:%d} 06"]


def test_the_letter(people: People, owe):
    owe(
        duty("Lagebild freigeben", MONDAY.date() + dt.timedelta(days=2)),
        duty("Niederschrift prüfen", MONDAY.date() - dt.timedelta(days=3)),
        duty("Vorlage mitzeichnen"),
        duty("Bericht schreiben", dt.date(2027, 2, 1)),
    )
    letter = letter_of(people.mayor)
    assert letter.subject == "VorOrt: Ihre Woche ab 23.11.2026"
    text = letter.text
    assert text.startswith("Guten Tag Britta Bürgermeisterin,")
    assert "Montag, 23. November 2026" in text
    late = text.index("Überfällig")
    due = text.index("Zu erledigen bis 30.11.2026")
    later = text.index("Später oder ohne Frist")
    assert late < text.index("Niederschrift prüfen (Lindenau an der Weide)") < due
    assert due < text.index("Lagebild freigeben") < later
    assert "Frist war Fr, 20.11.2026." in text
    assert "Frist: Mi, 25.11.2026." in text
    assert later < text.index("Bericht schreiben")
    assert "http://127.0.0.1:8000/k/lindenau/sitzungen/lag/" in text
    assert "http://127.0.0.1:8000/heute/" in text
    assert letter.unsubscribe_url in text
    assert "&" not in text
    assert "\n\n\n" not in text


def test_confidential_duties_have_no_title_in_mails(people: People, owe):
    owe(duty("Vorfall Kerngruppe beraten", MONDAY.date(), confidential=True))
    text = letter_of(people.police).text
    assert "Eine vertrauliche Aufgabe wartet auf Sie." in text
    for word in ("Kerngruppe", "Vorfall", "/k/lindenau/", "Weil"):
        assert word not in text
    owe(duty("Geheim eins", confidential=True), duty("Geheim zwei", confidential=True))
    text = letter_of(people.police).text
    assert "Vertrauliche Aufgaben warten auf Sie." in text
    assert "Geheim" not in text


def test_one_mail_a_week(people: People, owe):
    owe(duty("Lagebild freigeben"))
    assert send(people.mayor)
    assert not send(people.mayor)
    assert not send(people.mayor, at=MONDAY + dt.timedelta(hours=5))
    assert send(people.mayor, at=MONDAY + WEEK)
    assert [one.to for one in mail.outbox] == [["buergermeister@example.org"]] * 2
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/mein/uebersicht/")
    assert "\n" not in mail.outbox[0].subject


def test_no_mail_when_nothing_is_to_say(people: People, owe):
    assert not send(people.mayor)
    assert mail.outbox == []
    # The week is over all the same: what comes at noon waits for the next one.
    owe(duty("Lagebild freigeben"))
    assert not send(people.mayor, at=MONDAY + dt.timedelta(hours=3))


def test_a_server_that_is_away_leaves_the_week_open(people: People, owe, monkeypatch):
    owe(duty("Lagebild freigeben"))

    def refuse(_mail: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(ConnectionRefusedError):
            send(people.mayor)
    assert not DeskSetting.objects.filter(last_digest_on__isnull=False).exists()
    assert send(people.mayor)


def test_the_job_finds_who_is_due(people: People, owe, monkeypatch):
    owe(duty("Lagebild freigeben"))
    monkeypatch.setattr(jobs, "now", lambda: MONDAY)
    actions.save_digest(person=people.police, digest=False, weekday=0, by=people.police)
    actions.save_digest(person=people.mayor, digest=True, weekday=4, by=people.mayor)
    due = {person.email for person in list_due_people(at=MONDAY)}
    assert "koordination@example.org" in due
    # Set to Friday; switched off; belongs to nothing; the platform itself.
    assert not due & {"buergermeister@example.org", "polizei@example.org", "fremd@example.org"}
    assert people.system.email not in due
    result = jobs.send_digests(None)  # type: ignore[arg-type]
    assert result == {"ordered": len(due)}
    run_waiting()
    assert {one.to[0] for one in mail.outbox} == due
    jobs.send_digests(None)  # type: ignore[arg-type]
    run_waiting()
    assert len(mail.outbox) == len(due)


def test_members_of_bodies_without_a_role_get_theirs(people: People):
    assert people.outsider not in list_due_people(at=MONDAY)
    make_seat(make_body(people.town), function="Mitglied", person=people.outsider)
    assert people.outsider in list_due_people(at=MONDAY)


def test_finding_who_is_due_costs_the_same(people: People):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            list_due_people(at=MONDAY)
        return len(seen)

    few = cost()
    for number in range(40):
        make_membership(make_person(f"Person {number}"), people.town, Role.COACH)
    assert cost() == few


def test_settings_page(people: People):
    client = client_of(people.council_member)
    page = client.get(PAGE).content.decode()
    assert "Wöchentliche Übersicht" in page
    assert PAGE in client.get("/konto/").content.decode()
    answer = client.post(PAGE, {"digest": "on", "weekday": "3"})
    assert answer["Location"] == PAGE
    setting = DeskSetting.objects.get(person=people.council_member)
    assert (setting.digest, setting.digest_weekday) == (True, 3)
    client.post(PAGE, {"weekday": "3"})
    setting.refresh_from_db()
    assert not setting.digest
    assert Event.objects.filter(verb="desk.digest_changed").count() == 2
    client.post(PAGE, {"weekday": "3"})
    assert Event.objects.filter(verb="desk.digest_changed").count() == 2
    wrong = client.post(PAGE, {"digest": "on", "weekday": "9"})
    assert wrong.status_code == 422
    setting.refresh_from_db()
    assert setting.digest_weekday == 3


def test_unsubscribing_takes_the_button(people: People, owe, client):
    owe(duty("Lagebild freigeben"))
    url = letter_of(people.mayor).unsubscribe_url.removeprefix("http://127.0.0.1:8000")
    shown = client.get(url)
    assert shown.status_code == 200
    assert "Übersicht abbestellen" in shown.content.decode()
    assert "Britta" not in shown.content.decode()
    assert shown["Referrer-Policy"] == "same-origin"
    assert "no-store" in shown["Cache-Control"]
    assert not DeskSetting.objects.exists()
    done = client.post(url)
    assert "keine Wochenübersicht mehr" in done.content.decode()
    assert not DeskSetting.objects.get(person=people.mayor).digest
    assert client.post(url).status_code == 200
    assert not send(people.mayor)
    assert client.get(url.replace("/mein/uebersicht/", "/mein/uebersicht/x")).status_code == 404
    people.mayor.is_active = False
    people.mayor.save()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (SMTPRecipientsRefused({}), False),
        (SMTPResponseException(550, b"nein"), False),
        (SMTPResponseException(451, b"gleich"), True),
        (ConnectionRefusedError(), True),
    ],
)
def test_what_a_server_says_decides_whether_to_try_again(
    people: People, owe, monkeypatch, error, again
):
    owe(duty("Lagebild freigeben"))
    monkeypatch.setattr(jobs, "now", lambda: MONDAY)

    def refuse(_mail: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with pytest.raises(RetryLater) if again else nullcontext():
        jobs.send_digest(None, person=people.mayor.public_id)  # type: ignore[arg-type]
    kept = DeskSetting.objects.filter(person=people.mayor, last_digest_on=MONDAY.date())
    assert kept.exists() is not again
