"""Who may withdraw, which addresses publications have, what a gate report must say."""

import re
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may
from vorort.publications.choices import (
    COUNCIL_KINDS,
    LICENCES,
    Format,
    Licence,
    PublicationKind,
    PublicationStatus,
)
from vorort.publications.models import Publication
from vorort.ui.languages import localised
from vorort.ui.parts import Link

PUBLIC_PREFIX = "/orte/"
_OF_THE_COUNCIL = frozenset({"council", *COUNCIL_KINDS})
_OF_MEASURES = frozenset({PublicationKind.MEASURE, PublicationKind.STRATEGY})
_PATH = re.compile(r"/orte/[a-z0-9_-]+/(?:[a-z0-9_.-]+/)*[a-z0-9_.-]*")


def can_see_publications(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.VIEW_WORK, authority)


def can_withdraw(actor: Person, publication: Publication) -> bool:
    """Whether the person may withdraw this publication (whoever may publish may also withdraw)."""
    return publication.status == PublicationStatus.LIVE and may_withdraw(
        actor, publication.authority
    )


def may_withdraw(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.WITHDRAW, authority)


def town_path(slug: str) -> str:
    """Return the address of a town's public page in the language of the reader."""
    return localised(f"{PUBLIC_PREFIX}{slug}/")


def public_navigation(authority: Authority, current: str = "") -> list[Link]:
    """Return the top navigation of a town's public pages, stored ones included.

    ``current`` is ``start``, a kind of publication, ``council`` or empty.
    """
    town = town_path(authority.slug)
    return [
        Link(_("Start"), town, current=current == "start"),
        Link(_("Lagebild"), f"{town}lagebild/", current=current == "situation_report"),
        Link(_("Maßnahmen"), f"{town}massnahmen/", current=current in _OF_MEASURES),
        Link(_("Sitzungen"), f"{town}sitzungen/", current=current in _OF_THE_COUNCIL),
        Link(_("Glossar"), localised("/glossar/")),
        Link(_("Andere Orte"), localised(PUBLIC_PREFIX)),
    ]


def about_links(authority: Authority) -> list[Link]:
    """Return the links "Daten und Auskunft" in the footer of a town's public pages."""
    return [
        Link(_("Lagebilder und offene Daten"), f"{town_path(authority.slug)}lagebild/"),
        Link(_("Ergebnisse der Maßnahmen"), f"{town_path(authority.slug)}was-wurde-daraus/"),
        Link(_("Sitzungskalender abonnieren (ICS)"), f"{town_path(authority.slug)}sitzungen.ics"),
        Link(_("Offene Schnittstelle (OParl)"), localised("/oparl/")),
        Link(_("Glossar und Lesehilfe"), localised("/glossar/")),
        Link(_("Neue Veröffentlichungen (Atom)"), "/veroeffentlichungen.atom"),
        Link(
            _("Barriere melden"),
            localised(authority.legal_paths["accessibility"]) + "#barriere-melden",
        ),
    ]


def situation_report_path(slug: str, year: int) -> str:
    """Return the address of a town's Lagebild of a year."""
    return f"{PUBLIC_PREFIX}{slug}/lagebild/{year}/"


def situation_report_file(slug: str, year: int, fmt: Format | str) -> str:
    """Return the file name of a Lagebild in a data format."""
    return f"lagebild-{slug}-{year}.{Format(fmt).value}"


def version_path(path: str, base: str, version: int) -> str:
    """Return where an earlier version stays readable: ``…/2025/fassung-1/…``."""
    return f"{base}fassung-{version}/{path.removeprefix(base)}"


def is_public_path(path: str, slug: str) -> bool:
    """Whether an address lies below the town's public pages and is plain."""
    below = path.startswith(f"{PUBLIC_PREFIX}{slug}/") and len(path) <= 200
    return below and ".." not in path and _PATH.fullmatch(path) is not None


def gate_has_passed(gate: Mapping[str, object]) -> bool:
    """Whether the disclosure check says, in so many words, that this may be seen by everybody."""
    return gate.get("passed") is True and "hidden" in gate


def public_base() -> str:
    """Return where the public site lies, by the setting and never by a request.

    Names of lasting things begin with ``https``; only an address of this very machine, where
    nothing is encrypted, stays as it is.
    """
    base: str = settings.PUBLIC_URL
    scheme, _sep, rest = base.partition("://")
    host = rest.split("/", 1)[0].rsplit(":", 1)[0]
    if scheme == "http" and host not in {"127.0.0.1", "localhost", "[::1]", "testserver"}:
        return f"https://{rest}"
    return base


def licence() -> Licence:
    """Return the licence under which published data may be used."""
    return LICENCES[settings.OPEN_DATA_LICENCE]
