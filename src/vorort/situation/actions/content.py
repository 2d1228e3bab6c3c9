"""Texts, special effects, remarks."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Role
from vorort.authorities.rules import roles_of
from vorort.core.errors import DomainError
from vorort.situation.actions.computing import recompute
from vorort.situation.actions.states import audit, locked, require
from vorort.situation.choices import EDITABLE, RemarkState, SectionState
from vorort.situation.models import Annotation, Remark, Report, ReportFigure, Section

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class ChangedMeanwhile(DomainError):
    """Somebody else has saved the text in the meantime; ``theirs`` is what stands there now."""

    def __init__(self, theirs: Section, mine: str) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(
            _(
                "Der Abschnitt wurde inzwischen von jemand anderem gespeichert. Ihr Text ist "
                "nicht verloren: Bitte beide Fassungen vergleichen und zusammenführen."
            ),
            field="text",
        )


class AnnotationExists(DomainError):
    """There is already an annotation at this indicator and year."""


@transaction.atomic
def edit_section(
    *, section: Section, text: str, state: str, revision: int, by: Person, at: dt.datetime
) -> Section:
    """Save the text of a section, if nobody else has saved it since it was read.

    ``revision`` is the number the writer has read. Raises :class:`ChangedMeanwhile` with both
    texts otherwise; nothing is overwritten.
    """
    require(locked(section.report), *EDITABLE)
    current = Section.objects.select_for_update().get(pk=section.pk)
    if current.revision != revision and current.text != text:
        raise ChangedMeanwhile(current, text)
    if current.text == text and current.state == state:
        return current
    before = {"state": str(current.state), "length": len(current.text)}
    current.text, current.state = text, SectionState(state)
    current.revision += 1
    current.edited_at, current.edited_by = at, by
    current.save()
    audit(
        section.report,
        "section_edited",
        by=by,
        at=at,
        before={**before, "section": current.kind},
        after={"state": str(current.state), "length": len(text), "revision": current.revision},
    )
    return current


@transaction.atomic
def add_annotation(
    *,
    report: Report,
    code: str,
    year: int,
    text: str,
    excluded: bool,
    by: Person,
    at: dt.datetime,
) -> Annotation:
    """Note a special effect at a year of an indicator and compute again.

    With ``excluded`` the year no longer counts in mean and verdict.
    """
    require(locked(report), *EDITABLE)
    known = list(report.annotations.filter(code=code))
    if any(one.year == year for one in known):
        raise AnnotationExists(
            _("Zu %(year)d gibt es schon eine Anmerkung. Bitte diese zuerst entfernen.")
            % {"year": year},
            field="year",
        )
    taken = {one.letter for one in known}
    letter = next((one for one in LETTERS if one not in taken), "Z")
    made = Annotation.objects.create(
        authority=report.authority,
        report=report,
        code=code,
        year=year,
        letter=letter,
        text=text.strip(),
        excluded=excluded,
        created_by=by,
    )
    audit(
        report,
        "annotation_added",
        by=by,
        at=at,
        after={"code": code, "year": year, "letter": letter, "excluded": excluded},
    )
    recompute(report=report, by=by, at=at)
    return made


@transaction.atomic
def remove_annotation(*, annotation: Annotation, by: Person, at: dt.datetime) -> None:
    """Take an annotation away and compute again."""
    report = annotation.report
    require(locked(report), *EDITABLE)
    audit(
        report,
        "annotation_removed",
        by=by,
        at=at,
        before={"code": annotation.code, "year": annotation.year, "letter": annotation.letter},
    )
    annotation.delete()
    recompute(report=report, by=by, at=at)


@transaction.atomic
def remark(
    *,
    report: Report,
    text: str,
    by: Person,
    at: dt.datetime,
    figure: ReportFigure | None = None,
    section: Section | None = None,
    parent: Remark | None = None,
) -> Remark:
    """Write a remark at a figure or a section, or an answer to one."""
    if parent is not None:
        # One level of replies: an answer to an answer joins the same thread.
        parent = parent.parent or parent
        figure, section = parent.figure, parent.section
    made = Remark.objects.create(
        authority=report.authority,
        report=report,
        figure=figure,
        section=section,
        parent=parent,
        text=text.strip(),
        author=by,
        author_role=function_of(by, report),
        written_at=at,
        state=RemarkState.DONE if parent is not None else RemarkState.OPEN,
    )
    audit(report, "remark_written", by=by, at=at, after={"figure": figure and figure.number})
    return made


@transaction.atomic
def settle_remark(*, remark: Remark, by: Person, at: dt.datetime) -> Remark:
    """Mark a remark as done."""
    remark.state = RemarkState.DONE
    remark.save(update_fields=["state", "updated_at"])
    audit(remark.report, "remark_settled", by=by, at=at)
    return remark


def function_of(person: Person, report: Report) -> str:
    """Return in which function somebody writes: that is what others read, not the name."""
    held = roles_of(person, report.authority)
    order = (Role.POLICE, Role.COORDINATOR, Role.MAYOR)
    first = next((role for role in order if role in held), None)
    return str((first or next(iter(held), Role.COORDINATOR)).label)
