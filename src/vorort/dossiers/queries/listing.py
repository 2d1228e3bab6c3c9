"""A line of the list of measures, in constant queries for a whole page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.measures import registry
from vorort.measures.models import Audience, Measure, Milestone
from vorort.measures.queries.words import milestone_words, state_kind, state_words
from vorort.ui import format as german
from vorort.ui.parts import Link


@dataclass(frozen=True)
class MeasureLine:
    """A measure as the list shows it."""

    measure: Measure
    state: str
    state_kind: str
    groups: str
    # The next thing to be done and its badge, or nothing.
    next: str
    next_words: str
    next_kind: str
    # What apps above say, such as how the effect was judged.
    more: tuple[str, ...]


def list_lines(actor: Person, measures: Sequence[Measure], *, on: dt.date) -> list[MeasureLine]:
    """Return the lines of a page of the list."""
    keys = [each.pk for each in measures]
    groups: dict[int, list[str]] = {}
    for audience in Audience.objects.filter(measure__in=keys).order_by("id"):
        groups.setdefault(audience.measure_id, []).append(str(audience.get_group_display()))
    coming: dict[int, Milestone] = {}
    rows = Milestone.objects.filter(measure__in=keys, done_on__isnull=True, dropped=False)
    for milestone in rows.order_by("due_on", "id"):
        coming.setdefault(milestone.measure_id, milestone)
    more = registry.line_words(actor, measures)
    return [
        _line(each, groups.get(each.pk, []), coming.get(each.pk), more.get(each.pk, []), on)
        for each in measures
    ]


def _line(
    measure: Measure,
    groups: list[str],
    coming: Milestone | None,
    more: list[str],
    on: dt.date,
) -> MeasureLine:
    said, kind = milestone_words(coming, on=on) if coming else ("", "")
    return MeasureLine(
        measure=measure,
        state=state_words(measure, on=on),
        state_kind=state_kind(measure, on=on),
        groups=", ".join(dict.fromkeys(groups)),
        next=f"{german.date(coming.due_on)} {coming.title}" if coming else "",
        next_words=said,
        next_kind=kind,
        more=tuple(more),
    )


def gap_links(authority: Authority, given: Mapping[str, str]) -> list[Link]:
    """Return where to look on when nothing is there for a topic or a target group."""
    asked = {"thema": given.get("topic", ""), "zielgruppe": given.get("group", "")}
    query = urlencode({name: value for name, value in asked.items() if value})
    if not query:
        return []
    ways = (
        ("findings:list", _("Feststellungen suchen")),
        ("partners:offers", _("Angebote suchen")),
    )
    return [Link(words, f"{reverse(name, args=[authority.slug])}?{query}") for name, words in ways]
