"""How far each figure of a report may go: asked of the deliveries behind it, each time anew.

The sender may open, restrict or revoke at any time; an embargo ends by itself. So nothing of this
is stored with the report.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.deliveries.choices import Audience
from vorort.deliveries.queries import Standing, read_standings
from vorort.situation.choices import PoliceState, ReportState
from vorort.situation.models import Report, ReportFigure

_WAS_PUBLIC = (ReportState.PUBLISHED, ReportState.SUPERSEDED, ReportState.WITHDRAWN)
FRAME_PARTS = ("population", "without_immigration")


@dataclass(frozen=True)
class FigureRelease:
    """How far a figure may go.

    Attributes
    ----------
    reasons : tuple of str
        Why not everybody may see it, one sentence a delivery; empty: everybody may.
    audiences : frozenset of Audience
        Who may see it now.
    until : datetime, optional
        When an embargo ends, where nothing else holds it back.
    revoked : bool
        One of its deliveries was revoked: it has to be computed again.
    """

    reasons: tuple[str, ...]
    audiences: frozenset[Audience]
    until: dt.datetime | None = None
    revoked: bool = False

    @property
    def is_public(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Releases:
    """The releases of a report's figures and of the numbers in its frame."""

    by_figure: Mapping[int, FigureRelease]
    by_part: Mapping[str, FigureRelease]
    standings: Mapping[str, Standing]

    def of(self, figure: ReportFigure) -> FigureRelease:
        return self.by_figure[figure.pk]

    def seen_by(self, audience: Audience, figures: Iterable[ReportFigure]) -> list[ReportFigure]:
        """Return the figures this audience may see."""
        return [one for one in figures if audience in self.of(one).audiences]

    def withheld(self, figures: Iterable[ReportFigure]) -> list[ReportFigure]:
        """Return the figures not everybody may see."""
        return [one for one in figures if not self.of(one).is_public]

    def hidden_parts(self, audience: Audience) -> frozenset[str]:
        """Return the numbers of the frame this audience may not see."""
        return frozenset(
            name for name, one in self.by_part.items() if audience not in one.audiences
        )


def read_releases(report: Report, figures: Sequence[ReportFigure], *, at: dt.datetime) -> Releases:
    """Return how far each of these figures may go now, in one query."""
    frame = report.data_version.get("rests_on", {})
    asked = {part: tuple(frame.get(part, ())) for part in FRAME_PARTS}
    ids = {i for one in figures for i in one.rests_on} | {i for p in asked.values() for i in p}
    standings = read_standings(ids, at=at)
    return Releases(
        by_figure={
            one.pk: _release(one.rests_on, standings, known=_known(report, one)) for one in figures
        },
        by_part={part: _release(of, standings, known=True) for part, of in asked.items()},
        standings=standings,
    )


def _known(report: Report, figure: ReportFigure) -> bool:
    """Whether nothing speaks against a figure without deliveries: it was public already."""
    return report.state in _WAS_PUBLIC and figure.police_state == PoliceState.RELEASED


def _release(
    ids: Iterable[str], standings: Mapping[str, Standing], *, known: bool
) -> FigureRelease:
    listed = list(ids)
    missing = any(one not in standings for one in listed) or not (listed or known)
    found = [standings[one] for one in listed if one in standings]
    reasons = [one.why_not_public for one in found if not one.is_public]
    if missing:
        reasons.append(_("Die Herkunft der Zahlen ist nicht erfasst. Bitte neu berechnen."))
    audiences = {Audience.EDITOR}
    for audience in (Audience.CORE, Audience.PUBLIC):
        if not missing and all(one.reaches(audience) for one in found):
            audiences.add(audience)
    closed = [one for one in found if not one.is_public]
    only_embargo = closed and not missing and all(one.only_embargo for one in closed)
    return FigureRelease(
        reasons=tuple(dict.fromkeys(reasons)),
        audiences=frozenset(audiences),
        until=max((o.embargo_until for o in closed if o.embargo_until), default=None)
        if only_embargo
        else None,
        revoked=any(one.revoked for one in found),
    )
