"""What can be found: each app registers its kinds of thing, with who may find them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from vorort.core import links

PUBLIC = "public"
SOURCES: dict[str, "Source"] = {}


@dataclass(frozen=True)
class Document:
    """A thing as the index takes it in.

    Attributes
    ----------
    title, text : str
        Plain text. The title weighs more; both are only ever shown to who may see the thing.
    updated_at : datetime
        Among equals the later comes first.
    audience : str
        ``PUBLIC``, or the name of the permission somebody needs in the authority.
    authority_id : int, optional
        The town it belongs to; None for what belongs to all.
    """

    title: str
    text: str
    updated_at: dt.datetime
    audience: str = PUBLIC
    authority_id: int | None = None


@dataclass(frozen=True)
class Source:
    """A kind of thing that can be found.

    Attributes
    ----------
    kind : str
        ``app.model`` as in the audit log and in ``core.links``: an audited change of a thing of
        this kind brings its document up to date.
    label : str
        What people call it, singular: "Lagebild".
    load : Callable
        ``load(public_id)``: the document as it stands now, or None where there is none (any more).
    list_ids : Callable
        The public ids of all documents, for building the index anew.
    follows : Mapping
        Kinds whose changes touch documents of this kind, each with a function that turns the id
        of the changed thing into the id of the document (or None).
    is_dated : bool
        Whether the date means something to readers.
    """

    kind: str
    label: str | Promise
    load: Callable[[str], Document | None]
    list_ids: Callable[[], Iterable[str]]
    follows: Mapping[str, Callable[[str], str | None]] = field(default_factory=dict)
    is_dated: bool = True


def register(source: Source, resolver: links.Resolver) -> None:
    """Register a kind together with its link: what cannot be resolved is never shown."""
    links.register(source.kind, resolver)
    SOURCES[source.kind] = source


def door_of(audience: str, authority_id: int | None = None) -> str:
    """Return the name of the door a document stands behind: ``public``, ``view_work:12``.

    Behind ``view_work:0`` stands what everybody with that permission in any authority may see.
    """
    return PUBLIC if audience == PUBLIC else f"{audience}:{authority_id or 0}"
