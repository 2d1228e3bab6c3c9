"""Packages, retention and the end of a town: the reads."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.accounts.models import Person
from vorort.authorities.models import Authority, Membership
from vorort.core.errors import NotVisible
from vorort.core.privacy import Then, catalogue, erasing
from vorort.core.privacy.catalogue import Entry
from vorort.core.scopes import platform_scope
from vorort.rights.choices import RUNNING_REMOVALS, PackageKind, RemovalState
from vorort.rights.models import (
    Package,
    Removal,
    RetentionChoice,
    RetentionRun,
)
from vorort.rights.rules import can_export_town

# Cut by chain, with its seal kept: the rows themselves never go by the general rule.
BY_CHAIN = "audit.Event"


# ── packages ─────────────────────────────────────────────


def packages_folder() -> Path:
    """Return where packages lie: outside the stored files, so that no backup keeps them."""
    return Path(settings.STAGING_DIR) / "packages"


def path_of(package: Package) -> Path:
    """Return where the bytes of a package lie."""
    return packages_folder() / f"{package.public_id}.zip"


def list_own_packages(person: Person) -> QuerySet[Package]:
    """Return what a person has ordered about herself."""
    return Package.objects.filter(ordered_by=person, kind=PackageKind.PERSON, request="")


def list_town_packages(actor: Person, authority: Authority) -> QuerySet[Package]:
    """Return a town's full exports and offers to the archive; none for who may not take them."""
    if not can_export_town(actor, authority):
        return Package.objects.none()
    return Package.objects.filter(
        authority_id=authority.pk, kind__in=(PackageKind.TOWN, PackageKind.ARCHIVE)
    ).select_related("ordered_by")


def packages_of_request(public_id: str, authority: Authority) -> QuerySet[Package]:
    """Return the packages made to answer a request."""
    return Package.objects.filter(request=public_id, authority_id=authority.pk)


def get_package(packages: QuerySet[Package], public_id: str, *, at: dt.datetime) -> Package:
    """Return a package that can be fetched; ``NotVisible`` for others."""
    found = packages.filter(public_id=public_id, ready_at__isnull=False, expires_at__gte=at).first()
    if found is None or not path_of(found).is_file():
        raise NotVisible(_("Dieses Paket gibt es nicht mehr. Bitte erstellen Sie es neu."))
    return found


# ── retention ────────────────────────────────────────────


@dataclass(frozen=True)
class RetentionLine:
    """One table with a term: how long, whether the town may choose, how much is due."""

    label: str
    name: str
    app: str
    words: str
    then: str
    own: bool
    days: int | None
    due: int


THEN_WORDS = {
    Then.ERASE: gettext_lazy("löschen"),
    Then.ANONYMISE: gettext_lazy("anonymisieren"),
    Then.OFFER: gettext_lazy("dem Archiv anbieten"),
}


def own_days(label: str) -> dict[int, int]:
    """Return the towns' own times for a table, in days by the key of the town."""
    with platform_scope("retention looks at all towns"):
        rows = RetentionChoice.objects.filter(table=label)
        return dict(rows.values_list("authority_id", "days"))


def entries_with_term() -> list[Entry]:
    """Return the tables whose rows come to an end by time."""
    return [entry for entry in catalogue.entries() if entry.retention.ends]


def retention_lines(authority: Authority, *, at: dt.datetime) -> list[RetentionLine]:
    """Return the terms of a town's tables with what is due now in this town."""
    chosen = dict(RetentionChoice.objects.filter(authority=authority).values_list("table", "days"))
    lines = []
    with platform_scope("retention crosses the tables of a town"):
        for entry in entries_with_term():
            path = catalogue.town_path(entry)
            if not path:
                continue
            due = erasing.due_rows(entry, at=at, own_days=own_days(entry.label))
            retention = entry.retention
            lines.append(
                RetentionLine(
                    label=entry.label,
                    name=entry.name,
                    app=entry.app_name,
                    words=retention.words,
                    then=str(THEN_WORDS[retention.then]),
                    own=retention.own,
                    days=chosen.get(entry.label),
                    due=due.filter(**{path: authority.pk}).count(),
                )
            )
    return lines


def due_counts(*, at: dt.datetime) -> dict[str, int]:
    """Return how many rows of each table are due on the whole platform."""
    counts = {}
    with platform_scope("retention looks at all towns"):
        for entry in entries_with_term():
            due = erasing.due_rows(entry, at=at, own_days=own_days(entry.label)).count()
            if due:
                counts[entry.label] = due
    return counts


def list_runs(*, limit: int = 20) -> list[RetentionRun]:
    """Return the latest retention runs that erased something."""
    return list(RetentionRun.objects.all()[:limit])


# ── the end of a town ────────────────────────────────────


def get_removal(authority: Authority) -> Removal | None:
    """Return the running removal of a town, or None."""
    return (
        Removal.objects.filter(authority_id=authority.pk, state__in=RUNNING_REMOVALS)
        .select_related("requested_by", "confirmed_by")
        .first()
    )


def get_last_removal(authority: Authority) -> Removal | None:
    """Return the newest removal of a town, also one that was cancelled."""
    return (
        Removal.objects.filter(authority_id=authority.pk)
        .select_related("requested_by", "confirmed_by")
        .order_by("-id")
        .first()
    )


def is_removed(slug: str) -> bool:
    """Return whether a town with this address was here and was removed."""
    return Removal.objects.filter(slug=slug, state=RemovalState.REMOVED).exists()


def list_due_removals(*, on: dt.date) -> list[Removal]:
    """Return the removals whose waiting time is over."""
    return list(Removal.objects.filter(state=RemovalState.WAITING, not_before__lte=on))


def people_of_this_town_only(authority: Authority) -> list[Person]:
    """Return the people who have worked for this town and for no other."""
    here = Membership.objects.filter(authority=authority).order_by().values("person_id")
    elsewhere = Membership.objects.exclude(authority=authority).order_by().values("person_id")
    return list(Person.objects.filter(pk__in=here).exclude(pk__in=elsewhere))
