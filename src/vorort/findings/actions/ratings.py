"""What comes first: the rating of a need and the points the council gave."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.findings.actions._common import log, not_later, own
from vorort.findings.choices import RATED
from vorort.findings.models import Need, Priority

if TYPE_CHECKING:
    from vorort.councils.models import Body
    from vorort.resolutions.models import Resolution

LOWEST, HIGHEST = 1, 5
POINTS_EACH = 3


class OutOfRange(DomainError):
    """A rating is a whole number from 1 to 5."""


class VotesWrong(DomainError):
    """The points do not come to what so many people can give."""


@transaction.atomic
def rate_need(
    *,
    need: Need,
    severity: int,
    spread: int,
    changeability: int,
    by: Person,
    at: dt.datetime,
    reason: str = "",
) -> Priority:
    """Rate a need; earlier ratings stay readable, the newest counts."""
    given = {"severity": severity, "spread": spread, "changeability": changeability}
    for name, value in given.items():
        if not LOWEST <= value <= HIGHEST:
            raise OutOfRange(
                _("%(what)s: Bitte wählen Sie eine Zahl von 1 bis 5.") % {"what": RATED[name]},
                field=name,
            )
    rating: Priority = Priority.objects.create(
        authority_id=need.authority_id,
        need=need,
        reason=reason.strip(),
        rated_on=timezone.localdate(at),
        rated_by=by,
        **given,
    )
    log("findings.need_rated", need, by, at, **given, score=rating.score)
    return rating


@transaction.atomic
def record_votes(
    *,
    body: "Body",
    votes: Mapping[Need, int],
    voters: int,
    on: dt.date,
    by: Person,
    at: dt.datetime,
    resolution: "Resolution | None" = None,
    points_each: int = POINTS_EACH,
) -> list[Priority]:
    """Keep how many points the members of a body gave to each need.

    Everybody may put ``points_each`` points where they like. A second vote does not overwrite the
    first: it makes an entry of its own with the rating that holds.
    """
    _check_votes(votes, voters, points_each)
    not_later(on, at)
    for need in votes:
        own(need, body.authority, "votes")
    if resolution is not None and resolution.body_id != body.pk:
        raise VotesWrong(
            _("Dieser Beschluss ist von einem anderen Gremium. Bitte wählen Sie einen dieses "
              "Gremiums oder keinen."),
            field="resolution",
        )  # fmt: skip
    newest = _newest(votes)
    unrated = [need.title for need in votes if need.pk not in newest]
    if unrated:
        raise VotesWrong(
            _("Bitte bewerten Sie zuerst: %(needs)s.") % {"needs": ", ".join(unrated)},
            field="votes",
        )
    made = []
    for need, points in votes.items():
        rating = newest[need.pk]
        if rating.votes is not None:
            rating = _again(rating)
        rating.body, rating.votes, rating.voters = body, points, voters
        rating.points_each = points_each
        rating.voted_on, rating.resolution = on, resolution
        rating.save()
        made.append(rating)
        log("findings.votes_recorded", need, by, at, points=points, voters=voters,
            points_each=points_each)  # fmt: skip
    return made


def _again(rating: Priority) -> Priority:
    """Return the same rating as an entry of its own."""
    return Priority(
        authority_id=rating.authority_id,
        need_id=rating.need_id,
        severity=rating.severity,
        spread=rating.spread,
        changeability=rating.changeability,
        reason=rating.reason,
        rated_on=rating.rated_on,
        rated_by_id=rating.rated_by_id,
    )


def _newest(votes: Mapping[Need, int]) -> dict[int, Priority]:
    """Return the rating that holds of each need, by its key."""
    rows = Priority.objects.select_for_update().filter(need__in=list(votes))
    return {each.need_id: each for each in rows.order_by("rated_on", "id")}


def _check_votes(votes: Mapping[Need, int], voters: int, points_each: int) -> None:
    if not votes:
        raise VotesWrong(_("Es gibt noch keinen Bedarf, über den abgestimmt werden kann."),
                         field="votes")  # fmt: skip
    if voters < 1:
        raise VotesWrong(_("Bitte geben Sie an, wie viele abgestimmt haben."), field="voters")
    if points_each < 1:
        raise VotesWrong(_("Jede Person braucht mindestens einen Punkt."), field="points_each")
    if any(points < 0 for points in votes.values()):
        raise VotesWrong(_("Punkte können nicht negativ sein."), field="votes")
    most, given = voters * points_each, sum(votes.values())
    if not given:
        raise VotesWrong(_("Es sind noch keine Punkte eingetragen."), field="votes")
    if given > most:
        people = ngettext("%(n)d Person", "%(n)d Personen", voters) % {"n": voters}
        raise VotesWrong(
            _("Das sind %(given)d Punkte. %(people)s mit je %(each)d können höchstens %(most)d "
              "vergeben. Bitte prüfen Sie Punkte und Zahl der Abstimmenden.")
            % {"given": given, "people": people, "each": points_each, "most": most},
            field="votes",
        )  # fmt: skip
