"""The demo's town with something in every state, made by the real actions; one copy for all."""

import datetime as dt
import io
from dataclasses import dataclass

from django.conf import settings
from tests.journeys.site import Site, bring_back, build_world, world_once

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.jobs.models import JobState
from vorort.core.scopes import authority_scope
from vorort.deliveries import actions as deliveries
from vorort.deliveries.choices import DeliveryFormat
from vorort.deliveries.models import Delivery
from vorort.situation import actions
from vorort.situation.models import Report, Section

COORDINATOR = "koordination@lindenau.example"
POLICE = "polizei@weideland.example"
MAYOR = "buergermeisteramt@lindenau.example"
REPORTS = {
    "draft": 2023,
    "with_police": 2022,
    "police_done": 2021,
    "approved": 2020,
    "withdrawn": 2019,
    "computing": 2018,
    "failed": 2017,
}


@dataclass(frozen=True)
class Cast:
    town: Authority
    coordinator: Person
    police: Person
    mayor: Person


def cast() -> Cast:
    people = {person.email: person for person in Person.objects.all()}
    return Cast(
        Authority.objects.get(slug="lindenau"), people[COORDINATOR], people[POLICE], people[MAYOR]
    )


def build_states() -> None:
    """On top of the world: a report and a delivery in every state, a job that runs, one that failed."""
    bring_back(world_once(build_world))
    who = cast()
    with authority_scope(who.town):
        reports = {state: _report(who, year) for state, year in REPORTS.items()}
        jobs.run_waiting()
        for state in ("with_police", "police_done", "approved", "withdrawn"):
            actions.send_to_police(report=reports[state], by=who.coordinator, at=now())
        _talk(who, reports["draft"], reports["with_police"])
        for state in ("police_done", "approved", "withdrawn"):
            actions.release_all(report=reports[state], by=who.police, at=now())
        for state in ("approved", "withdrawn"):
            actions.approve_report(report=reports[state], by=who.mayor, at=now())
        actions.start_publication(report=reports["withdrawn"], by=who.coordinator, at=now())
        jobs.run_waiting()
        gone = Report.objects.get(pk=reports["withdrawn"].pk)
        actions.withdraw_report(
            report=gone, reason="Eine Zahl der Polizei war falsch.", by=who.coordinator, at=now()
        )
    _deliveries(who)
    _jobs(who, reports)


def _report(who: Cast, year: int) -> Report:
    return actions.create_report(authority=who.town, year=year, by=who.coordinator, at=now())


def _talk(who: Cast, draft: Report, asked: Report) -> None:
    summary = Section.objects.filter(report=draft).order_by("position").first()
    assert summary is not None
    text = "Die Stadt ist **ruhig**.\n\n- Fahrräder bleiben Thema\n- Der Rat berät im Frühjahr"
    actions.edit_section(
        section=summary, text=text, state="open", revision=summary.revision,
        by=who.coordinator, at=now(),
    )  # fmt: skip
    first, second, third = asked.figures.order_by("number")[:3]
    actions.release_figure(figure=first, by=who.police, at=now())
    actions.request_change(
        figure=second, note="Bitte den Hinweis auf das Verfahren von 2021 aufnehmen.",
        by=who.police, at=now(),
    )  # fmt: skip
    actions.refuse_figure(
        figure=third, note="Die Zahlen werden noch geprüft.", by=who.police, at=now()
    )


def _deliveries(who: Cast) -> None:
    """Checked with rows put aside, rejected, taken back, cancelled."""
    table = (settings.HOME / "demo" / "kreis_und_gemeinden_2025.csv").read_bytes()
    lines = table.decode("cp1252").splitlines()
    for place in (5, 9):
        cells = lines[place].split(";")
        cells[5] = "unbekannt"
        lines[place] = ";".join(cells)
    lines.append(lines[12])
    _hand_in(who, "kreis_2025_mit_fehlern.csv", "\n".join(lines).encode("cp1252"))
    _hand_in(who, "seite_statt_tabelle.csv", b"<!doctype html><html><body>Anmelden</body></html>")
    stored = _hand_in(who, "kreis_2025_alt.csv", table + b"\n")
    deliveries.request_store(delivery=stored, by=who.coordinator)
    jobs.run_waiting()
    stored.refresh_from_db()
    deliveries.undo(delivery=stored, by=who.coordinator, reason="Falsche Datei geliefert.")
    thrown = _hand_in(who, "kreis_2025_verworfen.csv", table + b"\n\n")
    deliveries.cancel(delivery=thrown, by=who.coordinator)


