"""What organisations are and what they are there for; offers and what is asked before listing."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    ADMINISTRATION = "administration", _("Verwaltung")
    POLICE = "police", _("Polizei und Justiz")
    SCHOOL = "school", _("Schule und Kita")
    YOUTH = "youth", _("Kinder- und Jugendhilfe")
    COUNSELLING = "counselling", _("Beratung und Opferhilfe")
    HEALTH = "health", _("Gesundheit und Sucht")
    CLUB = "club", _("Verein und Ehrenamt")
    BUSINESS = "business", _("Gewerbe und Wohnungswirtschaft")
    CHURCH = "church", _("Kirche und Religionsgemeinschaft")
    OTHER = "other", _("Sonstige")


class Topic(models.TextChoices):
    """What people ask for; "Wer ist zuständig?" is ordered by it."""

    THEFT = "theft", _("Diebstahl und Einbruch")
    VIOLENCE = "violence", _("Gewalt")
    DOMESTIC = "domestic", _("Häusliche Gewalt")
    DRUGS = "drugs", _("Drogen und Alkohol")
    DISORDER = "disorder", _("Lärm, Müll, Vandalismus")
    TRAFFIC = "traffic", _("Verkehr")
    YOUTH = "youth", _("Kinder und Jugendliche")
    FRAUD = "fraud", _("Betrug und Internet")
    EXTREMISM = "extremism", _("Extremismus und Hass")
    VICTIMS = "victims", _("Hilfe für Betroffene")
    ADVICE = "advice", _("Sicherheitsberatung")
    SPACES = "spaces", _("Plätze, Wege, Beleuchtung")
    INTEGRATION = "integration", _("Zusammenleben und Integration")


class TargetGroup(models.TextChoices):
    ALL = "all", _("alle")
    CHILDREN = "children", _("Kinder")
    YOUTH = "youth", _("Jugendliche")
    PARENTS = "parents", _("Eltern")
    SENIORS = "seniors", _("Ältere")
    WOMEN = "women", _("Frauen")
    MIGRANTS = "migrants", _("Zugewanderte")
    VICTIMS = "victims", _("Betroffene von Straftaten")
    PROFESSIONALS = "professionals", _("Fachkräfte")


class Pillar(models.TextChoices):
    """The four pillars of the state's strategy; a measure stands on one or several."""

    MUNICIPALITY = "municipality", _("Kommune")
    STATE = "state", _("Freistaat und Polizei")
    CIVIC = "civic", _("Bürgerschaftliches Engagement")
    SUPPORT = "support", _("Unterstützung")


class Setting(models.TextChoices):
    """Where prevention reaches people."""

    FAMILY = "family", _("Familie")
    DAYCARE = "daycare", _("Kita")
    SCHOOL = "school", _("Schule")
    LEISURE = "leisure", _("Freizeit und Verein")
    NEIGHBOURHOOD = "neighbourhood", _("Wohnumfeld")
    PUBLIC_SPACE = "public_space", _("öffentlicher Raum")
    TRAFFIC = "traffic", _("Straßenverkehr")
    WORK = "work", _("Betrieb und Behörde")
    ONLINE = "online", _("Internet und Medien")


class RiskFactor(models.TextChoices):
    """What makes problems more likely; by family, school, young people and neighbourhood."""

    FAMILY_CONFLICT = "family_conflict", _("Streit in der Familie")
    FAMILY_MANAGEMENT = "family_management", _("wenig Aufsicht und Regeln in der Familie")
    FAMILY_HISTORY = "family_history", _("Problemverhalten in der Familie")
    SCHOOL_FAILURE = "school_failure", _("Scheitern in der Schule")
    SCHOOL_BOND = "school_bond", _("geringe Bindung an die Schule")
    BULLYING = "bullying", _("Mobbing")
    PEERS = "peers", _("Freundeskreis mit Problemverhalten")
    EARLY_ONSET = "early_onset", _("früher Beginn von Problemverhalten")
    ATTITUDES = "attitudes", _("zustimmende Haltung zu Problemverhalten")
    ALIENATION = "alienation", _("Gefühl, nicht dazuzugehören")
    SUBSTANCES = "substances", _("leichter Zugang zu Alkohol und Drogen")
    DISORDER = "disorder", _("verwahrlostes Umfeld")
    OPPORTUNITY = "opportunity", _("günstige Gelegenheiten für Taten")
    LOW_GUARDIANSHIP = "low_guardianship", _("niemand ist da oder schaut hin")
    DARK_PLACES = "dark_places", _("dunkle oder unübersichtliche Orte")
    LOW_COHESION = "low_cohesion", _("wenig Zusammenhalt in der Nachbarschaft")
    POVERTY = "poverty", _("soziale Belastung im Quartier")
    ISOLATION = "isolation", _("Einsamkeit, wenig Kontakte")
    LOW_KNOWLEDGE = "low_knowledge", _("wenig Wissen über Schutz und Hilfe")
    TRAFFIC_RISK = "traffic_risk", _("gefährliche Verkehrslage")


