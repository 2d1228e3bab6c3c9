"""The catalogue of sparse figures: what each one counts, in which unit, from whom, how guarded.

A new kind of figure is an entry here. Codes are kept in rows and published files: an entry may
be added, never renamed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class RecordGroup(models.TextChoices):
    """Groups that stand beside the police statistics and are never added to it."""

    OWI = "owi", _("Ordnungswidrigkeiten")
    ACCIDENTS = "accidents", _("Verkehrsunfälle")
    STRUCTURE = "structure", _("Soziales und Struktur")
    RESIDENTS = "residents", _("Bevölkerung nach Alter")
    INCIDENTS = "incidents", _("Vorgangsdaten der Polizei")


class Measure(StrEnum):
    """What kind of number it is; only counts get a rate, a range and a verdict."""

    COUNT = "count"
    # In percent of something the definition names: never above 100.
    SHARE = "share"
    # Anything else with a unit of its own: people per square kilometre, euros, minutes.
    NUMBER = "number"


class Protection(StrEnum):
    """Whether a small number could point at a person."""

    COUNT = "count"
    NONE = "none"


@dataclass(frozen=True)
class RecordIndicator:
    """An entry of the catalogue. ``aliases`` are wordings found at the head of tables."""

    code: str
    group: str
    label: Words
    short_label: Words
    definition: Words
    unit: Words
    measure: Measure = Measure.COUNT
    source_usual: Words = ""
    protection: Protection = Protection.COUNT
    # The sum this one is a part of; "" where it is no part.
    parent: str = ""
    # Known almost only where somebody checks: more checks give more cases.
    control: bool = False
    aliases: tuple[str, ...] = ()
    # Stands in the mask without being asked for.
    usual: bool = False

    @property
    def has_rate(self) -> bool:
        return self.measure is Measure.COUNT and self.group in {
            RecordGroup.OWI, RecordGroup.ACCIDENTS,
        }  # fmt: skip


GROUP_NOTES: dict[str, Words] = {
    RecordGroup.OWI: _(
        "Ordnungswidrigkeiten sind keine Straftaten. Gezählt sind Verfahren des Ordnungsamts. "
        "Mehr Kontrollen ergeben mehr Verfahren."
    ),
    RecordGroup.ACCIDENTS: _(
        "Verkehrsunfälle, die die Polizei aufgenommen hat. Sie sind keine Straftaten und in "
        "keiner Zahl der Kriminalstatistik enthalten."
    ),
    RecordGroup.STRUCTURE: _(
        "Angaben der amtlichen Statistik und der Verwaltung über den Ort. Sie beschreiben den "
        "Rahmen und erklären keine einzelne Straftat."
    ),
    RecordGroup.RESIDENTS: _("Wohnbevölkerung nach Altersgruppen, wie die Quelle sie nennt."),
    RecordGroup.INCIDENTS: _(
        "Vorgänge, die ein Revier im Monat der Tat oder Meldung aufgenommen hat. Sie sind vorläufig "
        "und anders gezählt als die Polizeiliche Kriminalstatistik; beide werden nie vermischt."
    ),
}

_OFFICE = _("Ordnungsamt, Verfahren des Jahres")
_POLICE = _("Polizei, Verkehrsunfallstatistik")
_LABOUR = _("Bundesagentur für Arbeit")
_STATE = _("Statistisches Landesamt")
_ATLAS = _("Deutschlandatlas (BBSR)")
_REGISTER = _("Melderegister")
_CASES = _("Verfahren")
_PRECINCT = _("Polizeirevier, Vorgangsdaten")
_RECORDED = _("Vorgänge")
_PERCENT = _("%")


def _owi(
    code: str,
    label: Words,
    definition: Words,
    *aliases: str,
    short: Words = "",
    usual: bool = False,
) -> RecordIndicator:
    return RecordIndicator(
        code=f"owi-{code}",
        group=RecordGroup.OWI,
        label=label,
        short_label=short or label,
        definition=definition,
        unit=_CASES,
        source_usual=_OFFICE,
        parent="" if code == "total" else "owi-total",
        control=True,
        aliases=aliases,
        usual=usual,
    )


def _accident(
    code: str,
    label: Words,
    definition: Words,
    unit: Words,
    *aliases: str,
    parent: str = "",
    usual: bool = False,
) -> RecordIndicator:
    return RecordIndicator(
        code=f"accidents-{code}",
        group=RecordGroup.ACCIDENTS,
        label=label,
        short_label=label,
        definition=definition,
        unit=unit,
        source_usual=_POLICE,
        parent=f"accidents-{parent}" if parent else "",
        aliases=aliases,
        usual=usual,
    )


def _incident(
    code: str, label: Words, definition: Words, *aliases: str, control: bool = False
) -> RecordIndicator:
    return RecordIndicator(
        code=f"incidents-{code}",
        group=RecordGroup.INCIDENTS,
        label=label,
        short_label=label,
        definition=definition,
        unit=_RECORDED,
        source_usual=_PRECINCT,
        control=control,
        aliases=aliases,
    )


def _structure(  # noqa: PLR0917 - a table of calls, one line an entry
    code: str,
    label: Words,
    definition: Words,
    unit: Words,
    measure: Measure,
    source: Words,
    *aliases: str,
    usual: bool = False,
) -> RecordIndicator:
    guarded = measure is Measure.COUNT
    return RecordIndicator(
        code=code,
        group=RecordGroup.STRUCTURE,
        label=label,
        short_label=label,
        definition=definition,
        unit=unit,
        measure=measure,
        source_usual=source,
        protection=Protection.COUNT if guarded else Protection.NONE,
        aliases=aliases,
        usual=usual,
    )


_ACC, _PEOPLE, _MIN = _("Unfälle"), _("Personen"), _("Minuten")
_SHARE, _NUMBER, _COUNT = Measure.SHARE, Measure.NUMBER, Measure.COUNT

# fmt: off
CATALOGUE: tuple[RecordIndicator, ...] = (
    _owi("total", _("Ordnungswidrigkeiten insgesamt"),
         _("Alle Verfahren des Ordnungsamts in einem Jahr, ohne Halten, Parken und Geschwindigkeit, "
           "soweit die Quelle nichts anderes sagt."),
         "Ordnungswidrigkeiten", "OWi gesamt", "insgesamt", "Summe", "OWi insgesamt", usual=True),
    _owi("noise", _("Ruhestörung und Lärm"),
         _("Unzulässiger Lärm (§ 117 OWiG) und Verstöße gegen die Ruhezeiten der Polizeiverordnung."),
         "Lärm", "Ruhestörung", "Ruhestörungen", "Lärmbelästigung", "Unzulässiger Lärm", usual=True),
    _owi("litter", _("Müll und Verunreinigung"),
         _("Abgelagerter Abfall und Verunreinigung von Straßen und Anlagen."),
         "Müll", "Abfall", "illegale Müllablagerung", "Müllablagerungen", "Verunreinigung", usual=True),
    _owi("alcohol", _("Alkohol trotz Verbots"),
         _("Trinken von Alkohol, wo die Gemeinde es untersagt hat."),
         "Alkohol", "Alkoholverbot", "Alkoholkonsum", "Alkohol im öffentlichen Raum", usual=True),
    _owi("nuisance", _("Belästigung der Allgemeinheit"),
         _("Grob ungehörige Handlungen (§ 118 OWiG), auch Urinieren in der Öffentlichkeit."),
         "Belästigung", "§ 118 OWiG", "Urinieren", "Wildpinkeln", usual=True),
    _owi("dogs", _("Hunde"),
         _("Verstöße gegen Leinenpflicht und Hundekot auf Wegen und Anlagen."),
         "Hunde ohne Leine", "Leinenpflicht", "Hundekot", "Hundehaltung", usual=True),
    _owi("fire", _("Feuer und Feuerwerk"),
         _("Offenes Feuer und Feuerwerk außerhalb der erlaubten Zeiten."),
         "Feuerwerk", "offenes Feuer", "Pyrotechnik"),
    _owi("posters", _("Wildes Plakatieren"),
         _("Plakate, Aufkleber und Beschriftungen ohne Erlaubnis, soweit keine Straftat."),
         "Plakatieren", "wildes Plakatieren"),
    _owi("camping", _("Lagern und Nächtigen im Freien"),
         _("Verstöße gegen das Verbot, auf Straßen und Anlagen zu lagern oder zu nächtigen."),
         "Lagern", "Nächtigen", "Campieren"),
    _owi("youth", _("Jugendschutz"),
         _("Abgabe von Alkohol oder Tabak an Kinder und Jugendliche und andere Verstöße gegen das "
           "Jugendschutzgesetz."),
         "Jugendschutzgesetz", "JuSchG"),
    _owi("weapons", _("Waffen- und Messerverbot"),
         _("Verstöße gegen Waffengesetz und örtliche Verbote, soweit keine Straftat."),
         "Waffenrecht", "Messerverbot", "Waffengesetz"),
    _owi("begging", _("Aufdringliches Betteln"),
         _("Betteln, das die Polizeiverordnung untersagt."), "Betteln", "Bettelei"),
    RecordIndicator(
        "owi-parking", RecordGroup.OWI, _("Halten und Parken"), _("Halten und Parken"),
        _("Verwarnungen und Bußgelder im ruhenden Verkehr."), _CASES, source_usual=_OFFICE,
        control=True, aliases=("Parken", "ruhender Verkehr", "Parkverstöße", "Falschparken")),
    RecordIndicator(
        "owi-speed", RecordGroup.OWI, _("Geschwindigkeit"), _("Geschwindigkeit"),
        _("Überschreitungen der Geschwindigkeit, die die Gemeinde selbst verfolgt."), _CASES,
        source_usual=_OFFICE, control=True,
        aliases=("Geschwindigkeitsverstöße", "fließender Verkehr", "Geschwindigkeitsüberschreitung")),

    _accident("total", _("Verkehrsunfälle insgesamt"),
              _("Alle von der Polizei aufgenommenen Unfälle."), _ACC,
              "Verkehrsunfälle", "Unfälle", "Unfälle insgesamt", "VU gesamt", "VU insgesamt", usual=True),
    _accident("injury", _("Unfälle mit Personenschaden"),
              _("Unfälle, bei denen jemand verletzt oder getötet wurde."), _ACC,
              "mit Personenschaden", "VU mit Personenschaden", "Personenschaden", "VU P",
              parent="total", usual=True),
    _accident("damage-serious", _("Schwerwiegende Unfälle mit Sachschaden"),
              _("Sachschaden mit Straftat oder schwerem Verstoß, ein Fahrzeug nicht fahrbereit, "
                "oder unter berauschenden Mitteln."), _ACC,
              "schwerwiegende Unfälle mit Sachschaden", "schwerer Sachschaden", parent="total"),
    _accident("damage-other", _("Übrige Unfälle mit Sachschaden"),
              _("Alle anderen Unfälle, bei denen nur Sachen beschädigt wurden."), _ACC,
              "übrige Sachschadensunfälle", "nur Sachschaden", "Sachschaden", parent="total"),
    _accident("casualties", _("Verunglückte"),
              _("Verletzte und Getötete bei Verkehrsunfällen."), _PEOPLE,
              "Verunglückte insgesamt", "Verletzte und Getötete", usual=True),
    _accident("slightly-injured", _("Leichtverletzte"),
              _("Verletzte, die nicht stationär behandelt wurden."), _PEOPLE,
              "leicht verletzt", "LV", parent="casualties", usual=True),
    _accident("seriously-injured", _("Schwerverletzte"),
              _("Verletzte, die mindestens 24 Stunden im Krankenhaus blieben."), _PEOPLE,
              "schwer verletzt", "SV", parent="casualties", usual=True),
    _accident("killed", _("Getötete"),
              _("Menschen, die am Unfallort oder binnen 30 Tagen an den Folgen starben."), _PEOPLE,
              "Verkehrstote", "Tote", "getötet", parent="casualties", usual=True),
    _accident("bicycle", _("Unfälle mit Fahrrad"),
              _("Unfälle, an denen ein Fahrrad oder Pedelec beteiligt war."), _ACC,
              "Radunfälle", "Fahrradunfälle", "Beteiligung Radfahrer"),
    _accident("pedestrian", _("Unfälle mit Fußgängern"),
              _("Unfälle, an denen jemand zu Fuß beteiligt war."), _ACC,
              "Fußgängerunfälle", "Beteiligung Fußgänger"),
    _accident("children", _("Verunglückte Kinder"),
              _("Verletzte und getötete Kinder unter 15 Jahren."), _PEOPLE, "Kinderunfälle", "Kinder"),
    _accident("alcohol", _("Unfälle unter Alkohol oder Drogen"),
              _("Unfälle, bei denen jemand unter berauschenden Mitteln stand."), _ACC,
              "Alkoholunfälle", "unter Alkohol", "berauschende Mittel"),
    _accident("hit-and-run", _("Unfälle mit Flucht"),
              _("Unfälle, nach denen sich jemand unerlaubt entfernt hat."), _ACC,
              "Unfallflucht", "Verkehrsunfallflucht", "unerlaubtes Entfernen", usual=True),

    _structure("unemployed", _("Arbeitslose"), _("Arbeitslos Gemeldete im Jahresdurchschnitt."),
               _PEOPLE, _COUNT, _LABOUR, "Arbeitslose insgesamt", "Zahl der Arbeitslosen", usual=True),
    _structure("unemployment-rate", _("Arbeitslosenquote"),
               _("Arbeitslose in Prozent aller zivilen Erwerbspersonen, Jahresdurchschnitt."),
               _PERCENT, _SHARE, _LABOUR, "alq", "Arbeitslosenquote in %", usual=True),
    _structure("benefit-recipients", _("Personen mit Bürgergeld"),
               _("Leistungsberechtigte nach dem Zweiten Buch Sozialgesetzbuch."), _PEOPLE, _COUNT,
               _LABOUR, "Leistungsberechtigte SGB II", "SGB-II-Empfänger", "Bürgergeld", usual=True),
    _structure("children-on-benefits", _("Kinder in Bürgergeld-Haushalten"),
               _("Kinder in Bedarfsgemeinschaften in Prozent aller Kinder unter 15 Jahren."), _PERCENT,
               _SHARE, _ATLAS, "kinder_bg", "Kinderarmut"),
    _structure("basic-security", _("Grundsicherung im Alter"),
               _("Empfänger von Grundsicherung in Prozent der Menschen ab 65 Jahren."), _PERCENT,
               _SHARE, _ATLAS, "grusi", "Altersarmut"),
    _structure("over-indebted", _("Überschuldung"),
               _("Überschuldete Personen in Prozent der Erwachsenen."), _PERCENT, _SHARE, _ATLAS,
               "schulden", "Schuldnerquote"),
    _structure("employment-rate", _("Beschäftigungsquote"),
               _("Sozialversicherungspflichtig Beschäftigte am Wohnort in Prozent der 15- bis "
                 "64-Jährigen."), _PERCENT, _SHARE, _ATLAS, "beschq_insg", "Beschäftigtenquote"),
    _structure("under-18-share", _("Kinder und Jugendliche"),
               _("Menschen unter 18 Jahren in Prozent der Bevölkerung."), _PERCENT, _SHARE, _ATLAS,
               "bev_u18", "Anteil unter 18", usual=True),
    _structure("working-age-share", _("18- bis 64-Jährige"),
               _("Menschen von 18 bis unter 65 Jahren in Prozent der Bevölkerung."), _PERCENT,
               _SHARE, _ATLAS, "bev_18_65", "Anteil 18 bis 65"),
    _structure("over-65-share", _("Menschen ab 65 Jahren"),
               _("Menschen ab 65 Jahren in Prozent der Bevölkerung."), _PERCENT, _SHARE, _ATLAS,
               "bev_ue65", "Anteil über 65", usual=True),
    _structure("foreign-share", _("Ausländische Bevölkerung"),
               _("Menschen ohne deutsche Staatsangehörigkeit in Prozent der Bevölkerung."), _PERCENT,
               _SHARE, _ATLAS, "bev_ausl", "Ausländeranteil"),
    _structure("single-households", _("Einpersonenhaushalte"),
               _("Haushalte mit einer Person in Prozent aller Haushalte."), _PERCENT, _SHARE, _STATE,
               "Singlehaushalte", "Ein-Personen-Haushalte"),
    _structure("density", _("Bevölkerungsdichte"),
               _("Einwohnerinnen und Einwohner je Quadratkilometer."), _("Einwohner je km²"), _NUMBER,
               _ATLAS, "bev_dicht", "Einwohner je km²", "Einwohner/km²"),
    _structure("housing-vacancy", _("Leer stehende Wohnungen"),
               _("Leer stehende in Prozent aller Wohnungen."), _PERCENT, _SHARE, _ATLAS, "wohn_leer",
               "Leerstand", "Leerstandsquote"),
    _structure("school-no-degree", _("Schulabgang ohne Abschluss"),
               _("Abgänge ohne Hauptschulabschluss in Prozent aller Schulabgänge."), _PERCENT, _SHARE,
               _ATLAS, "schule_oabschl", "ohne Schulabschluss"),
    _structure("childcare-under-3", _("Betreuung unter 3 Jahren"),
               _("Betreute Kinder in Prozent der Kinder unter 3 Jahren."), _PERCENT, _SHARE, _ATLAS,
               "kbetr_u3"),
    _structure("turnout", _("Wahlbeteiligung"),
               _("Wählende in Prozent der Wahlberechtigten bei der letzten Bundestagswahl."), _PERCENT,
               _SHARE, _ATLAS, "wahl_beteil"),
    _structure("tax-power", _("Steuereinnahmekraft"),
               _("Steuereinnahmekraft der Gemeinde je Einwohnerin und Einwohner."),
               _("Euro je Einwohner"), _NUMBER, _ATLAS, "st_einnkr"),
    _structure("police-minutes", _("Weg zur Polizei"),
               _("Mittlere Fahrzeit mit dem Auto zur nächsten Polizeidienststelle."), _MIN, _NUMBER,
               _ATLAS, "p_poli"),
    _structure("market-minutes", _("Weg zum Supermarkt"),
               _("Mittlere Gehzeit oder Fahrzeit zum nächsten Supermarkt, wie im Atlas beschrieben."),
               _MIN, _NUMBER, _ATLAS, "p_markt"),
    _structure("school-minutes", _("Weg zur Grundschule"),
               _("Mittlere Gehzeit oder Fahrzeit zur nächsten Grundschule, wie im Atlas beschrieben."),
               _MIN, _NUMBER, _ATLAS, "p_grunds"),
    _structure("youth-places", _("Jugendtreffs"), _("Offene Einrichtungen für junge Menschen."),
               _("Einrichtungen"), _NUMBER, _REGISTER, "Jugendeinrichtungen", "Jugendclubs"),
    _structure("licensed-venues", _("Gaststätten mit Ausschank"),
               _("Betriebe mit Erlaubnis oder Anzeige zum Ausschank von Alkohol."), _("Betriebe"),
               _NUMBER, _OFFICE, "Gaststätten", "Schankerlaubnisse"),

    # Their wordings mean these only in a table that says "Vorgangsdaten"; elsewhere the PKS.
    _incident("bicycle", _("Fahrraddiebstahl (Vorgänge)"),
              _("Gemeldete Diebstähle von Fahrrädern und Pedelecs."),
              "Fahrraddiebstahl", "Fahrraddiebstähle", "Diebstahl von Fahrrädern"),
    _incident("from-cars", _("Diebstahl an und aus Kraftfahrzeugen (Vorgänge)"),
              _("Gemeldete Diebstähle an und aus Autos."),
              "Diebstahl an und aus Kraftfahrzeugen", "Diebstahl aus Kfz", "Kfz-Aufbrüche",
              "Autoaufbrüche"),
    _incident("burglary", _("Wohnungseinbruch (Vorgänge)"),
              _("Gemeldete Einbrüche in Wohnungen und Häuser, Versuche eingeschlossen."),
              "Wohnungseinbruch", "Wohnungseinbrüche", "Wohnungseinbruchdiebstahl"),
    _incident("cellars", _("Einbruch in Keller und Garagen (Vorgänge)"),
              _("Gemeldete Einbrüche in Keller, Böden, Garagen und Lauben."),
              "Kellereinbruch", "Kellereinbrüche", "Einbruch in Keller und Garagen"),
    _incident("shoplifting", _("Ladendiebstahl (Vorgänge)"), _("Gemeldete Ladendiebstähle."),
              "Ladendiebstahl", "Ladendiebstähle", control=True),
    _incident("pickpocketing", _("Taschendiebstahl (Vorgänge)"), _("Gemeldete Taschendiebstähle."),
              "Taschendiebstahl", "Taschendiebstähle"),
    _incident("damage", _("Sachbeschädigung (Vorgänge)"),
              _("Gemeldete Sachbeschädigungen, Graffiti eingeschlossen."),
              "Sachbeschädigung", "Sachbeschädigungen", "Vandalismus"),
    _incident("graffiti", _("Graffiti (Vorgänge)"), _("Gemeldete Sachbeschädigungen durch Graffiti."),
              "Graffiti", "Sachbeschädigung durch Graffiti"),
    _incident("assault", _("Körperverletzung im öffentlichen Raum (Vorgänge)"),
              _("Gemeldete Körperverletzungen auf Straßen, Wegen und Plätzen."),
              "Körperverletzung", "Körperverletzungen", "Körperverletzung im öffentlichen Raum"),
    _incident("robbery", _("Raub auf Straßen und Plätzen (Vorgänge)"),
              _("Gemeldete Raubtaten auf Straßen, Wegen und Plätzen."),
              "Raub", "Straßenraub", "Raub auf Straßen und Plätzen"),
    _incident("senior-fraud", _("Betrug an älteren Menschen (Vorgänge)"),
              _("Gemeldete Betrugstaten am Telefon oder an der Tür gegen Menschen ab 60 Jahren, "
                "Versuche eingeschlossen."),
              "Betrug an älteren Menschen", "Enkeltrick", "Schockanrufe"),
    _incident("fire-setting", _("Brandstiftung (Vorgänge)"), _("Gemeldete Brandstiftungen."),
              "Brandstiftung", "Brandstiftungen", "Containerbrände"),
    _incident("disturbance", _("Ruhestörung (Einsätze)"),
              _("Einsätze der Polizei wegen Ruhestörung."),
              "Ruhestörung", "Ruhestörungen", "Einsätze wegen Ruhestörung"),
    _incident("public-drinking", _("Störungen durch Gruppen (Einsätze)"),
              _("Einsätze der Polizei wegen störender oder trinkender Gruppen."),
              "Störungen durch Gruppen", "Störende Gruppen", "Trinkergruppen"),
    _incident("drugs", _("Drogendelikte (Vorgänge)"),
              _("Festgestellte Verstöße gegen das Betäubungsmittelgesetz. Mehr Kontrollen ergeben mehr "
                "Vorgänge."), "Drogendelikte", "Rauschgiftdelikte", "Betäubungsmittel", control=True),
)
# fmt: on
_BY_CODE = {one.code: one for one in CATALOGUE}

# Ages the police statistics of suspects and victims know too.
AGE_BANDS = (
    (0, 5), (6, 13), (14, 17), (18, 20), (21, 24), (25, 29), (30, 39), (40, 49), (50, 59),
    (60, 74), (75, None),
)  # fmt: skip
_AGES = re.compile(r"residents-(\d{1,3})-(\d{1,3}|up)(?:-([mf]))?")


def _residents(code: str) -> RecordIndicator | None:
    """Return the indicator of an age group; a source may cut the ages as it likes."""
    found = _AGES.fullmatch(code)
    if found is None:
        return None
    low, high, sex = int(found[1]), found[2], found[3]
    if low > 120 or (high != "up" and not low <= int(high) <= 120):
        return None
    ages = _now("ab %(low)d Jahren") if high == "up" else _now("%(low)d bis %(high)s Jahre")
    label = ages % {"low": low, "high": high}
    words = {"m": _now("%s, männlich"), "f": _now("%s, weiblich")}.get(sex or "", "%s") % label
    return RecordIndicator(
        code=code,
        group=RecordGroup.RESIDENTS,
        label=words,
        short_label=words,
        definition=_now("Wohnbevölkerung im Alter: %s.") % words,
        unit=_PEOPLE,
        source_usual=_REGISTER,
        parent="" if sex is None else code.removesuffix(f"-{sex}"),
    )


def indicator_of(code: str) -> RecordIndicator | None:
    """Return the indicator with a code, or None.

    Age groups are spelled ``residents-14-17``, ``residents-75-up``, with ``-m`` or ``-f`` for
    one sex; any cut of the ages is a code.
    """
    return _BY_CODE.get(code) or _residents(code)
