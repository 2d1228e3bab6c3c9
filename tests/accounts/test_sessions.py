"""Sessions one can see and end, a new address, notices, and what strangers learn by timing."""

import datetime as dt
import hashlib
import re
import time
from collections import Counter

import pytest
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail, signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import PASSWORD, make_person
from tests.people import client_of

from vorort.accounts import actions
from vorort.accounts.actions import InvitationLinks, InvitedTooOften, PasswordLinks
from vorort.accounts.models import Person, SignIn
from vorort.accounts.rules import BreachedPasswordValidator, device_name
from vorort.audit.models import Event
from vorort.core import jobs as queue

pytestmark = pytest.mark.django_db
SIGN_IN = "/konto/anmelden/"
SESSIONS = "/konto/sitzungen/"
NEW = "Apfel-Gleis-Wolke-88"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18 Safari/604"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def person():
    return make_person("Kora Koordination", email="kora@example.org")


def browser(agent: str = FIREFOX) -> Client:
    return Client(headers={"User-Agent": agent})


def sign_in(client: Client, email: str = "kora@example.org", password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": email, "password": password})


def signed_in(agent: str = FIREFOX) -> Client:
    client = browser(agent)
    assert sign_in(client).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def text(response) -> str:
    return response.content.decode()


def subjects() -> list[str]:
    queue.run_waiting()
    return [message.subject for message in mail.outbox]


# ── sessions ─────────────────────────────────────────────


def test_the_list_names_devices_and_this_session(person):
    signed_in(PHONE)
    page = text(signed_in().get(SESSIONS))
    assert page.index("Firefox unter Windows") < page.index("Safari unter iPhone")
    assert page.count("diese Sitzung") == 1
    assert page.count(">Beenden<") == 1
    assert "127.0.0.1" not in page


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox unter Windows"),
        (PHONE, "Safari unter iPhone"),
        ("Mozilla/5.0 (X11; Linux) Chrome/140 Safari/537 Edg/140", "Edge unter Linux"),
        ("curl/8", "unbekanntes Gerät"),
        ("", "unbekanntes Gerät"),
    ],
)
def test_devices_have_plain_names(agent, name):
    assert device_name(agent) == name


def test_one_session_is_ended_from_another(person):
    here, there = signed_in(), signed_in(PHONE)
    row = SignIn.objects.get(device="Safari unter iPhone")
    assert here.post(f"{SESSIONS}{row.public_id}/beenden/")["Location"] == SESSIONS
    assert not is_in(there)
    assert is_in(here)
    assert Event.objects.filter(verb="accounts.session_ended").count() == 1


def test_nobody_ends_the_sessions_of_others(person, people):
    here = signed_in()
    row = SignIn.objects.get()
    stranger = client_of(people.coordinator)
    assert stranger.post(f"{SESSIONS}{row.public_id}/beenden/").status_code == 404
    assert is_in(here)


def test_all_others_are_ended_also_those_nobody_wrote_down(person):
    here, there = signed_in(), signed_in(PHONE)
    unknown = client_of(person)
    assert "1." in text(here.post(f"{SESSIONS}andere-beenden/", follow=True))
    assert [is_in(client) for client in (here, there, unknown)] == [True, False, False]
    # The one that stays is found again under its new key.
    assert "diese Sitzung" in text(here.get(SESSIONS))


def test_a_new_password_ends_the_other_sessions(person):
    here, there = signed_in(), signed_in(PHONE)
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/konto/passwort/", given).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert "diese Sitzung" in text(here.get(SESSIONS))
    assert "VorOrt: Passwort geändert" in subjects()


def test_the_key_changes_at_sign_in_and_is_gone_after_signing_out(person):
    client = browser()
    client.get("/konto/passwort/neu/1-abc/")
    before = client.session.session_key
    sign_in(client)
    key = client.session.session_key
    assert key != before
    client.post("/konto/abmelden/")
    assert not Session.objects.filter(session_key=key).exists()
    assert not is_in(client)


