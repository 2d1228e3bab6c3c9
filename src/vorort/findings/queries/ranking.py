"""What comes first: by the rating, and by the points of the council, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.findings.models import Need, Priority
from vorort.findings.queries.reading import list_needs

# So many places apart, the two orders are worth a conversation.
FAR_APART = 3


@dataclass(frozen=True)
class Ranked:
    """A need in both orders. A rank holds for all that tie; ``place`` says so in words."""

    need: Need
    rating: Priority | None
    vote: Priority | None
    rank: int | None
    place: str
    vote_rank: int | None
    vote_place: str

    @property
    def apart(self) -> int:
        """Return how many places lie between the two orders; minus: the council puts it higher."""
        if self.rank is None or self.vote_rank is None:
            return 0
        return self.vote_rank - self.rank


@dataclass(frozen=True)
class Ranking:
    """All open needs in order, the differences in sentences, and what nobody has rated yet."""

    rows: list[Ranked]
    unrated: list[Need]
    differences: list[str]
    ties: list[str]
    # The vote the points are of: the newest; None where nobody has voted.
    vote: Priority | None

    @property
    def by_votes(self) -> list[Ranked]:
        """Return what was voted on, in the order of the council."""
        voted = [row for row in self.rows if row.vote_rank is not None]
        return sorted(voted, key=lambda row: (row.vote_rank or 0, row.rank or 0))


def ranking(actor: Person, authority: Authority) -> Ranking:
    """Return the open needs of open findings in the order of their rating; constant queries.

    The points are those of the newest vote: older ones stand on the page of the need.
    """
    needs = list(list_needs(actor, authority, open_only=True))
    rows = Priority.objects.filter(need__in=needs).select_related("body", "resolution")
    newest: dict[int, Priority] = {}
    voted: list[Priority] = []
    for each in rows.order_by("rated_on", "id"):
        newest[each.need_id] = each
        if each.voted_on is not None:
            voted.append(each)
    last = max(voted, key=lambda one: (one.voted_on, one.pk), default=None)
    votes = {
        one.need_id: one
        for one in sorted(voted, key=lambda one: one.pk)
        if last and (one.voted_on, one.body_id) == (last.voted_on, last.body_id)
    }
    rated = [need for need in needs if need.pk in newest]
    scores = _ranks(rated, lambda need: newest[need.pk].score)
    points = _ranks(
        [need for need in rated if need.pk in votes], lambda need: votes[need.pk].votes or 0
    )
    ranked = [
        Ranked(
            need=need,
            rating=newest[need.pk],
            vote=votes.get(need.pk),
            rank=scores[need.pk],
            place=_place(scores, need),
            vote_rank=points.get(need.pk),
            vote_place=_place(points, need) if need.pk in points else "",
        )
        for need in sorted(rated, key=lambda need: (scores[need.pk], need.pk))
    ]
    return Ranking(
        rows=ranked,
        unrated=[need for need in needs if need.pk not in newest],
        differences=[_difference(row) for row in ranked if abs(row.apart) >= FAR_APART],
        ties=_ties(ranked),
        vote=last,
    )


def _ranks(needs: Sequence[Need], value: Callable[[Need], int]) -> dict[int, int]:
    """Return the rank of each need, the highest value first; equal values share a rank."""
    values = {need.pk: value(need) for need in needs}
    return {key: 1 + sum(other > own for other in values.values()) for key, own in values.items()}


def _place(ranks: dict[int, int], need: Need) -> str:
    rank = ranks[need.pk]
    sharing = sum(other == rank for other in ranks.values())
    if sharing == 1:
        return _("Rang %(rank)d") % {"rank": rank}
    last = rank + sharing - 1
    return _("Rang %(first)d bis %(last)d, gleichauf") % {"first": rank, "last": last}


def _difference(row: Ranked) -> str:
    words = {"need": row.need.title, "place": row.place, "council": row.vote_place}
    if row.apart < 0:
        return (
            _("„%(need)s“: Der Rat setzt es höher (%(council)s) als die Bewertung (%(place)s).")
            % words
        )
    return (
        _("„%(need)s“: Der Rat setzt es niedriger (%(council)s) als die Bewertung (%(place)s).")
        % words
    )


def _ties(rows: Sequence[Ranked]) -> list[str]:
    """Return a sentence for each group of needs that share a rank by rating."""
    groups: dict[int, list[Ranked]] = {}
    for row in rows:
        groups.setdefault(row.rank or 0, []).append(row)
    return [
        _("Gleichauf mit %(score)d: %(needs)s. Hier entscheidet das Gespräch, nicht die Zahl.")
        % {
            "score": group[0].rating.score if group[0].rating else 0,
            "needs": ", ".join(f"„{row.need.title}“" for row in group),
        }
        for group in groups.values()
        if len(group) > 1
    ]
