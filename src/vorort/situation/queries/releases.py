"""How far each figure of a report may go: asked of the deliveries behind it, each time anew.

The sender may open, restrict or revoke at any time; an embargo ends by itself. So nothing of this
is stored with the report.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vorort.deliveries.choices import Audience
from vorort.deliveries.queries import Release, Standing, read_standings, release_of
from vorort.situation.choices import PoliceState, ReportState
from vorort.situation.models import Report, ReportFigure

_WAS_PUBLIC = (ReportState.PUBLISHED, ReportState.SUPERSEDED, ReportState.WITHDRAWN)
FRAME_PARTS = ("population", "without_immigration")


@dataclass(frozen=True)
class Releases:
    """The releases of a report's figures and of the numbers in its frame."""

    by_figure: Mapping[int, Release]
    by_part: Mapping[str, Release]
    standings: Mapping[str, Standing]

    def of(self, figure: ReportFigure) -> Release:
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
            one.pk: release_of(one.rests_on, standings, known=_known(report, one))
            for one in figures
        },
        by_part={part: release_of(of, standings, known=True) for part, of in asked.items()},
        standings=standings,
    )


def _known(report: Report, figure: ReportFigure) -> bool:
    """Whether nothing speaks against a figure without deliveries: it was public already."""
    return report.state in _WAS_PUBLIC and figure.police_state == PoliceState.RELEASED
