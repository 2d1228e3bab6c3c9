"""Every address × every kind of person, with data that could leak.

A URL name that is missing here fails. GET and POST have a set each of the kinds of person who get
an answer; everybody else gets 404 (or 403 where they see the thing but may not do that), nobody
who is not signed in gets more than the way to the sign-in page.
"""

import importlib
import io
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import rights
from tests.factories.authorities import make_contact
from tests.factories.deliveries import make_delivery
from tests.factories.partners import make_organisation
from tests.factories.records import store_usual
from tests.factories.situation import AT, advance, make_report, registered, town_figures
from tests.factories.tables import table_arguments
from tests.house import doors
from tests.house.access import (
    ALL,
    COORDINATOR,
    DELIVER,
    HAND_IN,
    INCIDENTS,
    LOG,
    NOBODY,
    POLICE,
    PUBLIC,
    REQUESTS,
    SECRET,
    SIGNED_IN,
    TAKE_DATA,
    WITHDRAW,
    WORK,
    Access,
    leaks,
)
from tests.people import People, client_of, make_people
from vorort.audit.models import Event
from vorort.authorities.models import Membership
from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.deliveries.actions import Attachment, QuarantineNote, set_release
from vorort.deliveries.choices import DeliveryStatus
from vorort.pictures.exports import Drawn
from vorort.records.choices import EntryKind
from vorort.rights.actions.packages import order_answer, order_town_package
from vorort.situation import actions, queries
from vorort.situation import jobs as situation_jobs
from vorort.situation.choices import ReportState

pytestmark = pytest.mark.first

