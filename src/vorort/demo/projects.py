"""Lindenau's measures, from an idea to what ended; all of it is invented."""

from dataclasses import dataclass

from vorort.demo import needs
from vorort.measures.choices import (
    CitationKind,
    ConceptForm,
    CostKind,
    DecisionKind,
    MeasureState,
    MoneySource,
    PartRole,
)
from vorort.partners.choices import (
    EvidenceLevel,
    Pillar,
    ProtectiveFactor,
    RiskFactor,
    Setting,
    TargetGroup,
    Topic,
)

CITY, POLICE, YOUTH = "Stadt Lindenau an der Weide", "Polizeirevier Weideland", "Jugendhaus Bahnhof"
SCHOOL, HOUSING = "Grundschule Weidenaue", "Wohnungsgenossenschaft Lindenau"
CLUBS, VICTIM_AID = "Vereinsring Lindenau", "Opferberatung Weideland"
# Who speaks for the Jugendhaus on the platform, and for nothing else.
SPONSOR = "traeger@lindenau.example"


@dataclass(frozen=True)
class PartScript:
    """What a partner gives; ``report`` is what it says itself."""

    organisation: str
    role: PartRole
    contribution: str
    contact: str = ""
    report: str = ""


@dataclass(frozen=True)
class MilestoneScript:
    """A step due so many days after the start, done so many days later; never done without."""

    title: str
    due: int
    late: int | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True)
class MoneyScript:
    """Planned euros and what was spent of them: days after the start, what for, euros."""

    title: str
    planned: int
    kind: CostKind
    source: MoneySource = MoneySource.OWN
    spent: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True)
class StepScript:
    """A step in the course: so many days before today, and why."""

    to: MeasureState
    days: int
    reason: str = ""


@dataclass(frozen=True)
class ReachScript:
    """What is counted while it runs; counts are spread over the months so far."""

    label: str
    unit: str
    planned: int
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class ProjectScript:
    """A measure and how far it has come."""

    title: str
    topic: Topic
    owner: str
    summary: str
    # The need it comes from; nothing for what already ran.
    need: str = ""
    # Kind of the planted effect it stands for.
    effect: str = ""
    # Days before today: recorded, begun; what has not begun has no second number.
    recorded: int = 0
    starts: int | None = None
    lasts: int = 365
    form: ConceptForm = ConceptForm.LONG
    is_risky: bool = False
    place: str = ""
    district: str = ""
    pillars: tuple[Pillar, ...] = (Pillar.MUNICIPALITY,)
    settings: tuple[Setting, ...] = ()
    risk: tuple[RiskFactor, ...] = ()
    protective: tuple[ProtectiveFactor, ...] = ()
    # Group, how many, whether reached directly.
    audiences: tuple[tuple[TargetGroup, int | None, bool], ...] = ((TargetGroup.ALL, None, True),)
    evidence: EvidenceLevel = EvidenceLevel.NONE
    afterwards: str = ""
    parts: tuple[PartScript, ...] = ()
    milestones: tuple[MilestoneScript, ...] = ()
    money: tuple[MoneyScript, ...] = ()
    cited: tuple[tuple[CitationKind, str], ...] = ()
    reach: tuple[ReachScript, ...] = ()
    decided: DecisionKind | None = None
    # Title of the council's resolution, or what the administration noted.
    decision: str = ""
    decided_days: int = 0
    steps: tuple[StepScript, ...] = ()
    existing: bool = False
    answers: str = ""
    assessment: str = ""
    lessons: str = ""
    # A change after adoption: what, to what, why.
    change: tuple[str, str, str] | None = None
    published: bool = False
    continued: str = ""


