"""Kinds of authority, and roles and permissions as code: a change is a reviewed commit."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AuthorityKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Stadt oder Gemeinde")
    COUNTY = "county", _("Landkreis")
    STATE = "state", _("Land")


@dataclass(frozen=True)
class NewTown:
    """What is known of a town when it comes in: its address, names and keys."""

    slug: str
    name: str
    short_name: str
    town_key: str
    area_key: str
    also_area_key: str = ""
    kind: AuthorityKind = AuthorityKind.MUNICIPALITY


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


class ContactKind(models.TextChoices):
    """Whom people turn to; the last two are told to nobody outside the work area."""

    OFFICE = "office", _("Verwaltung")
    PUBLIC_ORDER = "public_order", _("Ordnungsamt oder Vollzugsdienst")
    COMMUNITY_OFFICER = "community_officer", _("Bürgerpolizei")
    POLICE = "police", _("Polizeidienststelle")
    COUNSELLING = "counselling", _("Beratung und Opferhilfe")
    YOUTH = "youth", _("Kinder, Jugend und Familie")
    OTHER = "other", _("Weitere Stelle")
    PROTECTION_OFFICER = "protection_officer", _("Datenschutz")
    SECURITY_OFFICER = "security_officer", _("Informationssicherheit")
    INCIDENT = "incident", _("Meldestelle bei Sicherheitsvorfällen")


# Shown on the town's public page, in this order; the officer for data protection stands in the
# legal page instead.
PUBLIC_CONTACTS = (
    ContactKind.OFFICE,
    ContactKind.PUBLIC_ORDER,
    ContactKind.COMMUNITY_OFFICER,
    ContactKind.POLICE,
    ContactKind.COUNSELLING,
    ContactKind.YOUTH,
    ContactKind.OTHER,
)


class LegalKind(models.TextChoices):
    """The pages every public site must have; the value stands in the address."""

    IMPRINT = "impressum", _("Impressum")
    PRIVACY = "datenschutz", _("Datenschutz")
    ACCESSIBILITY = "barrierefreiheit", _("Erklärung zur Barrierefreiheit")


# What the legal pages know of a land.
SAXONY = "14"
# For a town whose state we know: who supervises data protection.
SUPERVISION = {
    SAXONY: "Sächsische Datenschutz- und Transparenzbeauftragte, Devrientstraße 5, 01067 Dresden",
}
ENFORCEMENT = {
    SAXONY: (
        "Durchsetzungsstelle beim Beauftragten der Sächsischen Staatsregierung für die Belange "
        "von Menschen mit Behinderungen, [www.durchsetzungsstelle.sachsen.de]"
        "(https://www.durchsetzungsstelle.sachsen.de/)"
    ),
}
# What is not accessible in the platform itself; the town adds what it knows of its own texts.
KNOWN_BARRIERS = (
    (
        "Tabellen in PDF-Dateien: Zeilenköpfe sind nicht ausgezeichnet. Dieselbe Tabelle steht "
        "auf der Seite mit Spalten- und Zeilenköpfen."
    ),
    "Karten sind Bilder. Neben jeder Karte steht eine Liste mit denselben Angaben.",
    "Leichte Sprache gibt es nur für die Erklärung dieser Plattform, nicht für jedes Lagebild.",
    "Videos in Deutscher Gebärdensprache gibt es noch nicht.",
)


class LegalState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    REVIEWED = "reviewed", _("geprüft")


class StepChoice(models.TextChoices):
    LATER = "later", _("später")
    NOT_NEEDED = "not_needed", _("nicht nötig")


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
    # Letterhead, arms, contacts, legal pages, way of working.
    SET_UP = "set_up"
    VIEW_AUDIT = "view_audit"
    # Bodies, meetings, minutes, resolutions.
    RUN_COUNCIL = "run_council"
    # Findings, strategy, measures and their evaluation.
    EDIT_MEASURES = "edit_measures"
    # What the head of the administration signs or decides.
    SIGN_OFF = "sign_off"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(
        {
            Permission.VIEW_WORK,
            Permission.DELIVER_FIGURES,
            Permission.EDIT_REPORT,
            Permission.PUBLISH,
            Permission.WITHDRAW,
            Permission.MANAGE_MEMBERS,
            Permission.SET_UP,
            Permission.VIEW_AUDIT,
            Permission.RUN_COUNCIL,
            Permission.EDIT_MEASURES,
        }
    ),
    Role.MAYOR: frozenset(
        {
            Permission.VIEW_WORK,
            Permission.APPROVE_REPORT,
            Permission.SIGN_OFF,
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


# What one person must not hold together in one town, and why. The first pair may be allowed by
# a setting of small towns; the report then says so.
EDITS_AND_APPROVES = frozenset({Role.COORDINATOR, Role.MAYOR})
SEPARATE: dict[frozenset[Role], Promise | str] = {
    frozenset({Role.COORDINATOR, Role.POLICE}): _(
        "Wer das Lagebild bearbeitet, kann die Zahlen nicht für die Polizei freigeben."
    ),
    frozenset({Role.COORDINATOR, Role.COMMUNITY_OFFICER}): _(
        "Wer das Lagebild bearbeitet, soll nicht zugleich für die Polizei sprechen."
    ),
    frozenset({Role.MAYOR, Role.POLICE}): _(
        "Wer veröffentlicht, kann die Zahlen nicht für die Polizei freigeben."
    ),
    frozenset({Role.COORDINATOR, Role.PROTECTION_OFFICER}): _(
        "Datenschutzbeauftragte dürfen sich nicht selbst prüfen."
    ),
    frozenset({Role.MAYOR, Role.PROTECTION_OFFICER}): _(
        "Die Leitung der Verwaltung kann nicht Datenschutzbeauftragte sein."
    ),
}