# Apps that keep their own part of the table: ``ACCESS``, ``OF_THE_TOWN`` and ``plant(people)``.
DOORS = [
    importlib.import_module(f"tests.house.doors.{found.name}")
    for found in pkgutil.iter_modules(doors.__path__)
]
SWITCHED_OFF = {"account_office", "account_office_callback"}
ACCESS: dict[str, Access] = {
    "portal:start": PUBLIC,
    "portal:towns": PUBLIC,
    "portal:town": PUBLIC,
    "portal:reports": PUBLIC,
    "portal:report": PUBLIC,
    "portal:search": PUBLIC,
    "portal:meetings": PUBLIC,
    "portal:calendar": PUBLIC,
    "portal:meetings_feed": PUBLIC,
    "portal:resolutions": PUBLIC,
    "portal:papers": PUBLIC,
    "portal:bodies": PUBLIC,
    "portal:measures": PUBLIC,
    "portal:outcomes": PUBLIC,
    "portal:outcomes_feed": PUBLIC,
    "portal:oparl": PUBLIC,
    "portal:town_imprint": PUBLIC,
    "portal:town_privacy": PUBLIC,
    "portal:town_accessibility": PUBLIC,
    "portal:arms": PUBLIC,
    "portal:colour": PUBLIC,
    "portal:glossary": PUBLIC,
    "portal:plain_language": PUBLIC,
    "portal:imprint": PUBLIC,
    "portal:privacy": PUBLIC,
    "portal:accessibility": PUBLIC,
    "portal:robots": PUBLIC,
    "portal:sitemap": PUBLIC,
    "portal:feed": PUBLIC,
    "portal:favicon": PUBLIC,
    "ui:gallery": PUBLIC,
    "ui:gallery-work": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": Access(SIGNED_IN, SIGNED_IN),
    "account_overview": Access(SIGNED_IN),
    "account_change_password": Access(SIGNED_IN, SIGNED_IN),
    # The second step of signing in: without the first it leads back to it.
    "mfa_authenticate": Access(SIGNED_IN, ALL),
    # Only where the operator has set a sign-in service of the administration: else they are not there.
    "account_office": Access(NOBODY),
    "account_office_callback": Access(NOBODY),
    "account_confirm": Access(SIGNED_IN, SIGNED_IN),
    "account_go_on": Access(SIGNED_IN),
    "account_sessions": Access(SIGNED_IN),
    "account_sessions_end_others": Access(NOBODY, SIGNED_IN),
    # Ids of one's own sessions and factors; those of somebody else do not exist.
    "account_session_end": Access(NOBODY),
    "account_factors": Access(SIGNED_IN),
    "account_factor_app": Access(SIGNED_IN, SIGNED_IN),
    "account_factor_key": Access(SIGNED_IN, SIGNED_IN),
    "account_factor_remove": Access(NOBODY),
    "account_recovery_codes": Access(SIGNED_IN, SIGNED_IN),
    "account_recovery_codes_file": Access(SIGNED_IN),
    "account_address": Access(SIGNED_IN, SIGNED_IN),
    "account_address_confirm": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    # Only the person who started a job sees it.
    "ui:job": Access(COORDINATOR),
    "ui:job-cancel": Access(COORDINATOR, COORDINATOR),
    "desk:today": Access(SIGNED_IN),
    "desk:police": Access(POLICE),
    # Leads on to the start once somebody is there.
    "desk:first_run": PUBLIC,
    "desk:setup": Access(COORDINATOR),
    "desk:setup_decide": Access(NOBODY, COORDINATOR),
    "desk:setup_letterhead": Access(COORDINATOR, COORDINATOR),
    "desk:setup_working": Access(COORDINATOR, COORDINATOR),
    "desk:setup_officers": Access(COORDINATOR, COORDINATOR),
    "desk:setup_legal": Access(COORDINATOR),
    "desk:setup_legal_page": Access(COORDINATOR, COORDINATOR),
    "desk:setup_arms": Access(COORDINATOR, COORDINATOR),
    "desk:setup_contacts": Access(COORDINATOR, COORDINATOR),
    "desk:setup_contact": Access(COORDINATOR, COORDINATOR),
    "desk:setup_leaving": Access(COORDINATOR, COORDINATOR),
    "desk:setup_factor": Access(COORDINATOR, COORDINATOR),
    # Only on the pages of a state.
    "desk:setup_new_town": Access(NOBODY),
    "authorities:members_import": Access(COORDINATOR, COORDINATOR),
    "partners:list": Access(WORK),
    "partners:responsible": Access(WORK),
    "partners:add": Access(COORDINATOR, COORDINATOR),
    "partners:import": Access(COORDINATOR, COORDINATOR),
    "partners:organisation": Access(COORDINATOR, COORDINATOR),
    "desk:search": Access(SIGNED_IN),
    "authorities:overview": Access(WORK),
    "authorities:members": Access(WORK),
    "authorities:member_add": Access(COORDINATOR, COORDINATOR),
    "authorities:member_end": Access(COORDINATOR, COORDINATOR),
    "authorities:log": Access(LOG),
    "deliveries:list": Access(WORK),
    "deliveries:detail": Access(WORK),
    "deliveries:accept": Access(NOBODY, DELIVER),
    "deliveries:discard": Access(DELIVER, DELIVER),
    "deliveries:undo": Access(DELIVER, DELIVER),
    # The police has handed it in, internally: only the police speaks for the sender.
    "deliveries:release": Access(POLICE, POLICE),
    "deliveries:revoke": Access(POLICE, POLICE),
    "deliveries:agreement": Access(DELIVER),
    "deliveries:quarantine": Access(WORK),
    "tables:new": Access(DELIVER, DELIVER),
    "tables:senders": Access(DELIVER),
    "tables:forget": Access(NOBODY, DELIVER),
    "tables:show": Access(DELIVER),
    "tables:mapping": Access(DELIVER, DELIVER),
    "tables:choose": Access(NOBODY, DELIVER),
    "tables:correct": Access(NOBODY, DELIVER),
    "tables:accept": Access(NOBODY, DELIVER),
    "tables:download": Access(DELIVER),
    "tables:row": Access(DELIVER, DELIVER),
    "tables:restore": Access(NOBODY, DELIVER),
    "evidence:new": Access(HAND_IN, HAND_IN),
    "records:overview": Access(WORK),
    "records:enter": Access(DELIVER, DELIVER),
    "records:discard": Access(NOBODY, DELIVER),
    "records:template": Access(WORK),
    "records:version": Access(DELIVER, DELIVER),
    "places:overview": Access(WORK),
    "places:new": Access(HAND_IN, HAND_IN),
    "places:draw": Access(DELIVER, DELIVER),
    "situation:list": Access(WORK),
    "situation:create": Access(COORDINATOR, COORDINATOR),
    "situation:report": Access(WORK),
    "situation:section": Access(WORK, COORDINATOR),
    "situation:recompute": Access(NOBODY, COORDINATOR),
    "situation:annotate": Access(COORDINATOR, COORDINATOR),
    "situation:remove_annotation": Access(NOBODY, COORDINATOR),
    "situation:remark": Access(NOBODY, COORDINATOR | POLICE),
    "situation:settle": Access(NOBODY, COORDINATOR | POLICE),
    "situation:send": Access(COORDINATOR, COORDINATOR),
    # Only where no police officer of the town is on the platform; here there is one.
    "situation:written": Access(NOBODY),
    "situation:reopen": Access(NOBODY, COORDINATOR),
    "situation:police": Access(WORK, POLICE),
    "situation:release_all": Access(NOBODY, POLICE),
    "situation:decide": Access(NOBODY, POLICE),
    "situation:approval": Access(WORK, frozenset({"mayor"})),
    "situation:preview": Access(WORK),
    "situation:publish": Access(COORDINATOR, COORDINATOR),
    "situation:withdraw": Access(WITHDRAW, WITHDRAW),
    "situation:new_version": Access(NOBODY, COORDINATOR),
    "situation:correct": Access(COORDINATOR, COORDINATOR),
    # Only a correction that keeps its verdicts; this report is none.
    "situation:approve_short": Access(NOBODY),
    "situation:note": Access(NOBODY),
    "rights:own": Access(SIGNED_IN, SIGNED_IN),
    "rights:own_ask": Access(NOBODY, SIGNED_IN),
    # Only who has ordered it.
    "rights:own_fetch": Access(COORDINATOR),
    "rights:overview": Access(WORK),
    "rights:requests": Access(REQUESTS),
    "rights:request_new": Access(REQUESTS, REQUESTS),
    "rights:request": Access(REQUESTS),
    "rights:request_identity": Access(NOBODY, REQUESTS),
    "rights:request_package": Access(NOBODY, REQUESTS),
    "rights:request_fetch": Access(REQUESTS),
    "rights:request_reviewed": Access(NOBODY, REQUESTS),
    "rights:request_erase": Access(REQUESTS, REQUESTS),
    "rights:request_answer": Access(NOBODY, REQUESTS),
    "rights:request_refuse": Access(NOBODY, REQUESTS),
    "rights:retention": Access(REQUESTS, REQUESTS),
    "breaches:list": Access(INCIDENTS),
    "breaches:incident_new": Access(INCIDENTS, INCIDENTS),
    "breaches:incident": Access(INCIDENTS, INCIDENTS),
    "breaches:incident_told": Access(NOBODY, INCIDENTS),
    "breaches:incident_close": Access(NOBODY, INCIDENTS),
    "breaches:incident_pdf": Access(INCIDENTS),
    "breaches:incident_json": Access(INCIDENTS),
    "rights:export": Access(TAKE_DATA, TAKE_DATA),
    "rights:export_fetch": Access(TAKE_DATA),
    "rights:removal": Access(INCIDENTS, frozenset({"mayor"})),
    "rights:removal_step": Access(NOBODY, INCIDENTS),
    "rights:record": Access(WORK),
    "rights:record_pdf": Access(WORK),
    "rights:record_html": Access(WORK),
    "publications:list": Access(WORK),
    "publications:detail": Access(WORK),
    "publications:withdraw": Access(WITHDRAW, WITHDRAW),
    **{name: access for door in DOORS for name, access in door.ACCESS.items()},
}
# Pages that exist only in a later state of a report.
# Pages of the town itself, whose address names no thing of it.
OF_THE_TOWN = {
    "rights:requests",
    "rights:request_new",
    "rights:retention",
    "breaches:list",
    "breaches:incident_new",
    "rights:export",
    "rights:removal",
    "rights:record_pdf",
    "rights:record_html",
    "situation:create",
    "authorities:member_add",
    "partners:responsible",
    "places:draw",
    "evidence:new",
    "places:new",
    "tables:new",
    "tables:senders",
    "records:enter",
    "records:discard",
    "records:template",
    *(name for door in DOORS for name in door.OF_THE_TOWN),
}
NEEDS_PUBLISHED = {"situation:withdraw", "situation:new_version", "situation:correct"}
NEEDS_APPROVED = {"situation:publish"}
NEEDS_POLICE = {"situation:decide", "situation:release_all", "situation:police"}


