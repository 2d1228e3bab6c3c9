"""What Lindenau's Präventionsrat talks about in the demo's year; all of it is invented."""

from dataclasses import dataclass

from vorort.authorities.choices import Role
from vorort.councils.choices import Confidentiality
from vorort.demo.sessions import Motion, Point, Script
from vorort.meetings.choices import ItemKind
from vorort.papers.choices import PaperKind
from vorort.resolutions.choices import Counts, ResolutionKind, VoteMode

_MEMBERS, _CORE = Confidentiality.MEMBERS, Confidentiality.CORE


@dataclass(frozen=True)
class PaperScript:
    """A paper, written so many days ago, and how far it has come."""

    days: int
    title: str
    text: str
    proposal: str = ""
    costs: str = ""
    kind: PaperKind = PaperKind.PROPOSAL
    level: Confidentiality = Confidentiality.PUBLIC
    file_reference: str = ""
    # Role in the cast, and as what they sign; the first ``signed`` of them have.
    signers: tuple[tuple[str, str], ...] = ()
    signed: int = 0
    released: bool = True
    resubmit_in: int = 0
    resubmit_for: str = ""


@dataclass(frozen=True)
class TaskScript:
    """Something to do, due so many days from today."""

    title: str
    owner: str
    due_in: int
    result: str = ""
    resolution: str = ""


@dataclass(frozen=True)
class CircularScript:
    """A resolution in writing, begun so many days ago and open for ten days."""

    days: int
    title: str
    text: str
    reason: str
    # Functions of the seats that have not answered.
    silent: tuple[str, ...] = ()


