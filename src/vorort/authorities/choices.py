"""Kinds of authority, and roles and permissions as code: a change is a reviewed commit."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthorityKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Stadt oder Gemeinde")
    COUNTY = "county", _("Landkreis")
    STATE = "state", _("Land")


class Role(models.TextChoices):
    """Who somebody is for an authority (role catalogue of the field)."""

    COORDINATOR = "coordinator", _("Koordination Prävention")
    MAYOR = "mayor", _("Bürgermeisterin oder Bürgermeister")
    POLICE = "police", _("Polizei (Revier oder Direktion)")
    COMMUNITY_OFFICER = "community_officer", _("Bürgerpolizei")
    PUBLIC_ORDER = "public_order", _("Ordnungsamt")
    COUNCIL_MEMBER = "council_member", _("Mitglied im Präventionsrat")
    COUNCIL_GUEST = "council_guest", _("Gast im Präventionsrat")
    COUNCILLOR = "councillor", _("Mitglied im Gemeinde- oder Stadtrat")
    SPONSOR = "sponsor", _("Projektträger")
    PROTECTION_OFFICER = "protection_officer", _("Datenschutzbeauftragte oder -beauftragter")
    SECURITY_OFFICER = (
        "security_officer",
        _("Informationssicherheitsbeauftragte oder -beauftragter"),
    )
    CONTRACTOR = "contractor", _("Auftragnehmer Sicherheitsanalyse")
    COACH = "coach", _("Coach")
    LPR_CONSULTANT = "lpr_consultant", _("Beratung im Landespräventionsrat")
    LPR_GRANTS = "lpr_grants", _("Bewilligung im Landespräventionsrat")


class Permission(StrEnum):
    """What may be done inside one authority."""

    VIEW_WORK = "view_work"
    DELIVER_FIGURES = "deliver_figures"
    # Deliveries for everybody: only the state level may bring in official tables.
    DELIVER_OFFICIAL = "deliver_official"
    EDIT_REPORT = "edit_report"
    RELEASE_FIGURES = "release_figures"
    APPROVE_REPORT = "approve_report"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    MANAGE_MEMBERS = "manage_members"
    VIEW_AUDIT = "view_audit"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(
        {
            Permission.VIEW_WORK,
            Permission.DELIVER_FIGURES,
            Permission.EDIT_REPORT,
            Permission.PUBLISH,
            Permission.WITHDRAW,
            Permission.MANAGE_MEMBERS,
            Permission.VIEW_AUDIT,
        }
    ),
    Role.MAYOR: frozenset(
        {
            Permission.VIEW_WORK,
            Permission.APPROVE_REPORT,
            Permission.WITHDRAW,
            Permission.VIEW_AUDIT,
        }
    ),
    Role.POLICE: frozenset(
        {Permission.VIEW_WORK, Permission.DELIVER_FIGURES, Permission.RELEASE_FIGURES}
    ),
    Role.COMMUNITY_OFFICER: frozenset({Permission.VIEW_WORK}),
    Role.PUBLIC_ORDER: frozenset({Permission.VIEW_WORK, Permission.DELIVER_FIGURES}),
    # Papers and drafts reach these three through the council's meetings, not the work area.
    Role.COUNCIL_MEMBER: frozenset(),
    Role.COUNCIL_GUEST: frozenset(),
    Role.COUNCILLOR: frozenset(),
    Role.SPONSOR: frozenset(),
    Role.PROTECTION_OFFICER: frozenset({Permission.VIEW_WORK, Permission.VIEW_AUDIT}),
    Role.SECURITY_OFFICER: frozenset({Permission.VIEW_WORK, Permission.VIEW_AUDIT}),
    Role.CONTRACTOR: frozenset({Permission.VIEW_WORK}),
    Role.COACH: frozenset({Permission.VIEW_WORK}),
    # The state level serves a town only with a membership there: a town's drafts are its own.
    Role.LPR_CONSULTANT: frozenset({Permission.VIEW_WORK, Permission.DELIVER_OFFICIAL}),
    Role.LPR_GRANTS: frozenset({Permission.VIEW_WORK}),
}