def url_names() -> Iterator[str]:
    def walk(resolver: URLResolver, space: str = "") -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry, inner)
            elif isinstance(entry, URLPattern):
                yield f"{space}{entry.name}"

    return walk(get_resolver())


def test_every_address_is_in_the_table() -> None:
    assert sorted(set(url_names())) == sorted(ACCESS)


@dataclass(frozen=True)
class World:
    """A town with a secret in everything that has an address."""

    people: People
    arguments: dict[str, dict[str, list[Any]]]

    def url(self, name: str, state: str = "draft") -> str:
        return reverse(name, args=self.arguments[state].get(name, self._town(name)))

    def _town(self, name: str) -> list[Any]:
        here = name.startswith("desk:setup")
        work = here or not name.startswith(("portal:", "ui:", "account", "mfa_", "desk:"))
        return [self.people.town.slug] if work else []


def _report_arguments(people: People, report: Any) -> dict[str, list[Any]]:
    slug, key = people.town.slug, report.public_id
    with authority_scope(people.town):
        section = queries.list_sections(report)[0]
        figure = queries.list_figures(report)[0]
        note = report.annotations.first()
        remark = report.remarks.first()
    plain = ["report", "recompute", "remark", "send", "written", "reopen", "police",
             "release_all", "approval", "preview", "publish", "withdraw", "new_version",
             "correct", "approve_short", "note"]  # fmt: skip
    made: dict[str, list[Any]] = {f"situation:{name}": [slug, key] for name in plain}
    made["situation:section"] = [slug, key, section.public_id]
    made["situation:annotate"] = [slug, key, figure.public_id]
    made["situation:decide"] = [slug, key, figure.public_id]
    made["situation:remove_annotation"] = [slug, key, note.public_id if note else "x" * 12]
    made["situation:settle"] = [slug, key, remark.public_id if remark else "x" * 12]
    return made