PAPERS = (
    PaperScript(
        580,
        "Abendtreff am Bahnhof",
        "Nach 18 Uhr hat in der Bahnhofsvorstadt kein Treffpunkt für Jugendliche mehr offen.",
        "Das Jugendhaus öffnet freitags und sonnabends bis 22 Uhr, mit zwei Betreuenden.",
        "15.400 Euro im ersten Jahr, davon 12.400 Euro Förderung.",
        file_reference="109.31-002",
    ),
    PaperScript(
        578,
        "Kontrollen an der Uferpromenade",
        "An warmen Tagen wird die Uferpromenade von Familien gemieden.",
        "Ordnungsamt und Bürgerpolizei gehen an drei Nachmittagen in der Woche über die Promenade.",
        "6.000 Euro im Jahr.",
        file_reference="109.31-003",
    ),
    PaperScript(
        370,
        "Licht am Bahnhof",
        "Zwischen Bahnsteig und Busplatz sind fünf von zwölf Leuchten ausgefallen. Wer abends "
        "umsteigt, geht im Dunkeln.",
        "Der Präventionsrat empfiehlt, die zwölf Leuchten bald zu tauschen.",
        "3.400 Euro aus dem Unterhalt der Straßen.",
        file_reference="109.31-001",
    ),
    PaperScript(
        250,
        "Betreuter Abstellplatz für Fahrräder",
        "Am Bahnhof werden seit 2024 deutlich mehr Fahrräder gestohlen. Abgestellt wird an "
        "Geländern, die vorhandenen Bügel sind voll.",
        "Die Stadt richtet am Bahnhof einen betreuten Abstellplatz für 60 Fahrräder ein. Das "
        "Jugendhaus prüft, ob es die Aufsicht übernimmt.",
        "18.000 Euro einmalig, 6.000 Euro im Jahr. Ein Antrag auf Förderung wird vorbereitet.",
        file_reference="109.31-004",
        signers=((Role.PUBLIC_ORDER, "Ordnungsamt"), (Role.MAYOR, "Bürgermeister")),
        signed=2,
    ),
    PaperScript(
        140,
        "Streitschlichter an der Grundschule",
        "Die Grundschule möchte in jedem Jahr zwölf Kinder zu Streitschlichtern ausbilden.",
        "Der Präventionsrat unterstützt die Ausbildung und bittet die Stadt um 900 Euro im Jahr.",
        "900 Euro im Jahr.",
        file_reference="109.31-007",
    ),
)
# What lies on the desk today: on the next agenda, in Mitzeichnung, a draft to look at again.
BACKGROUND = (
    PaperScript(
        9,
        "Trinkbrunnen und Bänke am Marktplatz",
        "Wo Menschen gern sitzen, wird aufeinander geachtet. Der Umbau des Marktes ist die "
        "Gelegenheit dafür.",
        "Der Präventionsrat empfiehlt, zwei Bänke und einen Trinkbrunnen einzuplanen.",
        "Im Umbau enthalten.",
        file_reference="109.31-009",
        signers=((Role.PUBLIC_ORDER, "Ordnungsamt"), (Role.MAYOR, "Bürgermeister")),
        signed=1,
    ),
    PaperScript(
        6,
        "Elternabend zu Taschengeldbetrug im Netz",
        "Die Opferberatung bietet einen Abend an. Es fehlt noch ein Termin.",
        kind=PaperKind.INFORMATION,
        level=_MEMBERS,
        released=False,
        resubmit_in=5,
        resubmit_for="Rückruf der Opferberatung zum Termin",
    ),
)
YEAR = (
    Script(
        -560,
        (
            Point(
                "Abendtreff am Bahnhof",
                ItemKind.DECISION,
                notes=(
                    "Das Jugendhaus stellt vor, was es an den Abenden vorhat. Nachgefragt wird, ob "
                    "der Lärm nur in die Altstadt zieht; das wird mit ausgewertet."
                ),
                minutes_planned=25,
                rapporteur="Leitung Jugendhaus",
                paper="Abendtreff am Bahnhof",
                motion=Motion(
                    "Das Jugendhaus öffnet für zwei Jahre freitags und sonnabends bis 22 Uhr. Nach "
                    "einem Jahr wird berichtet, ob es am Bahnhof ruhiger geworden ist.",
                    counts=Counts(8, 0, 1),
                ),
            ),
            Point(
                "Kontrollen an der Uferpromenade",
                ItemKind.DECISION,
                notes="Die Opferberatung fragt, wohin die Gruppen sollen. Das bleibt offen.",
                rapporteur="Leitung Ordnungsamt",
                paper="Kontrollen an der Uferpromenade",
                motion=Motion(
                    "Ordnungsamt und Bürgerpolizei gehen für ein Jahr an drei Nachmittagen in der "
                    "Woche über die Uferpromenade.",
                    counts=Counts(6, 2, 1),
                ),
            ),
        ),
        opening="Die Tagesordnung wird ohne Änderung angenommen.",
        summary=(
            "Am Bahnhof gibt es abends oft Streit. Das Jugend-Haus soll länger offen sein.\n\n"
            "Am Ufer soll öfter jemand nachsehen."
        ),
    ),
    Script(
        -330,
        (
            Point(
                "Lagebild: was die Zahlen sagen",
                notes=(
                    "Die Koordination stellt das Lagebild vor. Die Zahl der Taten liegt im Rahmen "
                    "der Vorjahre. Nachgefragt wird zu den Fahrrädern am Bahnhof."
                ),
                rapporteur="Koordination",
            ),
            Point(
                "Licht am Bahnhof",
                ItemKind.DECISION,
                notes=(
                    "Das Ordnungsamt hat die Leuchten gezählt. Die Wohnungsgenossenschaft bietet "
                    "an, den Durchgang an ihrer Rückseite mit zu beleuchten."
                ),
                rapporteur="Leitung Ordnungsamt",
                paper="Licht am Bahnhof",
                motion=Motion(
                    "Der Präventionsrat empfiehlt der Stadt, die zwölf Leuchten zwischen Bahnsteig "
                    "und Busplatz in den nächsten drei Monaten zu tauschen.",
                    counts=Counts(8, 0, 1),
                    kind=ResolutionKind.RECOMMENDATION,
                ),
            ),
            Point(
                "Absprache zu einzelnen Vorfällen",
                level=_CORE,
                minutes_planned=20,
                rapporteur="Polizeirevier, Leitung",
            ),
        ),
        opening="Die Tagesordnung wird ohne Änderung angenommen.",
        closing="Der Vereinsring lädt zum Aktionstag „Saubere Wege“ ein.",
        summary=(
            "Der Präventionsrat hat sich getroffen. Das ist eine Gruppe. Die Gruppe hilft, dass "
            "alle in Lindenau sicher leben.\n\n"
            "Am Bahnhof ist es abends dunkel. Die Gruppe sagt: Die Stadt soll neue Lampen kaufen."
        ),
    ),
    Script(
        -215,
        (
            Point(
                "Betreuter Abstellplatz für Fahrräder",
                ItemKind.DECISION,
                notes=(
                    "Das Revier berichtet: Gestohlen wird vor allem tagsüber, fast immer sind "
                    "einfache Schlösser zerschnitten. [[Das Rad der Tochter von Herrn Wohnbau "
                    "war zweimal betroffen.]] Das Jugendhaus würde die Aufsicht übernehmen, wenn "
                    "die Öffnungszeiten zum Fahrplan passen."
                ),
                minutes_planned=25,
                rapporteur="Koordination",
                paper="Betreuter Abstellplatz für Fahrräder",
                motion=Motion(
                    "Die Stadt wird gebeten, am Bahnhof einen betreuten Abstellplatz für 60 "
                    "Fahrräder einzurichten. Das Jugendhaus prüft bis zur nächsten Sitzung, ob es "
                    "die Aufsicht übernimmt.",
                    counts=Counts(8, 0, 0),
                ),
            ),
            Point(
                "Wahl der stellvertretenden Leitung",
                ItemKind.ELECTION,
                notes="Vorgeschlagen ist die Schulleitung der Grundschule.",
                minutes_planned=10,
                motion=Motion(
                    "Gewählt ist die Schulleitung der Grundschule Weidenaue.",
                    title="Stellvertretende Leitung",
                    counts=Counts(7, 0, 1),
                    kind=ResolutionKind.ELECTION,
                    mode=VoteMode.SECRET,
                ),
            ),
            Point(
                "Sicherer Schulweg an der Weidenaue",
                ItemKind.DISCUSSION,
                notes=(
                    "Eltern halten in zweiter Reihe. Schule und Ordnungsamt versuchen zuerst einen "
                    "Brief, dann eine Haltezone hundert Meter weiter."
                ),
                rapporteur="Schulleitung Grundschule",
            ),
        ),
        opening="Die Tagesordnung wird ohne Änderung angenommen.",
        away=("Kirchgemeinde",),
        summary=(
            "Am Bahnhof werden viele Fahrräder gestohlen. Die Gruppe will einen Platz für "
            "Fahrräder. Dort passt jemand auf.\n\n"
            "Die Schule will, dass alle Kinder sicher zur Schule kommen."
        ),
    ),
    Script(
        -100,
        (
            Point(
                "Streitschlichter an der Grundschule",
                ItemKind.DECISION,
                notes="Zwei Kinder aus der vierten Klasse erzählen, wie sie Streit schlichten.",
                rapporteur="Schulleitung Grundschule",
                paper="Streitschlichter an der Grundschule",
                motion=Motion(
                    "Der Präventionsrat unterstützt die Ausbildung der Streitschlichter und bittet "
                    "die Stadt um 900 Euro im Jahr."
                ),
            ),
            Point(
                "Antrag: Videokamera am Marktplatz",
                ItemKind.DECISION,
                notes=(
                    "Für die Kamera spricht das Gefühl vieler Händler. Dagegen spricht, dass am "
                    "Markt seit Jahren wenig geschieht und das Gesetz eine Lage verlangt, die es "
                    "hier nicht gibt."
                ),
                minutes_planned=20,
                rapporteur="Wohnungsgenossenschaft",
                motion=Motion(
                    "Der Präventionsrat empfiehlt, am Marktplatz eine Videokamera aufzustellen.",
                    title="Videokamera am Marktplatz",
                    counts=Counts(2, 5, 1),
                    kind=ResolutionKind.RECOMMENDATION,
                ),
            ),
            Point(
                "Bericht der Opferberatung",
                level=_MEMBERS,
                notes="Die Zahl der Gespräche ist gestiegen. Es fehlt ein ruhiger Raum im Rathaus.",
                rapporteur="Opferberatung",
            ),
        ),
        opening="Die Tagesordnung wird ohne Änderung angenommen.",
        away=("Vereinsring",),
        summary=(
            "Kinder lernen, Streit zu schlichten. Die Gruppe findet das gut.\n\n"
            "Jemand wollte eine Kamera am Markt. Die Gruppe hat Nein gesagt."
        ),
    ),
)
COMING = Script(
    17,
    (
        Point("Abstellplatz am Bahnhof: Stand", ItemKind.DISCUSSION, rapporteur="Koordination"),
        Point(
            "Sicherheit bei Veranstaltungen auf dem Markt",
            ItemKind.DISCUSSION,
            level=_MEMBERS,
            rapporteur="Leitung Ordnungsamt",
        ),
        Point("Lage in der Bahnhofsvorstadt", level=_CORE, rapporteur="Polizeirevier, Leitung"),
    ),
)
STATION_MEETING = Script(
    -28,
    (
        Point(
            "Standort des Abstellplatzes",
            ItemKind.DISCUSSION,
            level=_MEMBERS,
            notes="Zwei Flächen kommen in Frage. Die Nordseite liegt näher am Jugendhaus.",
        ),
        Point(
            "Angebote einholen",
            ItemKind.DECISION,
            level=_MEMBERS,
            motion=Motion("Das Ordnungsamt holt drei Angebote für die Nordseite ein."),
        ),
    ),
    opening="Die Tagesordnung wird ohne Änderung angenommen.",
    is_public=False,
)
TASKS = (
    TaskScript(
        "Leuchten bestellen und tauschen lassen", "Leitung Ordnungsamt", -160,
        "Zwölf Leuchten sind getauscht.", "Licht am Bahnhof",
    ),
    TaskScript(
        "Drei Angebote für den Abstellplatz einholen", "Leitung Ordnungsamt", 18,
        resolution="Betreuter Abstellplatz für Fahrräder",
    ),
    TaskScript(
        "Öffnungszeiten mit dem Fahrplan abgleichen", "Leitung Jugendhaus", -9,
        resolution="Betreuter Abstellplatz für Fahrräder",
    ),
    TaskScript("Elternbrief zum Halten vor der Schule", "Schulleitung Grundschule", 30),
    TaskScript(
        "Ruhigen Raum im Rathaus suchen", "Hauptamt", -30, "Zimmer 4 ist dienstags frei."
    ),
)  # fmt: skip
CIRCULARS = (
    CircularScript(
        62,
        "Nächste Sitzung eine Woche später",
        "Die nächste Sitzung findet eine Woche später statt als geplant.",
        "Eine einfache Sache, die vor der Sitzung entschieden sein muss: Der Ratssaal ist belegt.",
    ),
    CircularScript(
        4,
        "Standort des Büchertauschschranks",
        "Der Büchertauschschrank kommt an die Haltestelle Rathaus.",
        "Eine einfache Sache: Der Verein möchte noch in diesem Monat aufstellen.",
        silent=("Bürgermeister", "Vereinsring", "Kirchgemeinde"),
    ),
)
