"""Reads of incidents, who answers for security, and the terms as duties."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ContactKind, Role
from vorort.authorities.models import Authority, Membership
from vorort.authorities.queries import get_officer
from vorort.authorities.rules import current
from vorort.breaches.choices import IncidentState, ReportStep
from vorort.breaches.models import Incident
from vorort.breaches.rules import SEES_INCIDENTS, can_see_incidents, open_steps
from vorort.core.clock import today
from vorort.core.duties import Duty
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope


def officer_words(authority: Authority) -> str:
    """Return who answers for data protection in a town, in one line."""
    named = get_officer(authority, ContactKind.PROTECTION_OFFICER)
    if named is not None:
        words = (named.name, named.person_name, named.phone, named.email)
        return ", ".join(word for word in words if word)
    held = Membership.objects.filter(authority=authority, role=Role.PROTECTION_OFFICER)
    first = current(held, on=today()).select_related("person").order_by("from_on").first()
    return f"{first.person.name}, {first.person.email}" if first else _("noch nicht benannt")


def list_incidents(actor: Person, authority: Authority) -> QuerySet[Incident]:
    """Return a town's incidents; none for who may not know of them."""
    if not can_see_incidents(actor, authority):
        return Incident.objects.none()
    return Incident.objects.filter(authority=authority).select_related("recorded_by")


def get_incident(actor: Person, authority: Authority, public_id: str) -> Incident:
    """Return one incident; ``NotVisible`` for who may not know of it."""
    found = list_incidents(actor, authority).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return found


def open_incidents(authorities: QuerySet[Authority]) -> list[Incident]:
    """Return the open incidents of some towns; the caller has checked who may see them."""
    with platform_scope("duties of one person over all their towns"):
        return list(
            Incident.objects.filter(
                authority__in=authorities, state=IncidentState.OPEN
            ).select_related("authority")
        )


def list_duties(actor: Person) -> list[Duty]:
    """Return which reports are due, over all towns of a person."""
    found = []
    for incident in open_incidents(_towns(actor)):
        town = incident.authority
        url = reverse("breaches:incident", args=[town.slug, incident.public_id])
        owed = open_steps(incident)
        for step, due in owed.items():
            clock = f"{timezone.localtime(due):%d.%m.%Y, %H:%M}" if due else ""
            reason = (
                _("Frist: %(when)s Uhr.") % {"when": clock} if due else _("Unverzüglich melden.")
            )
            found.append(
                Duty(
                    town_key=town.town_key,
                    town=town.name,
                    title=str(ReportStep(step).label),
                    url=url,
                    reason=reason,
                    due_on=timezone.localtime(due).date() if due else today(),
                    kind=f"breaches.{step.value}",
                )
            )
        if not owed:
            found.append(
                Duty(
                    town_key=town.town_key,
                    town=town.name,
                    title=_("Vorfall abschließen"),
                    url=url,
                    reason=_("Alle Meldungen sind gemacht."),
                    kind="breaches.close",
                )
            )
    return found


def _towns(actor: Person) -> QuerySet[Authority]:
    held = current(Membership.objects.filter(person=actor, role__in=SEES_INCIDENTS), on=today())
    return Authority.objects.filter(pk__in=held.values("authority_id"))
