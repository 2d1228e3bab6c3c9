"""Packages to be fetched: ordered, made by a job, gone after some days."""

import datetime as dt
import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.rights.actions.requests import NotIdentified
from vorort.rights.choices import PACKAGE_DAYS, PackageKind, RequestState
from vorort.rights.models import Package, SubjectRequest
from vorort.rights.queries.towns import packages_folder, path_of


@transaction.atomic
def order_own_package(*, person: Person, at: dt.datetime) -> Package:
    """Order everything stored about oneself, over all towns."""
    return _order(PackageKind.PERSON, by=person, at=at, label=_("Ihre Daten zusammenstellen"))


@transaction.atomic
def order_answer(*, request: SubjectRequest, by: Person, at: dt.datetime) -> Package:
    """Order what the town of a request stores about who asks.

    Raises
    ------
    NotIdentified
        Before the identity was checked.
    """
    if request.state == RequestState.RECEIVED:
        raise NotIdentified(_("Bitte prüfen Sie zuerst die Identität der Person."))
    return _order(
        PackageKind.PERSON,
        by=by,
        at=at,
        label=_("Auskunft zusammenstellen"),
        authority_id=request.authority_id,
        request=request.public_id,
    )


@transaction.atomic
def order_town_package(*, authority: Authority, by: Person, at: dt.datetime) -> Package:
    """Order everything of a town in open formats."""
    return _order(
        PackageKind.TOWN,
        by=by,
        at=at,
        label=_("Gesamtexport erstellen"),
        authority_id=authority.pk,
    )


@transaction.atomic
def order_offer(*, authority: Authority, by: Person, at: dt.datetime) -> Package:
    """Order the documents and their list for the archive."""
    return _order(
        PackageKind.ARCHIVE,
        by=by,
        at=at,
        label=_("Angebot an das Archiv zusammenstellen"),
        authority_id=authority.pk,
    )


def _order(
    kind: PackageKind,
    *,
    by: Person,
    at: dt.datetime,
    label: str,
    authority_id: int | None = None,
    request: str = "",
) -> Package:
    package = Package.objects.create(
        kind=kind,
        authority_id=authority_id,
        ordered_by=by,
        request=request,
        expires_at=at + dt.timedelta(days=PACKAGE_DAYS),
    )
    package.job = jobs.enqueue(
        "rights.jobs.make_package",
        args={"package": package.public_id},
        label=label,
        authority_id=authority_id,
        by=by,
        max_attempts=2,
    )
    package.save(update_fields=["job"])
    record(
        verb="rights.package_ordered",
        by=by,
        authority_id=authority_id,
        kind="rights.package",
        object_id=package.public_id,
        label=str(kind.label),
        at=at,
    )
    return package


@transaction.atomic
def keep_package(
    *,
    package: Package,
    made: Path,
    filename: str,
    summary: Mapping[str, int],
    at: dt.datetime,
) -> Package:
    """Take in the file a job has made; from now on it can be fetched."""
    packages_folder().mkdir(parents=True, exist_ok=True)
    target = path_of(package)
    made.replace(target)
    target.chmod(0o600)
    with target.open("rb") as stream:
        package.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    package.size = target.stat().st_size
    package.filename = filename[:120]
    package.summary = dict(summary)
    package.ready_at = at
    package.expires_at = at + dt.timedelta(days=PACKAGE_DAYS)
    package.save()
    return package


def note_fetched(*, package: Package, by: Person) -> None:
    """Record that somebody has fetched a package (audit tables may be written by a GET)."""
    record(
        verb="rights.package_fetched",
        by=by,
        authority_id=package.authority_id,
        kind="rights.package",
        object_id=package.public_id,
        label=str(PackageKind(package.kind).label),
    )


@transaction.atomic
def forget_packages(*, at: dt.datetime) -> int:
    """Delete packages whose days are over, and files that no row knows; return how many."""
    over = list(Package.objects.filter(expires_at__lt=at))
    for package in over:
        path_of(package).unlink(missing_ok=True)
        package.delete()
    known = set(Package.objects.values_list("public_id", flat=True))
    if not packages_folder().is_dir():
        return len(over)
    # A file that is being made has no row of that name yet, but is younger than an hour.
    oldest = (at - dt.timedelta(hours=1)).timestamp()
    orphans = [
        path
        for path in packages_folder().iterdir()
        if path.stem not in known and path.stat().st_mtime < oldest
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(over) + len(orphans)


def forget_staged(*, at: dt.datetime) -> int:
    """Delete what killed imports left in the staging folder more than a day ago."""
    folder = packages_folder().parent
    oldest = (at - dt.timedelta(days=1)).timestamp()
    swept = 0
    if not folder.is_dir():
        return 0
    for path in folder.iterdir():
        if path == packages_folder() or path.stat().st_mtime >= oldest:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        swept += 1
    return swept
