"""Publish and supersede. What was published never changes; only what an address answers."""

import datetime as dt
import gzip
import hashlib
import html
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.authorities.rules import roles_of
from vorort.core import search
from vorort.core.errors import DomainError
from vorort.publications.choices import (
    COMPRESSED,
    CONTENT_TYPES,
    OPEN_LEVEL,
    SEARCH_KINDS,
    Correction,
    Format,
    NewRepresentation,
    PublicationKind,
    PublicationStatus,
    RestsOn,
    Serving,
)
from vorort.publications.models import Publication, PublicationSource, Representation
from vorort.publications.rules import gate_has_passed, is_public_path, version_path

# Sent in the same transaction when something became public or was withdrawn: ``publication`` is
# live now, or was; ``at`` is the moment.
publication_changed = Signal()


class GateNotPassed(DomainError):
    """The disclosure check has not said that everybody may see this."""


class WrongAddress(DomainError):
    """A representation would lie outside the town's public pages, or two at one address."""


class NotReleased(DomainError):
    """A sender holds figures back on which this rests."""


@transaction.atomic
def publish(
    *,
    authority: Authority,
    kind: PublicationKind | str,
    area_key: str,
    period: int,
    title: str,
    summary: str,
    payload: Mapping[str, object],
    representations: Sequence[NewRepresentation],
    sources: Sequence[object],
    gate: Mapping[str, object],
    origin_kind: str,
    origin_id: str,
    by: Person,
    at: dt.datetime,
    subject: str = "",
    rests_on: Sequence[RestsOn] = (),
    correction: Correction | None = None,
    keep_previous: bool = True,
) -> Publication:
    """Make a checked snapshot public; an earlier version of the same year is superseded.

    Parameters
    ----------
    subject : str
        Public id of the thing, for kinds that have several in a year.
    gate : Mapping
        The report of the disclosure check: ``passed`` must be True and ``hidden`` must name what
        was hidden (an empty list if nothing).
    sources, rests_on : Sequence
        Every delivery named in ``sources`` must be in ``rests_on``, open to everybody at ``at``.
    correction : Correction, optional
        Why this version replaces the one before; stands on the page and in every file.
    keep_previous : bool
        Whether the superseded version stays readable below ``fassung-<n>/``, marked as such. With
        False its addresses below are not served.
    """
    _check_gate(gate)
    _check_release(sources, rests_on, at=at)
    _check_addresses(authority, representations)
    kind = PublicationKind(kind)
    thing = {"authority": authority, "kind": kind, "period": period, "subject": subject}
    version = _make_room(thing, by=by, at=at, keep=keep_previous)
    created = Publication.objects.create(
        **thing,
        area_key=area_key,
        version=version,
        title=title,
        summary=summary,
        status=PublicationStatus.LIVE,
        published_at=at,
        published_by=function_of(by, authority, at),
        payload=dict(payload),
        sources=list(sources),
        gate=dict(gate),
        gate_passed=True,
        release_passed=True,
        correction=_as_json(correction),
        origin_kind=origin_kind,
        origin_id=origin_id,
    )
    Representation.objects.bulk_create([_stored(created, new) for new in representations])
    _keep_sources(created, rests_on)
    _announce(created, representations, by=by, at=at)
    return created


def _announce(
    created: Publication,
    representations: Sequence[NewRepresentation],
    *,
    by: Person,
    at: dt.datetime,
) -> None:
    after = {
        "version": created.version,
        "formats": _formats(representations),
        "hidden": created.gate["hidden"],
    }
    note(created, verb="publications.published", by=by, at=at, after=after)
    publication_changed.send(Publication, publication=created, at=at)


def _check_gate(gate: Mapping[str, object]) -> None:
    if not gate_has_passed(gate):
        raise GateNotPassed(_("Die Prüfung auf Rückschließbarkeit fehlt oder ist nicht bestanden."))


def _make_room(thing: Mapping[str, object], *, by: Person, at: dt.datetime, keep: bool) -> int:
    """Free the addresses of earlier versions; return the number of the next one."""
    versions = Publication.objects.select_for_update().filter(**thing)
    earlier = list(versions.order_by("-version"))
    for publication in earlier:
        _clear_addresses(publication, by=by, at=at, keep=keep)
    return earlier[0].version + 1 if earlier else 1


def _formats(representations: Sequence[NewRepresentation]) -> list[str]:
    return [str(Format(new.format)) for new in representations]


def _keep_sources(publication: Publication, rests_on: Sequence[RestsOn]) -> None:
    PublicationSource.objects.bulk_create(
        PublicationSource(
            publication=publication,
            delivery=one.delivery,
            label=one.label[:200],
            level=one.level,
            embargo_until=one.embargo_until,
            published_at=publication.published_at,
        )
        for one in rests_on
    )


def _check_release(
    sources: Sequence[object], rests_on: Sequence[RestsOn], *, at: dt.datetime
) -> None:
    """Refuse what rests on a delivery that nobody has checked, or that is held back."""
    checked = {one.delivery for one in rests_on}
    named = {
        str(source["delivery"])
        for source in sources
        if isinstance(source, Mapping) and source.get("delivery")
    }
    if named - checked:
        raise GateNotPassed(
            _("Nicht jede Quelle dieser Veröffentlichung ist auf ihre Freigabe geprüft.")
        )
    closed = [
        one.label
        for one in rests_on
        if one.level != OPEN_LEVEL or (one.embargo_until is not None and one.embargo_until > at)
    ]
    if closed:
        raise NotReleased(
            _("Diese Quellen sind noch nicht für alle freigegeben: %(names)s.")
            % {"names": ", ".join(closed)}
        )


