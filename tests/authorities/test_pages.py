"""The town's own pages: who sees them, who may change members, what the log shows."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from tests.factories.accounts import make_person
from tests.factories.authorities import make_membership
from tests.people import KINDS, client_of

from vorort.audit.actions import record
from vorort.audit.models import Event
from vorort.authorities.choices import Role
from vorort.authorities.models import Membership
from vorort.core import jobs

pytestmark = pytest.mark.django_db

PAGES = {
    "overview": "/k/lindenau/",
    "members": "/k/lindenau/mitglieder/",
    "member_add": "/k/lindenau/mitglieder/neu/",
    "member_end": "/k/lindenau/mitglieder/{member}/beenden/",
    "log": "/k/lindenau/protokoll/",
}
WORKERS = {
    "coordinator",
    "mayor",
    "police",
    "public_order",
    "protection_officer",
    "coach",
    "lpr_consultant",
    "precinct",
}
ALLOWED = {
    "overview": WORKERS,
    "members": WORKERS,
    "member_add": {"coordinator"},
    "member_end": {"coordinator"},
    "log": {"coordinator", "mayor", "protection_officer"},
}
NEW = {
    "email": "Nele@example.org",
    "name": "Nele Neu",
    "role": Role.COACH.value,
    "from_on": "2026-11-01",
    "until_on": "",
}


def member_of(people, person) -> Membership:
    return Membership.objects.get(person=person, authority=people.town)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_for_every_kind_of_person(people, page, kind):
    address = PAGES[page].format(member=member_of(people, people.coach).public_id)
    response = client_of(getattr(people, kind)).get(address)
    if kind == "anonymous":
        assert response.status_code == 302
        assert response["Location"].startswith("/konto/anmelden/?next=")
    else:
        assert response.status_code == (200 if kind in ALLOWED[page] else 404)


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_coordination_changes_members(people, kind):
    client = client_of(getattr(people, kind))
    before = Membership.objects.count()
    end = PAGES["member_end"].format(member=member_of(people, people.coach).public_id)
    client.post(PAGES["member_add"], NEW)
    client.post(end, {"until_on": "2026-12-31"})
    changed = Membership.objects.count() != before
    ended = member_of(people, people.coach).until_on is not None
    assert changed == ended == (kind == "coordinator")


def test_a_membership_of_another_town_has_no_address_here(people):
    foreign = Membership.objects.get(person=people.other_coordinator)
    address = PAGES["member_end"].format(member=foreign.public_id)
    assert client_of(people.coordinator).get(address).status_code == 404


def test_somebody_new_is_invited(people):
    response = client_of(people.coordinator).post(PAGES["member_add"], NEW, follow=True)
    page = response.content.decode()
    assert "Nele Neu ist aufgenommen." in page
    assert "nele@example.org" in page
    membership = Membership.objects.get(person__email="nele@example.org")
    assert membership.role == Role.COACH
    assert membership.from_on == dt.date(2026, 11, 1)
    jobs.run_waiting()
    assert mail.outbox[0].to == ["nele@example.org"]
    assert "Lindenau an der Weide" in mail.outbox[0].body
    added = Event.objects.get(verb="authorities.membership_added")
    assert added.authority_id == people.town.pk
    assert "nele" not in f"{added.object_label}{added.after}".lower()


def test_somebody_known_needs_no_name_and_no_invitation(people):
    client = client_of(people.coordinator)
    given = {**NEW, "email": people.outsider.email.upper(), "name": ""}
    assert client.post(PAGES["member_add"], given).status_code == 302
    jobs.run_waiting()
    # No invitation, but word of the new role.
    assert [message.subject for message in mail.outbox] == ["VorOrt: Rolle geändert"]
    assert client_of(people.outsider).get(PAGES["overview"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "unbekannt@example.org", "name": " "}, "Diese Adresse ist neu"),
        ({"role": Role.LPR_CONSULTANT.value}, "Rolle"),
        ({"role": ""}, "Rolle"),
        ({"until_on": "2026-10-01"}, "Das Ende liegt vor dem Beginn."),
        ({"email": "koordination@example.org", "role": "coordinator"}, "diese Rolle in dieser"),
        ({"from_on": "gestern"}, "ab:"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_stored(people, change, words):
    before = Membership.objects.count()
    response = client_of(people.coordinator).post(PAGES["member_add"], {**NEW, **change})
    page = response.content.decode()
    assert response.status_code == 200
    assert "vo-errors" in page
    assert words in page
    assert Membership.objects.count() == before


def test_a_membership_ends_with_its_last_day(people):
    client = client_of(people.coordinator)
    address = PAGES["member_end"].format(member=member_of(people, people.coach).public_id)
    assert "Carla Coach" in client.get(address).content.decode()
    early = client.post(address, {"until_on": "2019-01-01"}).content.decode()
    assert "Das Ende liegt vor dem Beginn." in early
    done = client.post(address, {"until_on": "2026-11-01"}, follow=True).content.decode()
    assert "endet" in done
    assert client_of(people.coach).get(PAGES["overview"]).status_code == 404
    # What has ended cannot be ended again.
    assert client.get(address).status_code == 404
    ended = client.get(f"{PAGES['members']}?ansicht=beendet").content.decode()
    assert "Carla Coach" in ended
    assert "01.11.2026" in ended


def test_the_last_coordination_cannot_leave_without_a_successor(people):
    client = client_of(people.coordinator)
    own = member_of(people, people.coordinator)
    address = PAGES["member_end"].format(member=own.public_id)
    refused = client.post(address, {"until_on": "2026-12-31"}).content.decode()
    assert "letzte Koordination" in refused
    make_membership(people.outsider, people.town, Role.COORDINATOR)
    assert client.post(address, {"until_on": "2026-12-31"}).status_code == 302


def test_addresses_are_shown_to_who_manages_and_that_is_an_event(people):
    seen = client_of(people.mayor).get(PAGES["members"]).content.decode()
    assert "Kora Koordination" in seen
    assert "koordination@example.org" not in seen
    assert Event.objects.count() == 0
    client = client_of(people.coordinator)
    assert "polizei@example.org" in client.get(PAGES["members"]).content.decode()
    client.get(PAGES["members"])
    assert [event.verb for event in Event.objects.all()] == ["audit.personal_data_read"]


def test_nothing_ended_is_said(people):
    page = client_of(people.other_coordinator).get("/k/muehlgrund/mitglieder/?ansicht=beendet")
    assert "Noch keine Mitgliedschaft ist beendet." in page.content.decode()


def test_the_start_page_offers_the_log_to_who_may_read_it(people):
    assert "Protokoll" in client_of(people.mayor).get(PAGES["overview"]).content.decode()
    page = client_of(people.police).get(PAGES["overview"]).content.decode()
    assert "Ihre Rolle: Polizei" in page
    assert reverse("authorities:log", kwargs={"town": "lindenau"}) not in page


def test_my_account_shows_my_towns(people):
    page = client_of(people.precinct).get("/konto/").content.decode()
    assert "Lindenau an der Weide" in page
    assert "/k/muehlgrund/" in page
    member = client_of(people.council_member).get("/konto/").content.decode()
    assert "Mitglied im Präventionsrat" in member
    assert "/k/lindenau/" not in member
    nobody = client_of(people.outsider).get("/konto/").content.decode()
    assert "Sie gehören noch zu keinem Ort." in nobody


# ── the log ──────────────────────────────────────────────


def write(people, number: int, **fields) -> None:
    told = {
        "verb": "authorities.membership_ended",
        "by": people.coordinator,
        "authority_id": people.town.pk,
        "kind": "authorities.membership",
        "object_id": f"m{number}",
        "label": f"Rolle {number}",
        "before": {"until_on": None, "person_ref": "abc", "extra": [1]},
        "after": {"until_on": "2026-12-31", "person_ref": "abd", "extra": [2]},
        "at": dt.datetime(2026, 11, 1 + number % 20, 12, tzinfo=dt.UTC),
    }
    record(**{**told, **fields})


def test_the_log_says_in_words_what_was_changed(people):
    write(people, 1)
    write(people, 2, authority_id=people.other_town.pk, label="Geheimes des Nachbarorts")
    page = client_of(people.coordinator).get(PAGES["log"]).content.decode()
    assert "Mitgliedschaft beendet" in page
    assert "bis: – → 2026-12-31" in page
    assert "Person (Kennung): abc → abd" in page
    assert "extra: [1] → [2]" in page
    assert "02.11.2026" in page
    assert "Geheimes" not in page


def test_the_log_is_filtered_by_the_address(people):
    write(people, 1)
    write(people, 2, verb="authorities.membership_added", by=people.mayor)
    client = client_of(people.coordinator)

    def shown(query: str) -> tuple[bool, bool]:
        page = client.get(f"{PAGES['log']}?{query}").content.decode()
        return "Rolle 1<" in page, "Rolle 2<" in page

    assert shown("") == (True, True)
    assert shown("handlung=authorities.membership_added") == (False, True)
    assert shown(f"person={people.coordinator.pk}") == (True, False)
    assert shown("von=2026-11-03") == (False, True)
    assert shown("bis=2026-11-02") == (True, False)
    assert shown("bis=2026-01-01") == (False, False)
    # Nonsense in the address is left out, not an error.
    assert shown("person=x&von=gestern&handlung=drop") == (True, True)


def test_the_log_is_paged_with_a_constant_number_of_queries(people, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(people.coordinator)
    write(people, 0)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PAGES["log"])
    for number in range(120):
        write(people, number)
    with django_assert_num_queries(len(few)):
        page = client.get(PAGES["log"]).content.decode()
    assert page.count("<tr>") == 51
    last = client.get(f"{PAGES['log']}?seite=3").content.decode()
    assert last.count("<tr>") == 22


def test_the_list_of_members_needs_a_constant_number_of_queries(people, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(people.mayor)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGES["members"])
    for _number in range(30):
        make_membership(make_person(), people.town, Role.COACH)
    with django_assert_num_queries(len(few)):
        client.get(PAGES["members"])