@contextmanager
def secret_world() -> Iterator[World]:
    """Two towns with a secret in everything that has an address; charts are not drawn."""
    people = make_people()

    def draw(figure: object, **_options: object) -> Drawn:
        return Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")

    with (
        mock.patch.object(situation_jobs, "draw", draw),
        registered(town_figures(people.town.area_key, year=2025)),
    ):
        yield _make_world(people)


@pytest.fixture(scope="module")
def standing_world(shared_database: None) -> Iterator[World]:
    with secret_world() as made:
        yield made


@pytest.fixture
def world(standing_world: World, taken_back: None) -> World:
    return standing_world


def _rights_arguments(people: People) -> dict[str, list[Any]]:
    slug = people.town.slug
    asked = rights.make_request(people, identified=True, text=SECRET, name=SECRET)
    incident = rights.make_incident(people, title=SECRET, description=SECRET)
    rights.make_removal(people, reason=SECRET)
    moment = now()
    own = rights.own_package(people.coordinator, SECRET.encode(), at=moment)
    answer = rights.keep(
        order_answer(request=asked, by=people.coordinator, at=moment), SECRET.encode(), at=moment
    )
    whole = rights.keep(
        order_town_package(authority=people.town, by=people.mayor, at=moment),
        SECRET.encode(),
        at=moment,
    )
    steps = ["request", "request_identity", "request_package", "request_reviewed",
             "request_erase", "request_answer", "request_refuse"]  # fmt: skip
    made: dict[str, list[Any]] = {f"rights:{name}": [slug, asked.public_id] for name in steps}
    for name in ("incident", "incident_told", "incident_close", "incident_pdf", "incident_json"):
        made[f"breaches:{name}"] = [slug, incident.public_id]
    return {
        **made,
        "rights:own": [],
        "rights:own_ask": [],
        "rights:own_fetch": [own.public_id],
        "rights:request_fetch": [slug, asked.public_id, answer.public_id],
        "rights:export_fetch": [slug, whole.public_id],
        "rights:removal_step": [slug, "abbrechen"],
    }


