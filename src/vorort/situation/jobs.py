"""Work in the background: compute the figures of a report, publish it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.core import jobs
from vorort.core.clock import now, today
from vorort.core.scopes import authority_scope
from vorort.deliveries.choices import Audience
from vorort.pictures import queries as pictures
from vorort.pictures.choices import FigureKind, Picture, to_json
from vorort.pictures.exports import Edition, data, draw, parts, representations
from vorort.publications.choices import Correction
from vorort.situation import actions, queries
from vorort.situation.actions import NewFigure
from vorort.situation.choices import PoliceState
from vorort.situation.exports import edition_of, rests_on, shown_cells
from vorort.situation.models import Report
from vorort.situation.queries.releases import FRAME_PARTS

YEARS_BACK = 10


def build_report(context: jobs.JobContext, *, report: str) -> dict[str, Any] | None:
    """Compute numbers, verdicts, sentences and pictures of a report and store them."""
    one = queries.get_for_job(report)
    with authority_scope(one.authority):
        context.progress(0, 0, _("Zahlen lesen"))
        before = queries.read_known_before(one)
        built = pictures.build(
            one.area_key,
            one.year,
            viewer=one.authority,
            years_back=YEARS_BACK,
            effects=queries.list_effects(one),
            protect_below=settings.SMALL_COUNT_LIMIT,
            earlier=before.earlier,
        )
        picture = built.picture
        area_map = pictures.build_map(
            picture, viewer=one.authority, protect_below=settings.SMALL_COUNT_LIMIT
        )
        sections, planned = pictures.plan(picture, area_map)
        rests_on = built.rests_on
        if area_map is not None:
            map_sources = pictures.map_rests_on(area_map, viewer=one.authority)
            rests_on = {**rests_on, _map_key(area_map.code): map_sources}
        figures = _draw(context, one, planned, state_name=picture.state_name, rests_on=rests_on)
        context.progress(len(planned), len(planned), _("Speichern"))
        frame = to_json(picture) | {"indicators": []}
        actions.store_build(
            report=one,
            sections=sections,
            figures=figures,
            frame=frame,
            gate={
                "hidden": to_json(picture.hidden),
                "below": settings.SMALL_COUNT_LIMIT,
                # Internal: what the gates of later versions have to know.
                "counts": to_json(built.counts),
                "against": list(before.against),
            },
            data_version=_data_version(picture, rests_on),
            by=_person(context),
            at=now(),
        )
    return _way_on(one)


def _draw(
    context: jobs.JobContext,
    one: Report,
    planned: Sequence[pictures.PlannedFigure],
    *,
    state_name: str,
    rests_on: Mapping[str, tuple[str, ...]],
) -> list[NewFigure]:
    """Return the figures with their pictures; unchanged numbers keep theirs."""
    known = {(old.kind, old.code): old for old in queries.list_figures(one)}
    figures = []
    for place, figure in enumerate(planned):
        context.progress(place, len(planned), _("Abbildung: %s") % figure.title)
        old = known.get((figure.kind, figure.code))
        key = _map_key(figure.code) if figure.kind is FigureKind.MAP else figure.code
        behind = rests_on.get(key, ())
        # A map also depends on its boundaries.
        if old and old.payload == figure.payload and figure.kind is FigureKind.SERIES:
            kept = NewFigure(figure, old.svg_wide, old.svg_narrow, old.svg_pdf, behind)
            figures.append(kept)
            continue
        drawn = draw(figure, state_name=state_name)
        figures.append(NewFigure(figure, drawn.wide, drawn.narrow, drawn.pdf, behind))
    return figures


def _map_key(code: str) -> str:
    """Return the name of a map among the figures: its indicator has a figure of its own."""
    return f"map:{code}"


def _data_version(picture: Picture, rests_on: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return what it takes to compute the same numbers again."""
    return {
        "deliveries": [
            {"id": line.delivery, "sha256": line.sha256, "year": line.year}
            for line in picture.sources
        ],
        # Of the numbers in the frame; those of the figures stand with them.
        "rests_on": {part: list(rests_on.get(part, ())) for part in FRAME_PARTS},
        "methods": dict(picture.methods),
        "picture_version": picture.version,
        "years_back": YEARS_BACK,
        # Nothing is drawn at random: the same deliveries give the same numbers.
        "seed": None,
    }


def publish_report(
    context: jobs.JobContext, *, report: str, leave_out: bool = False
) -> dict[str, Any] | None:
    """Make page, PDF and data files from the frozen figures and publish them together."""
    one = queries.get_for_job(report)
    with authority_scope(one.authority):
        return _publish(context, one, leave_out=leave_out)


def _publish(context: jobs.JobContext, one: Report, *, leave_out: bool) -> dict[str, Any]:
    context.progress(0, 3, _("Abbildungen lesen"))
    at = now()
    figures = [
        figure
        for figure in queries.list_figures(one)
        if figure.police_state == PoliceState.RELEASED
    ]
    releases = queries.read_releases(one, figures, at=at)
    actions.require_released(figures, releases, leave_out=leave_out)
    shown = releases.seen_by(Audience.PUBLIC, figures)
    changes = (
        queries.compare(one.corrects, one, shown=shown).changes if one.corrects is not None else ()
    )
    edition = edition_of(
        one,
        queries.list_sections(one),
        figures,
        on=today(),
        base_url=settings.PUBLIC_URL,
        releases=releases,
        audience=Audience.PUBLIC,
        corrections=queries.list_corrections(one, changes),
    )
    context.progress(1, 3, _("Seite, PDF und Daten schreiben"))
    made = representations.make(edition)
    context.progress(2, 3, _("Veröffentlichen"))
    actions.publish_report(
        report=one,
        summary=" ".join(parts.overview(edition)[:1]),
        payload=data.payload(edition),
        representations=made,
        sources=to_json(edition.frame.sources),
        rests_on=rests_on(figures, releases),
        shown=shown_cells(edition),
        gate={
            "passed": True,
            "below": settings.SMALL_COUNT_LIMIT,
            "hidden": to_json(edition.hidden),
            "figures": len(edition.figures),
            "withheld": [
                {"figure": figure.number, "reasons": list(releases.of(figure).reasons)}
                for figure in releases.withheld(figures)
            ],
        },
        correction=_correction(edition) if one.corrects is not None else None,
        by=_person(context),
        at=at,
    )
    return {"url": edition.path, "url_label": _("Zum veröffentlichten Lagebild")}


def _correction(edition: Edition) -> Correction:
    """Return the latest correction as the publication keeps it."""
    note = edition.corrections[0]
    return Correction(reason=note.reason, changes=note.changes)


def _person(context: jobs.JobContext) -> Person:
    """Return who has started the job; the platform itself if that is not known."""
    if context.by is None:
        return get_system_person()
    return Person.objects.get(pk=context.by)


def _way_on(report: Report) -> dict[str, Any]:
    return {
        "url": reverse("situation:report", args=[report.authority.slug, report.public_id]),
        "url_label": _("Zum Lagebild"),
    }
