"""One text, read by members or by everybody: from here on nothing knows what was left out."""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.councils.choices import Confidentiality
from vorort.minutes.rules.record import AttendeeLine, ItemLine, Record, VoteLine, numbers, seen_by
from vorort.minutes.rules.words import quorum_in_words
from vorort.notices.rules import BAR, public_text, whole_text

# The passage of the head has no item.
HEAD = ""


@dataclass(frozen=True)
class ReadVote:
    """A vote as a reader sees it: heading, wording, result."""

    id: str
    reference: str
    heading: str
    title: str
    text: str
    votes: str
    outcome: str
    outcome_words: str
    ballots: tuple[str, ...] = ()
    note: str = ""

    @property
    def result(self) -> str:
        """How it went, in short sentences."""
        parts = [self.votes[:1].upper() + self.votes[1:]]
        parts.append(self.outcome_words[:1].upper() + self.outcome_words[1:])
        said = [f"{part.rstrip('.')}." for part in [*parts, self.note] if part]
        return " ".join(said)


@dataclass(frozen=True)
class ReadTask:
    number: str
    title: str
    owner: str
    due: str


@dataclass(frozen=True)
class ReadItem:
    id: str
    number: str
    title: str
    meta: str
    text: str
    adjourned: bool
    recusal: str
    votes: tuple[ReadVote, ...]


@dataclass(frozen=True)
class Reading:
    """The minutes as one kind of reader may have them.

    Attributes
    ----------
    attendance : tuple
        Rows of who, for whom, with what right, whether there; empty for the public.
    attendance_words : tuple of str
        The same in sentences: for the public only numbers, and names with consent.
    has_bars : bool
        Whether a place was blacked out.
    """

    is_public: bool
    body: str
    meeting: str
    facts: tuple[tuple[str, str], ...]
    attendance: tuple[tuple[str, str, str, str], ...]
    attendance_words: tuple[str, ...]
    head: str
    items: tuple[ReadItem, ...]
    tasks: tuple[ReadTask, ...]
    # When it ended, who led it and who wrote: the last line and the lines to sign.
    closed: str = ""
    chair: str = ""
    writer: str = ""
    has_bars: bool = False
    # Public ids of the seats whose names may be told.
    named_seats: tuple[str, ...] = ()


def member_reading(
    record: Record, passages: Mapping[str, str], classes: Collection[str]
) -> Reading:
    """Return the whole text for readers of these classes."""
    shown = _unmarked(seen_by(record, classes))
    present = [_row(one) for one in record.attendees]
    return _reading(
        shown,
        {key: whole_text(text) for key, text in passages.items()},
        is_public=False,
        attendance=tuple(present),
        attendance_words=(quorum_in_words(record.seats, record.present, record.needed),),
    )


def public_reading(record: Record, passages: Mapping[str, str]) -> Reading:
    """Return the public extract: public items alone, marked places gone, persons by consent."""
    shown = _blacked(seen_by(record, {Confidentiality.PUBLIC.value}))
    texts = {key: public_text(text) for key, text in passages.items()}
    names = [one.public_name for one in record.attendees if _may_be_named(one)]
    words = [quorum_in_words(record.seats, record.present, record.needed)]
    if names:
        words.append(
            _("Mit ihrem Einverständnis genannt: %(names)s.") % {"names": "; ".join(names)}
        )
    made = _reading(
        shown,
        texts,
        is_public=True,
        attendance=(),
        attendance_words=tuple(words),
        named_seats=tuple(one.seat for one in record.attendees if _may_be_named(one)),
    )
    return dataclasses.replace(made, has_bars=BAR in repr(made))


def _may_be_named(one: AttendeeLine) -> bool:
    return bool(one.public_name) and one.presence == "present" and not one.is_guest


def _unmarked(record: Record) -> Record:
    """Return a record for members: marks in titles and wordings are not shown."""
    return dataclasses.replace(
        record, items=tuple(_cleaned(item, whole_text) for item in record.items)
    )


def _cleaned(item: ItemLine, clean: Callable[[str], str]) -> ItemLine:
    votes = tuple(
        dataclasses.replace(
            vote, title=clean(vote.title), text=clean(vote.text), note=clean(vote.note)
        )
        for vote in item.votes
    )
    tasks = tuple(dataclasses.replace(task, title=clean(task.title)) for task in item.tasks)
    return dataclasses.replace(item, title=clean(item.title), votes=votes, tasks=tasks)