class ProtectiveFactor(models.TextChoices):
    """What makes problems less likely."""

    FAMILY_BOND = "family_bond", _("Zusammenhalt in der Familie")
    SCHOOL_BOND = "school_bond", _("Bindung an die Schule")
    SOCIAL_SKILLS = "social_skills", _("soziale Fähigkeiten")
    CLEAR_NORMS = "clear_norms", _("klare Regeln, die alle teilen")
    RECOGNITION = "recognition", _("Anerkennung für Mitmachen")
    PARTICIPATION = "participation", _("Gelegenheiten, sich einzubringen")
    TRUST = "trust", _("Vertrauen in Nachbarn und Behörden")
    GUARDIANSHIP = "guardianship", _("Menschen, die hinschauen")
    GOOD_DESIGN = "good_design", _("übersichtliche, belebte Orte")
    HELP_KNOWN = "help_known", _("Hilfe ist bekannt und erreichbar")


class EvidenceLevel(models.TextChoices):
    """How well a programme is studied; the three levels of the Grüne Liste Prävention."""

    NONE = "none", _("nicht bewertet")
    THRESHOLD = "threshold", _("auf der Schwelle")
    FOUNDED = "founded", _("Wirksamkeit theoretisch gut begründet (Stufe 1)")
    PROBABLE = "probable", _("Wirksamkeit wahrscheinlich (Stufe 2)")
    PROVEN = "proven", _("Wirksamkeit nachgewiesen (Stufe 3)")


class OfferKind(models.TextChoices):
    LOCAL = "local", _("Angebot vor Ort")
    PIT = "pit", _("Prävention im Team (PiT)")
    PROPK = "propk", _("Polizeiliche Kriminalprävention (ProPK)")
    LKA_STANDARD = "lka_standard", _("Standard des Landeskriminalamts")
    STATE_CONCEPT = "state_concept", _("landesweites Konzept")
    PROGRAMME = "programme", _("Programm der Grünen Liste")


class OfferState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    SUBMITTED = "submitted", _("eingereicht")
    LISTED = "listed", _("gelistet")
    REFUSED = "refused", _("nicht gelistet")
    ENDED = "ended", _("beendet")


OFFER_STEPS: dict[OfferState, frozenset[OfferState]] = {
    OfferState.DRAFT: frozenset({OfferState.SUBMITTED, OfferState.ENDED}),
    OfferState.SUBMITTED: frozenset({OfferState.LISTED, OfferState.REFUSED, OfferState.DRAFT}),
    OfferState.LISTED: frozenset({OfferState.DRAFT, OfferState.ENDED}),
    OfferState.REFUSED: frozenset({OfferState.DRAFT, OfferState.ENDED}),
    OfferState.ENDED: frozenset({OfferState.DRAFT}),
}

# After this time somebody looks again.
CHECK_LASTS = dt.timedelta(days=730)
# What may be put right without a new check: how to get it, not what it is.
FREE_TO_CHANGE = frozenset({"website", "costs", "reach", "ends_on"})
CONCERNS_CHILDREN = frozenset({TargetGroup.CHILDREN, TargetGroup.YOUTH})
PLACES_OF_CHILDREN = frozenset({Setting.DAYCARE, Setting.SCHOOL})


class CheckAnswer(models.TextChoices):
    YES = "yes", _("ja")
    NO = "no", _("nein")
    NOT_CONCERNED = "na", _("trifft nicht zu")


