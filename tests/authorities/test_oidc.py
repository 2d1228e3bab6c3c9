"""Signing in with the account of one's administration, against a local service and its lies."""

import datetime as dt
import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests.accounts.sign_in_service import CLIENT, OTHER_KEY, SECRET, running
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.authorities import make_authority, make_membership

from vorort.accounts.models import Identity, Person
from vorort.accounts.rules import CONFIRMED_AT
from vorort.authorities.adapter import read_mapping
from vorort.authorities.choices import Role
from vorort.authorities.models import Membership
from vorort.authorities.rules import roles_of
from vorort.core import jobs

pytestmark = pytest.mark.django_db
START = "/konto/anmelden/verwaltung/"
BACK = "/konto/anmelden/verwaltung/zurueck/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def service(settings):
    with running() as made:
        made.claims = {
            "sub": "u-17",
            "email": "kora@example.org",
            "email_verified": True,
            "name": "Kora Koordination",
        }
        settings.OIDC_ISSUER = made.address
        settings.OIDC_CLIENT_ID = CLIENT
        settings.OIDC_CLIENT_SECRET = SECRET
        settings.OIDC_NAME = "Landratsamt Muster"
        settings.PUBLIC_URL = "http://testserver"
        yield made


@pytest.fixture
def person():
    return make_person("Kora Koordination", email="kora@example.org")


def go_there(client: Client, service, *, to: str = START) -> dict[str, str]:
    response = client.get(to)
    assert response.status_code == 302, response.content.decode()
    return service.sign_in(response["Location"])


def come_back(client: Client, words: dict[str, str]):
    """The service sends the browser back; the page it gets sends itself on."""
    page = client.get(BACK, words)
    assert page.status_code == 200
    assert f'value="{words["code"]}"' in page.content.decode()
    return client.post(BACK, words)


def sign_in(client: Client, service):
    return come_back(client, go_there(client, service))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def text(response) -> str:
    return response.content.decode()


def test_the_button_is_there_only_when_the_operator_wants_it(client, service, settings):
    assert "Landratsamt Muster" in text(client.get("/konto/anmelden/"))
    settings.OIDC_ISSUER = ""
    assert "Landratsamt Muster" not in text(client.get("/konto/anmelden/"))
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404


def test_somebody_known_by_a_verified_address_is_linked_and_signed_in(client, service, person):
    done = sign_in(client, service)
    assert done["Location"] == "/heute/"
    assert int(client.session["_auth_user_id"]) == person.pk
    identity = Identity.objects.get()
    assert (identity.person, identity.subject) == (person, "u-17")
    assert service.asked["redirect_uri"] == f"http://testserver{BACK}"
    jobs.run_waiting()
    assert "verknüpft" in mail.outbox[0].subject
    # From now on the link counts, not the address.
    service.claims["email"] = "anders@example.org"
    other = Client()
    sign_in(other, service)
    assert int(other.session["_auth_user_id"]) == person.pk


def test_getting_back_by_get_alone_signs_nobody_in(client, service, person):
    words = go_there(client, service)
    client.get(BACK, words)
    assert not is_in(client)
    assert Identity.objects.count() == 0


@pytest.mark.parametrize(
    ("verified", "email"), [(False, "kora@example.org"), (None, "kora@example.org"), (True, "")]
)
def test_an_unverified_address_links_nobody(client, service, person, verified, email):
    service.claims |= {"email_verified": verified, "email": email}
    refusal = sign_in(client, service)
    assert refusal.status_code == 403
    assert "nicht bestätigt" in text(refusal)
    assert not is_in(client)


def test_strangers_are_refused_with_a_sentence(client, service):
    refusal = sign_in(client, service)
    assert refusal.status_code == 403
    assert "gibt es hier keinen Zugang" in text(refusal)
    assert not Person.objects.filter(email="kora@example.org").exists()


def test_a_closed_access_stays_closed(client, service, person):
    sign_in(client, service)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    other = Client()
    assert "geschlossen" in text(sign_in(other, service))
    assert not is_in(other)


def test_a_second_account_of_the_service_does_not_take_over(client, service, person):
    sign_in(client, service)
    service.claims["sub"] = "u-18"
    other = Client()
    assert "schon mit einem anderen Konto" in text(sign_in(other, service))
    assert not is_in(other)


