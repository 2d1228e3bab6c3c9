"""What each model says about its fields: purpose, legal basis, retention, whose they are.

A model carries an inner class::

    class Privacy(Declaration):
        purpose = "Anmeldung und Zuordnung von Handlungen"
        basis = PUBLIC_TASK
        retention = Retention("zwei Jahre nach der letzten Anmeldung", years=2, since="last_login")
        personal = ("email", "name")
        erasure = clear(email="geloescht-{public_id}@geloescht.invalid", name="Gelöschte Person")

Fields named nowhere are public facts or keys. A model without personal fields may say its
retention in words alone. Everything that the rights of people, the retention jobs and the record
of processing do follows from here; a house test says what is missing.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

PUBLIC_TASK = (
    "Art. 6 Abs. 1 Buchst. e DSGVO mit dem Sächsischen Datenschutzdurchführungsgesetz "
    "(Aufgabe im öffentlichen Interesse: kommunale Prävention)"
)
LEGAL_DUTY = "Art. 6 Abs. 1 Buchst. c DSGVO (Rechenschaft nach Art. 5 Abs. 2 DSGVO)"
SECURITY = (
    "Art. 6 Abs. 1 Buchst. c DSGVO mit Art. 32 DSGVO (Sicherheit der Verarbeitung) und dem "
    "Sächsischen Informationssicherheitsgesetz"
)

STAFF = "Beschäftigte der Verwaltung und der Polizei, Mitglieder von Gremien, Beratende"


class Then(StrEnum):
    """What happens at the end of a retention."""

    ERASE = "erase"
    ANONYMISE = "anonymise"
    OFFER = "offer"


class Manner(StrEnum):
    """What happens to a row when the person it is about is erased."""

    DELETE = "delete"
    CLEAR = "clear"
    KEEP = "keep"


@dataclass(frozen=True)
class Retention:
    """How long rows are kept.

    Attributes
    ----------
    words : str
        For people, German: "zehn Jahre nach dem Ende".
    years, days : int
        The time; both 0 means: for good, or until something else takes the row along.
    since : str
        The field (or path over foreign keys) from which it counts. Over a path to many rows the
        latest counts, and an open one keeps.
    then : Then
        Erase the row, make it anonymous, or offer it to the archive first.
    not_while : str
        A second moment of the row itself; a row that has a newer one stays.
    own : bool
        Whether the law leaves the time to the town, so that its own setting counts.
    """

    words: str
    years: int = 0
    days: int = 0
    since: str = ""
    then: Then = Then.ERASE
    not_while: str = ""
    own: bool = False

    def __str__(self) -> str:
        return self.words

    @property
    def ends(self) -> bool:
        return bool(self.since)

    def cutoff(self, at: dt.datetime, *, days: int | None = None) -> dt.datetime:
        """Return the moment before which rows are due; ``days`` is the town's own time."""
        if days is not None:
            return at - dt.timedelta(days=days)
        year = at.year - self.years
        # 29 February counts as 28 February in other years.
        day = 28 if (at.month, at.day) == (2, 29) else at.day
        return at.replace(year=year, day=day) - dt.timedelta(days=self.days)


@dataclass(frozen=True)
class Erasure:
    """What the erasure of a person does to a row.

    Attributes
    ----------
    manner : Manner
        Delete the row, clear fields of it, or keep it.
    reason : str
        Why something stays, German; needed for KEEP.
    values : Mapping
        For CLEAR: new values by field; ``{public_id}`` in a text is filled in.
    mask : tuple of str
        For CLEAR: texts in which only the name and the address of the person are replaced.
    """

    manner: Manner
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    mask: tuple[str, ...] = ()


def delete_row() -> Erasure:
    """The row goes."""
    return Erasure(Manner.DELETE)


def clear(reason: str = "", *, mask: tuple[str, ...] = (), **values: object) -> Erasure:
    """Fields get new values, names in texts are masked, the row stays; ``reason`` says what for."""
    return Erasure(Manner.CLEAR, reason, values, mask)


def keep(reason: str) -> Erasure:
    """The row stays as it is."""
    return Erasure(Manner.KEEP, reason)


REFERENCE = Erasure(
    Manner.KEEP,
    "Es bleibt nur ein Verweis. Er führt nach der Löschung auf eine Person ohne Namen.",
)


class Declaration:
    """The base of all inner ``Privacy`` classes."""

    purpose: ClassVar[str] = ""
    # The processing activity it belongs to; the app's name where nothing is said.
    activity: ClassVar[str] = ""
    basis: ClassVar[str] = ""
    retention: ClassVar[str | Retention] = ""
    personal: ClassVar[tuple[str, ...]] = ()
    sensitive: ClassVar[tuple[str, ...]] = ()
    # Free text in which people may be named; looked through, never given out unread.
    texts: ClassVar[tuple[str, ...]] = ()
    # Whose data: categories of people; who receives them outside the town.
    subjects: ClassVar[str] = ""
    recipients: ClassVar[str] = ""
    # How a row belongs to a person. Foreign keys to a person and e-mail fields among the personal
    # fields are found by themselves; ``person`` names paths and plain ids, ``emails`` and
    # ``names`` text fields.
    person: ClassVar[tuple[str, ...]] = ()
    emails: ClassVar[tuple[str, ...]] = ()
    names: ClassVar[tuple[str, ...]] = ()
    # What happens when the person is erased. None: only references, which stay.
    erasure: ClassVar[Erasure | None] = None
    # Rows that no retention touches, by plain field values.
    exempt: ClassVar[Mapping[str, object]] = {}
    # The path to the town a row belongs to. Found by itself along foreign keys; "-" for rows that
    # belong to no town although a key leads to one, "references" for rows that belong to the town
    # whose rows point at them.
    town: ClassVar[str] = ""