def _hand_in(who: Cast, name: str, content: bytes) -> Delivery:
    made = deliveries.receive(
        stream=io.BytesIO(content),
        name=name,
        format=DeliveryFormat.PKS_COUNTY,
        by=who.coordinator,
        year=2025,
        for_authority=who.town,
    )
    deliveries.request_check(delivery=made, by=who.coordinator)
    jobs.run_waiting()
    made.refresh_from_db()
    return made


def _jobs(who: Cast, reports: dict[str, Report]) -> None:
    """One report is being computed, one could not be; a delivery is being checked."""
    with authority_scope(who.town):
        for state in ("computing", "failed"):
            actions.recompute(report=reports[state], by=who.coordinator, at=now())
        running = Report.objects.get(pk=reports["computing"].pk).job
        failed = Report.objects.get(pk=reports["failed"].pk).job
    table = (settings.HOME / "demo" / "kreis_und_gemeinden_2025.csv").read_bytes()
    checking = deliveries.receive(
        stream=io.BytesIO(table + b"\n\n\n"),
        name="kreis_2025_wird_geprueft.csv",
        format=DeliveryFormat.PKS_COUNTY,
        by=who.coordinator,
        year=2025,
        for_authority=who.town,
    )
    deliveries.request_check(delivery=checking, by=who.coordinator)
    deliveries.mark_checking(delivery=checking, by=who.coordinator)
    checking.refresh_from_db()
    # Delivered to the table of jobs, but nobody works on them: they stand still for the eye.
    later = now() + dt.timedelta(days=365)
    from vorort.core.jobs.queue import deliver

    deliver()
    rows = jobs.Job.objects
    rows.filter(public_id__in=[running, checking.job]).update(
        state=JobState.RUNNING, done=5, total=14, step="Abbildung: Fahrraddiebstahl",
        started_at=now(), leased_until=later, leased_by="journeys/1",
    )  # fmt: skip
    rows.filter(public_id=failed).update(
        state=JobState.FAILED, ended_at=now(), error="Für 2017 fehlen die Zahlen des Landes."
    )


def set_scene() -> None:
    """Put the town with everything in every state in place of what there is."""
    bring_back(world_once(build_states, "states"))


@dataclass(frozen=True)
class Addresses:
    """Where the objects of each state stand."""

    reports: dict[str, str]
    figures: dict[str, str]
    deliveries: dict[str, str]
    jobs: dict[str, str]
    publications: dict[str, str]


def addresses(site: Site) -> Addresses:
    del site
    who = cast()
    base = "/k/lindenau/"
    with authority_scope(who.town):
        reports = {one.year: one for one in Report.objects.filter(authority=who.town)}
        by_state = {state: reports[year] for state, year in REPORTS.items()}
        by_state["published"] = reports[2024]
        figures = {
            state: one.figures.exclude(code="").order_by("number").first()
            for state, one in by_state.items()
        }
        return Addresses(
            reports={s: f"{base}lagebilder/{r.public_id}/" for s, r in by_state.items()},
            figures={s: f.public_id for s, f in figures.items() if f is not None},
            deliveries={
                str(d.status): f"{base}lieferungen/{d.public_id}/"
                for d in Delivery.objects.filter(for_authority=who.town)
            },
            jobs={s: f"/auftraege/{by_state[s].job}/" for s in ("computing", "failed")},
            publications={
                r.publication.status: f"{base}veroeffentlichungen/{r.publication.public_id}/"
                for r in by_state.values()
                if r.publication
            },
        )
