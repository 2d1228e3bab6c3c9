"""What partners contribute: named by the town, confirmed and reported on by the partner."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.rules import roles_of
from vorort.core.errors import DomainError
from vorort.measures.actions._common import change, locked, log, measure_changed, not_ended
from vorort.measures.choices import PartRole
from vorort.measures.models import Measure, Part

if TYPE_CHECKING:
    from vorort.partners.models import Organisation


class PartTaken(DomainError):
    """The partner has this role already."""


class NoAccess(DomainError):
    """The person has no account or does not belong to the town."""


@transaction.atomic
def add_part(
    *,
    measure: Measure,
    organisation: "Organisation",
    role: str,
    by: Person,
    at: dt.datetime,
    contribution: str = "",
    contact: Person | None = None,
    reason: str = "",
) -> Part:
    """Name a partner with its role; ``contact`` may then work on this part and nothing else."""
    if organisation.authority_id != measure.authority_id:
        raise DomainError(
            _("Diese Organisation gehört zu einem anderen Ort."), field="organisation"
        )
    _check_contact(contact, measure)
    with change(measure, reason=reason, by=by, at=at) as own:
        _not_twice(own, organisation, role)
        made: Part = Part.objects.create(
            authority=own.authority, measure=own, organisation=organisation, role=role,
            contribution=contribution.strip(), contact=contact,
        )  # fmt: skip
    log("part_added", own, by, at, organisation=organisation.name, role=str(role))
    return made


@transaction.atomic
def edit_part(
    *,
    part: Part,
    role: str,
    contribution: str,
    contact: Person | None,
    by: Person,
    at: dt.datetime,
    reason: str = "",
) -> Part:
    """Change role, contribution and access; a new contribution is to be confirmed again."""
    if contact != part.contact:
        _check_contact(contact, part.measure)
    with change(part.measure, reason=reason, by=by, at=at) as own:
        kept: Part = Part.objects.select_for_update().get(pk=part.pk)
        if role != kept.role:
            _not_twice(own, kept.organisation, role)
        if (role, contribution.strip()) != (kept.role, kept.contribution):
            kept.confirmed_at = None
        kept.role, kept.contribution, kept.contact = role, contribution.strip(), contact
        kept.save()
    log("part_changed", own, by, at, organisation=kept.organisation.name, role=str(role))
    return kept


@transaction.atomic
def remove_part(*, part: Part, by: Person, at: dt.datetime, reason: str = "") -> None:
    """Take a partner out; one with expenses stays, for the money must remain explained."""
    with change(part.measure, reason=reason, by=by, at=at) as own:
        if part.spendings.exists():
            raise DomainError(
                _("„%(name)s“ hat Ausgaben gebucht und bleibt deshalb in der Maßnahme stehen.")
                % {"name": part.organisation.name}
            )
        part.delete()
    log("part_removed", own, by, at, organisation=part.organisation.name)


@transaction.atomic
def confirm_part(*, part: Part, by: Person, at: dt.datetime) -> Part:
    """Note that the partner agrees to its part; twice is once."""
    own, kept = _open(part)
    if kept.confirmed_at is None:
        kept.confirmed_at = at
        kept.save()
        _noted("part_confirmed", kept, own, by, at)
    return kept


@transaction.atomic
def report_part(*, part: Part, report: str, by: Person, at: dt.datetime) -> Part:
    """Keep what the partner says about how far it is."""
    own, kept = _open(part)
    if not report.strip():
        raise DomainError(_("Bitte schreiben Sie in ein, zwei Sätzen, wie weit Sie sind."), field="report")  # fmt: skip
    kept.report, kept.reported_at = report.strip(), at
    kept.save()
    _noted("part_reported", kept, own, by, at)
    return kept


def _open(part: Part) -> tuple[Measure, Part]:
    own = locked(part.measure)
    not_ended(own)
    kept: Part = (
        Part.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=part.pk)
    )
    return own, kept


def _not_twice(own: Measure, organisation: "Organisation", role: str) -> None:
    if own.parts.filter(organisation=organisation, role=role).exists():
        raise PartTaken(
            _("„%(name)s“ steht mit der Rolle „%(role)s“ schon da.")
            % {"name": organisation.name, "role": PartRole(role).label},
            field="organisation",
        )


def _check_contact(contact: Person | None, measure: Measure) -> None:
    if contact is not None and not roles_of(contact, measure.authority):
        raise NoAccess(
            _(
                "Zu dieser Adresse gibt es in Ihrem Ort kein Konto. Laden Sie die Person unter "
                "„Mitglieder und Rollen“ als Projektträger ein, oder lassen Sie das Feld leer."
            ),
            field="contact",
        )


def _noted(verb: str, part: Part, own: Measure, by: Person, at: dt.datetime) -> None:
    log(verb, own, by, at, organisation=part.organisation.name)
    measure_changed.send(sender=Measure, measure=own, at=at)
