"""What a meeting that brings a body back should deal with."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.councils.choices import ChairMode, Confidentiality
from vorort.councils.models import Body, BodyRules, Seat
from vorort.councils.rules import current_seats, readable
from vorort.meetings.choices import ItemKind
from vorort.meetings.queries import rules_for
from vorort.papers.choices import PaperState
from vorort.papers.models import Paper


@dataclass(frozen=True)
class ProposedItem:
    """An item a revival would put on the agenda, and why."""

    key: str
    title: str
    kind: ItemKind
    confidentiality: Confidentiality
    reason: str
    paper: Paper | None = None


def propose_items(body: Body, level: Confidentiality, *, on: dt.date) -> list[ProposedItem]:
    """Return what a meeting to revive the body should deal with."""
    members = Confidentiality.MEMBERS
    found = []
    if words := _chair_words(body, rules_for(body, on=on), on=on):
        title = _("Wahl oder Bestätigung des Vorsitzes")
        found.append(ProposedItem("chair", title, ItemKind.ELECTION, members, words))
    if body.term_until and body.term_until < on:
        found.append(
            ProposedItem(
                "term", _("Neue Amtszeit und Besetzung"), ItemKind.DISCUSSION, members,
                _("Die Amtszeit ist am %(day)s abgelaufen.")
                % {"day": f"{body.term_until:%d.%m.%Y}"},
            )
        )  # fmt: skip
    found.append(
        ProposedItem(
            "future", _("Wie geht es weiter? Aufgaben, Rhythmus, Zuständigkeiten"),
            ItemKind.DISCUSSION, members, _("Nach einer Pause klärt das die Erwartungen."),
        )
    )  # fmt: skip
    classes = [one for one in readable(level) if one != Confidentiality.CORE]
    papers = Paper.objects.filter(
        body=body, state=PaperState.RELEASED, confidentiality__in=classes
    ).order_by("year", "number")
    found += [
        ProposedItem(
            f"paper-{paper.public_id}", paper.title, ItemKind.DECISION,
            Confidentiality(paper.confidentiality),
            _("Vorlage %(number)s ist nicht entschieden.") % {"number": paper.reference}, paper,
        )
        for paper in papers[:20]
    ]  # fmt: skip
    return found


def _chair_words(body: Body, rules: BodyRules | None, *, on: dt.date) -> str:
    if rules is None or rules.chair_mode == ChairMode.MAYOR:
        return ""
    chairs = Seat.objects.filter(body=body, is_chair=True)
    if not current_seats(chairs, on=on).exists():
        return _("Der Vorsitz ist nicht besetzt.")
    if body.term_until and body.term_until < on:
        return _("Die Amtszeit ist abgelaufen.")
    return ""
