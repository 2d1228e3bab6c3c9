"""What the sitting recorded, in words that stay: frozen with the approval, filtered per reader."""

import dataclasses
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

_D = TypeVar("_D")


@dataclass(frozen=True)
class AttendeeLine:
    """Somebody of the attendance list; ``public_name`` only where it may be public."""

    seat: str = ""
    name: str = ""
    function: str = ""
    organisation: str = ""
    public_name: str = ""
    role: str = ""
    votes: bool = False
    # "present", "excused", "absent" and its words, with times.
    presence: str = ""
    presence_words: str = ""
    stands_in_for: str = ""
    is_guest: bool = False

    @property
    def label(self) -> str:
        """Who it is, as members read it."""
        words = [self.name, self.function if self.function != self.name else ""]
        return ", ".join(word for word in words if word) or self.organisation


@dataclass(frozen=True)
class VoteLine:
    """A vote with its resolution, where it made one."""

    id: str = ""
    reference: str = ""
    kind: str = ""
    title: str = ""
    text: str = ""
    # "adopted" or "rejected" and its word.
    outcome: str = ""
    outcome_words: str = ""
    votes: str = ""
    ballots: tuple[str, ...] = ()
    # Why the body could decide in spite of the quorum.
    note: str = ""
    confidentiality: str = ""


@dataclass(frozen=True)
class TaskLine:
    title: str = ""
    owner: str = ""
    public_owner: str = ""
    due: str = ""
    confidentiality: str = ""


@dataclass(frozen=True)
class ItemLine:
    """An item of the agenda with what came out of it; its text is a passage."""

    id: str = ""
    title: str = ""
    kind: str = ""
    is_sub: bool = False
    confidentiality: str = ""
    rapporteur: str = ""
    adjourned: bool = False
    recused: tuple[str, ...] = ()
    votes: tuple[VoteLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()


@dataclass(frozen=True)
class Record:
    """A meeting as the sitting left it."""

    body: str = ""
    meeting: str = ""
    day: str = ""
    opened: str = ""
    closed: str = ""
    place: str = ""
    mode: str = ""
    invited: str = ""
    is_public: bool = False
    chair: str = ""
    public_chair: str = ""
    writer: str = ""
    public_writer: str = ""
    seats: int = 0
    present: int = 0
    needed: int = 0
    attendees: tuple[AttendeeLine, ...] = ()
    items: tuple[ItemLine, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def record_from(data: Mapping[str, Any]) -> Record:
    """Return the record that was frozen; what an older one lacks is empty."""
    items = tuple(
        _made(
            ItemLine,
            item,
            recused=tuple(item.get("recused", ())),
            votes=tuple(
                _made(VoteLine, vote, ballots=tuple(vote.get("ballots", ())))
                for vote in item.get("votes", ())
            ),
            tasks=tuple(_made(TaskLine, task) for task in item.get("tasks", ())),
        )
        for item in data.get("items", ())
    )
    people = tuple(_made(AttendeeLine, one) for one in data.get("attendees", ()))
    return _made(Record, data, attendees=people, items=items)


def _made(kind: type[_D], data: Mapping[str, Any], **given: Any) -> _D:
    names = {each.name for each in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(**({name: data[name] for name in names & set(data)} | given))


def seen_by(record: Record, classes: Collection[str]) -> Record:
    """Return the record with only what readers of these classes may know of.

    A point below a hidden one is hidden with it, as on the agenda.
    """
    shown, parent_shown = [], True
    for item in record.items:
        allowed = item.confidentiality in classes
        if not item.is_sub:
            parent_shown = allowed
        if allowed and (parent_shown or not item.is_sub):
            votes = tuple(vote for vote in item.votes if vote.confidentiality in classes)
            tasks = tuple(task for task in item.tasks if task.confidentiality in classes)
            shown.append(dataclasses.replace(item, votes=votes, tasks=tasks))
    return dataclasses.replace(record, items=tuple(shown))


def numbers(items: Iterable[ItemLine]) -> list[tuple[str, ItemLine]]:
    """Return the items with consecutive numbers 1, 2, 2.1 …, whatever is hidden."""
    main = below = 0
    found = []
    for item in items:
        if item.is_sub and main:
            below += 1
            found.append((f"{main}.{below}", item))
        else:
            main, below = main + 1, 0
            found.append((str(main), item))
    return found


def text_hash(record: Record, passages: Sequence[tuple[str, str]]) -> str:
    """Return the SHA-256 of all that is approved: what was recorded and what was written."""
    whole = {"record": record.as_json(), "passages": sorted(passages)}
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
