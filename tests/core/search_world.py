"""A small library for tests of the search: things of one kind, behind doors."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from vorort.core import links, search
from vorort.core.search import sources

AT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
KIND = "probe.thing"


class Library:
    """Things by public id; what is taken out of it is gone for the search too."""

    def __init__(self) -> None:
        self.things: dict[str, search.Document] = {}
        self.hidden: set[str] = set()

    def put(
        self,
        public_id: str,
        title: str,
        text: str = "",
        *,
        audience: str = search.PUBLIC,
        authority_id: int | None = None,
        days: int = 0,
    ) -> None:
        self.things[public_id] = search.Document(
            title, text, AT + dt.timedelta(days=days), audience, authority_id
        )
        search.refresh(kind=KIND, public_id=public_id)

    def link(self, actor: object, public_id: str) -> links.Link | None:
        thing = self.things.get(public_id)
        if thing is None or public_id in self.hidden:
            return None
        return links.Link(thing.title, f"/{public_id}/")

    def ids(self, query: str, *doors: str, **options: object) -> list[str]:
        """Return the public ids of what is found, in order."""
        found = search.find(query, doors=doors or (search.PUBLIC,), **options)
        return [hit.url.strip("/") for hit in search.show(found, found.ids, actor=None)]


@contextmanager
def library() -> Iterator[Library]:
    made = Library()
    source = search.Source(
        KIND, "Ding", made.things.get, lambda: list(made.things), {"probe.part": lambda each: each}
    )
    search.register(source, made.link)
    try:
        yield made
    finally:
        del sources.SOURCES[KIND], links.KINDS[KIND]
