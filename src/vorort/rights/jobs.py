"""Packages, erasures, retention and the end of towns, in the background."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.authorities.models import Authority
from vorort.core.clock import now, today
from vorort.core.errors import DomainError
from vorort.core.jobs import JobContext
from vorort.core.scopes import authority_scope
from vorort.rights.actions import packages, removals, requests, retention
from vorort.rights.choices import PackageKind
from vorort.rights.exports import person as person_export
from vorort.rights.exports import town as town_export
from vorort.rights.models import Package, Removal, SubjectRequest
from vorort.rights.queries import requests as reads
from vorort.rights.queries.towns import list_due_removals, packages_folder


class PackageGone(DomainError):
    """The package was deleted before it was made."""


def make_package(context: JobContext, *, package: str) -> dict[str, Any]:
    """Make a package; a second run makes it anew."""
    wanted = Package.objects.select_related("ordered_by").filter(public_id=package).first()
    if wanted is None:
        raise PackageGone(_("Dieses Paket wurde schon gelöscht."))
    context.progress(0, 0, _("Daten sammeln"))
    at = now()
    packages_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.STAGING_DIR, prefix="package-") as folder:
        made = Path(folder) / "package.zip"
        if wanted.kind == PackageKind.PERSON:
            filename, summary, url = _make_person(wanted, made, at=at)
        else:
            filename, summary, url = _make_town(wanted, made, context, at=at)
        packages.keep_package(package=wanted, made=made, filename=filename, summary=summary, at=at)
    return {"url": url, "url_label": _("Zum Paket"), "rows": sum(summary.values())}


def _make_person(
    wanted: Package, made: Path, *, at: dt.datetime
) -> tuple[str, dict[str, int], str]:
    operator = settings.OPERATOR_NAME
    day = f"{at:%Y-%m-%d}"
    if not wanted.request:
        person = wanted.ordered_by
        summary = person_export.write_package(
            made, reads.stored_about_account(person), name=person.name, authority=None,
            operator=operator, at=at,
        )  # fmt: skip
        return f"meine-daten-{day}.zip", summary, reverse("rights:own")
    authority = Authority.objects.get(pk=wanted.authority_id or 0)
    with authority_scope(authority):
        request = reads.get_by_id(wanted.request)
        summary = person_export.write_package(
            made, reads.stored_about(request), name=request.name, authority=authority,
            operator=operator, at=at,
        )  # fmt: skip
    url = reverse("rights:request", args=[authority.slug, request.public_id])
    return f"auskunft-{request.public_id}-{day}.zip", summary, url


def _make_town(
    wanted: Package, made: Path, context: JobContext, *, at: dt.datetime
) -> tuple[str, dict[str, int], str]:
    authority = Authority.objects.get(pk=wanted.authority_id or 0)
    day = f"{at:%Y-%m-%d}"
    if wanted.kind == PackageKind.ARCHIVE:
        summary = town_export.write_offer(made, authority, at=at, tell=context.progress)
        url = reverse("rights:removal", args=[authority.slug])
        return f"archivangebot-{authority.slug}-{day}.zip", summary, url
    summary = town_export.write_town(made, authority, at=at, tell=context.progress)
    url = reverse("rights:export", args=[authority.slug])
    return f"gesamtexport-{authority.slug}-{day}.zip", summary, url


def erase_person(context: JobContext, *, request: str, authority: int) -> dict[str, Any]:
    """Erase what a town stores about somebody, in one transaction."""
    town = Authority.objects.get(pk=authority)
    by = Person.objects.filter(pk=context.by or 0).first()
    with authority_scope(town):
        wanted: SubjectRequest = reads.get_by_id(request)
        outcome = requests.erase(request=wanted, by=by, at=now())
    return {
        "url": reverse("rights:request", args=[town.slug, request]),
        "url_label": _("Zur Anfrage"),
        "deleted": sum(outcome.deleted.values()),
        "cleared": sum(outcome.cleared.values()),
    }


def run_retention(context: JobContext) -> dict[str, Any]:
    """Erase what is due, delete old packages, end the towns whose waiting time is over."""
    at = now()
    counts = retention.run_retention(at=at, by=get_system_person(), tell=context.progress)
    counts["packages"] = packages.forget_packages(at=at)
    counts["staged"] = packages.forget_staged(at=at)
    for removal in list_due_removals(on=today()):
        removals.remove_town(removal=removal, at=at, by=get_system_person(), job=context.job_id)
        counts["towns"] = counts.get("towns", 0) + 1
    return counts


def remove_town(context: JobContext, *, removal: str) -> dict[str, Any]:
    """End one town now; its waiting time must be over."""
    wanted = Removal.objects.get(public_id=removal)
    if wanted.not_before is None or wanted.not_before > today():
        raise removals.NotNow(_("Die Wartezeit ist noch nicht vorbei."))
    by = Person.objects.filter(pk=context.by or 0).first()
    done = removals.remove_town(
        removal=wanted, at=now(), by=by, job=context.job_id, tell=context.progress
    )
    return {"rows": sum(done.counts.values())}