LIES = {
    "another audience": {"aud": "somebody-else"},
    "several audiences, not asked by us": {"aud": [CLIENT, "x"], "azp": "x"},
    "another issuer": {"iss": "http://127.0.0.1:1"},
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "run out": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
    "no end": {"exp": None},
    "not yet": {"iat": int(time.time()) + 3600},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_lies_is_refused(client, service, person, lie):
    service.lie = lie
    refusal = sign_in(client, service)
    assert refusal.status_code == 403
    assert "war nicht gültig, Sie sind nicht angemeldet" in text(refusal)
    assert not is_in(client)
    assert Identity.objects.count() == 0


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_nobody_signed_is_refused(client, service, person, algorithm):
    service.algorithm = algorithm
    assert sign_in(client, service).status_code == 403
    assert not is_in(client)


def test_a_token_signed_by_another_key_is_refused(client, service, person):
    service.key = OTHER_KEY
    assert sign_in(client, service).status_code == 403
    assert not is_in(client)


def test_userinfo_of_another_person_is_refused(client, service, person):
    service.userinfo = {"sub": "u-99", "email": "kora@example.org"}
    assert sign_in(client, service).status_code == 403


def test_userinfo_completes_the_token(client, service, person):
    del service.claims["email"], service.claims["email_verified"]
    service.userinfo = {"sub": "u-17", "email": "kora@example.org", "email_verified": True}
    assert sign_in(client, service)["Location"] == "/heute/"


def test_a_foreign_state_is_refused(client, service, person):
    words = go_there(client, service)
    assert come_back(client, {**words, "state": "x"}).status_code == 403
    assert not is_in(client)


def test_a_code_of_another_browser_is_worthless(client, service, person):
    mine, yours = Client(), Client()
    words = go_there(yours, service)
    go_there(mine, service)
    assert come_back(mine, words).status_code == 403
    assert not is_in(mine)


def test_without_having_left_there_is_no_coming_back(client, service, person):
    assert client.post(BACK, {"code": "x", "state": "y"}).status_code == 400


def test_saying_no_there_is_said_kindly_here(client, service, person):
    go_there(client, service)
    page = client.get(BACK, {"error": "access_denied", "error_description": "<b>x</b>"})
    assert page.status_code == 400
    assert "abgebrochen" in text(page)
    assert "<b>x</b>" not in text(page)


@pytest.mark.parametrize(
    "lie",
    [
        {"issuer": "https://example.com"},
        {"token_endpoint": None},
        {"authorization_endpoint": "http://example.com/ask"},
    ],
)
def test_a_service_that_misnames_itself_is_not_asked(client, service, lie):
    service.discovery_lie = lie
    assert client.get(START).status_code == 503


def test_a_service_that_is_down_is_said(client, service):
    service.down = True
    response = client.get(START)
    assert response.status_code == 503
    assert "antwortet nicht" in text(response)


# ── second factor, again, only ───────────────────────────


def test_a_second_factor_there_counts_here(service, person, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    make_membership(person, make_authority("Echtstadt", slug="echtstadt"))
    without = Client()
    sign_in(without, service)
    assert without.get("/k/echtstadt/mitglieder/")["Location"] == "/konto/zweiter-faktor/"
    service.claims["amr"] = ["pwd", "otp"]
    shown = Client()
    sign_in(shown, service)
    assert shown.get("/k/echtstadt/mitglieder/").status_code == 200


def test_being_asked_again_can_be_answered_there(client, service, person):
    Person.objects.filter(pk=person.pk).update(password="!")
    sign_in(client, service)
    session = client.session
    session[CONFIRMED_AT] = time.time() - 3600
    session.save()
    asked = client.get("/konto/adresse/")
    assert "Landratsamt Muster" in text(client.get(asked["Location"]))
    words = go_there(client, service, to=f"{START}?next=/konto/adresse/")
    assert service.asked["prompt"] == "login"
    assert come_back(client, words)["Location"] == "/konto/adresse/"
    assert client.get("/konto/adresse/").status_code == 200


def test_only_the_same_person_confirms(client, service, person):
    sign_in(client, service)
    make_person(email="andere@example.org")
    service.claims |= {"sub": "u-2", "email": "andere@example.org"}
    assert "jemand anderes angemeldet" in text(sign_in(client, service))
    assert int(client.session["_auth_user_id"]) == person.pk


def test_passwords_can_be_switched_off(client, service, person, settings):
    settings.OIDC_ONLY = True
    page = text(client.get("/konto/anmelden/"))
    assert "nur mit dem Konto Ihrer Verwaltung" in page
    assert 'type="password"' not in page
    refused = client.post("/konto/anmelden/", {"login": person.email, "password": PASSWORD})
    assert refused.status_code == 403
    assert not is_in(client)


# ── roles ────────────────────────────────────────────────


@pytest.fixture
def town():
    return make_authority("Echtstadt", slug="echtstadt")


@pytest.fixture
def mapped(settings):
    settings.OIDC_ROLES = [
        "praevention=echtstadt:coordinator",
        "ordnung=echtstadt:public_order",
        "ordnung=nirgends:public_order",
    ]


def test_roles_begin_and_end_with_what_the_service_says(service, person, town, mapped):
    by_hand = make_membership(person, town, Role.COACH)
    service.claims["roles"] = ["ordnung", "unbekannt"]
    sign_in(Client(), service)
    assert roles_of(person, town) == {Role.PUBLIC_ORDER, Role.COACH}
    # Again and nothing new.
    sign_in(Client(), service)
    assert Membership.objects.filter(person=person).count() == 2
    Membership.objects.filter(role=Role.PUBLIC_ORDER).update(from_on=dt.date(2020, 1, 1))
    service.claims["roles"] = []
    sign_in(Client(), service)
    assert roles_of(person, town) == {Role.COACH}
    by_hand.refresh_from_db()
    assert by_hand.until_on is None


def test_the_last_coordinator_stays(service, person, town, mapped, caplog):
    make_membership(person, town, Role.COORDINATOR)
    service.claims["roles"] = []
    sign_in(Client(), service)
    assert roles_of(person, town) == {Role.COORDINATOR}
    assert "letzte Koordination" in caplog.text


def test_whoever_has_a_role_is_taken_in_if_the_operator_wants_it(
    client, service, town, mapped, settings
):
    service.claims |= {"roles": "praevention", "email": "neu@example.org", "name": "Nele Neu"}
    assert sign_in(client, service).status_code == 403
    settings.OIDC_TAKES_IN = True
    service.claims["roles"] = ["unbekannt"]
    assert sign_in(Client(), service).status_code == 403
    service.claims["roles"] = "praevention"
    new = Client()
    assert sign_in(new, service)["Location"] == "/heute/"
    made = Person.objects.get(email="neu@example.org")
    assert made.name == "Nele Neu"
    assert not made.has_usable_password()
    assert roles_of(made, town) == {Role.COORDINATOR}


@pytest.mark.parametrize("entry", ["praevention", "a=b", "=b:coordinator", "a=b:king"])
def test_a_mapping_that_cannot_be_read_is_said(entry):
    with pytest.raises(ImproperlyConfigured, match="Gruppe=ort:rolle"):
        read_mapping([entry])