@dataclass(frozen=True)
class CheckQuestion:
    """A question before an offer is listed; ``refusal`` is said when an obligatory one fails."""

    code: str
    text: Promise
    hint: Promise
    refusal: Promise | str = ""
    # Obligatory only where children or young people take part; elsewhere it may not concern.
    for_children: bool = False

    @property
    def is_obligatory(self) -> bool:
        return bool(self.refusal)


CHECK_QUESTIONS: tuple[CheckQuestion, ...] = (
    CheckQuestion(
        "provider",
        _("Steht mit Namen da, wer es anbietet?"),
        _("Eine Organisation, die es gibt und die dafür einsteht."),
        _("Es ist nicht benannt, wer das Angebot macht. Tragen Sie die Organisation ein."),
    ),
    CheckQuestion(
        "aim",
        _("Ist gesagt, für wen es ist und was danach anders sein soll?"),
        _("Zielgruppe und Ziel in einem Satz, den auch Außenstehende verstehen."),
        _("Zielgruppe oder Ziel fehlen. Ergänzen Sie beides unter „Kurz gesagt“."),
    ),
    CheckQuestion(
        "reasoning",
        _("Ist nachvollziehbar, warum es wirken kann?"),
        _("Ein Weg von dem, was getan wird, zu dem, was sich ändern soll."),
        _("Es ist nicht nachvollziehbar, warum das Angebot wirken kann. Fragen Sie nach."),
    ),
    CheckQuestion(
        "evidence",
        _("Stimmt die Angabe zum Nachweis, mit Quelle und Stand?"),
        _("„Nicht bewertet“ ist eine ehrliche Angabe. Eine Stufe braucht Fundstelle und Tag."),
        _(
            "Die Angabe zum Nachweis ist nicht belegt. Nennen Sie Quelle und Stand oder „nicht bewertet“."
        ),
    ),
    CheckQuestion(
        "staff",
        _("Ist, wer es durchführt, dafür ausgebildet?"),
        _("Fachkräfte oder geschulte Ehrenamtliche mit Begleitung."),
        _("Es ist nicht geklärt, ob die Durchführenden ausgebildet sind. Fragen Sie nach."),
    ),
    CheckQuestion(
        "children",
        _("Ist der Schutz von Kindern und Jugendlichen geregelt?"),
        _("Schutzkonzept, erweitertes Führungszeugnis, jemand für Beschwerden."),
        _(
            "Kinder oder Jugendliche nehmen teil, ihr Schutz ist aber nicht geregelt. Das muss zuerst geklärt sein."
        ),
        for_children=True,
    ),
    CheckQuestion(
        "costs",
        _("Steht da, was es kostet und was der Ort selbst leisten muss?"),
        _("Auch „kostenfrei“ ist eine Angabe."),
        _("Die Kosten fehlen. Tragen Sie ein, was zu zahlen ist, oder „kostenfrei“."),
    ),
    CheckQuestion(
        "neutral",
        _("Ist es frei von Werbung und Parteinahme?"),
        _("Kein Verkauf, keine Wahlwerbung, kein Werben für ein Bekenntnis."),
        _("Das Angebot wirbt für etwas oder ergreift Partei. So kann es nicht gelistet werden."),
    ),
    CheckQuestion(
        "reachable",
        _("Ist jemand erreichbar, der Auskunft gibt?"),
        _("Telefon, E-Mail oder Internetseite, und dort antwortet jemand."),
        _("Niemand ist erreichbar. Tragen Sie beim Partner oder beim Angebot einen Weg ein."),
    ),
    CheckQuestion(
        "side_effects",
        _("Ist bedacht, was es ungewollt bewirken könnte?"),
        _("Zum Beispiel: Abschreckung macht manches erst spannend, Gruppen werden abgestempelt."),
    ),
    CheckQuestion(
        "access",
        _("Können auch Menschen mit Behinderungen oder wenig Deutsch teilnehmen?"),
        _("Wenn nicht, gehört es in die Bemerkung."),
    ),
    CheckQuestion(
        "experience",
        _("Gibt es Rückmeldungen von Orten, die es schon genutzt haben?"),
        _("Auch ernüchternde. Das hilft den Nächsten."),
    ),
)
