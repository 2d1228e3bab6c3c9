"""Who may do what with a report, and in which state."""

from django.conf import settings

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority, Membership
from vorort.authorities.rules import current, may
from vorort.core.clock import today
from vorort.situation.choices import EDITABLE, TRANSITIONS, PoliceState, ReportState
from vorort.situation.models import Report

RELEASE_ROLES = [
    role for role, held in ROLE_PERMISSIONS.items() if Permission.RELEASE_FIGURES in held
]


def can_see_reports(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.VIEW_WORK, authority)


def can_create_report(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.EDIT_REPORT, authority)


def can_edit_report(actor: Person, report: Report) -> bool:
    """Texts and annotations, until somebody has approved them."""
    return report.state in EDITABLE and may(actor, Permission.EDIT_REPORT, report.authority)


def can_send_to_police(actor: Person, report: Report) -> bool:
    return (
        report.state in {ReportState.DRAFT, ReportState.WITH_POLICE}
        and report.computed_at is not None
        and may(actor, Permission.EDIT_REPORT, report.authority)
    )


def can_decide_figures(actor: Person, report: Report) -> bool:
    """Release, ask for a change, refuse: while the report lies with the police."""
    return report.state in {ReportState.WITH_POLICE, ReportState.POLICE_DONE} and may(
        actor, Permission.RELEASE_FIGURES, report.authority
    )


def can_record_written_release(actor: Person, report: Report) -> bool:
    """Only where no police officer of this town is on the platform."""
    return (
        report.state in {ReportState.DRAFT, ReportState.WITH_POLICE}
        and report.computed_at is not None
        and may(actor, Permission.EDIT_REPORT, report.authority)
        and not has_police(report.authority)
    )


def can_remark(actor: Person, report: Report) -> bool:
    return report.state in EDITABLE and (
        may(actor, Permission.EDIT_REPORT, report.authority)
        or may(actor, Permission.RELEASE_FIGURES, report.authority)
    )


def can_approve(actor: Person, report: Report) -> bool:
    """Who also edits approves only where the town has said that one person may do both."""
    both = may(actor, Permission.EDIT_REPORT, report.authority)
    return (
        report.state == ReportState.POLICE_DONE
        and may(actor, Permission.APPROVE_REPORT, report.authority)
        and (not both or report.authority.one_hand or actor.is_system)
    )


def can_reopen(actor: Person, report: Report) -> bool:
    """Back to the draft, as long as nothing is public."""
    return ReportState.DRAFT in TRANSITIONS[ReportState(report.state)] and may(
        actor, Permission.EDIT_REPORT, report.authority
    )


def can_publish(actor: Person, report: Report) -> bool:
    return report.state == ReportState.APPROVED and may(actor, Permission.PUBLISH, report.authority)


def can_withdraw(actor: Person, report: Report) -> bool:
    return report.state == ReportState.PUBLISHED and may(
        actor, Permission.WITHDRAW, report.authority
    )


def can_start_new_version(actor: Person, report: Report) -> bool:
    return report.state in {ReportState.PUBLISHED, ReportState.WITHDRAWN} and may(
        actor, Permission.EDIT_REPORT, report.authority
    )


def can_correct(actor: Person, report: Report) -> bool:
    """Begin a correction of what is public, or of what had to go because of its figures."""
    return can_start_new_version(actor, report)


def needs_mayor(report: Report, *, weighty: bool) -> bool:
    """Whether the mayor has to approve, and is not only told.

    The domain is silent about corrections; ``CORRECTION_APPROVAL`` decides. ``inform``: a
    correction whose verdicts stay and that neither adds nor drops a figure goes without.
    """
    if report.corrects_id is None or settings.CORRECTION_APPROVAL != "inform":
        return True
    return weighty


def can_approve_short(actor: Person, report: Report, *, weighty: bool) -> bool:
    """Approve a correction without the mayor, who is told."""
    return (
        report.state == ReportState.POLICE_DONE
        and not needs_mayor(report, weighty=weighty)
        and may(actor, Permission.PUBLISH, report.authority)
    )


def can_note(actor: Person, report: Report) -> bool:
    """Take note: the mayor of a short correction, the coordinator of what had to go."""
    if report.noted_at is not None:
        return False
    if report.state == ReportState.PUBLISHED and report.approved_short:
        return may(actor, Permission.APPROVE_REPORT, report.authority)
    return report.state == ReportState.WITHDRAWN and may(
        actor, Permission.PUBLISH, report.authority
    )


def has_police(authority: Authority) -> bool:
    """Whether somebody may release figures for this town on the platform."""
    held = current(
        Membership.objects.filter(authority=authority, role__in=RELEASE_ROLES), on=today()
    )
    return held.exists()


def is_open(state: str) -> bool:
    """Whether a figure still waits for the police or for an answer to it."""
    return state in {PoliceState.OPEN, PoliceState.CHANGED}