def _blacked(record: Record) -> Record:
    """Return a public record with marks in titles and wordings blacked out, persons left out."""
    items = tuple(
        dataclasses.replace(
            item,
            rapporteur="",
            recused=tuple("" for _one in item.recused),
            votes=tuple(dataclasses.replace(vote, ballots=()) for vote in item.votes),
            tasks=tuple(dataclasses.replace(task, owner=task.public_owner) for task in item.tasks),
        )
        for item in (_cleaned(item, public_text) for item in record.items)
    )
    return dataclasses.replace(
        record, chair=record.public_chair, writer=record.public_writer, attendees=(), items=items
    )


def _reading(
    record: Record,
    texts: Mapping[str, str],
    *,
    is_public: bool,
    attendance: tuple[tuple[str, str, str, str], ...],
    attendance_words: tuple[str, ...],
    named_seats: tuple[str, ...] = (),
) -> Reading:
    pairs = numbers(record.items)
    items = tuple(
        ReadItem(
            id=item.id,
            number=number,
            title=item.title,
            meta=_meta(item.kind, item.rapporteur),
            text=texts.get(item.id, ""),
            adjourned=item.adjourned,
            recusal=_recusal(item.recused),
            votes=tuple(_vote(vote) for vote in item.votes),
        )
        for number, item in pairs
    )
    tasks = tuple(
        ReadTask(number, task.title, task.owner, task.due)
        for number, item in pairs
        for task in item.tasks
    )
    return Reading(
        is_public=is_public,
        body=record.body,
        meeting=record.meeting,
        facts=_facts(record),
        attendance=attendance,
        attendance_words=attendance_words,
        head=texts.get(HEAD, ""),
        items=items,
        tasks=tasks,
        closed=record.closed,
        chair=record.chair,
        writer=record.writer,
        named_seats=named_seats,
    )


def _facts(record: Record) -> tuple[tuple[str, str], ...]:
    when = record.day
    if record.opened:
        span = [record.opened, record.closed] if record.closed else [record.opened]
        when += _(", %(span)s Uhr") % {"span": _(" bis ").join(span)}
    rows = [
        (_("Gremium"), record.body),
        (_("Sitzung"), record.meeting),
        (_("Zeit"), when),
        (_("Ort"), record.place),
        (_("Form"), record.mode),
        (_("Öffentlichkeit"), _("öffentlich") if record.is_public else _("nicht öffentlich")),
        (_("Einladung"), record.invited),
        (_("Sitzungsleitung"), record.chair),
        (_("Schriftführung"), record.writer),
    ]
    return tuple((name, value) for name, value in rows if value)


def _row(one: AttendeeLine) -> tuple[str, str, str, str]:
    right = one.role
    if one.stands_in_for:
        right = _("stimmberechtigt für %(seat)s") % {"seat": one.stands_in_for}
    return (one.label, one.organisation, right, one.presence_words)


def _meta(kind: str, rapporteur: str) -> str:
    if not rapporteur:
        return kind
    return _("%(kind)s, berichtet: %(who)s") % {"kind": kind, "who": rapporteur}


def _recusal(recused: tuple[str, ...]) -> str:
    """Return who left for the item; without names how many."""
    if not recused:
        return ""
    names = [name for name in recused if name]
    if names:
        return _("Wegen Befangenheit an Beratung und Abstimmung nicht beteiligt: %(names)s.") % {
            "names": "; ".join(names)
        }
    if len(recused) == 1:
        return _("Ein Mitglied war wegen Befangenheit nicht beteiligt.")
    return _("%(number)d Mitglieder waren wegen Befangenheit nicht beteiligt.") % {
        "number": len(recused)
    }


def _vote(vote: VoteLine) -> ReadVote:
    words = [vote.kind, vote.reference]
    heading = " ".join(word for word in words if word)
    return ReadVote(
        id=vote.id,
        reference=vote.reference,
        heading=heading,
        title=vote.title,
        text=vote.text,
        votes=vote.votes,
        outcome=vote.outcome,
        outcome_words=vote.outcome_words,
        ballots=vote.ballots,
        note=vote.note,
    )
