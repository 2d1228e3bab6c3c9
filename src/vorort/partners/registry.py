"""What this app tells the search: partners and offers; the state-wide entries that come along."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.queries import list_my_authorities
from vorort.core import links, search
from vorort.core.clock import today
from vorort.core.scopes import platform_scope
from vorort.partners import rules
from vorort.partners.choices import (
    EvidenceLevel,
    OfferKind,
    OfferState,
    Pillar,
    ProtectiveFactor,
    RiskFactor,
    Setting,
    TargetGroup,
    Topic,
)
from vorort.partners.models import Offer, Organisation

KIND = "partners.organisation"


def register() -> None:
    """Register this app's kinds; called when the app is ready."""
    source = search.Source(KIND, _("Partner"), _load, _list_ids, is_dated=False)
    search.register(source, _link)
    offers = search.Source(
        rules.KIND_OFFER, _("Angebot"), _load_offer, _list_offers, is_dated=False
    )
    search.register(offers, _link_offer)


def _load(public_id: str) -> search.Document | None:
    """Return an organisation without its people: whoever leaves must not stay in an index."""
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        found = Organisation.objects.filter(public_id=public_id).first()
    if found is None:
        return None
    known = {**dict(Topic.choices), **dict(TargetGroup.choices)}
    codes = [*found.topics, *found.target_groups]
    parts = [
        found.get_kind_display(),
        *(str(known[code]) for code in codes if code in known),
        found.responsibility,
        found.address,
    ]
    return search.Document(
        title=found.name,
        text=" · ".join(part for part in parts if part),
        updated_at=found.updated_at,
        audience=Permission.VIEW_WORK,
        authority_id=found.authority_id,
    )


def _list_ids() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        yield from list(Organisation.objects.values_list("public_id", flat=True))


def _link(actor: object, public_id: str) -> links.Link | None:
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the thing's own id; the rule says who sees it"):
        rows = Organisation.objects.filter(public_id=public_id).select_related("authority")
        found = rows.first()
    if found is None or not rules.can_view_partners(actor, found.authority):
        return None
    slug = found.authority.slug
    if rules.can_edit_partners(actor, found.authority):
        return links.Link(found.name, reverse("partners:organisation", args=[slug, public_id]))
    # Its own page is for who keeps the list; everybody else reads it in the list.
    asked = {"suche": found.name[:80]} | ({} if found.is_active else {"ansicht": "frueher"})
    return links.Link(found.name, f"{reverse('partners:list', args=[slug])}?{urlencode(asked)}")


def _load_offer(public_id: str) -> search.Document | None:
    """Return what is listed; drafts and refusals never enter the index."""
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        rows = Offer.objects.filter(public_id=public_id, state=OfferState.LISTED)
        found = rows.select_related("authority", "organisation").first()
    if found is None:
        return None
    known = {**dict(Topic.choices), **dict(TargetGroup.choices), **dict(Setting.choices)}
    codes = [*found.topics, *found.target_groups, *found.settings]
    parts = [
        str(found.get_kind_display()),
        found.organisation.name if found.organisation else "",
        *(str(known[code]) for code in codes if code in known),
        found.summary,
    ]
    # A state's entry is for all who work in one of its towns; the link asks again.
    wide = rules.is_state_wide(found)
    return search.Document(
        title=found.title,
        text=" · ".join(part for part in parts if part),
        updated_at=found.updated_at,
        audience=Permission.VIEW_WORK,
        authority_id=None if wide else found.authority_id,
    )


def _list_offers() -> Iterator[str]:
    with platform_scope("the index is filled for all towns; its doors keep them apart"):
        rows = Offer.objects.filter(state=OfferState.LISTED)
        yield from list(rows.values_list("public_id", flat=True))


