"""Kinds of authority, and roles and permissions as code: a change is a reviewed commit."""

from enum import StrEnum

from django.db import models


class AuthorityKind(models.TextChoices):
    MUNICIPALITY = "municipality", "Stadt oder Gemeinde"
    COUNTY = "county", "Landkreis"
    STATE = "state", "Land"


class Role(models.TextChoices):
    """Who somebody is for an authority (role catalogue of the field)."""

    COORDINATOR = "coordinator", "Koordination Prävention"
    MAYOR = "mayor", "Bürgermeisterin oder Bürgermeister"
    POLICE = "police", "Polizei (Lagebearbeitung)"
    COMMUNITY_OFFICER = "community_officer", "Bürgerpolizei"
    PUBLIC_ORDER = "public_order", "Ordnungsamt"
    COUNCIL_MEMBER = "council_member", "Mitglied im Präventionsrat"
    COUNCILLOR = "councillor", "Mitglied im Gemeinde- oder Stadtrat"
    SPONSOR = "sponsor", "Projektträger"
    PROTECTION_OFFICER = "protection_officer", "Datenschutzbeauftragte oder -beauftragter"
    CONTRACTOR = "contractor", "Auftragnehmer Sicherheitsanalyse"
    COACH = "coach", "Coach"
    LPR_CONSULTANT = "lpr_consultant", "Beratung im Landespräventionsrat"
    LPR_GRANTS = "lpr_grants", "Bewilligung im Landespräventionsrat"


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
    Role.COUNCIL_MEMBER: frozenset(),
    Role.COUNCILLOR: frozenset(),
    Role.SPONSOR: frozenset(),
    Role.PROTECTION_OFFICER: frozenset({Permission.VIEW_WORK, Permission.VIEW_AUDIT}),
    Role.CONTRACTOR: frozenset({Permission.VIEW_WORK}),
    Role.COACH: frozenset({Permission.VIEW_WORK}),
    Role.LPR_CONSULTANT: frozenset({Permission.VIEW_WORK, Permission.DELIVER_OFFICIAL}),
    Role.LPR_GRANTS: frozenset({Permission.VIEW_WORK}),
}