_PUBLIC = (Setting.PUBLIC_SPACE,)
PROJECTS: tuple[ProjectScript, ...] = (
    ProjectScript(
        "Abendtreff am Bahnhof",
        Topic.YOUTH,
        YOUTH,
        "Freitags und sonnabends ist das Jugendhaus bis 22 Uhr offen. Zwei Betreuende sind da, und "
        "einmal in der Stunde geht jemand über den Vorplatz.",
        needs.EVENING,
        effect="effect",
        recorded=600,
        lasts=730,
        place="Jugendhaus und Bahnhofsvorplatz",
        district="Bahnhofsvorstadt",
        pillars=(Pillar.MUNICIPALITY, Pillar.CIVIC),
        settings=(Setting.PUBLIC_SPACE, Setting.LEISURE),
        risk=(RiskFactor.LOW_GUARDIANSHIP, RiskFactor.PEERS),
        protective=(ProtectiveFactor.PARTICIPATION, ProtectiveFactor.GUARDIANSHIP),
        audiences=((TargetGroup.YOUTH, 40, True), (TargetGroup.ALL, 2_300, False)),
        afterwards="Der Raum bleibt. Für die Betreuung sucht das Jugendhaus eine Patenschaft.",
        parts=(
            PartScript(
                YOUTH, PartRole.RUNS, "Räume, zwei Betreuende an zwei Abenden", SPONSOR,
                "Seit dem Sommer kommen im Schnitt 16 Jugendliche. Mädchen kommen selten.",
            ),
            PartScript(POLICE, PartRole.SUPPORTS, "Einmal im Monat im Gespräch mit dem Treff"),
            PartScript(HOUSING, PartRole.FUNDS, "Licht im Durchgang, 1.200 Euro im Jahr"),
        ),
        milestones=(
            MilestoneScript("Betreuende gefunden und eingewiesen", -20, 0, YOUTH),
            MilestoneScript("Erster Abend", 4, 0, YOUTH),
            MilestoneScript(
                "Gespräch mit den Anwohnenden", 90, 35, CITY, "Im Sommer war kein Saal frei."
            ),
            MilestoneScript("Auswertung nach einem Jahr", 380, 0, CITY),
            MilestoneScript("Patenschaft für das dritte Jahr", 560, None, YOUTH),
        ),
        money=(
            MoneyScript("Honorare Betreuung", 12_400, CostKind.FEES, MoneySource.GRANT,
                        ((60, "Honorare 1. Halbjahr", 4_650), (250, "Honorare 2. Halbjahr", 4_980))),
            MoneyScript("Ausstattung", 1_800, CostKind.MATERIAL, spent=((12, "Möbel, Spiele", 1_640),)),
            MoneyScript("Licht im Durchgang", 1_200, CostKind.OTHER, MoneySource.PARTNER,
                        ((80, "Leuchten", 1_200),)),
        ),
        cited=((CitationKind.STANDARD, "Qualitätsstandards der offenen Jugendarbeit"),),
        reach=(
            ReachScript("Besuche", "Personen", 1_400,
                        (96, 124, 118, 92, 71, 64, 60, 77, 103, 131, 128, 122, 119, 108, 84, 90)),
            ReachScript("Öffnungsabende", "Abende", 135, (8, 9, 8, 9, 8, 7, 8, 8, 9, 8, 9, 8, 9, 8, 8, 8)),
        ),
        decided=DecisionKind.COUNCIL,
        decision="Abendtreff am Bahnhof",
        steps=(StepScript(MeasureState.EVALUATED, 18, "Ein Jahr ist ausgewertet."),),
        answers="evening",
        assessment=(
            "Wir lesen das so: Der Treff hilft, und er hat den Lärm nicht nur verschoben. Ob es ohne "
            "die Runden über den Platz genauso wäre, wissen wir nicht."
        ),
        lessons=(
            "Ohne feste Gesichter kommt niemand. Die Runde über den Platz ist so wichtig wie der Raum. "
            "Mädchen erreicht das Angebot kaum."
        ),
        change=(
            "place",
            "Jugendhaus, Bahnhofsvorplatz und Durchgang zur Güterstraße",
            "Auch der Durchgang gehört zur Runde; dort standen zuletzt die meisten.",
        ),
        published=True,
    ),
    ProjectScript(
        "Plakate gegen Sachbeschädigung",
        Topic.DISORDER,
        CITY,
        "An 40 Haltestellen hängen Plakate, die zeigen, was eine beschmierte Wand kostet.",
        needs.DAMAGE,
        effect="none",
        recorded=590,
        form=ConceptForm.SHORT,
        place="Haltestellen in der ganzen Stadt",
        settings=_PUBLIC,
        risk=(RiskFactor.ATTITUDES,),
        audiences=((TargetGroup.YOUTH, 800, True),),
        parts=(PartScript(CLUBS, PartRole.SUPPORTS, "Hängt die Plakate auf"),),
        milestones=(
            MilestoneScript("Plakate gedruckt", -10, 0),
            MilestoneScript("Plakate hängen", 0, 0, CLUBS),
        ),
        money=(MoneyScript("Druck und Gestaltung", 1_900, CostKind.PUBLIC_RELATIONS,
                           spent=((-8, "Druckerei", 1_870),)),),
        reach=(ReachScript("Haltestellen mit Plakat", "Standorte", 40, (38,)),),
        decided=DecisionKind.ADMINISTRATION,
        decision="Entscheidung der Amtsleitung: kleine Sache, im laufenden Haushalt",
        decided_days=565,
        steps=(
            StepScript(MeasureState.EVALUATED, 60, "Nach einem Jahr ausgewertet."),
            StepScript(
                MeasureState.CLOSED, 40,
                "Die Plakate haben nichts verändert. Das Geld fließt in die Schulhöfe.",
            ),
        ),
        assessment="Wir lassen es. Ein Plakat ändert nicht, was jemand mit der Sprühdose vorhat.",
        lessons="Plakate allein ändern nichts. Es fehlte jemand, der mit den Jugendlichen spricht.",
        published=True,
    ),
    ProjectScript(
        "Kontrollen an der Uferpromenade",
        Topic.DRUGS,
        CITY,
        "Ordnungsamt und Bürgerpolizei gehen an drei Nachmittagen in der Woche über die Promenade.",
        needs.RIVER,
        effect="displaced",
        recorded=595,
        is_risky=True,
        place="Uferpromenade",
        district="Weidenaue",
        pillars=(Pillar.MUNICIPALITY, Pillar.STATE),
        settings=_PUBLIC,
        risk=(RiskFactor.SUBSTANCES, RiskFactor.LOW_GUARDIANSHIP),
        protective=(ProtectiveFactor.CLEAR_NORMS,),
        parts=(PartScript(POLICE, PartRole.SUPPORTS, "Bürgerpolizei geht mit"),),
        milestones=(
            MilestoneScript("Absprache mit der Straßensozialarbeit", -15, 40, CITY,
                            "Die Stelle war lange nicht besetzt."),
            MilestoneScript("Halbzeit: Wo sind die Gruppen jetzt?", 200, 0, POLICE),
        ),
        money=(MoneyScript("Überstunden Ordnungsamt", 6_000, CostKind.STAFF,
                           spent=((180, "Überstunden Sommer", 3_450),)),),
        reach=(ReachScript("Kontrollgänge", "Gänge", 130,
                           (11, 12, 12, 9, 6, 4, 4, 5, 9, 12, 13, 12, 11, 9, 8, 4)),),
        decided=DecisionKind.COUNCIL,
        decision="Kontrollen an der Uferpromenade",
        steps=(
            StepScript(MeasureState.EVALUATED, 50, "Nach 14 Monaten ausgewertet."),
            StepScript(
                MeasureState.STOPPED, 30,
                "Die Gruppen sind an den Hang ausgewichen; die Störungen haben sich nur verlagert.",
            ),
        ),
        answers="river",
        assessment=(
            "Kontrollen allein verschieben das Problem. Wir versuchen es mit einem Platz, an dem die "
            "Gruppen sein dürfen, und mit Sozialarbeit."
        ),
        lessons="Wer vertreibt, muss sagen, wohin. Die Sozialarbeit gehört an den Anfang.",
        published=True,
    ),
    ProjectScript(
        "Begleiteter Heimweg am Abend",
        Topic.VIOLENCE,
        CLUBS,
        "Ehrenamtliche begleiten an drei Abenden, wer nach dem Spätzug nicht allein gehen mag.",
        needs.HOME,
        effect="too_small",
        recorded=585,
        form=ConceptForm.SHORT,
        place="Bahnhof bis Altstadt",
        pillars=(Pillar.CIVIC,),
        settings=_PUBLIC,
        risk=(RiskFactor.DARK_PLACES,),
        protective=(ProtectiveFactor.TRUST, ProtectiveFactor.GUARDIANSHIP),
        audiences=((TargetGroup.WOMEN, 60, True), (TargetGroup.SENIORS, 40, True)),
        parts=(PartScript(CLUBS, PartRole.RUNS, "Zwölf Ehrenamtliche im Wechsel"),),
        milestones=(MilestoneScript("Ehrenamtliche geschult", -12, 0, CLUBS),),
        money=(MoneyScript("Westen, Lampen, Versicherung", 850, CostKind.MATERIAL,
                           MoneySource.DONATION, ((-5, "Ausrüstung", 790),)),),
        reach=(ReachScript("Begleitete Wege", "Wege", 240,
                           (8, 11, 14, 19, 25, 27, 24, 21, 16, 12, 9, 10, 14, 18, 26, 25)),),
        decided=DecisionKind.ADMINISTRATION,
        decision="Entscheidung der Amtsleitung nach Anhörung des Präventionsrats",
        decided_days=560,
        steps=(StepScript(MeasureState.EVALUATED, 45, "Nach 14 Monaten ausgewertet."),),
        assessment=(
            "An Raubtaten ist das nicht zu messen, dafür geschehen zu wenige. Die Menschen, die "
            "mitgehen, wollen weitermachen; gefragt wird beim nächsten Bürgerabend."
        ),
        lessons="Vor dem Beginn fragen, woran man Erfolg erkennt. Anzeigen waren das falsche Maß.",
        published=True,
        continued="Begleiteter Heimweg, zweites Jahr",
    ),
    ProjectScript(
        "Betreuter Abstellplatz für Fahrräder",
        Topic.THEFT,
        CITY,
        "Am Bahnhof entstehen 60 überdachte Plätze. Das Jugendhaus führt tagsüber die Aufsicht.",
        needs.BICYCLES,
        recorded=240,
        place="Bahnhof, Nordseite",
        district="Bahnhofsvorstadt",
        pillars=(Pillar.MUNICIPALITY, Pillar.SUPPORT),
        settings=_PUBLIC,
        risk=(RiskFactor.OPPORTUNITY, RiskFactor.LOW_GUARDIANSHIP),
        protective=(ProtectiveFactor.GUARDIANSHIP, ProtectiveFactor.GOOD_DESIGN),
        audiences=((TargetGroup.ALL, 400, True),),
        parts=(
            PartScript(YOUTH, PartRole.RUNS, "Aufsicht werktags von 6 bis 19 Uhr", SPONSOR),
            PartScript(POLICE, PartRole.ADVISES, "Rat zu Schlössern, Codierung im Frühjahr"),
        ),
        milestones=(
            MilestoneScript("Drei Angebote liegen vor", 258, None, CITY),
            MilestoneScript("Öffnungszeiten stehen fest", 231, None, YOUTH),
            MilestoneScript("Eröffnung", 330, None, CITY),
        ),
        money=(
            MoneyScript("Überdachung und Bügel", 18_000, CostKind.MATERIAL, MoneySource.GRANT),
            MoneyScript("Aufsicht im ersten Jahr", 6_000, CostKind.FEES),
        ),
        reach=(ReachScript("Belegte Plätze am Stichtag", "Räder", 50),),
        decided=DecisionKind.COUNCIL,
        decision="Betreuter Abstellplatz für Fahrräder",
        answers="bicycles",
        published=True,
    ),
    ProjectScript(
        "Streitschlichter an der Grundschule",
        Topic.YOUTH,
        SCHOOL,
        "In jedem Jahr lernen zwölf Kinder, einen Streit mit Worten zu beenden.",
        needs.QUARREL,
        recorded=150,
        starts=85,
        form=ConceptForm.SHORT,
        place="Grundschule Weidenaue",
        district="Weidenaue",
        settings=(Setting.SCHOOL,),
        risk=(RiskFactor.BULLYING,),
        protective=(ProtectiveFactor.SOCIAL_SKILLS, ProtectiveFactor.PARTICIPATION),
        audiences=((TargetGroup.CHILDREN, 12, True), (TargetGroup.PARENTS, 180, False)),
        parts=(PartScript(SCHOOL, PartRole.RUNS, "Ausbildung in der Schulzeit"),),
        milestones=(
            MilestoneScript("Zwölf Kinder gewonnen", 20, 0, SCHOOL),
            MilestoneScript("Erste Schlichtung auf dem Hof", 120, None, SCHOOL),
        ),
        money=(MoneyScript("Ausbildung", 900, CostKind.FEES, spent=((30, "Kurs 1", 450),)),),
        reach=(ReachScript("Ausgebildete Kinder", "Kinder", 12, (0, 7, 12)),),
        decided=DecisionKind.COUNCIL,
        decision="Streitschlichter an der Grundschule",
        published=True,
    ),
    ProjectScript(
        "Haltezone statt zweiter Reihe",
        Topic.TRAFFIC,
        CITY,
        "Eltern halten hundert Meter vor der Schule; das letzte Stück gehen die Kinder zusammen.",
        needs.SCHOOL_RUN,
        recorded=130,
        form=ConceptForm.SHORT,
        place="Weidenweg",
        district="Weidenaue",
        settings=(Setting.TRAFFIC, Setting.SCHOOL),
        risk=(RiskFactor.TRAFFIC_RISK,),
        audiences=((TargetGroup.CHILDREN, 180, False), (TargetGroup.PARENTS, 120, True)),
        parts=(PartScript(SCHOOL, PartRole.SUPPORTS, "Elternbrief, Lotsen aus der vierten Klasse"),),
        money=(MoneyScript("Schilder", 600, CostKind.MATERIAL),),
        steps=(StepScript(MeasureState.CONCEPT, 60, "Mit Schule und Ordnungsamt besprochen."),),
    ),
    ProjectScript(
        "Beratung zum Einbruchschutz im Bürgerbüro",
        Topic.ADVICE,
        POLICE,
        "Am ersten Dienstag im Monat berät der Bürgerpolizist zu Fenstern, Türen und Licht.",
        recorded=120,
        starts=900,
        lasts=1_600,
        existing=True,
        form=ConceptForm.SHORT,
        place="Bürgerbüro, Marktgasse 4",
        district="Altstadt",
        pillars=(Pillar.STATE,),
        settings=(Setting.NEIGHBOURHOOD,),
        risk=(RiskFactor.LOW_KNOWLEDGE, RiskFactor.OPPORTUNITY),
        audiences=((TargetGroup.ALL, None, True),),
        parts=(PartScript(POLICE, PartRole.RUNS, "Sprechstunde, Vorführkoffer"),),
        reach=(ReachScript("Beratungen", "Gespräche", 60, (5, 6, 4)),),
        published=True,
    ),
    ProjectScript(
        "Ruhiger Raum für die Opferberatung",
        Topic.VICTIMS,
        VICTIM_AID,
        "Dienstags gehört Zimmer 4 im Rathaus der Opferberatung; eine Anmeldung ist nicht nötig.",
        needs.VICTIMS,
        recorded=90,
        form=ConceptForm.SHORT,
        place="Rathaus, Zimmer 4",
        district="Altstadt",
        pillars=(Pillar.SUPPORT,),
        settings=(Setting.NEIGHBOURHOOD,),
        protective=(ProtectiveFactor.HELP_KNOWN,),
        audiences=((TargetGroup.VICTIMS, 30, True),),
        parts=(PartScript(VICTIM_AID, PartRole.RUNS, "Beratung dienstags"),),
        milestones=(MilestoneScript("Zimmer eingerichtet", 105, None, CITY),),
        decided=DecisionKind.ADMINISTRATION,
        decision="Entscheidung des Bürgermeisters",
        decided_days=45,
    ),
)  # fmt: skip
# An idea that waits, and one taken from the county.
IDEA = ProjectScript(
    "Mehr Licht und Bänke am Marktplatz",
    Topic.SPACES,
    CITY,
    "Wo Menschen gern sitzen, wird aufeinander geachtet.",
    needs.EVENING,
    recorded=20,
    place="Marktplatz",
    district="Altstadt",
    settings=_PUBLIC,
    protective=(ProtectiveFactor.GOOD_DESIGN,),
)
COPIED = "Anrufkette gegen Schockanrufe"