def _as_json(correction: Correction | None) -> dict[str, object]:
    if correction is None:
        return {}
    return {
        "reason": correction.reason,
        "changes": [
            {"figure": one.figure, "place": one.place, "old": one.old, "new": one.new}
            for one in correction.changes
        ],
    }


def _check_addresses(authority: Authority, new: Sequence[NewRepresentation]) -> None:
    paths = [each.path for each in new]
    pages = [each for each in new if each.format == Format.HTML]
    if len(pages) != 1 or not pages[0].path.endswith("/"):
        raise WrongAddress(_("Eine Veröffentlichung braucht genau eine Seite."))
    if len(set(paths)) != len(paths):
        raise WrongAddress(_("Zwei Darstellungen haben dieselbe Adresse."))
    for path in paths:
        below_town = pages[0].path.count("/") >= 4
        if not (
            below_town and is_public_path(path, authority.slug) and path.startswith(pages[0].path)
        ):
            raise WrongAddress(
                _("Diese Adresse gehört nicht zu den öffentlichen Seiten: %(path)s")
                % {"path": path}
            )


def _stored(publication: Publication, new: NewRepresentation) -> Representation:
    made = Representation(
        publication=publication,
        format=Format(new.format),
        path=new.path,
        content_type=new.content_type or CONTENT_TYPES[Format(new.format)],
        filename=new.filename or (new.path.rsplit("/", 1)[-1]),
    )
    fill(made, bytes(new.content))
    return made


def fill(representation: Representation, content: bytes) -> None:
    """Set bytes and everything that follows from them."""
    representation.content = content
    representation.size = len(content)
    representation.etag = hashlib.sha256(content).hexdigest()
    representation.content_gzip = None
    representation.size_gzip = 0
    if representation.format not in COMPRESSED and len(content) > 512:
        # Without a time stamp the same content gives the same bytes.
        packed = gzip.compress(content, compresslevel=9, mtime=0)
        if len(packed) < len(content) * 0.9:
            representation.content_gzip = packed
            representation.size_gzip = len(packed)


def _clear_addresses(publication: Publication, *, by: Person, at: dt.datetime, keep: bool) -> None:
    """Free the addresses of an earlier version for the new one."""
    if publication.status == PublicationStatus.WITHDRAWN:
        # What was withdrawn below fassung-<n>/ stays gone; only the main addresses are free again.
        marked = f"/fassung-{publication.version}/"
        publication.representations.exclude(path__contains=marked).update(serving=Serving.RETIRED)
        return
    if publication.status != PublicationStatus.LIVE:
        return
    publication.status = PublicationStatus.SUPERSEDED
    publication.superseded_at = at
    publication.save(update_fields=["status", "superseded_at"])
    if keep:
        _move_to_version(publication, at)
    else:
        publication.representations.update(serving=Serving.RETIRED)
    note(
        publication,
        verb="publications.superseded",
        by=by,
        at=at,
        before={"status": PublicationStatus.LIVE.value},
        after={"status": PublicationStatus.SUPERSEDED.value, "readable": keep},
    )


def _move_to_version(publication: Publication, at: dt.datetime) -> None:
    """Keep an earlier version readable, with a word on the page that it is one."""
    kept = list(publication.representations.all())
    base = next(each.path for each in kept if each.format == Format.HTML)
    moved = {each.path: version_path(each.path, base, publication.version) for each in kept}
    for each in kept:
        old = each.path
        each.path = moved[old]
        if each.format == Format.HTML:
            fill(each, _marked_as_earlier(bytes(each.content), publication, base, moved, at))
        elif each.filename:
            stem, dot, ending = each.filename.rpartition(".")
            each.filename = f"{stem}-fassung-{publication.version}{dot}{ending}"
        each.save()


def _marked_as_earlier(
    page: bytes, publication: Publication, base: str, moved: Mapping[str, str], at: dt.datetime
) -> bytes:
    """Return the page with a note at its start and links to its own files."""
    text = page.decode()
    for old, new in moved.items():
        if old != base:
            text = text.replace(f'href="{old}"', f'href="{new}"')
    note_text = _(
        "Dies ist Fassung %(version)s. Sie wurde am %(day)s durch eine neuere ersetzt und gilt "
        "nicht mehr."
    ) % {"version": publication.version, "day": timezone.localtime(at).strftime("%d.%m.%Y")}
    return with_box(
        text.encode(),
        f"<p><strong>{html.escape(note_text)}</strong> "
        f'<a href="{base}">{html.escape(_("Zur gültigen Fassung"))}</a></p>',
    )


def with_box(page: bytes, content: str) -> bytes:
    """Return a stored page with a note at the start of its content."""
    text = page.decode()
    box = f'<div class="vo-messages"><div class="vo-note" role="note">{content}</div></div>'
    head, start, rest = text.partition("<main")
    tag, end, body = rest.partition(">")
    return (f"{head}{start}{tag}{end}{box}{body}" if end else f"{text}{box}").encode()


def function_of(by: Person, authority: Authority, at: dt.datetime) -> str:
    """Return the function somebody acts in; names are not shown to the public."""
    roles = sorted(roles_of(by, authority, on=timezone.localtime(at).date()))
    if not roles:
        return _("Plattform") if by.is_system else _("Verwaltung")
    return ", ".join(str(role.label) for role in roles)[:120]


def note(
    publication: Publication,
    *,
    verb: str,
    by: Person,
    at: dt.datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    if publication.status != PublicationStatus.LIVE:
        # Nobody finds it from this very moment on, not even by a word of it.
        search.forget(kind=SEARCH_KINDS[publication.kind], public_id=publication.public_id)
    record(
        verb=verb,
        by=by,
        authority_id=publication.authority_id,
        kind="publications.publication",
        object_id=publication.public_id,
        label=str(publication),
        before=before,
        after=after,
        at=at,
    )
