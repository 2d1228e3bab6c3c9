"""What Lindenau has found, what it lacks and what shall be different; all of it is invented."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vorort.demo.months import district_key, month_before
from vorort.demo.world import TOWN_KEY
from vorort.findings.choices import Direction, EvidenceGrade, Fit, Strength
from vorort.partners.choices import ProtectiveFactor, RiskFactor, TargetGroup, Topic


@dataclass(frozen=True)
class GoalScript:
    """What shall be different: a figure with where it stands and where it shall get.

    Of a figure of the registry the platform reads where it stands: that of the year before.
    """

    title: str
    due_in: int
    source: str = ""
    code: str = ""
    own_indicator: str = ""
    unit: str = ""
    direction: Direction = Direction.DOWN
    baseline: int | None = None
    target: int | None = None
    # For whole areas of the town a goal speaks of the town itself.
    district: str = ""
    # What a project shall get done to serve it: title, indicator, number.
    project: tuple[str, str, int] | None = None

    @property
    def area_key(self) -> str:
        return district_key(self.district) if self.district else TOWN_KEY

    def numbers(self, today: dt.date, *, days: int) -> dict[str, Any]:
        """Return baseline, target and their days for a goal set so many days ago."""
        found = today - dt.timedelta(days=days)
        return {
            "baseline": None if self.baseline is None else Decimal(self.baseline),
            "baseline_on": dt.date(found.year - 1, 12, 31) if self.code else month_before(found),
            "target": None if self.target is None else Decimal(self.target),
            "due_on": today + dt.timedelta(days=self.due_in),
        }


@dataclass(frozen=True)
class NeedScript:
    """A finding so many days ago, its cause, the need, its rating and the goal."""

    days: int
    title: str
    topic: Topic
    statement: str
    uncertainty: str
    cause: str
    need: str
    gap: str
    goal: GoalScript
    # Severity, spread, changeability, and the points the council gave.
    rating: tuple[int, int, int]
    votes: int
    reason: str = ""
    strength: Strength = Strength.MODERATE
    groups: tuple[TargetGroup, ...] = (TargetGroup.ALL,)
    district: str = ""
    place: str = ""
    # A figure of the published Lagebild by its key; it says itself what is known.
    figure: str = ""
    grade: EvidenceGrade = EvidenceGrade.EXPERIENCE
    grade_note: str = ""
    risk: tuple[RiskFactor, ...] = ()
    protective: tuple[ProtectiveFactor, ...] = ()
    # Words in the title of a listed offer, what it does for the need, and why.
    offer: tuple[str, Fit, str] | None = None

    @property
    def area_key(self) -> str:
        return district_key(self.district) if self.district else ""


EVENING, DAMAGE, RIVER, HOME, BICYCLES, QUARREL, SCHOOL_RUN, VICTIMS, CALLS = (
    "evening", "damage", "river", "home", "bicycles", "quarrel", "school-run", "victims", "calls",
)  # fmt: skip
NEEDS: dict[str, NeedScript] = {
    EVENING: NeedScript(
        640, "Abends am Bahnhof: Lärm und Streit", Topic.DISORDER,
        "Das Revier fährt von Mai bis September fast jeden dritten Abend wegen Ruhestörung in die "
        "Bahnhofsvorstadt. Reisende und Anwohnende meiden den Vorplatz nach 20 Uhr.",
        "Wie viele Anrufe denselben Abend betreffen, ist nicht erfasst.",
        "Nach 18 Uhr hat kein Treffpunkt für Jugendliche mehr offen; überdacht ist nur der Vorplatz.",
        "Ein Ort für Jugendliche am Abend",
        "Das Jugendhaus schließt um 18 Uhr. Angebote am Abend gibt es freitags nicht.",
        GoalScript(
            "Am Bahnhof wird es abends ruhiger", 150, "incidents", "incidents-disturbance",
            target=90, district="Bahnhofsvorstadt",
            project=("Der Treff ist an zwei Abenden offen", "Öffnungsabende im Jahr", 90),
        ),
        (3, 3, 4), 9,
        "Viele sind betroffen, und die Stadt kann selbst etwas ändern.",
        Strength.STRONG, (TargetGroup.YOUTH, TargetGroup.ALL), "Bahnhofsvorstadt",
        "Bahnhofsvorplatz",
        grade=EvidenceGrade.LOCAL_DATA,
        grade_note="Einsätze des Reviers nach Wochentag und Uhrzeit, Gespräche der Jugendarbeit",
        risk=(RiskFactor.LOW_GUARDIANSHIP, RiskFactor.PEERS),
        protective=(ProtectiveFactor.PARTICIPATION, ProtectiveFactor.GUARDIANSHIP),
    ),
    DAMAGE: NeedScript(
        620, "Sachbeschädigung in der ganzen Stadt", Topic.DISORDER,
        "Jeden Monat werden fünf bis sechs Sachbeschädigungen gemeldet, verteilt über alle Ortsteile.",
        "Ein Schwerpunkt ist nicht zu erkennen; jeder Monat schwankt stark.",
        "Viele halten Kritzeleien für eine Kleinigkeit.",
        "Wissen, was Sachbeschädigung kostet",
        "Darüber gesprochen wird nur, wenn es gerade passiert ist.",
        GoalScript(
            "Weniger Sachbeschädigungen in Lindenau", 60, "incidents", "incidents-damage", target=45,
            project=("Plakate hängen an allen Haltestellen", "Standorte", 40),
        ),
        (2, 3, 2), 3, "Ärgerlich, aber über die Stadt verteilt und schwer zu fassen.",
        groups=(TargetGroup.YOUTH,), grade=EvidenceGrade.ASSUMED,
        risk=(RiskFactor.ATTITUDES,), protective=(ProtectiveFactor.CLEAR_NORMS,),
    ),
    RIVER: NeedScript(
        610, "Trinkgruppen an der Uferpromenade", Topic.DISORDER,
        "An warmen Tagen sammeln sich an der Uferpromenade Gruppen. Es wird getrunken, Familien "
        "weichen aus, und das Revier wird neunmal im Monat gerufen.",
        "Nicht jeder Einsatz fand eine Störung vor.",
        "Die Bänke liegen abseits, der Späti verkauft bis Mitternacht, und niemand schaut hin.",
        "Die Promenade soll wieder allen gehören",
        "Es fehlt an Aufsicht. Ein Angebot für die Gruppen selbst gibt es nicht.",
        GoalScript(
            "An der Uferpromenade wird weniger gestört", 90, "incidents",
            "incidents-public-drinking", target=65, district="Weidenaue",
            project=("Kontrollen finden regelmäßig statt", "Kontrollgänge im Jahr", 100),
        ),
        (3, 2, 3), 5, district="Weidenaue", place="Uferpromenade",
        risk=(RiskFactor.SUBSTANCES, RiskFactor.LOW_GUARDIANSHIP),
        protective=(ProtectiveFactor.GOOD_DESIGN,),
    ),
    HOME: NeedScript(
        600, "Angst auf dem Heimweg vom Spätzug", Topic.VIOLENCE,
        "Beim Bürgerabend sagten 23 von 60 Befragten, dass sie den Weg vom Spätzug in die Altstadt "
        "meiden. Raubtaten sind mit etwa drei im Jahr sehr selten.",
        "Der Bürgerabend ist keine Befragung aller.",
        "Der Weg ist nach 21 Uhr leer; wer allein geht, trifft niemanden.",
        "Sicher nach Hause kommen",
        "Nach 21 Uhr fährt kein Bus, Begleitung gibt es nicht.",
        GoalScript(
            "Weniger Menschen meiden den Heimweg", 200,
            own_indicator="Anteil, der den Weg meidet (Bürgerabend)", unit="%", baseline=38,
            target=25, project=("Begleitung an drei Abenden", "begleitete Wege im Jahr", 200),
        ),
        (3, 2, 3), 4, groups=(TargetGroup.WOMEN, TargetGroup.SENIORS),
        risk=(RiskFactor.DARK_PLACES, RiskFactor.LOW_GUARDIANSHIP),
        protective=(ProtectiveFactor.TRUST,),
    ),
    BICYCLES: NeedScript(
        260, "Fahrraddiebstähle haben sich verdoppelt", Topic.THEFT,
        "",
        "",
        "Am Bahnhof stehen Räder den ganzen Tag an Geländern; die vorhandenen Bügel sind voll.",
        "Sicheres Abstellen am Bahnhof",
        "Für 60 Räder fehlen Plätze, an denen jemand aufpasst.",
        GoalScript(
            "Weniger gestohlene Fahrräder am Bahnhof", 700, "incidents", "incidents-bicycle",
            target=20, district="Bahnhofsvorstadt",
            project=("Der Abstellplatz ist in Betrieb", "Stellplätze", 60),
        ),
        (3, 4, 4), 8, "Das Lagebild zeigt den stärksten Anstieg seit zehn Jahren.",
        Strength.STRONG, place="Bahnhof", figure="***300",
        grade=EvidenceGrade.LOCAL_DATA, grade_note="Zählung der Arbeitsgruppe Bahnhof",
        risk=(RiskFactor.OPPORTUNITY, RiskFactor.LOW_GUARDIANSHIP),
        protective=(ProtectiveFactor.GUARDIANSHIP, ProtectiveFactor.GOOD_DESIGN),
    ),
    QUARREL: NeedScript(
        180, "Streit auf dem Schulhof", Topic.YOUTH,
        "Die Grundschule schreibt jede Woche vier bis fünf Fälle auf, in denen Streit nicht ohne "
        "Erwachsene endet.",
        "Aufgeschrieben wird erst seit einem Jahr.",
        "Die Kinder haben keine Worte, um einen Streit selbst zu beenden.",
        "Kinder, die Streit schlichten können",
        "Für die Ausbildung fehlen Zeit und 900 Euro im Jahr.",
        GoalScript(
            "Kinder beenden Streit selbst", 320, own_indicator="Streitfälle mit Erwachsenen",
            unit="je Woche", baseline=5, target=3,
            project=("Zwölf Kinder sind ausgebildet", "ausgebildete Kinder", 12),
        ),
        (2, 2, 5), 6, groups=(TargetGroup.CHILDREN,), place="Grundschule Weidenaue",
        district="Weidenaue",
        risk=(RiskFactor.BULLYING,),
        protective=(ProtectiveFactor.SOCIAL_SKILLS, ProtectiveFactor.PARTICIPATION),
    ),
    SCHOOL_RUN: NeedScript(
        150, "Vor der Schule wird in zweiter Reihe gehalten", Topic.TRAFFIC,
        "An fünf Morgen zählten Schule und Ordnungsamt im Schnitt 22 Autos in zweiter Reihe.",
        "Gezählt wurde nur in einer Woche.",
        "Wer sein Kind bringt, findet in der Nähe keinen anderen Platz zum Halten.",
        "Ein Platz zum Halten, von dem Kinder sicher gehen",
        "Hundert Meter weiter gäbe es Platz, aber kein Schild.",
        GoalScript(
            "Weniger Autos in zweiter Reihe", 300, own_indicator="Autos am Morgen (Zählwoche)",
            unit="im Schnitt", baseline=22, target=8,
        ),
        (3, 2, 4), 4, groups=(TargetGroup.CHILDREN, TargetGroup.PARENTS),
        place="Weidenweg", district="Weidenaue", risk=(RiskFactor.TRAFFIC_RISK,),
    ),
    VICTIMS: NeedScript(
        95, "Für Gespräche mit Betroffenen fehlt ein Raum", Topic.VICTIMS,
        "Die Opferberatung spricht mit Betroffenen im Flur des Rathauses oder gar nicht.",
        "Wie viele deshalb nicht kommen, weiß niemand.",
        "Die nächste Beratungsstelle ist 25 Kilometer entfernt.",
        "Beratung in Ruhe und in der Nähe",
        "Es fehlt ein ruhiges Zimmer an einem festen Tag.",
        GoalScript(
            "Betroffene finden vor Ort Beratung", 260, own_indicator="Gespräche im Rathaus",
            unit="im Jahr", direction=Direction.UP, baseline=4, target=30,
        ),
        (4, 1, 5), 4, groups=(TargetGroup.VICTIMS,),
        risk=(RiskFactor.ISOLATION,), protective=(ProtectiveFactor.HELP_KNOWN,),
    ),
    CALLS: NeedScript(
        30, "Schockanrufe bei älteren Menschen", Topic.FRAUD,
        "In den Sprechstunden berichten jede Woche Menschen von Anrufen falscher Polizisten.",
        "Gemeldet wird nur ein kleiner Teil.",
        "Wer allein lebt, hat niemanden, den er kurz fragen kann.",
        "Jemand, den man fragen kann",
        "Vorträge erreichen die nicht, die allein zu Hause sind.",
        GoalScript(
            "Mehr ältere Menschen legen auf und fragen nach", 400,
            own_indicator="Gemeldete Versuche ohne Schaden", unit="von zehn",
            direction=Direction.UP, baseline=6, target=9,
        ),
        (4, 3, 3), 5, groups=(TargetGroup.SENIORS,), grade=EvidenceGrade.EXPERIENCE,
        risk=(RiskFactor.ISOLATION, RiskFactor.LOW_KNOWLEDGE),
        protective=(ProtectiveFactor.TRUST, ProtectiveFactor.HELP_KNOWN),
    ),
}  # fmt: skip
# Who was asked when, so many days ago, and for which needs; three points each.
VOTERS = 9
VOTES = ((560, (EVENING, DAMAGE, RIVER, HOME)), (100, (BICYCLES, QUARREL)))
