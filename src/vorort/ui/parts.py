"""What components are given: small frozen records, so that a wrong name fails at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, TypeVar

VerdictName = Literal["sure", "chance", "few", "none"]
StateKind = Literal["", "on", "due", "bad"]

_P = TypeVar("_P", bound="Part")


@dataclass(frozen=True)
class Part:
    """A record that can also be given as a mapping with exactly its names, or as a tuple."""

    @classmethod
    def of(cls, given: Any) -> Self:
        """Return ``given`` as this record; an unknown name raises ``TypeError``."""
        if isinstance(given, cls):
            return given
        if isinstance(given, Mapping):
            return cls(**given)
        if isinstance(given, tuple | list):
            return cls(*given)
        if isinstance(given, str):
            return cls(given)  # type: ignore[call-arg]
        raise TypeError(f"{type(given).__name__} is no {cls.__name__}")


def all_of(kind: type[_P], given: Iterable[Any]) -> list[_P]:
    """Return each entry as a record of ``kind``."""
    return [kind.of(entry) for entry in given]


@dataclass(frozen=True)
class Link(Part):
    """A way to another page; without ``url`` it is plain text (the page one is on)."""

    label: str
    url: str = ""
    current: bool = False
    count: int = 0
    note: str = ""
    icon: str = ""
    lang: str = ""


@dataclass(frozen=True)
class LinkGroup(Part):
    """Links under one title: a group of the rail."""

    title: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Step(Part):
    """One step of an approval or an import."""

    name: str
    note: str = ""
    state: Literal["open", "current", "done"] = "open"


@dataclass(frozen=True)
class Task(Part):
    """What somebody owes: the verb in the link, the reason, the date."""

    label: str
    url: str
    note: str = ""
    due: str = ""
    kind: StateKind = ""
    town_key: str = ""
    town_name: str = ""
    second: bool = False


@dataclass(frozen=True)
class Fact(Part):
    """A name and its value in a list of facts."""

    name: str
    value: Any
    url: str = ""


@dataclass(frozen=True)
class Sum(Part):
    """A count and what it counts; ``value`` is already formatted."""

    value: str
    label: str


@dataclass(frozen=True)
class Column(Part):
    """A column of a table; numbers stand right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Row(Part):
    """A row of a table: the first cell is its heading; ``current`` marks the own place."""

    cells: tuple[Any, ...]
    current: bool = False


@dataclass(frozen=True)
class Table(Part):
    """A table of formatted cells."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Any, ...] = ()
    caption_visible: bool = True


@dataclass(frozen=True)
class Note(Part):
    """A note under a figure: the letter in the picture and the sentence."""

    letter: str
    text: str


@dataclass(frozen=True)
class LegendEntry(Part):
    """A class of a map and what it means, in words."""

    css_class: str
    label: str


@dataclass(frozen=True)
class VerdictLine(Part):
    """A sentence and its verdict in the list "Kurz gesagt"."""

    text: str
    verdict: VerdictName
    url: str = ""


@dataclass(frozen=True)
class Comment(Part):
    """A comment at a figure or a text, with the function of its author."""

    who: str
    when: str
    text: str
    place: str = ""
    place_url: str = ""
    state: str = ""
    kind: StateKind = ""
    reply: bool = False


@dataclass(frozen=True)
class Progress(Part):
    """How far something is; ``total`` 0 means that nobody knows yet."""

    label: str
    done: int = 0
    total: int = 0
    step: str = ""
    left: str = field(default="")


@dataclass(frozen=True)
class ChainLink(Part):
    """One link of a chain; without a title, or when marked so, it is still open.

    ``step`` is its key; a choice gives its own label. ``tone`` colours the badge (good, warn, bad,
    plain) or is the name of a verdict, which then speaks for itself. An open link may offer the
    next thing to do: ``note`` with ``url``.
    """

    step: str
    title: str = ""
    note: str = ""
    url: str = ""
    badge: str = ""
    tone: str = "plain"
    is_open: bool = False

    @property
    def kind(self) -> str:
        """What this link is called."""
        return str(getattr(self.step, "label", self.step))

    @property
    def pending(self) -> bool:
        """Nothing there yet, or nothing final."""
        return self.is_open or not self.title