def _link_offer(actor: object, public_id: str) -> links.Link | None:
    """Return the way to an offer: in the town that keeps it, or in one of one's own."""
    if not isinstance(actor, Person):
        return None
    with platform_scope("a link is named by the thing's own id; the rule says who sees it"):
        found = Offer.objects.filter(public_id=public_id).select_related("authority").first()
    if found is None:
        return None
    place = found.authority
    if not rules.can_view_partners(actor, place):
        mine = (each.authority for each in list_my_authorities(actor) if each.may_view_work)
        near = [town for town in mine if rules.is_for(found, town)]
        if not near or not rules.is_listed(found, on=today()):
            return None
        place = near[0]
    return links.Link(found.title, reverse("partners:offer", args=[place.slug, public_id]))


def _starter(
    kind: OfferKind, title: str, website: str, summary: str, **more: Any
) -> dict[str, Any]:
    return {"kind": kind, "title": title, "website": website, "summary": summary, **more}


# The state-wide entries that come along: own words, address of the institution, nothing copied.
# A level of evidence stands only where its source was read; the check before listing looks again.
STARTERS: tuple[Mapping[str, Any], ...] = (
    _starter(
        OfferKind.PIT,
        "Angebotsportal „Prävention im Team“",
        "https://pit.sachsen.de/",
        "Verzeichnis geprüfter Angebote für Schulen, Kitas und Jugendarbeit. Kommunalverwaltung, "
        "Schulaufsicht und Polizei einer Region arbeiten dabei zusammen. Suche nach Themen.",
        topics=[Topic.YOUTH, Topic.VIOLENCE, Topic.DRUGS, Topic.EXTREMISM],
        target_groups=[TargetGroup.CHILDREN, TargetGroup.YOUTH, TargetGroup.PROFESSIONALS],
        settings=[Setting.SCHOOL, Setting.DAYCARE],
        protective_factors=[ProtectiveFactor.SOCIAL_SKILLS, ProtectiveFactor.CLEAR_NORMS],
        pillars=[Pillar.STATE, Pillar.SUPPORT],
        costs="je nach Angebot, steht im Portal",
    ),
    _starter(
        OfferKind.PIT,
        "Regionale Steuerungsgruppe „Prävention im Team“",
        "https://pit.sachsen.de/",
        "In jedem Landkreis und jeder kreisfreien Stadt stimmt eine Gruppe ab, was Schulen und "
        "Kitas brauchen und wer es anbietet. Ansprechstelle, bevor etwas Neues entsteht.",
        topics=[Topic.YOUTH],
        target_groups=[TargetGroup.PROFESSIONALS],
        settings=[Setting.SCHOOL, Setting.DAYCARE],
        pillars=[Pillar.STATE, Pillar.MUNICIPALITY],
        costs="kostenfrei",
    ),
    _starter(
        OfferKind.PROPK,
        "Polizeiliche Beratung: Einbruch und Diebstahl",
        "https://www.polizei-beratung.de/",
        "Hinweise der Polizeien der Länder und des Bundes, wie Wohnung, Fahrrad und Auto zu "
        "sichern sind. Handzettel und Medien für Veranstaltungen vor Ort.",
        topics=[Topic.THEFT, Topic.ADVICE],
        target_groups=[TargetGroup.ALL],
        settings=[Setting.NEIGHBOURHOOD, Setting.PUBLIC_SPACE],
        risk_factors=[RiskFactor.OPPORTUNITY, RiskFactor.LOW_KNOWLEDGE],
        protective_factors=[ProtectiveFactor.GUARDIANSHIP, ProtectiveFactor.HELP_KNOWN],
        pillars=[Pillar.STATE],
        costs="kostenfrei",
    ),
    _starter(
        OfferKind.PROPK,
        "Polizeiliche Beratung: Betrug an der Haustür, am Telefon und im Internet",
        "https://www.polizei-beratung.de/",
        "Maschen erklärt, Verhalten geübt: für Vorträge bei Seniorentreffs, Banken und in Familien. "
        "Medien zum Bestellen und Herunterladen.",
        topics=[Topic.FRAUD, Topic.ADVICE],
        target_groups=[TargetGroup.SENIORS, TargetGroup.ALL],
        settings=[Setting.NEIGHBOURHOOD, Setting.ONLINE],
        risk_factors=[RiskFactor.LOW_KNOWLEDGE, RiskFactor.ISOLATION],
        protective_factors=[ProtectiveFactor.HELP_KNOWN],
        pillars=[Pillar.STATE],
        costs="kostenfrei",
    ),
    _starter(
        OfferKind.PROPK,
        "Polizeiliche Beratung: Gewalt, Zivilcourage, Hilfe für Betroffene",
        "https://www.polizei-beratung.de/",
        "Was Zeuginnen und Zeugen tun können, ohne sich zu gefährden, und wo Betroffene Hilfe finden.",
        topics=[Topic.VIOLENCE, Topic.VICTIMS, Topic.DOMESTIC],
        target_groups=[TargetGroup.ALL, TargetGroup.VICTIMS],
        settings=[Setting.PUBLIC_SPACE, Setting.NEIGHBOURHOOD],
        risk_factors=[RiskFactor.LOW_GUARDIANSHIP, RiskFactor.LOW_KNOWLEDGE],
        protective_factors=[ProtectiveFactor.GUARDIANSHIP, ProtectiveFactor.HELP_KNOWN],
        pillars=[Pillar.STATE],
        costs="kostenfrei",
    ),
    _starter(
        OfferKind.LKA_STANDARD,
        "Standards der polizeilichen Prävention für Kinder und Jugendliche",
        "http://www.polizei.sachsen.de/de/9835.htm",
        "Die Zentralstelle für polizeiliche Prävention entwickelt landesweite Standards: Gewalt, "
        "Medien, Drogen, sexueller Missbrauch. Fragen Sie vor einer eigenen Reihe dort nach.",
        topics=[Topic.YOUTH, Topic.VIOLENCE, Topic.DRUGS, Topic.FRAUD],
        target_groups=[TargetGroup.CHILDREN, TargetGroup.YOUTH],
        settings=[Setting.SCHOOL],
        risk_factors=[RiskFactor.LOW_KNOWLEDGE, RiskFactor.ATTITUDES],
        protective_factors=[ProtectiveFactor.CLEAR_NORMS],
        pillars=[Pillar.STATE],
        costs="kostenfrei",
    ),
    _starter(
        OfferKind.LKA_STANDARD,
        "Verkehrsprävention der Polizei",
        "http://www.polizei.sachsen.de/de/9835.htm",
        "Landesweit abgestimmte Verkehrserziehung und Aufklärung, von der Radfahrausbildung bis zu "
        "Älteren im Straßenverkehr.",
        topics=[Topic.TRAFFIC],
        target_groups=[TargetGroup.CHILDREN, TargetGroup.YOUTH, TargetGroup.SENIORS],
        settings=[Setting.TRAFFIC, Setting.SCHOOL],
        risk_factors=[RiskFactor.TRAFFIC_RISK],
        pillars=[Pillar.STATE],
        costs="kostenfrei",
    ),
    _starter(
        OfferKind.STATE_CONCEPT,
        "Bürgerpolizist: Ansprechpartner mit Sprechstunde",
        "https://polizei.sachsen.de/de/21996.htm",
        "Jedes Revier hat Beamtinnen und Beamte, die im Ort ansprechbar sind und an Gremien "
        "teilnehmen. Gut für Hinweise, Rundgänge und gemeinsame Termine.",
        topics=[Topic.ADVICE, Topic.DISORDER, Topic.SPACES],
        target_groups=[TargetGroup.ALL],
        settings=[Setting.NEIGHBOURHOOD, Setting.PUBLIC_SPACE],
        risk_factors=[RiskFactor.LOW_GUARDIANSHIP],
        protective_factors=[ProtectiveFactor.TRUST, ProtectiveFactor.GUARDIANSHIP],
        pillars=[Pillar.STATE],
        costs="kostenfrei",
    ),
    _starter(
        OfferKind.STATE_CONCEPT,
        "Sächsische Sicherheitswacht",
        "https://polizei.sachsen.de/de/sicherheitswacht.htm",
        "Ehrenamtliche gehen im Auftrag der Polizei Streife und sprechen Menschen an. Die Polizei "
        "wählt aus, bildet aus und leitet an; die Kommune wirbt mit.",
        topics=[Topic.DISORDER, Topic.SPACES, Topic.VIOLENCE],
        target_groups=[TargetGroup.ALL],
        settings=[Setting.PUBLIC_SPACE],
        risk_factors=[RiskFactor.LOW_GUARDIANSHIP],
        protective_factors=[ProtectiveFactor.GUARDIANSHIP, ProtectiveFactor.TRUST],
        pillars=[Pillar.STATE, Pillar.CIVIC],
        costs="kostenfrei für die Kommune",
    ),
    _starter(
        OfferKind.STATE_CONCEPT,
        "Beratung und Coaching in der Allianz Sichere Sächsische Kommunen",
        "https://www.asskomm.sachsen.de/",
        "Der Landespräventionsrat berät beim Aufbau von Gremien, vermittelt Coaching und "
        "unterstützt Sicherheitsanalysen.",
        topics=[Topic.ADVICE],
        target_groups=[TargetGroup.PROFESSIONALS],
        settings=[Setting.WORK],
        pillars=[Pillar.STATE, Pillar.SUPPORT],
        costs="kostenfrei, Vereinbarung mit dem Land nötig",
    ),
    _starter(
        OfferKind.PROGRAMME,
        "Grüne Liste Prävention: Programme nach Nachweis suchen",
        "https://www.gruene-liste-praevention.de/",
        "Register ausgewerteter Programme in drei Stufen. Suche nach Ort des Einsatzes, Zielgruppe, "
        "Risiko- und Schutzfaktoren. Die Stufe gehört mit Tag zur Maßnahme.",
        topics=[Topic.YOUTH, Topic.VIOLENCE, Topic.DRUGS],
        target_groups=[TargetGroup.CHILDREN, TargetGroup.YOUTH, TargetGroup.PARENTS],
        settings=[Setting.FAMILY, Setting.DAYCARE, Setting.SCHOOL, Setting.NEIGHBOURHOOD],
        pillars=[Pillar.SUPPORT],
        costs="Suche kostenfrei, Programme je nach Träger",
    ),
    _starter(
        OfferKind.PROGRAMME,
        "Klasse2000",
        "https://www.klasse2000.de/ueber-uns/aktuelles/detail/aktuelles/klasse2000-in-der-gruenen-liste-praevention",
        "Grundschulklassen lernen über vier Jahre, auf Gesundheit und Miteinander zu achten. "
        "Höchste Stufe nach einer Studie von 2016, so der Träger; bitte in der Liste nachsehen.",
        topics=[Topic.YOUTH, Topic.DRUGS],
        target_groups=[TargetGroup.CHILDREN],
        settings=[Setting.SCHOOL],
        risk_factors=[RiskFactor.EARLY_ONSET],
        protective_factors=[ProtectiveFactor.SOCIAL_SKILLS, ProtectiveFactor.CLEAR_NORMS],
        pillars=[Pillar.SUPPORT],
        evidence_level=EvidenceLevel.PROVEN,
        evidence_on=dt.date(2016, 12, 31),
        costs="Beitrag je Klasse und Schuljahr, oft über Patenschaften",
    ),
    _starter(
        OfferKind.PROGRAMME,
        "Prev@WORK",
        "https://www.gruene-liste-praevention.de/nano.cms/datenbank/programm/112",
        "Auszubildende setzen sich im Betrieb mit Alkohol und anderen Suchtmitteln auseinander, "
        "angeleitet von geschulten Fachkräften. Stand der Stufe: Aufnahme in die Liste 2018.",
        topics=[Topic.DRUGS, Topic.YOUTH],
        target_groups=[TargetGroup.YOUTH],
        settings=[Setting.WORK],
        risk_factors=[RiskFactor.ATTITUDES, RiskFactor.SUBSTANCES],
        protective_factors=[ProtectiveFactor.SOCIAL_SKILLS],
        pillars=[Pillar.SUPPORT],
        evidence_level=EvidenceLevel.FOUNDED,
        evidence_on=dt.date(2018, 8, 29),
        costs="Schulung der Fachkräfte kostenpflichtig",
    ),
)
