"""Signing in, forgetting the password, and what strangers learn from it."""

import re

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.factories.accounts import PASSWORD, make_person
from tests.people import client_of

from vorort.accounts import actions, jobs
from vorort.accounts.queries import find_person, get_system_person
from vorort.accounts.rules import client_address
from vorort.audit.models import Event
from vorort.core import jobs as job_queue
from vorort.core.clock import now

pytestmark = pytest.mark.django_db
SIGN_IN = "/konto/anmelden/"
NEW = "Apfel-Gleis-Wolke-88"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def person():
    return make_person("Kora Koordination", email="kora@example.org")


def sign_in(client: Client, login: str = "kora@example.org", password: str = PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": login, "password": password, **extra})


def verbs() -> list[str]:
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def test_the_page_is_german_strict_and_sets_no_session(client):
    response = client.get(SIGN_IN)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<h1" in page
    assert "E-Mail-Adresse" in page
    assert "placeholder" not in page[page.index("<main") : page.index("</main>")]
    assert " style=" not in page
    assert "<script>" not in page
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sessionid" not in response.cookies


def test_who_signs_in_comes_to_the_desk(client, person):
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/heute/")
    assert verbs() == ["accounts.signed_in"]
    assert client.session.get_expire_at_browser_close()


def test_the_address_counts_in_any_spelling(client, person):
    assert sign_in(client, " KORA@Example.org ").status_code == 302


def test_who_came_from_a_page_goes_back_to_it(client, person):
    page = client.get(f"{SIGN_IN}?next=/konto/").content.decode()
    assert '<input type="hidden" name="next" value="/konto/"' in page
    assert sign_in(client, next="/konto/")["Location"] == "/konto/"
    foreign = sign_in(Client(), next="https://example.com/")
    assert foreign["Location"] == "/heute/"


def test_a_wrong_password_and_an_unknown_address_look_the_same(client, person):
    wrong = sign_in(client, password="falsch").content.decode()
    unknown = sign_in(client, "niemand@example.org", "falsch").content.decode()
    assert "E-Mail-Adresse und Passwort passen nicht zusammen." in wrong
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", wrong) == strip.sub("", unknown)


def test_both_cost_the_same_number_of_hashes(client, person, monkeypatch):
    count = []
    encode = MD5PasswordHasher.encode

    def counting(self, *args):
        count.append(1)
        return encode(self, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    sign_in(client, password="falsch")
    known = len(count)
    sign_in(client, "niemand@example.org", "falsch")
    assert len(count) == 2 * known > 0


def test_a_closed_account_is_told_nothing_special(client, person):
    person.is_active = False
    person.save()
    page = sign_in(client).content.decode()
    assert "passen nicht zusammen" in page


def test_the_platform_itself_cannot_sign_in(client, people):
    assert sign_in(client, get_system_person().email, "!").status_code == 200


@pytest.mark.parametrize("address", ["kora@example.org", "niemand@example.org"])
def test_too_many_attempts_lock_for_a_quarter_of_an_hour(client, person, settings, address):
    settings.AXES_FAILURE_LIMIT = 3
    for attempt in range(3):
        spelling = address.upper() if attempt % 2 else address
        response = sign_in(client, spelling, "falsch")
    assert response.status_code == 429
    page = response.content.decode()
    assert "15 Minuten" in page
    assert "Anmeldung gesperrt" in page
    # The right password does not help either, in a new browser neither.
    assert sign_in(Client(), address).status_code == 429
    # Somebody else at the same desk is not locked.
    make_person(email="andere@example.org")
    assert sign_in(Client(), "andere@example.org").status_code == 302


def test_a_success_clears_the_count(client, person, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for _round in range(2):
        sign_in(Client(), password="falsch")
        sign_in(Client(), password="falsch")
        assert sign_in(Client()).status_code == 302


def test_failed_attempts_are_forgotten_after_a_day(client, person):
    sign_in(client, password="falsch")
    job_queue.enqueue("accounts.jobs.forget_attempts")
    job_queue.run_waiting()
    assert AccessAttempt.objects.count() == 1
    AccessAttempt.objects.update(attempt_time=now() - 2 * jobs.KEEP_ATTEMPTS)
    job_queue.enqueue("accounts.jobs.forget_attempts")
    job_queue.run_waiting()
    assert AccessAttempt.objects.count() == 0


def test_signing_in_leaves_no_second_list(client, person):
    sign_in(client)
    assert AccessLog.objects.count() == 0


def test_many_requests_from_one_place_are_slowed_down(client, person):
    answers = {sign_in(client, f"x{number}@example.org").status_code for number in range(31)}
    assert answers == {200, 429}
    assert "Zu viele Anfragen" in sign_in(client, "x@example.org").content.decode()


def test_behind_a_proxy_the_last_hop_counts(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"})
    assert client_address(request) == "10.0.0.1"
    settings.BEHIND_TLS = True
    assert client_address(request) == "2.2.2.2"
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.1")) == "10.0.0.1"


def test_signing_out_needs_a_post(client, person):
    sign_in(client)
    assert client.get("/konto/abmelden/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/konto/abmelden/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


# ── forgotten ────────────────────────────────────────────


def link_in_mail() -> str:
    return re.search(r"https?://[^/]+(/konto/passwort/neu/\S+)", mail.outbox[-1].body)[1]


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(client, person):
    response = client.post("/konto/passwort/vergessen/", {"email": "Kora@example.org"})
    assert response["Location"] == "/konto/passwort/vergessen/gesendet/"
    assert "wenigen Minuten" in client.get(response["Location"]).content.decode()
    assert job_queue.run_waiting() == 1
    assert mail.outbox[0].to == ["kora@example.org"]
    assert mail.outbox[0].subject == "VorOrt: neues Passwort"
    link = link_in_mail()
    form = client.get(link, follow=True)
    assert "Passwort setzen" in form.content.decode()
    address = form.redirect_chain[-1][0]
    short = client.post(address, {"password1": "kurz", "password2": "kurz"})
    assert "12 Zeichen" in short.content.decode()
    done = client.post(address, {"password1": NEW, "password2": NEW}, follow=True)
    assert "gilt ab sofort" in done.content.decode()
    assert sign_in(Client(), password=NEW).status_code == 302
    assert sign_in(Client()).status_code == 200
    assert verbs()[0] == "accounts.password_reset"
    again = Client().get(link, follow=True)
    assert "gilt nicht mehr" in again.content.decode()


def test_for_an_unknown_address_the_answer_is_the_same_and_no_mail_goes_out(client, person):
    known = client.post("/konto/passwort/vergessen/", {"email": "kora@example.org"})
    unknown = client.post("/konto/passwort/vergessen/", {"email": "niemand@example.org"})
    assert known["Location"] == unknown["Location"]
    assert job_queue.run_waiting() == 2
    assert len(mail.outbox) == 1


def test_asking_again_and_again_is_throttled(client, person):
    for _attempt in range(3):
        assert (
            client.post("/konto/passwort/vergessen/", {"email": "kora@example.org"}).status_code
            == 302
        )
    response = client.post("/konto/passwort/vergessen/", {"email": "KORA@example.org"})
    assert response.status_code == 429


def test_a_made_up_link_is_refused(client, person):
    assert "gilt nicht mehr" in client.get("/konto/passwort/neu/1-abc/").content.decode()


def test_an_invitation_sets_the_first_password(client, person):
    guest = actions.create_person(email="neu@example.org", name="Nele Neu", by=person)
    actions.invite(person=guest, by=person, town="Lindenau")
    job_queue.run_waiting()
    assert "für Lindenau" in mail.outbox[0].body
    form = client.get(link_in_mail(), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert sign_in(Client(), "neu@example.org", NEW).status_code == 302
    # Who has a password needs no invitation.
    actions.invite(person=guest.__class__.objects.get(pk=guest.pk), by=person, town="Lindenau")
    job_queue.run_waiting()
    assert len(mail.outbox) == 1


# ── my account ───────────────────────────────────────────


def test_my_account_shows_who_i_am(people):
    page = client_of(people.coordinator).get("/konto/").content.decode()
    assert "Kora Koordination" in page
    assert client_of(people.anonymous).get("/konto/").status_code == 302
    assert client_of(people.coordinator).post("/konto/").status_code == 405


def test_the_password_is_changed_with_the_old_one(people):
    client = client_of(people.coordinator)
    assert "Bisheriges Passwort" in client.get("/konto/passwort/").content.decode()
    wrong = {"oldpassword": "x", "password1": NEW, "password2": NEW}
    assert "stimmt nicht" in client.post("/konto/passwort/", wrong).content.decode()
    right = {**wrong, "oldpassword": PASSWORD}
    done = client.post("/konto/passwort/", right, follow=True)
    assert "Ihr Passwort ist geändert." in done.content.decode()
    assert "accounts.password_changed" in verbs()
    assert sign_in(Client(), people.coordinator.email, NEW).status_code == 302
    assert client_of(people.anonymous).get("/konto/passwort/").status_code == 302


@pytest.mark.parametrize("address", ["registrieren/", "signup/", "email/", "login/"])
def test_nobody_signs_up_alone(client, people, address):
    assert client_of(people.coordinator).get(f"/konto/{address}").status_code == 404


def test_a_person_is_created_once(people):
    actions.create_person(email=" KARL@Example.org ", name=" Karl ", by=people.mayor)
    with pytest.raises(actions.AddressTaken) as refusal:
        actions.create_person(email="karl@example.org", name="K", by=people.mayor)
    assert refusal.value.field == "email"
    with pytest.raises(actions.AddressUnreadable):
        actions.create_person(email="karl at example", name="K", by=people.mayor)


def test_people_are_found_by_address(people):
    assert find_person(f" {people.coordinator.email.upper()} ") == people.coordinator
    assert find_person("niemand@example.org") is None
    assert find_person(get_system_person().email) is None


def test_a_person_with_a_first_password(people):
    person = actions.create_person(
        email="demo@example.org", name="Demo", by=people.system, password=NEW
    )
    assert person.check_password(NEW)
    event = Event.objects.get(verb="accounts.person_created")
    assert "demo" not in f"{event.object_label}{event.after}"
