"""What everybody may know of a body: its frozen data, its page, whether the page still holds."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from vorort.core.clock import today
from vorort.core.scopes import platform_scope
from vorort.councils.choices import BodyState, SeatRole
from vorort.councils.models import Body, Seat
from vorort.councils.queries import list_seats, public_names, rules_on, seat_name
from vorort.councils.rules import Sentence, sentences
from vorort.publications.choices import (
    PublicationKind,
    PublicationStatus,
    PublicBody,
    PublicMember,
    PublicTerm,
)
from vorort.publications.models import Publication
from vorort.publications.queries import get_of_origin
from vorort.publications.rules import PUBLIC_PREFIX, about_links, public_navigation
from vorort.ui.parts import Link

ORIGIN = "councils.body"
# Guests and who stands in for somebody are nobody's public face of a body.
PUBLIC_ROLES = frozenset({SeatRole.VOTING, SeatRole.ADVISORY, SeatRole.MINUTE_TAKER})


@dataclass(frozen=True)
class BodyPage:
    """The page of a body as everybody would see it today."""

    title: str
    summary: str
    payload: dict[str, Any]
    path: str
    html: bytes
    # Members named by function although their name is known, each with the reason.
    held_back: tuple[tuple[str, str], ...]
    rules: tuple[Sentence, ...]

    @property
    def named(self) -> list[PublicMember]:
        """The members whose name becomes public."""
        members: list[PublicMember] = self.payload["public"]["members"]
        return [one for one in members if one["name"] != one.get("function")]


def body_path(body: Body) -> str:
    """Return the public address of a body."""
    return f"{PUBLIC_PREFIX}{body.authority.slug}/gremien/{body.public_id}/"


def body_publication(body: Body) -> Publication | None:
    """Return the live publication of a body, or None."""
    found = get_of_origin(origin_kind=ORIGIN, origin_id=body.public_id)
    return found if found is not None and found.status == PublicationStatus.LIVE else None


def locked_body(body: Body) -> Body:
    """Return a body as it stands now, locked while its page is made: nobody makes one beside it."""
    rows = Body.objects.select_for_update(of=("self",)).select_related("authority", "parent")
    return rows.get(pk=body.pk)


def body_page(body: Body, *, on: dt.date, preview: bool = False) -> BodyPage:
    """Return the public page of a body as it would be made on a day."""
    seats = [seat for seat in list_seats(body, on=on) if seat.role in PUBLIC_ROLES]
    names = public_names(seats)
    public = _public(body, seats, names)
    rules = [one for one in sentences(rules_on(body, on=on)) if one.topic in _public_topics()]
    payload: dict[str, Any] = {
        "public": public,
        "sections": _sections(public, [one.text for one in rules]),
    }
    context = {
        "frozen": not preview,
        "authority": body.authority,
        "home_url": f"{PUBLIC_PREFIX}{body.authority.slug}/",
        "topnav": public_navigation(body.authority, "body"),
        "about_links": about_links(body.authority),
        "crumbs": _crumbs(body),
        "public": public,
        "rules": rules,
        "on": on,
        "is_active": body.state == BodyState.ACTIVE,
        "state_label": body.get_state_display(),
        "meetings_url": f"{PUBLIC_PREFIX}{body.authority.slug}/sitzungen/",
    }
    return BodyPage(
        title=body.name,
        summary=_summary(public),
        payload=payload,
        path=body_path(body),
        html=render_to_string("announcements/public_body.html", context).encode(),
        held_back=_held_back(seats, names),
        rules=tuple(rules),
    )


def stale_words(body: Body, publication: Publication, *, on: dt.date) -> tuple[str, ...]:
    """Return what the public page says otherwise than it would today; nothing where it holds."""
    now_public = body_page(body, on=on).payload["public"]
    then = cast("Mapping[str, Any]", publication.payload.get("public", {}))
    words = [label for key, label in _labels().items() if then.get(key) != now_public.get(key)]
    before = {_fingerprint(one) for one in then.get("members", [])}
    after = {_fingerprint(one) for one in now_public["members"]}
    if before != after:
        words.append(_("Mitglieder"))
    return tuple(words)


def list_naming_too_much() -> list[Body]:
    """Return the bodies of all towns whose public page says a name that may not stand there now.

    Consent that was erased with a person, somebody who went to the police since.
    """
    said: dict[str, tuple[str, str]] = {}
    live = Publication.objects.filter(kind=PublicationKind.BODY, status=PublicationStatus.LIVE)
    for publication in live.only("payload", "origin_id"):
        for one in publication.payload.get("public", {}).get("members", []):
            if one["name"] != one.get("function"):
                said[one["id"]] = (one["name"], publication.origin_id)
    with platform_scope("published pages of all towns"):
        rows = Seat.objects.filter(public_id__in=said).select_related("organisation", "person")
        seats = list(rows)
        names = public_names(seats)
        still = {seat.public_id for seat in seats if names[seat.pk] == said[seat.public_id][0]}
        wrong = {body for seat, (_name, body) in said.items() if seat not in still}
        found = Body.objects.filter(public_id__in=wrong).select_related("authority", "parent")
        return list(found)


def public_parent(body: Body) -> str:
    """Return the id of the body above, where everybody knows that one too."""
    return body.parent.public_id if body.parent and body_publication(body.parent) else ""


def _public(body: Body, seats: Sequence[Seat], names: Mapping[int, str]) -> PublicBody:
    made: dict[str, Any] = {
        "id": body.public_id,
        "kind": body.kind,
        "kind_label": body.get_kind_display(),
        "name": body.name,
        "short_name": body.short_name,
        "purpose": body.purpose,
        "state": body.state,
        "legal_basis": rules_on(body, on=today()).get_legal_basis_display(),
        "parent_id": public_parent(body),
        "founded_on": _iso(body.founded_on),
        "ended_on": _iso(body.state_since) if body.state == BodyState.DISSOLVED else "",
        "term": _term(body),
        "members": [_member(seat, names[seat.pk]) for seat in seats],
        "web": body_path(body),
    }
    # Absent is absent: no empty texts.
    return cast("PublicBody", {key: value for key, value in made.items() if value != ""})


def _member(seat: Seat, name: str) -> PublicMember:
    organisation = seat.organisation
    made: dict[str, Any] = {
        "id": seat.public_id,
        # Per seat, not per person: two functions must not become one person by their number.
        "person_id": seat.public_id,
        "name": name,
        "function": seat.function,
        "organisation_id": organisation.public_id if organisation else "",
        "organisation": organisation.name if organisation else "",
        "role": seat.role,
        "voting": seat.role == SeatRole.VOTING,
        "chair": seat.is_chair,
        "from_on": seat.from_on.isoformat(),
        "until_on": _iso(seat.until_on),
    }
    return cast("PublicMember", {key: value for key, value in made.items() if value != ""})


def _term(body: Body) -> PublicTerm:
    start = body.term_from or body.founded_on
    made: dict[str, str] = {"id": body.public_id, "name": _("Amtszeit")}
    if body.term_from and body.term_until:
        made["name"] = _("Amtszeit %(from)d–%(until)d") % {
            "from": body.term_from.year,
            "until": body.term_until.year,
        }
    elif start:
        made["name"] = _("seit %(year)d") % {"year": start.year}
    made |= {
        key: day.isoformat() for key, day in (("start", start), ("end", body.term_until)) if day
    }
    return cast("PublicTerm", made)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _summary(public: PublicBody) -> str:
    return public.get("purpose") or public["kind_label"]


def _sections(public: PublicBody, rules: Sequence[str]) -> list[dict[str, str]]:
    members = [
        ", ".join(filter(None, (one["name"], one.get("function"), one.get("organisation"))))
        for one in public["members"]
    ]
    found = [
        {"title": _("Aufgabe"), "text": public.get("purpose", "")},
        {"title": _("Mitglieder"), "text": "\n".join(members)},
        {"title": _("Arbeitsweise"), "text": "\n".join(rules)},
    ]
    return [one for one in found if one["text"]]


def _crumbs(body: Body) -> list[Link]:
    town = f"{PUBLIC_PREFIX}{body.authority.slug}/"
    return [
        Link(body.authority.short_name or body.authority.name, town),
        Link(_("Gremien"), f"{town}gremien/"),
        Link(body.name),
    ]


def _held_back(seats: Sequence[Seat], names: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    found = []
    for seat in seats:
        if names[seat.pk] != seat.function or seat_name(seat) == seat.function:
            continue
        why = (
            _("Polizei und Ehrenamt stehen nur mit Funktion da")
            if seat.name_consent_on
            else _("keine Einwilligung")
        )
        found.append((seat_name(seat), why))
    return tuple(found)


def _fingerprint(member: Mapping[str, Any]) -> tuple[Any, ...]:
    keys = ("id", "name", "function", "organisation", "role", "chair", "until_on")
    return tuple(member.get(key) for key in keys)


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "kind": _("Art"),
        "purpose": _("Aufgabe"),
        "state": _("Stand"),
        "legal_basis": _("Grundlage"),
        "parent_id": _("übergeordnetes Gremium"),
        "term": _("Amtszeit"),
    }


def _public_topics() -> frozenset[str]:
    return frozenset({_("Grundlage"), _("Sitzungen"), _("Öffentlichkeit"), _("Vorsitz"),
                      _("Beschlussfähigkeit"), _("Entscheidung")})  # fmt: skip
