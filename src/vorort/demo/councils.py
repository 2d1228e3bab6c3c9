"""Lindenau's Präventionsrat: its bodies, members, a year of meetings, and what came of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from vorort.accounts.models import Person
from vorort.announcements import actions as announcements
from vorort.authorities.models import Authority
from vorort.core.scopes import authority_scope
from vorort.councils import actions as councils
from vorort.councils.choices import BodyKind, BodyState, LegalBasis, SeatRole
from vorort.councils.models import Body
from vorort.demo.agendas import (
    BACKGROUND,
    CIRCULARS,
    COMING,
    PAPERS,
    STATION_MEETING,
    TASKS,
    YEAR,
    PaperScript,
)
from vorort.demo.sessions import Table, answer, call, carry_out, hold, write_up
from vorort.foundings import actions as foundings
from vorort.foundings.queries import list_steps
from vorort.meetings.models import Meeting
from vorort.minutes import actions as minutes
from vorort.papers import actions as papers
from vorort.papers.models import Paper
from vorort.partners import actions as partners
from vorort.partners.models import Organisation
from vorort.resolutions import actions as resolutions
from vorort.resolutions.choices import CircularAnswer, Implementation

FOUNDED_DAYS = 3 * 365
ORGANISATIONS: tuple[dict[str, Any], ...] = (
    {"name": "Stadt Lindenau an der Weide", "kind": "administration", "topics": ["disorder"]},
    {"name": "Polizeirevier Weideland", "kind": "police", "topics": ["theft", "violence"]},
    {"name": "Vereinsring Lindenau", "kind": "club", "topics": ["youth", "integration"]},
    {"name": "Kirchgemeinde Lindenau", "kind": "church", "topics": ["integration"]},
)
# Function, organisation, address and more; all of them invented.
SEATS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("Bürgermeister", "Stadt Lindenau an der Weide", "buergermeisteramt@lindenau.example",
     {"name": "Bodo Bürgermeister", "is_chair": True, "in_core_group": True, "consent": True}),
    ("Leitung Ordnungsamt", "Stadt Lindenau an der Weide", "ordnungsamt@lindenau.example",
     {"name": "Olga Ordnung", "in_core_group": True}),
    ("Polizeirevier, Leitung", "Polizeirevier Weideland", "polizei@weideland.example",
     {"name": "Paula Polizei", "in_core_group": True}),
    ("Schulleitung Grundschule", "Grundschule Weidenaue", "schulleitung@weidenaue.example",
     {"name": "Svenja Schulleitung", "consent": True}),
    ("Leitung Jugendhaus", "Jugendhaus Bahnhof", "leitung@jugendhaus.example",
     {"name": "Jonas Jugendhaus", "consent": True}),
    ("Opferberatung", "Opferberatung Weideland", "beratung@opferberatung.example",
     {"name": "Olivia Opferhilfe"}),
    ("Wohnungsgenossenschaft", "Wohnungsgenossenschaft Lindenau",
     "vorstand@genossenschaft.example", {"name": "Walter Wohnbau"}),
    ("Vereinsring", "Vereinsring Lindenau", "sportverein@lindenau.example",
     {"name": "Vera Vereinsring"}),
    ("Kirchgemeinde", "Kirchgemeinde Lindenau", "pfarramt@kirche.example",
     {"name": "Paul Pfarramt"}),
    ("Beratung des Landes", "", "beratung@land.example",
     {"name": "Linus Landesrat", "role": SeatRole.ADVISORY}),
    ("Koordination", "Stadt Lindenau an der Weide", "koordination@lindenau.example",
     {"name": "Karla Koordination", "role": SeatRole.MINUTE_TAKER}),
    ("Bürgerpolizist", "Polizeirevier Weideland", "buergerpolizei@weideland.example",
     {"name": "Benno Bürgerpolizist", "role": SeatRole.DEPUTY,
      "deputy_for": "Polizeirevier, Leitung"}),
)  # fmt: skip
COUNCIL = "Präventionsrat Lindenau"
STATION = "Arbeitsgruppe Bahnhof"
GROUPS: tuple[tuple[BodyKind, str, str, str, tuple[str, ...]], ...] = (
    (BodyKind.STEERING, "Lenkungsgruppe Prävention", "LG",
     "Bereitet die Sitzungen vor und begleitet die Umsetzung der Beschlüsse.",
     ("Bürgermeister", "Leitung Ordnungsamt", "Polizeirevier, Leitung", "Koordination")),
    (BodyKind.WORKING, "Arbeitsgruppe Jugend", "AGJ",
     "Angebote für Kinder und Jugendliche, Streitschlichtung, sicherer Schulweg.",
     ("Schulleitung Grundschule", "Leitung Jugendhaus", "Vereinsring", "Koordination")),
    (BodyKind.WORKING, STATION, "AGB",
     "Licht, Fahrräder und Aufenthalt rund um den Bahnhof.",
     ("Leitung Ordnungsamt", "Polizeirevier, Leitung", "Wohnungsgenossenschaft", "Koordination")),
    (BodyKind.PROJECT, "Projektgruppe Stadtfest", "PGS",
     "Sicherheit und Jugendschutz beim Stadtfest.",
     ("Leitung Ordnungsamt", "Vereinsring", "Koordination")),
)  # fmt: skip


@transaction.atomic
def build_council(
    authority: Authority,
    *,
    cast: dict[str, Person],
    today: dt.date,
    at: dt.datetime,
    between: Callable[[Table], None],
) -> None:
    """Make the town's bodies and their year; a council that is there is left.

    ``between`` is what the town does with what was decided, before the next meeting is called.
    """
    with authority_scope(authority):
        if Body.objects.filter(authority=authority).exists():
            return
        table = _council(authority, cast=cast, today=today)
        groups = _groups(table, today=today)
        _papers(table, PAPERS, cast=cast, today=today)
        _year(table, today=today)
        between(table)
        _coming(table, today=today, at=at)
        _follow_up(table, cast=cast, today=today, at=at)
        _circulars(table, today=today, at=at)
        _working_group(groups[STATION], today=today, at=at)
        for body in (table.body, groups["Arbeitsgruppe Jugend"].body):
            announcements.publish_body(body=body, by=table.by, at=at)


def _council(authority: Authority, *, cast: dict[str, Person], today: dt.date) -> Table:
    by = cast["coordinator"]
    founded = today - dt.timedelta(days=FOUNDED_DAYS)
    then = noon(founded)
    for values in ORGANISATIONS:
        partners.save_organisation(authority=authority, values=values, by=by)
    body = councils.create_body(
        authority=authority,
        kind=BodyKind.COUNCIL,
        name=COUNCIL,
        short_name="PR",
        purpose=(
            "Berät die Stadt zu Sicherheit und Vorbeugung, führt zusammen, wer daran arbeitet, und "
            "verfolgt, was aus den Beschlüssen wird."
        ),
        legal_basis=LegalBasis.ADVISORY_BOARD,
        founded_on=founded,
        state=BodyState.ACTIVE,
        by=by,
        at=then,
    )
    councils.set_rules(
        body=body, valid_from=founded + dt.timedelta(days=30), meetings_per_year=4, by=by, at=then
    )
    table = Table(body, by)
    _seat(table, SEATS, from_on=founded)
    return table


def _seat(
    table: Table, rows: tuple[tuple[str, str, str, dict[str, Any]], ...], *, from_on: dt.date
) -> None:
    known = {one.name: one for one in Organisation.objects.filter(authority=table.body.authority)}
    for function, organisation, email, more in rows:
        given = dict(more)
        consent, deputy_for = given.pop("consent", False), given.pop("deputy_for", "")
        table.seats[function] = councils.seat_member(
            body=table.body,
            function=function,
            organisation=known.get(organisation),
            email=email,
            deputy_for=table.seats.get(deputy_for),
            name_consent_on=from_on if consent else None,
            from_on=from_on,
            by=table.by,
            at=noon(from_on),
            **given,
        )


def _groups(table: Table, *, today: dt.date) -> dict[str, Table]:
    made = {}
    for number, (kind, name, short, purpose, members) in enumerate(GROUPS, start=1):
        founded = today - dt.timedelta(days=FOUNDED_DAYS - 60 * number)
        body = councils.create_body(
            authority=table.body.authority,
            kind=kind,
            name=name,
            short_name=short,
            purpose=purpose,
            legal_basis=LegalBasis.MAYOR_ORDER,
            parent=table.body,
            founded_on=founded,
            state=BodyState.ACTIVE,
            by=table.by,
            at=noon(founded),
        )
        group = made[name] = Table(body, table.by)
        rows = tuple(
            (function, organisation, email, {**more, "consent": False, "is_chair": first})
            for function, organisation, email, more in SEATS
            if (first := function == members[0]) or function in members
        )
        _seat(group, rows, from_on=founded)
    resting = today - dt.timedelta(days=400)
    councils.change_state(
        body=made["Projektgruppe Stadtfest"].body,
        to=BodyState.DORMANT,
        on=resting,
        reason="Das Stadtfest fällt zwei Jahre aus, weil der Markt umgebaut wird.",
        by=table.by,
        at=noon(resting),
    )
    return made


def _papers(
    table: Table, scripts: tuple[PaperScript, ...], *, cast: dict[str, Person], today: dt.date
) -> None:
    for script in scripts:
        table.papers[script.title] = submit(table, script, cast=cast, today=today)


def submit(table: Table, script: PaperScript, *, cast: dict[str, Person], today: dt.date) -> Paper:
    """Write a paper and take it as far as its script says."""
    at = noon(today - dt.timedelta(days=script.days))
    signers = [(cast[role], function) for role, function in script.signers]
    paper = papers.submit_paper(
        body=table.body,
        title=script.title,
        text=script.text,
        proposal=script.proposal,
        costs=script.costs,
        kind=script.kind,
        confidentiality=script.level,
        file_reference=script.file_reference,
        signers=[papers.Signer(*one) for one in signers],
        by=table.by,
        at=at,
    )
    if signers:
        paper = papers.send_for_signing(paper=paper, by=table.by, at=at)
        for person, _function in signers[: script.signed]:
            paper = papers.sign(paper=paper, by=person, at=at + dt.timedelta(days=1))
    elif script.released:
        paper = papers.release_paper(paper=paper, by=table.by, at=at)
    if script.resubmit_in:
        paper = papers.resubmit(
            paper=paper,
            on=today + dt.timedelta(days=script.resubmit_in),
            reason=script.resubmit_for,
            by=table.by,
            at=at,
        )
    return paper


def _year(table: Table, *, today: dt.date) -> None:
    """Four meetings with public minutes, each approved in the next."""
    before: Meeting | None = None
    for script, earlier in zip(YEAR, (None, *YEAR), strict=False):
        meeting = call(table, script, today=today, at=noon(today))
        no = dict.fromkeys(script.away, "verhindert")
        answer(meeting, at=meeting.starts_at - dt.timedelta(days=12), no=no)
        hold(table, meeting, script)
        if before is not None and earlier is not None:
            write_up(table, before, earlier, approved_in=meeting)
        before = meeting
    if before is not None:
        write_up(
            table, before, YEAR[-1], approved_in=None,
            note="schriftlich, alle Stimmberechtigten haben zugestimmt",
        )  # fmt: skip


def _coming(table: Table, *, today: dt.date, at: dt.datetime) -> None:
    coming = call(table, COMING, today=today, at=at)
    answer(
        coming, at=at, no={"Kirchgemeinde": "Urlaub"},
        silent=("Bürgermeister", "Vereinsring", "Opferberatung", "Wohnungsgenossenschaft"),
    )  # fmt: skip
    announcements.publish_meeting(meeting=coming, by=table.by, at=at)


def _follow_up(table: Table, *, cast: dict[str, Person], today: dt.date, at: dt.datetime) -> None:
    carry_out(
        table, "Licht am Bahnhof", Implementation.DONE, on=today - dt.timedelta(days=150),
        note="Zwölf Leuchten sind getauscht, die Wege sind hell.", at=at,
    )  # fmt: skip
    carry_out(
        table, "Betreuter Abstellplatz für Fahrräder", Implementation.RUNNING,
        on=today - dt.timedelta(days=40), note="Der Standort steht fest. Angebote werden geholt.",
        at=at,
    )  # fmt: skip
    for task in TASKS:
        made = resolutions.add_task(
            body=table.body,
            title=task.title,
            owner=table.seats.get(task.owner),
            owner_text="" if task.owner in table.seats else task.owner,
            due_on=today + dt.timedelta(days=task.due_in),
            resolution=table.resolutions.get(task.resolution),
            by=table.by,
            at=noon(today - dt.timedelta(days=120)),
        )
        if task.result:
            resolutions.close_task(
                task=made, result=task.result, on=today + dt.timedelta(days=task.due_in - 3),
                by=table.by, at=at,
            )  # fmt: skip
    _papers(table, BACKGROUND, cast=cast, today=today)
    for paper in table.papers.values():
        paper.refresh_from_db()
        if paper.confidentiality == "public" and paper.released_at:
            papers.publish_paper(paper=paper, by=table.by, at=at)


def _circulars(table: Table, *, today: dt.date, at: dt.datetime) -> None:
    """One was decided in writing, one still runs."""
    for script in CIRCULARS:
        begun = min(noon(today - dt.timedelta(days=script.days)), at)
        circular = resolutions.start_circular(
            body=table.body,
            title=script.title,
            text=script.text,
            reason=script.reason,
            deadline_at=begun + dt.timedelta(days=10),
            by=table.by,
            at=begun,
        )
        for function, seat in table.seats.items():
            if seat.role == SeatRole.VOTING and function not in script.silent:
                resolutions.answer_circular(
                    circular=circular, seat=seat, answer=CircularAnswer.YES,
                    at=begun + dt.timedelta(days=1),
                )  # fmt: skip
        if circular.deadline_at < at:
            resolutions.close_circular(circular=circular, by=table.by, at=circular.deadline_at)


def _working_group(table: Table, *, today: dt.date, at: dt.datetime) -> None:
    """The group at the station has met; its minutes are a draft that waits for answers."""
    meeting = call(table, STATION_MEETING, today=today, at=at)
    answer(meeting, at=meeting.starts_at - dt.timedelta(days=10), no={})
    hold(table, meeting, STATION_MEETING)
    draft = minutes.draft_minutes(meeting=meeting, by=table.by, at=meeting.held_at or at)
    minutes.send_for_review(minutes=draft, by=table.by, at=at)


@transaction.atomic
def plan_council(authority: Authority, *, by: Person, today: dt.date, at: dt.datetime) -> None:
    """The county is on its way to a council: two of five steps are done."""
    with authority_scope(authority):
        if Body.objects.filter(authority=authority).exists():
            return
        body = councils.create_body(
            authority=authority,
            kind=BodyKind.COUNCIL,
            name="Kreispräventionsrat Weideland",
            short_name="KPR",
            purpose="Soll die Gemeinden des Landkreises bei der Vorbeugung verbinden.",
            legal_basis=LegalBasis.AGREEMENT,
            by=by,
            at=noon(today - dt.timedelta(days=120)),
        )
        told = (
            (-100, -95, "Auslöser: Anfragen aus drei Gemeinden nach gemeinsamer Jugendarbeit."),
            (
                -50,
                -45,
                "Gespräche mit allen Gemeinden. Der Entwurf der Geschäftsordnung liegt vor.",
            ),
            (30, None, "Angefragt sind Gemeinden, Revier, Jugendamt, Schulen und freie Träger."),
            (75, None, ""),
            (120, None, ""),
        )
        for step, (due, done, note) in zip(list_steps(body), told, strict=True):
            kept = foundings.plan_step(
                step=step, owner=by, due_on=today + dt.timedelta(days=due), note=note, by=by, at=at
            )
            if done is not None:
                foundings.finish_step(step=kept, on=today + dt.timedelta(days=done), by=by, at=at)


def noon(day: dt.date) -> dt.datetime:
    """Return noon of a day in Europe/Berlin."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