def _make_world(people: People) -> World:
    slug = people.town.slug
    with authority_scope(people.town):
        public = make_report(people, ReportState.PUBLISHED, year=2024)
        draft = _secret_draft(people, 2025)
        at_police = _secret_draft(people, 2023, ReportState.WITH_POLICE)
        approved = _secret_draft(people, 2022, ReportState.APPROVED)
        publication = public.publication
    note = QuarantineNote(line=7, raw=f"{SECRET};x", code="bad", reason=f"Zeile {SECRET}")
    deliveries = {
        status: make_delivery(
            status, name=f"{SECRET}.csv", for_authority=people.town, by=people.coordinator,
            notes=[note], content=f"{SECRET} {status}".encode(),
        )
        for status in (DeliveryStatus.CHECKED, DeliveryStatus.STORED)
    }  # fmt: skip
    checked, stored = deliveries.values()
    held = make_delivery(
        name=f"{SECRET}.csv", for_authority=people.town, by=people.police, content=SECRET.encode()
    )
    set_release(
        delivery=held, level="internal", agreement=SECRET, by=people.police, at=AT,
        attachment=Attachment(io.BytesIO(SECRET.encode()), f"{SECRET}.txt"),
    )  # fmt: skip
    with authority_scope(people.town):
        entry = store_usual(people.town, people.coordinator, source=SECRET)
    job = jobs.enqueue(
        "situation.jobs.build_report", args={"report": draft.public_id}, label=SECRET,
        authority_id=people.town.pk, by=people.coordinator,
    )  # fmt: skip
    member = Membership.objects.get(person=people.coach)
    common: dict[str, list[Any]] = {
        "portal:town": [slug],
        "portal:reports": [slug],
        "portal:report": [slug, 2024],
        **{
            f"portal:{name}": [slug]
            for name in (
                "town_imprint",
                "town_privacy",
                "town_accessibility",
                "arms",
                "colour",
                "meetings",
                "calendar",
                "meetings_feed",
                "resolutions",
                "papers",
                "bodies",
                "measures",
                "outcomes",
                "outcomes_feed",
            )
        },
        **_rights_arguments(people),
        "account_reset_password_from_key": ["x", "y-z"],
        "account_address_confirm": ["xyz"],
        "account_session_end": ["x" * 12],
        "account_factor_remove": [1],
        "ui:job": [job],
        "ui:job-cancel": [job],
        "authorities:member_end": [slug, member.public_id],
        "desk:setup_legal_page": [slug, "impressum"],
        "desk:setup_leaving": [slug, member.public_id],
        "desk:setup_factor": [slug, member.public_id],
        "desk:setup_contact": [slug, make_contact(people.town).public_id],
        "partners:organisation": [slug, make_organisation(people.town, name=SECRET).public_id],
        "deliveries:detail": [slug, checked.public_id],
        "deliveries:accept": [slug, checked.public_id],
        "deliveries:discard": [slug, checked.public_id],
        "deliveries:undo": [slug, stored.public_id],
        "deliveries:quarantine": [slug, checked.public_id],
        **{
            f"deliveries:{name}": [slug, held.public_id]
            for name in ("release", "revoke", "agreement")
        },
        **table_arguments(people.town, people.coordinator, SECRET),
        "records:enter": [slug, EntryKind.POLICE],
        "records:discard": [slug, EntryKind.POLICE],
        "records:template": [slug, EntryKind.POLICE],
        "records:version": [slug, EntryKind.POLICE, entry.public_id],
        "publications:detail": [slug, publication.public_id],
        "publications:withdraw": [slug, publication.public_id],
        **{name: given for door in DOORS for name, given in door.plant(people).items()},
    }
    states = {"draft": draft, "police": at_police, "approved": approved, "public": public}
    return World(
        people,
        {name: {**common, **_report_arguments(people, one)} for name, one in states.items()},
    )


def _secret_draft(people: People, year: int, state: ReportState = ReportState.DRAFT) -> Any:
    report = make_report(people, year=year)
    section = queries.list_sections(report)[0]
    actions.edit_section(
        section=section, text=SECRET, state="open", revision=section.revision,
        by=people.coordinator, at=AT,
    )  # fmt: skip
    actions.remark(report=report, text=SECRET, by=people.coordinator, at=AT)
    return advance(people, report, state)


