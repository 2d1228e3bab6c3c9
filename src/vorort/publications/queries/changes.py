"""What a new version says that the one before did not: old and new values, as people read them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vorort.publications.choices import Change
from vorort.publications.models import Publication
from vorort.ui import format as show


@dataclass(frozen=True)
class ShownFigure:
    """A figure as one version shows it.

    Attributes
    ----------
    key : hashable
        What makes it the same figure in another version.
    title, verdict : str
        Its heading, and what it says about the town.
    values : mapping
        By year or area: how the place is called, and the value in words.
    """

    key: Hashable
    title: str
    verdict: str
    values: Mapping[Hashable, tuple[str, str]]


@dataclass(frozen=True)
class ShownVersion:
    """A version as everybody sees it: figures, and texts (title, text) by section, in order."""

    figures: Sequence[ShownFigure]
    texts: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Comparison:
    """How two versions differ in what everybody may see.

    ``weighty``: a verdict is another one, or a figure came or went; then the mayor is asked.
    """

    changes: tuple[Change, ...]
    weighty: bool


def compare_versions(old: ShownVersion, new: ShownVersion) -> Comparison:
    """Return what changed between two versions, in the order of the new one."""
    before = {one.key: one for one in old.figures}
    changes: list[Change] = []
    weighty = False
    for figure in new.figures:
        earlier = before.pop(figure.key, None)
        if earlier is None:
            weighty = True
            changes.append(Change(figure.title, _("Abbildung"), "–", _("neu")))
            continue
        weighty |= earlier.verdict != figure.verdict
        changes += _value_changes(earlier, figure)
    for figure in before.values():
        weighty = True
        changes.append(Change(figure.title, _("Abbildung"), _("vorhanden"), _("entfällt")))
    return Comparison((*changes, *_text_changes(old, new)), weighty)


def _value_changes(old: ShownFigure, new: ShownFigure) -> list[Change]:
    found = []
    for key, (place, now) in new.values.items():
        _place, was = old.values.get(key, ("", "–"))
        if was != now:
            found.append(Change(new.title, place, was, now))
    return found


def _text_changes(old: ShownVersion, new: ShownVersion) -> list[Change]:
    return [
        Change(title, _("Text"), _("frühere Fassung"), _("geändert"))
        for section, (title, text) in new.texts.items()
        if text.strip() != old.texts.get(section, ("", ""))[1].strip()
    ]


def value_words(row: Mapping[str, Any]) -> str:
    """Return a count with its rate as a page shows them; a hidden one is called so, never given."""
    if row.get("hidden"):
        return _("verborgen")
    if row.get("cases") is None:
        return "–"
    words = show.number(row["cases"])
    if row.get("rate") is not None:
        words += _(" (%(rate)s je 100.000)") % {"rate": show.number(row["rate"], 1)}
    return words


def kept_changes(publication: Publication | None) -> tuple[Change, ...]:
    """Return what a published correction has changed, as it was announced."""
    kept = publication.correction.get("changes", ()) if publication is not None else ()
    return tuple(Change(one["figure"], one["place"], one["old"], one["new"]) for one in kept)
