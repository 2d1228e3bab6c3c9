"""New versions and corrections of what is public."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.situation import rules
from vorort.situation.actions.computing import recompute
from vorort.situation.actions.states import WrongState, audit, locked, move, require
from vorort.situation.choices import IN_WORK, ReportState
from vorort.situation.models import Annotation, Report, Section
from vorort.situation.queries import compare


class NeedsMayor(DomainError):
    """The correction changes what the report says: the mayor has to approve it."""


@transaction.atomic
def start_new_version(
    *, report: Report, by: Person, at: dt.datetime, correction: str = ""
) -> Report:
    """Start a new version of a published or withdrawn report: texts and annotations are copied.

    Figures whose numbers are unchanged keep the release of the police. With ``correction``, the
    reason in words for everybody, the version corrects this one and says so in every form.
    """
    current = locked(report)
    correction = correction.strip()
    require(current, ReportState.PUBLISHED, ReportState.WITHDRAWN)
    siblings = Report.objects.filter(
        authority=current.authority, area_key=current.area_key, year=current.year
    )
    if siblings.filter(state__in=IN_WORK).exists():
        raise WrongState(_("An einer neuen Fassung wird schon gearbeitet."))
    made = Report.objects.create(
        authority=current.authority,
        area_key=current.area_key,
        area_name=current.area_name,
        year=current.year,
        version=(siblings.aggregate(last=Max("version"))["last"] or 0) + 1,
        title=current.title,
        created_by=by,
        corrects=current if correction else None,
        correction_reason=correction,
    )
    _copy_contents(current, made, by=by)
    verb = "correction_started" if correction else "version_started"
    audit(made, verb, by=by, at=at, after={"from": current.public_id, "reason": correction})
    return recompute(report=made, by=by, at=at)


def _copy_contents(old: Report, made: Report, *, by: Person) -> None:
    """Copy texts, figures with the word of the police, and special effects."""
    sections = {}
    for section in old.sections.all():
        sections[section.pk] = Section.objects.create(
            authority=made.authority,
            report=made,
            kind=section.kind,
            title=section.title,
            position=section.position,
            text=section.text,
            state=section.state,
        )
    for figure in old.figures.all():
        figure.pk, figure.public_id = None, figure._meta.get_field("public_id").get_default()  # noqa: SLF001
        figure.report, figure.section = made, sections[figure.section_id]
        figure.save(force_insert=True)
    for note in old.annotations.all():
        Annotation.objects.create(
            authority=made.authority,
            report=made,
            code=note.code,
            year=note.year,
            letter=note.letter,
            text=note.text,
            excluded=note.excluded,
            created_by=by,
        )


@transaction.atomic
def approve_correction(*, report: Report, by: Person, at: dt.datetime) -> Report:
    """Approve a correction without the mayor, who is told (``rules.needs_mayor``).

    The police has decided about every figure that changed, as always.
    """
    current = locked(report)
    require(current, ReportState.POLICE_DONE)
    old = current.corrects
    if old is None or rules.needs_mayor(current, weighty=compare(old, current).weighty):
        raise NeedsMayor(
            _("Diese Fassung ändert Urteile oder Abbildungen. Das Bürgermeisteramt gibt sie frei.")
        )
    current.approved_at, current.approved_by, current.approved_short = at, by, True
    move(current, ReportState.APPROVED, by=by, at=at, verb="correction_approved")
    return current


@transaction.atomic
def take_note(*, report: Report, by: Person, at: dt.datetime) -> Report:
    """Write down that somebody has read of a short correction, or of what had to go."""
    current = locked(report)
    require(current, ReportState.PUBLISHED, ReportState.WITHDRAWN)
    current.noted_at, current.noted_by = at, by
    current.save(update_fields=["noted_at", "noted_by", "updated_at"])
    audit(current, "correction_noted", by=by, at=at)
    return current
