"""The terms of the police statistics in plain German: for the glossary and the reading aid."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Term:
    """A term with one sentence (``short``) and the rest of what to know (``long``).

    ``in_reading_aid`` marks those a reader of a Lagebild needs.
    """

    slug: str
    term: Words
    short: Words
    long: Words
    in_reading_aid: bool = False
    see_also: tuple[str, ...] = ()


GLOSSARY = (
    Term(
        "aufklaerungsquote",
        _("Aufklärungsquote"),
        _("Anteil der erfassten Fälle, zu denen die Polizei mindestens einen Verdacht nennt."),
        _(
            "Aufgeklärte Fälle mal 100, geteilt durch die erfassten Fälle desselben Jahres. Als "
            "aufgeklärt gilt ein Fall, wenn mindestens eine tatverdächtige Person bekannt ist; "
            "ein Gericht muss nicht entschieden haben. Die Quote kann über 100 % liegen, weil "
            "auch Fälle aus Vorjahren aufgeklärt werden. Unter 20 Fällen zeigen wir keine Quote, "
            "weil ein einziger Fall sie um mehr als fünf Punkte verschiebt."
        ),
        in_reading_aid=True,
        see_also=("tatverdaechtigenzaehlung",),
    ),
    Term(
        "ausgangsstatistik",
        _("Ausgangsstatistik"),
        _("Gezählt wird, wenn die Polizei den Fall an die Staatsanwaltschaft abgibt."),
        _(
            "Das Jahr der Zählung ist deshalb nicht immer das Jahr der Tat. Ein großes "
            "Verfahren, das über Jahre lief, erscheint in einem einzigen Jahr und kann die "
            "Zahlen eines Ortes deutlich verschieben. Solche Sondereffekte sind im Lagebild "
            "gekennzeichnet, soweit sie bekannt sind."
        ),
        in_reading_aid=True,
        see_also=("sondereffekt",),
    ),
    Term(
        "bezugsgroesse",
        _("Bezugsgröße"),
        _("Die Bevölkerungszahl, auf die eine Häufigkeitszahl bezogen ist."),
        _(
            "Üblich ist die Bevölkerung am 31. Dezember des Vorjahres. Wo diese Zahl nicht "
            "vorliegt, wird sie aus der veröffentlichten Häufigkeitszahl zurückgerechnet und so "
            "gekennzeichnet. Pendler, Gäste und Durchreisende zählen nicht zur Bevölkerung, "
            "können aber Opfer oder Tatverdächtige sein."
        ),
        see_also=("haeufigkeitszahl",),
    ),
    Term(
        "dunkelfeld",
        _("Dunkelfeld"),
        _("Straftaten, von denen die Polizei nichts erfährt."),
        _(
            "Wie groß das Dunkelfeld ist, hängt vom Delikt ab: Autodiebstähle werden fast immer "
            "angezeigt, Bedrohungen oder häusliche Gewalt oft nicht. Aufschluss geben "
            "Befragungen der Bevölkerung."
        ),
        see_also=("hellfeld",),
    ),
    Term(
        "fuenfjahresmittel",
        _("Fünfjahresmittel"),
        _("Fälle aus fünf Jahren, bezogen auf die Bevölkerung derselben fünf Jahre."),
        _(
            "In kleinen Orten schwanken die Zahlen eines einzelnen Jahres stark durch Zufall. "
            "Der Mittelwert über fünf Jahre ist verlässlicher und steht dort an erster Stelle."
        ),
        in_reading_aid=True,
        see_also=("schwankungsbereich",),
    ),
    Term(
        "groessenklasse",
        _("Größenklasse"),
        _("Orte derselben Art mit ähnlich vielen Einwohnerinnen und Einwohnern."),
        _(
            "Verglichen wird mit Orten ähnlicher Größe, weil sich in Städten mehr Menschen "
            "begegnen, einkaufen und feiern als in Dörfern. Kreisfreie Städte und Landkreise "
            "bilden getrennte Gruppen."
        ),
    ),
    Term(
        "haeufigkeitszahl",
        _("Häufigkeitszahl"),
        _("Erfasste Fälle je 100.000 Einwohner in einem Jahr."),
        _(
            "Sie macht Orte verschiedener Größe vergleichbar. Sie sagt nicht, wie wahrscheinlich "
            "es ist, Opfer zu werden: Gezählt sind auch Fälle, die Pendler, Gäste oder Geschäfte "
            "betreffen, während die Bezugsgröße nur die Wohnbevölkerung ist."
        ),
        in_reading_aid=True,
        see_also=("bezugsgroesse", "schwankungsbereich"),
    ),
    Term(
        "hellfeld",
        _("Hellfeld"),
        _("Die Straftaten, die der Polizei bekannt werden."),
        _(
            "Die Polizeiliche Kriminalstatistik zeigt nur das Hellfeld. Steigt die Zahl, kann "
            "mehr geschehen sein, es kann aber auch mehr angezeigt oder mehr kontrolliert worden "
            "sein. Über das Sicherheitsgefühl sagt das Hellfeld nichts."
        ),
        in_reading_aid=True,
        see_also=("dunkelfeld", "kontrolldelikt"),
    ),
    Term(
        "kontrolldelikt",
        _("Kontrolldelikt"),
        _("Straftaten, die fast nur bekannt werden, wenn jemand kontrolliert."),
        _(
            "Gemeint sind vor allem Rauschgiftdelikte und Verstöße gegen das Aufenthaltsrecht. "
            "Mehr Fälle bedeuten hier oft mehr Kontrollen, nicht mehr Taten. Solche Gruppen sind "
            "im Lagebild in Worten gekennzeichnet. Auch Ladendiebstahl und Fahren ohne Fahrschein "
            "hängen davon ab, wie oft Geschäfte und Verkehrsunternehmen kontrollieren."
        ),
        in_reading_aid=True,
        see_also=("hellfeld",),
    ),
    Term(
        "lagebild",
        _("Lagebild"),
        _("Geordnete Darstellung der Sicherheitslage eines Ortes für ein Jahr."),
        _(
            "Es stellt Zahlen, ihre Grenzen und die Einschätzung der Beteiligten zusammen. Ein "
            "Lagebild wird mit der Polizei abgestimmt, von der Stadt freigegeben und danach "
            "nicht mehr still geändert; eine neue Fassung löst die alte sichtbar ab."
        ),
    ),
    Term(
        "pks",
        _("Polizeiliche Kriminalstatistik (PKS)"),
        _("Jährliche Zählung der Straftaten, die die Polizei abschließend bearbeitet hat."),
        _(
            "Enthalten sind auch strafbare Versuche. Nicht enthalten sind politisch motivierte "
            "Kriminalität, Ordnungswidrigkeiten und, bis auf wenige Ausnahmen, Verkehrsdelikte."
        ),
        in_reading_aid=True,
        see_also=("ausgangsstatistik", "hellfeld"),
    ),
    Term(
        "schwankungsbereich",
        _("Schwankungsbereich"),
        _("Der Bereich, in dem die Zahl auch bei unveränderter Lage durch Zufall liegen kann."),
        _(
            "Er ist so gewählt, dass er die zugrunde liegende Häufigkeit in 95 von 100 Fällen "
            "einschließt. Je weniger Fälle, desto breiter der Bereich. Überlappen sich die "
            "Bereiche zweier Jahre weit, lässt sich ein Unterschied nicht von Zufall trennen."
        ),
        in_reading_aid=True,
        see_also=("fuenfjahresmittel",),
    ),
    Term(
        "sondereffekt",
        _("Sondereffekt"),
        _("Ein bekannter Umstand, der die Zahl eines Jahres verzerrt."),
        _(
            "Etwa ein Großverfahren, eine Serie derselben Tatverdächtigen, ein Fest oder "
            "geänderte Erfassungsregeln. Das Jahr bleibt sichtbar, zählt aber bei Mittelwert und "
            "Urteil nicht mit."
        ),
        see_also=("ausgangsstatistik",),
    ),
    Term(
        "straftatenschluessel",
        _("Straftatenschlüssel"),
        _("Sechsstellige Kennung, unter der eine Art von Straftat gezählt wird."),
        _(
            "Sternchen und Striche gehören dazu: „------“ sind alle Straftaten, „435*00“ ist der "
            "Wohnungseinbruch. Einteilung und Inhalt können sich von Jahr zu Jahr ändern. Wo das "
            "der Fall ist, ist die Reihe unterbrochen gezeichnet."
        ),
        see_also=("summenschluessel",),
    ),
    Term(
        "summenschluessel",
        _("Summenschlüssel"),
        _("Kennung für eine Zusammenfassung mehrerer Straftaten, etwa Gewaltkriminalität."),
        _(
            "Summenschlüssel beginnen mit 89 oder 97 und überschneiden sich: Ein Raub auf der "
            "Straße zählt zur Gewalt- und zur Straßenkriminalität. Sie dürfen nicht "
            "zusammengezählt werden."
        ),
        see_also=("straftatenschluessel",),
    ),
    Term(
        "tatortprinzip",
        _("Tatortprinzip"),
        _("Ein Fall zählt dort, wo die Tat geschah, nicht wo Beteiligte wohnen."),
        _(
            "Orte mit Bahnhof, Einkaufszentrum oder vielen Gästen haben deshalb mehr Fälle, als "
            "ihre Bewohnerinnen und Bewohner begehen oder erleiden. Ist der Tatort unbekannt, "
            "fehlt der Fall in den Zahlen der Kreise."
        ),
        in_reading_aid=True,
    ),
    Term(
        "tatverdaechtigenzaehlung",
        _("Echte Tatverdächtigenzählung"),
        _("Wer in einem Jahr mehrfach auffällt, zählt je Straftatengruppe nur einmal."),
        _(
            "Die Zahl der Tatverdächtigen einer Gruppe ist deshalb kleiner als die Summe ihrer "
            "Untergruppen. Tatverdächtige dürfen nie zusammengezählt werden, auch nicht über "
            "Orte oder Jahre. Tatverdächtig heißt nicht verurteilt."
        ),
        see_also=("aufklaerungsquote",),
    ),
    Term(
        "veraenderung",
        _("Veränderung zum Vorjahr"),
        _("Unterschied zum Vorjahr, gemessen daran, wie stark die Reihe sonst schwankt."),
        _(
            "„Mehr als Zufall“ heißt: Der Unterschied ist größer, als die Reihe von Jahr zu Jahr "
            "üblicherweise schwankt. „Nicht von Zufall zu unterscheiden“ heißt nicht, dass sich "
            "nichts geändert hat, sondern dass die Zahlen es nicht zeigen können. Über Ursachen "
            "sagt das Urteil nichts."
        ),
        in_reading_aid=True,
        see_also=("schwankungsbereich",),
    ),
    Term(
        "zensusbereinigung",
        _("Bevölkerung nach dem Zensus"),
        _("Nach einer Volkszählung ändern sich die amtlichen Bevölkerungszahlen sprunghaft."),
        _(
            "Häufigkeitszahlen vor und nach dem Wechsel der Grundlage (Zensus 2011, Zensus 2022) "
            "sind nur eingeschränkt vergleichbar, auch wenn sich an den Fällen nichts geändert "
            "hat."
        ),
        see_also=("bezugsgroesse",),
    ),
)
