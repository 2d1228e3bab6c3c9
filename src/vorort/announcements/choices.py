"""What the minutes add to the public page of their meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vorort.publications.choices import NewRepresentation, PublicFile, PublicResolution


@dataclass(frozen=True)
class ItemExtra:
    """What the minutes add to a public item: what was said, what came out, what was resolved."""

    text: str = ""
    result: str = ""
    resolutions: Sequence[PublicResolution] = ()


@dataclass(frozen=True, kw_only=True)
class MeetingExtra:
    """What the minutes add to the public page of a meeting.

    Attributes
    ----------
    state : str
        ``held`` or ``minutes``.
    items : Mapping
        By public id of the item; only public items count.
    html_sections : Sequence
        Pairs of title and sanitised HTML, shown below the agenda.
    representations, files : Sequence
        Further files at addresses below the meeting's page, and how they are told of.
    """

    state: str = "minutes"
    items: Mapping[str, ItemExtra] = field(default_factory=dict)
    participant_ids: Sequence[str] = ()
    plain_summary: str = ""
    html_sections: Sequence[tuple[str, str]] = ()
    representations: Sequence[NewRepresentation] = ()
    files: Sequence[PublicFile] = ()
