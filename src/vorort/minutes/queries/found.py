"""What this app tells the search and the links: approved minutes, each part behind its own door."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core import links, search
from vorort.core.clock import now
from vorort.core.scopes import authority_scope, platform_scope
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import readable
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes
from vorort.minutes.queries.minutes import read_inside, read_public
from vorort.minutes.rules import Reader, Reading, reader_of, sees
from vorort.papers.rules import search_audience

KIND = "minutes.minutes"
# What only members read, so what is not in the extract: nobody finds the same words twice.
INNER = "minutes.inner"


def register() -> None:
    """Register this app's kinds; called when the app is ready."""
    search.register(
        search.Source(KIND, _("Niederschrift"), _extract, _list_ids),
        partial(_resolved, inside=False),
    )
    search.register(
        search.Source(
            INNER,
            _("Niederschrift, nicht öffentlicher Teil"),
            _inside,
            _list_ids,
            follows={KIND: lambda public_id: public_id},
        ),
        partial(_resolved, inside=True),
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        rows = Minutes.objects.filter(state=MinutesState.APPROVED)
        yield from list(rows.values_list("public_id", flat=True))


def _find(public_id: str) -> Minutes | None:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        rows = Minutes.objects.select_related("meeting__body", "authority")
        return rows.filter(public_id=public_id).first()


def _extract(public_id: str) -> search.Document | None:
    """Return the public extract, for everybody who may see anything of the body."""
    minutes = _find(public_id)
    if minutes is None or minutes.state != MinutesState.APPROVED:
        return None
    with authority_scope(minutes.authority):
        return _document(minutes, _words(read_public(minutes)), Confidentiality.PUBLIC)


def _inside(public_id: str) -> search.Document | None:
    """Return what members read beyond the extract; never of the core group."""
    minutes = _find(public_id)
    if minutes is None or minutes.state != MinutesState.APPROVED:
        return None
    with authority_scope(minutes.authority):
        public = set(_words(read_public(minutes)))
        inside = _words(read_inside(minutes, readable(Confidentiality.MEMBERS)))
        rest = [line for line in inside if line not in public]
        return _document(minutes, rest, Confidentiality.MEMBERS) if rest else None


def _document(minutes: Minutes, lines: list[str], level: Confidentiality) -> search.Document:
    return search.Document(
        title=_title(minutes),
        text="\n".join(line for line in lines if line),
        updated_at=minutes.approved_at or minutes.updated_at,
        audience=search_audience(minutes.meeting.body_id, level),
        authority_id=minutes.authority_id,
    )


def _words(reading: Reading) -> list[str]:
    lines = [reading.head]
    for item in reading.items:
        lines += [item.title, item.text]
        for vote in item.votes:
            lines += [vote.reference, vote.title, vote.text]
    return [*lines, *(task.title for task in reading.tasks)]


def _title(minutes: Minutes) -> str:
    meeting = minutes.meeting
    return _now("Niederschrift %(body)s, %(meeting)s") % {
        "body": meeting.body.name,
        "meeting": meeting.title or meeting.label,
    }


def _resolved(actor: object, public_id: str, *, inside: bool) -> links.Link | None:
    minutes = _find(public_id)
    if minutes is None or not isinstance(actor, Person):
        return None
    with authority_scope(minutes.authority):
        reader = reader_of(actor, minutes.meeting, at=now())
        if not sees(reader, minutes) or (inside and not reader.is_inside):
            return None
    url = reverse("minutes:minutes", args=[minutes.authority.slug, minutes.meeting.public_id])
    return links.Link(_title(minutes), url)


def quotable_items(minutes: Minutes, reader: Reader) -> frozenset[str]:
    """Return the items that others may build on: approved ones; never the core group's."""
    if minutes.state != MinutesState.APPROVED or not sees(reader, minutes):
        return frozenset()
    return frozenset(item.id for item in open_part(minutes, reader).items)


def open_part(minutes: Minutes, reader: Reader) -> Reading:
    """Return the minutes as this reader has them, without what the core group keeps."""
    if not reader.is_inside:
        return read_public(minutes)
    return read_inside(minutes, set(reader.classes) - {Confidentiality.CORE})