def test_cookies_are_strict_behind_tls():
    code = (
        "import django; from django.conf import settings as s; django.setup();"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,"
        "s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
        "s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN)"
    )
    import os
    import subprocess
    import sys

    environment = {**os.environ, "VORORT_BEHIND_TLS": "1",
                   "DJANGO_SETTINGS_MODULE": "vorort.config.settings"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [
        "__Host-sessionid", "__Host-csrftoken", "True", "True", "True", "Lax", "True", "True",
        "/", "None",
    ]  # fmt: skip


def test_pages_of_people_are_kept_by_no_cache(people):
    client = client_of(people.coordinator)
    for page in ("/konto/", SESSIONS, "/konto/zweiter-faktor/", "/k/lindenau/mitglieder/"):
        assert "no-store" in client.get(page)["Cache-Control"], page


# ── new devices ──────────────────────────────────────────


def test_a_new_device_is_told_a_known_one_is_not(person):
    known = signed_in()
    assert subjects() == []
    known.post("/konto/abmelden/")
    sign_in(known)
    assert subjects() == []
    signed_in(PHONE)
    assert subjects() == ["VorOrt: neue Anmeldung"]
    assert "Safari unter iPhone" in mail.outbox[0].body
    assert mail.outbox[0].to == [person.email]


def test_a_copied_name_of_a_browser_is_a_new_device(person):
    signed_in()
    signed_in()
    assert subjects() == ["VorOrt: neue Anmeldung"]


def test_the_mark_of_a_device_goes_only_to_the_account_pages(person):
    cookie = signed_in().cookies["vorort_device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/konto/", True, "Lax")
    assert cookie.value not in str(list(SignIn.objects.values()))


# ── links ────────────────────────────────────────────────


def test_a_reset_link_holds_an_hour_an_invitation_some_days(person, monkeypatch):
    guest = actions.create_person(email="neu@example.org", name="Nele Neu", by=person)
    reset, invitation = PasswordLinks().make_token(person), InvitationLinks().make_token(guest)
    links = PasswordLinks()
    assert links.check_token(person, reset)
    assert links.check_token(guest, invitation)
    assert not links.check_token(person, invitation)
    monkeypatch.setattr(
        PasswordLinks, "_now", lambda _self: dt.datetime.now() + dt.timedelta(minutes=61)
    )
    assert not links.check_token(person, reset)
    later = time.time() + 13 * 86_400
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert links.check_token(guest, invitation)
    later += 2 * 86_400
    assert not links.check_token(guest, invitation)


def test_an_invitation_is_worthless_after_the_first_password(person):
    guest = actions.create_person(email="neu@example.org", name="Nele Neu", by=person)
    key = InvitationLinks().make_token(guest)
    guest.set_password(NEW)
    guest.save()
    assert not PasswordLinks().check_token(guest, key)


def test_invitations_can_be_repeated_but_not_without_end(person):
    guest = actions.create_person(email="neu@example.org", name="Nele Neu", by=person)
    for _again in range(5):
        actions.invite(person=guest, by=person, town="Lindenau")
    with pytest.raises(InvitedTooOften):
        actions.invite(person=guest, by=person, town="Lindenau")
    queue.run_waiting()
    assert len(mail.outbox) == 5


# ── address ──────────────────────────────────────────────


def address_link() -> str:
    body = next(m.body for m in mail.outbox if m.to == ["neu@example.org"])
    return re.search(r"https?://[^/]+(/konto/adresse/\S+)", body)[1]


def test_a_new_address_is_confirmed_there_and_told_at_the_old_one(person):
    client = signed_in()
    client.post("/konto/adresse/", {"email": " NEU@example.org "})
    queue.run_waiting()
    assert sorted((m.to[0], m.subject) for m in mail.outbox) == [
        ("kora@example.org", "VorOrt: neue E-Mail-Adresse beantragt"),
        ("neu@example.org", "VorOrt: neue E-Mail-Adresse bestätigen"),
    ]
    link = address_link()
    # Looking changes nothing: mail programs open links by themselves.
    assert "neu@example.org" in text(Client().get(link))
    person.refresh_from_db()
    assert person.email == "kora@example.org"
    assert "melden Sie sich mit neu@example.org an" in text(Client().post(link))
    queue.run_waiting()
    assert mail.outbox[-1].to == ["kora@example.org"]
    assert sign_in(Client(), "neu@example.org").status_code == 302
    assert sign_in(Client(), "kora@example.org").status_code == 200
    assert "gilt nicht mehr" in text(Client().post(link))


def test_an_address_in_use_is_told_to_nobody(person):
    make_person(email="neu@example.org")
    page = signed_in().post("/konto/adresse/", {"email": "neu@example.org"}, follow=True)
    assert "einen Link an die neue Adresse gesandt" in text(page)
    queue.run_waiting()
    assert all(message.to == ["kora@example.org"] for message in mail.outbox)


def test_links_of_addresses_are_neither_forged_nor_old(person, monkeypatch):
    assert "gilt nicht mehr" in text(Client().post("/konto/adresse/erfunden/"))
    actions.ask_for_address(person=person, email="neu@example.org")
    queue.run_waiting()
    link = address_link()
    later = time.time() + 3700
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert "gilt nicht mehr" in text(Client().post(link))


@pytest.mark.parametrize("email", ["kein", "kora@example.org"])
def test_an_address_that_makes_no_sense_is_refused(person, email):
    page = signed_in().post("/konto/adresse/", {"email": email})
    assert page.status_code == 200
    assert Event.objects.filter(verb="accounts.address_asked").count() == 0


# ── stolen passwords ─────────────────────────────────────


def digest(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest().upper()


def test_stolen_passwords_are_refused_from_a_sorted_file(tmp_path, settings, person):
    stolen = sorted(digest(f"Passwort-{number:05d}") for number in range(5_000))
    place = tmp_path / "stolen.txt"
    place.write_text("".join(f"{line}:{number}\n" for number, line in enumerate(stolen)))
    settings.BREACHED_PASSWORDS = str(place)
    check = BreachedPasswordValidator().validate
    for number in (0, 1, 2_499, 4_998, 4_999):
        with pytest.raises(ValidationError, match="gestohlener"):
            check(f"Passwort-{number:05d}")
    assert check("Weide-Lampe-Ufer-37") is None
    place.write_text(f"{digest('Apfel-Gleis-Wolke-88')}\n")
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert "gestohlener Passwörter" in text(client_of(person).post("/konto/passwort/", given))


def test_every_stolen_password_is_found_and_no_other(tmp_path, settings):
    words = [f"w{number}" for number in range(301)]
    place = tmp_path / "stolen.txt"
    place.write_text("\n".join(sorted(digest(word) for word in words[::2])))
    settings.BREACHED_PASSWORDS = str(place)

    def stolen(word: str) -> bool:
        try:
            BreachedPasswordValidator().validate(word)
        except ValidationError:
            return True
        return False

    assert [word for word in words if stolen(word)] == words[::2]


def test_stolen_passwords_are_refused_from_a_folder_of_ranges(tmp_path, settings):
    found = digest("gestohlen")
    (tmp_path / f"{found[:5]}.txt").write_text(f"{'0' * 35}:1\n{found[5:]}:12\n")
    settings.BREACHED_PASSWORDS = str(tmp_path)
    with pytest.raises(ValidationError):
        BreachedPasswordValidator().validate("gestohlen")
    BreachedPasswordValidator().validate("Weide-Lampe-Ufer-37")


def test_without_a_list_nothing_is_asked_and_a_missing_one_is_not_hidden(settings):
    BreachedPasswordValidator().validate("x")
    settings.BREACHED_PASSWORDS = "/gibt/es/nicht"
    with pytest.raises(OSError, match="gibt"):
        BreachedPasswordValidator().validate("x")


# ── what strangers learn ─────────────────────────────────


def work_of(ask) -> Counter:
    """Count what an answer costs: hashes, queries by kind and table, jobs ordered."""
    done: Counter = Counter()
    encode = MD5PasswordHasher.encode

    def counting(self, *args):
        done["hash"] += 1
        return encode(self, *args)

    MD5PasswordHasher.encode = counting
    try:
        with CaptureQueriesContext(connection) as queries:
            ask()
    finally:
        MD5PasswordHasher.encode = encode
    for query in queries:
        verb = query["sql"].split()[0]
        table = re.search(r'(?:FROM|INTO|UPDATE) "(\w+)"', query["sql"])
        if table:
            done[verb, table[1]] += 1
    return done


def refused_work(email: str) -> Counter:
    cache.clear()
    AccessAttempt.objects.all().delete()
    return work_of(lambda: sign_in(browser(), email, "falsch"))


def test_unknown_addresses_cost_the_same_work_at_sign_in(person):
    """Not the clock, which lies on a busy machine: hashes and queries, over many tries."""
    refused_work("warm@example.org")
    known = sum((refused_work("kora@example.org") for _ in range(10)), Counter())
    unknown = sum((refused_work(f"x{number}@example.org") for number in range(10)), Counter())
    assert known == unknown
    assert known["hash"] >= 10


def test_a_closed_access_costs_the_same_work(person):
    known = refused_work("kora@example.org")
    Person.objects.update(is_active=False)
    assert refused_work("kora@example.org") == known


def test_unknown_addresses_cost_the_same_work_at_reset(person):
    def ask(email: str) -> Counter:
        cache.clear()
        return work_of(lambda: Client().post("/konto/passwort/vergessen/", {"email": email}))

    ask("warm@example.org")
    assert ask("kora@example.org") == ask("niemand@example.org")


def test_refusals_are_logged_without_addresses(person, caplog):
    sign_in(browser(), password="falsch")
    sign_in(browser(), "KORA@example.org", "falsch")
    lines = [r.getMessage() for r in caplog.records if r.name == "vorort.security"]
    assert len(lines) == 2
    assert lines[0] == lines[1]
    assert "kora" not in caplog.text.lower()
    assert "falsch" not in caplog.text


# ── the public side ──────────────────────────────────────


def test_public_pages_set_no_cookie(people):
    """Follow every link from the start page as a stranger would: no answer sets a cookie."""
    waiting, seen, forms = ["/"], set(), 0
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 150:
            continue
        seen.add(path)
        response = Client().get(path)
        body = text(response) if "html" in response.get("Content-Type", "") else ""
        if 'method="post"' in body:
            # A form needs its token; nothing else does.
            forms += 1
            assert set(response.cookies) <= {django_settings.CSRF_COOKIE_NAME}, path
        else:
            assert not response.cookies, path
        inside = ("/static/", "/konto/", "/heute/", "/k/", "/gestaltung/")
        links = re.findall(r'href="(/[^"#]*)"', body)
        waiting.extend(link for link in links if not link.startswith(inside))
    assert len(seen) >= 8
    assert forms <= 1
