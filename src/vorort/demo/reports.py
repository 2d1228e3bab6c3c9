"""The demo's Lagebilder: through the same steps as a town's, by the demo's people."""

import datetime as dt
from dataclasses import dataclass

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.demo.world import SPECIAL_EFFECT_TEXT, SPECIAL_EFFECT_YEAR
from vorort.situation import actions
from vorort.situation.choices import ReportState
from vorort.situation.models import Report, Section

TEXTS_LINDENAU = {
    "summary": (
        "Lindenau ist eine ruhige Kleinstadt. Auffällig sind Fahrraddiebstähle am Bahnhof: Der "
        "Präventionsrat berät im Frühjahr über einen betreuten Abstellplatz."
    ),
}
TEXTS_LEIPZIG = {
    "summary": (
        "Dieses Lagebild zeigt, was die Plattform aus den veröffentlichten Tabellen des "
        "Bundeskriminalamts macht. Es ist keine Veröffentlichung der Stadt Leipzig."
    ),
}


@dataclass(frozen=True)
class Cast:
    """Who brings a report to the public."""

    coordinator: Person
    police: Person
    mayor: Person


@dataclass(frozen=True)
class Effect:
    """A special effect that is noted at a figure."""

    code: str
    year: int
    text: str


@dataclass(frozen=True)
class Script:
    """What happens to a report, by whom and when."""

    cast: Cast
    texts: dict[str, str]
    effects: tuple[Effect, ...]
    at: dt.datetime


EFFECTS_LINDENAU = (Effect("674000", SPECIAL_EFFECT_YEAR, SPECIAL_EFFECT_TEXT),)


def publish_demo_report(
    authority: Authority,
    year: int,
    cast: Cast,
    *,
    texts: dict[str, str],
    effects: tuple[Effect, ...] = (),
    at: dt.datetime | None = None,
) -> None:
    """Create, write, release, approve and publish a report; a report that exists is left."""
    at = at or now()
    with authority_scope(authority):
        report = Report.objects.filter(authority=authority, year=year).order_by("-version").first()
        if report is None:
            report = actions.create_report(
                authority=authority, year=year, by=cast.coordinator, at=at
            )
        # A start that was interrupted goes on where it stopped.
        jobs.run_waiting()
        steps = {
            ReportState.DRAFT: _write,
            ReportState.WITH_POLICE: _release,
            ReportState.POLICE_DONE: _approve,
            ReportState.APPROVED: _make_public,
        }
        script = Script(cast, texts, effects, at)
        while (step := steps.get(ReportState(report.state))) is not None:
            step(report, script)
            jobs.run_waiting()
            report = Report.objects.get(pk=report.pk)


def _write(report: Report, script: Script) -> None:
    by, at = script.cast.coordinator, script.at
    noted = set(report.annotations.values_list("code", "year"))
    for effect in script.effects:
        if (effect.code, effect.year) not in noted:
            actions.add_annotation(
                report=report, code=effect.code, year=effect.year, text=effect.text,
                excluded=True, by=by, at=at,
            )  # fmt: skip
            jobs.run_waiting()
    for section in Section.objects.filter(report=report):
        text = script.texts.get(section.kind, section.text)
        actions.edit_section(
            section=section, text=text, state="done", revision=section.revision, by=by, at=at
        )
    actions.send_to_police(report=report, by=by, at=at)


def _release(report: Report, script: Script) -> None:
    actions.release_all(report=report, by=script.cast.police, at=script.at)


def _approve(report: Report, script: Script) -> None:
    actions.approve_report(report=report, by=script.cast.mayor, at=script.at)


def _make_public(report: Report, script: Script) -> None:
    actions.start_publication(report=report, by=script.cast.coordinator, at=script.at)
