"""The second factor: set up, shown at sign-in, lost; and being asked again."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.authorities import make_authority, make_membership
from tests.people import client_of

from vorort.accounts import actions, queries
from vorort.accounts.actions import FactorRefused
from vorort.accounts.models import Person
from vorort.accounts.rules import CONFIRMED_AT, SEEN_AT
from vorort.audit.models import Event
from vorort.authorities.rules import must_show_second_factor
from vorort.core import jobs
from vorort.core.clock import now

pytestmark = pytest.mark.django_db
SIGN_IN = "/konto/anmelden/"
FACTORS = "/konto/zweiter-faktor/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def staff(settings):
    """Somebody who works for a real town, where two factors are required."""
    settings.SECOND_FACTOR_REQUIRED = True
    person = make_person("Kora Koordination", email="kora@example.org")
    make_membership(person, make_authority("Echtstadt", slug="echtstadt"))
    return person


def sign_in(client: Client, email: str = "kora@example.org", password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": email, "password": password})


def code_of(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client: Client) -> str:
    """Set up an app as its owner would; return its secret."""
    page = client.get(f"{FACTORS}app/").content.decode()
    secret = re.search(r'vo-secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    done = client.post(f"{FACTORS}app/", {"code": code_of(secret)})
    assert done["Location"] == f"{FACTORS}ersatzcodes/"
    return secret


def codes_of(client: Client) -> list[str]:
    page = client.get(f"{FACTORS}ersatzcodes/").content.decode()
    return re.findall(r'vo-secret">([\d ]+)<', page)


def verbs() -> list[str]:
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def age(client: Client, key: str, minutes: float) -> None:
    session = client.session
    session[key] = time.time() - 60 * minutes
    session.save()


# ── required ─────────────────────────────────────────────


def test_staff_without_a_factor_reach_no_work_page(client, staff):
    assert sign_in(client)["Location"] == "/heute/"
    for page in ("/heute/", "/k/echtstadt/", "/k/echtstadt/mitglieder/", "/k/gibt-es-nicht/"):
        assert client.get(page)["Location"] == FACTORS
    assert client.post("/k/echtstadt/mitglieder/neu/", {})["Location"] == FACTORS
    assert "Vorher öffnen sich die Arbeitsseiten nicht" in client.get(FACTORS).content.decode()
    # The way out stays open, and the public side is nobody's business.
    assert client.get("/konto/").status_code == 200
    assert client.get("/").status_code == 200


def test_setting_up_an_app_opens_the_work_and_gives_codes(client, staff):
    sign_in(client)
    set_up_app(client)
    assert client.get("/k/echtstadt/mitglieder/").status_code == 200
    codes = codes_of(client)
    assert len(codes) == 10
    assert len({code for code in codes if len(code) == 14}) == 10
    text = client.get(f"{FACTORS}ersatzcodes.txt")
    assert codes[0] in text.content.decode()
    assert "no-store" in text["Cache-Control"]
    assert "accounts.factor_added" in verbs()
    jobs.run_waiting()
    assert "zweiter Faktor eingerichtet" in mail.outbox[-1].subject


def test_a_wrong_first_code_sets_nothing_up(client, staff):
    sign_in(client)
    client.get(f"{FACTORS}app/")
    page = client.post(f"{FACTORS}app/", {"code": "000000"}).content.decode()
    assert "Das hat nicht gestimmt" in page
    assert not queries.has_second_factor(staff)


def test_the_next_sign_in_asks_for_the_code(client, staff):
    sign_in(client)
    secret = set_up_app(client)
    other = Client()
    assert sign_in(other)["Location"] == "/konto/anmelden/code/"
    # The password alone opens nothing.
    assert other.get("/heute/")["Location"].startswith(SIGN_IN)
    assert other.get("/konto/")["Location"].startswith(SIGN_IN)
    page = other.get("/konto/anmelden/code/").content.decode()
    assert "Zweiter Faktor" in page
    assert "kora@" not in page
    wrong = other.post("/konto/anmelden/code/", {"code": "123456"})
    assert "Das hat nicht gestimmt" in wrong.content.decode()
    code = code_of(secret, steps=1)
    right = other.post("/konto/anmelden/code/", {"code": code})
    assert right["Location"] == "/heute/"
    assert other.get("/k/echtstadt/mitglieder/").status_code == 200
    # A code works once.
    third = Client()
    sign_in(third)
    again = third.post("/konto/anmelden/code/", {"code": code})
    assert again.status_code == 200


def test_a_code_works_once_as_long_as_it_holds(client, staff):
    sign_in(client)
    secret = set_up_app(client)
    code = code_of(secret, steps=1)
    first, second = Client(), Client()
    sign_in(first)
    assert first.post("/konto/anmelden/code/", {"code": code})["Location"] == "/heute/"
    # The library remembers a used code for 30 seconds; with the tolerance it holds for 90.
    cache.delete(f"allauth.mfa.totp.used?user={staff.pk}&code={code}")
    sign_in(second)
    again = second.post("/konto/anmelden/code/", {"code": code})
    assert "Das hat nicht gestimmt" in again.content.decode()


def test_codes_cannot_be_guessed(client, staff):
    sign_in(client)
    secret = set_up_app(client)
    other = Client()
    sign_in(other)
    for _guess in range(5):
        other.post("/konto/anmelden/code/", {"code": "123456"})
    page = other.post("/konto/anmelden/code/", {"code": code_of(secret, steps=1)}).content.decode()
    assert "Zu viele falsche Codes" in page
    # A new browser does not begin to count anew.
    fresh = Client()
    sign_in(fresh)
    page = fresh.post("/konto/anmelden/code/", {"code": code_of(secret, steps=1)}).content.decode()
    assert "Zu viele falsche Codes" in page


def test_a_recovery_code_works_once_and_is_told(client, staff):
    sign_in(client)
    set_up_app(client)
    code = codes_of(client)[0]
    other = Client()
    sign_in(other)
    assert other.post("/konto/anmelden/code/", {"code": code})["Location"] == "/heute/"
    assert "accounts.recovery_code_used" in verbs()
    jobs.run_waiting()
    assert any("Ersatzcode verwendet" in message.subject for message in mail.outbox)
    assert len(codes_of(client)) == 9
    third = Client()
    sign_in(third)
    assert third.post("/konto/anmelden/code/", {"code": code}).status_code == 200


def test_new_recovery_codes_replace_the_old_ones(client, staff):
    sign_in(client)
    set_up_app(client)
    old = codes_of(client)
    page = client.post(f"{FACTORS}ersatzcodes/", follow=True).content.decode()
    assert "Die alten gelten nicht mehr" in page
    assert not set(old) & set(codes_of(client))


def test_secrets_are_not_readable_in_the_database(client, staff):
    sign_in(client)
    secret = set_up_app(client)
    codes = codes_of(client)
    kept = "".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in kept
    assert not any(code.replace(" ", "") in kept for code in codes)


def test_who_removes_the_last_factor_sets_up_a_new_one(client, staff):
    sign_in(client)
    set_up_app(client)
    app = queries.get_factors(staff).app
    address = f"{FACTORS}{app.pk}/entfernen/"
    assert "letzter zweiter Faktor" in client.get(address).content.decode()
    client.post(address)
    assert Authenticator.objects.count() == 0
    # This session has shown one; the next one cannot.
    other = Client()
    sign_in(other)
    assert other.get("/heute/")["Location"] == FACTORS


def test_other_sessions_end_when_a_factor_is_set_up(client, staff):
    other = Client()
    sign_in(other)
    sign_in(client)
    set_up_app(client)
    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/")["Location"].startswith(SIGN_IN)


def test_factors_of_others_do_not_exist(client, staff, people):
    sign_in(client)
    set_up_app(client)
    app = queries.get_factors(staff).app
    stranger = client_of(people.coordinator)
    assert stranger.get(f"{FACTORS}{app.pk}/entfernen/").status_code == 404
    assert stranger.post(f"{FACTORS}{app.pk}/entfernen/").status_code == 404


def test_only_one_app_and_ten_keys(staff):
    actions.add_app(person=staff, secret="JBSWY3DPEHPK3PXP")
    with pytest.raises(FactorRefused):
        actions.add_app(person=staff, secret="JBSWY3DPEHPK3PXP")
    for number in range(10):
        actions.add_key(person=staff, name=f"{number}", credential={})
    with pytest.raises(FactorRefused):
        actions.add_key(person=staff, name="noch einer", credential={})


def test_codes_without_a_factor_are_none(staff):
    with pytest.raises(FactorRefused):
        actions.renew_recovery_codes(person=staff)


# ── who must ─────────────────────────────────────────────


def test_who_must_show_a_second_factor(people):
    real = make_authority("Echtstadt")
    shown = make_authority("Schaustadt")
    demo = make_person(email="demo@lindenau.example")
    make_membership(demo, people.town)
    assert not must_show_second_factor(demo)
    assert not must_show_second_factor(people.outsider)
    assert not must_show_second_factor(people.former_coordinator)
    # A real town that only demo people show.
    make_membership(demo, shown)
    assert not must_show_second_factor(demo)
    worker = make_person(email="echt@stadt.example.org")
    make_membership(worker, real)
    assert must_show_second_factor(worker)
    # A demo person among real people is none any more: their password is public.
    make_membership(demo, real)
    assert must_show_second_factor(demo)


def test_demo_people_work_without_and_the_sign_in_page_says_so(client, people, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert "erfundenen Personen der Vorführung" in client.get(SIGN_IN).content.decode()
    assert client_of(people.coordinator).get("/k/lindenau/mitglieder/").status_code == 200


def test_optional_means_who_wants(client, staff, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client)
    assert client.get("/k/echtstadt/mitglieder/").status_code == 200
    set_up_app(client)
    assert sign_in(Client())["Location"] == "/konto/anmelden/code/"


# ── lost ─────────────────────────────────────────────────


def test_a_lost_factor_is_reset_with_a_reason(client, staff, people):
    sign_in(client)
    set_up_app(client)
    with pytest.raises(FactorRefused):
        actions.reset_second_factor(person=staff, by=people.mayor, reason=" ", at=now())
    actions.reset_second_factor(person=staff, by=people.mayor, reason="Ausweis gesehen", at=now())
    assert client.get("/konto/")["Location"].startswith(SIGN_IN)
    event = Event.objects.get(verb="accounts.factor_reset")
    assert (event.actor_id, event.after["reason"]) == (people.mayor.pk, "Ausweis gesehen")
    jobs.run_waiting()
    assert "zurückgesetzt" in mail.outbox[-1].subject
    sign_in(client)
    assert client.get("/heute/")["Location"] == FACTORS


def test_the_operator_resets_by_command(client, staff, capsys):
    sign_in(client)
    set_up_app(client)
    call_command("accounts_reset_second_factor", "KORA@example.org", reason="Anruf")
    assert not queries.has_second_factor(staff)
    assert "zurückgesetzt" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Niemand"):
        call_command("accounts_reset_second_factor", "niemand@example.org", reason="Anruf")


# ── asked again ──────────────────────────────────────────


def test_sensitive_pages_ask_again_after_a_quarter_of_an_hour(client, staff):
    sign_in(client)
    assert client.get("/konto/adresse/").status_code == 200
    age(client, CONFIRMED_AT, 16)
    asked = client.get("/konto/adresse/")
    assert asked["Location"] == "/konto/bestaetigen/?next=%2Fkonto%2Fadresse%2F"
    page = client.get(asked["Location"]).content.decode()
    assert "Sind Sie es noch?" in page
    wrong = client.post("/konto/bestaetigen/", {"password": "falsch", "next": "/konto/adresse/"})
    assert "Das Passwort stimmt nicht." in wrong.content.decode()
    key = client.session.session_key
    right = client.post("/konto/bestaetigen/", {"password": PASSWORD, "next": "/konto/adresse/"})
    assert right["Location"] == "/konto/adresse/"
    assert client.session.session_key != key
    assert client.get("/konto/adresse/").status_code == 200


def test_what_was_sent_too_late_is_kept(client, staff):
    sign_in(client)
    age(client, CONFIRMED_AT, 16)
    client.post("/konto/adresse/", {"email": "neu@example.org"})
    gone_on = client.post("/konto/bestaetigen/", {"password": PASSWORD})
    assert gone_on["Location"] == "/konto/weiter/"
    page = client.get("/konto/weiter/").content.decode()
    assert 'action="/konto/adresse/"' in page
    assert 'name="email" value="neu@example.org"' in page
    # The old token is not sent again; the page has a fresh one of its own.
    assert page.count('name="email"') == 1
    # Whoever is asked for a page, not for what they sent, goes there.
    age(client, CONFIRMED_AT, 16)
    client.get("/konto/adresse/")
    assert client.post("/konto/bestaetigen/", {"password": PASSWORD})["Location"] == "/heute/"


def test_a_code_confirms_where_there_is_no_password(client, staff):
    sign_in(client)
    secret = set_up_app(client)
    Person.objects.filter(pk=staff.pk).update(password="!")
    client.force_login(Person.objects.get(pk=staff.pk), "django.contrib.auth.backends.ModelBackend")
    age(client, CONFIRMED_AT, 16)
    page = client.get("/konto/bestaetigen/").content.decode()
    assert 'name="password"' not in page
    done = client.post("/konto/bestaetigen/", {"code": code_of(secret, steps=1)})
    assert done["Location"] == "/heute/"


def test_confirming_is_throttled(client, staff):
    sign_in(client)
    for _guess in range(5):
        client.post("/konto/bestaetigen/", {"password": "falsch"})
    page = client.post("/konto/bestaetigen/", {"password": PASSWORD}).content.decode()
    assert "Zu viele Versuche" in page


def test_the_way_back_stays_in_the_house(client, staff):
    sign_in(client)
    done = client.post(
        "/konto/bestaetigen/", {"password": PASSWORD, "next": "https://example.com/"}
    )
    assert done["Location"] == "/heute/"


def test_after_a_pause_every_page_asks_who_is_there(client, staff, settings):
    sign_in(client)
    set_up_app(client)
    assert client.get("/k/echtstadt/mitglieder/").status_code == 200
    age(client, SEEN_AT, 31)
    asked = client.get("/k/echtstadt/mitglieder/?ansicht=beendet")
    assert asked["Location"].startswith("/konto/bestaetigen/?next=%2Fk%2Fechtstadt%2Fmitglieder")
    assert client.get("/konto/bestaetigen/").status_code == 200
    # A partial leads the whole page there.
    partial = client.get(
        "/k/echtstadt/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/k/echtstadt/?a=1"},
    )
    assert partial.status_code == 204
    assert partial["HX-Redirect"] == "/konto/bestaetigen/?next=%2Fk%2Fechtstadt%2F%3Fa%3D1"
    settings.IDLE_MINUTES = 0
    assert client.get("/konto/").status_code == 200
    settings.IDLE_MINUTES = 30
    age(client, SEEN_AT, 31)
    # Leaving needs no password.
    assert client.post("/konto/abmelden/")["Location"] == "/"


def test_working_keeps_the_session_awake(client, staff):
    sign_in(client)
    age(client, SEEN_AT, 20)
    client.get("/konto/")
    assert time.time() - client.session[SEEN_AT] < 60