def state_for(name: str) -> str:
    if name in NEEDS_PUBLISHED:
        return "public"
    if name in NEEDS_APPROVED:
        return "approved"
    return "police" if name in NEEDS_POLICE else "draft"


def _asks_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/konto/anmelden/")


def _content(response: Any) -> str:
    raw = b"".join(response) if response.streaming else response.content
    return raw.decode(errors="replace") + str(dict(response.headers))


def test_who_sees_what(world: World) -> None:
    """GET: an answer for those in the table, 404 or 403 for others, sign-in for the unknown."""
    wrong = []
    for kind, person in world.people.by_kind().items():
        client = client_of(person)
        for name, access in ACCESS.items():
            if name == "account_logout" or (not access.get and kind in access.post):
                continue
            response = client.get(world.url(name, state_for(name)), follow=False)
            answer = response.status_code
            if kind in access.get:
                fine = answer in {200, 301, 302, 405} and not _asks_to_sign_in(response)
            elif kind == "anonymous":
                fine = _asks_to_sign_in(response) or (name in SWITCHED_OFF and answer == 404)
            elif kind in WORK:
                fine = answer in {403, 404, 405}
            else:
                # 405 says only that the address takes no GET.
                fine = answer in {404, 405}
            if not fine:
                wrong.append(f"GET {name} as {kind}: {answer}")
            # A file that is not read to its end stays open.
            content = _content(response)
            if leaks(kind, content):
                wrong.append(f"GET {name} as {kind}: reads the secret")
    assert not wrong, "\n".join(wrong)


def test_who_may_do_what(world: World) -> None:
    """POST by those who may not: refused, and nothing has happened."""
    wrong = []
    before = Event.objects.count()
    for kind, person in world.people.by_kind().items():
        client = client_of(person)
        for name, access in ACCESS.items():
            if kind in access.post or name == "account_logout":
                continue
            response = client.post(world.url(name, state_for(name)), {"reason": "x", "text": "x"})
            answer = response.status_code
            allowed = {403, 404, 405}
            fine = _asks_to_sign_in(response) if kind == "anonymous" else answer in allowed
            if name in SWITCHED_OFF:
                fine = answer in {404, 405}
            if kind not in WORK and kind != "anonymous" and kind not in access.get:
                fine = answer in {404, 405}
            if not fine:
                wrong.append(f"POST {name} as {kind}: {answer}")
            content = _content(response)
            if leaks(kind, content):
                wrong.append(f"POST {name} as {kind}: reads the secret")
    assert not wrong, "\n".join(wrong)
    assert Event.objects.exclude(verb__contains="read").count() == before


def test_a_foreign_town_and_no_town_look_the_same(world: World) -> None:
    """Whether something exists is not told: same status, same page."""
    client = client_of(world.people.other_coordinator)
    real = world.url("situation:report")
    none = reverse("situation:report", args=[world.people.town.slug, "z" * 12])
    nowhere = reverse("situation:report", args=["gibt-es-nicht", "z" * 12])
    own = reverse(
        "situation:report", args=[world.people.other_town.slug, real.rstrip("/").split("/")[-1]]
    )
    answers = [client.get(url) for url in (real, none, nowhere, own)]
    assert [answer.status_code for answer in answers] == [404] * 4
    bodies = {answer.content for answer in answers[:3]}
    assert len(bodies) == 1


def test_ids_of_one_town_do_not_work_in_another(world: World) -> None:
    """A person of both towns: the address names the town, ids of the other do not exist there."""
    precinct = client_of(world.people.precinct)
    wrong = []
    for name in ACCESS:
        url = world.url(name, state_for(name))
        named = [part for part in url.split("/") if part]
        if named[:2] != ["k", world.people.town.slug] or name in OF_THE_TOWN or len(named) < 4:
            continue
        there = url.replace(f"/k/{world.people.town.slug}/", f"/k/{world.people.other_town.slug}/")
        wrong += [
            f"{name}: {response.status_code}"
            for response in (precinct.get(there), precinct.post(there, {"reason": "x"}))
            if response.status_code not in {403, 404, 405} or SECRET in _content(response)
        ]
    assert not wrong, "\n".join(wrong)
