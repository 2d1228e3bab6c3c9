"""The offence groups towns use, in the order of a Lagebild, with keys as sources print them."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


_ABSENT = _("Diese Tabelle enthält die Gruppe nicht.")


@dataclass(frozen=True)
class OffenceGroup:
    """A group of a municipal Lagebild.

    ``codes`` are equal spellings, best first; ``narrower`` are keys that hold only a part and
    may stand in with a note. Where a table has none of them, ``absent`` says so in words.
    """

    code: str
    codes: tuple[str, ...]
    label: Words
    short_label: Words
    description: Words
    control_offence: bool = False
    is_sum: bool = False
    has_clearance: bool = True
    narrower: dict[str, Words] = field(default_factory=dict)
    absent: Words = _ABSENT


_NOT_IN_COUNTY_TABLE = _(
    "In der Kreistabelle des Bundeskriminalamts nicht enthalten. Die Polizei kann die Zahl auf "
    "Anfrage nennen."
)

OFFENCE_GROUPS = (
    OffenceGroup(
        "total",
        ("------",),
        _("Straftaten insgesamt"),
        _("Insgesamt"),
        _("Alle erfassten Straftaten ohne Verkehrsdelikte und politisch motivierte Kriminalität."),
        is_sum=True,
    ),
    OffenceGroup(
        "total-without-immigration",
        ("890000",),
        _("Straftaten insgesamt ohne ausländerrechtliche Verstöße"),
        _("Ohne Ausländerrecht"),
        _(
            "Alle erfassten Straftaten ohne Verstöße gegen das Aufenthalts-, das Asyl- und das "
            "Freizügigkeitsgesetz/EU, die meist nur Zugewanderte begehen können."
        ),
        is_sum=True,
    ),
    OffenceGroup(
        "violent",
        ("892000",),
        _("Gewaltkriminalität"),
        _("Gewalt"),
        _(
            "Summe aus Mord und Totschlag, Vergewaltigung, Raub, gefährlicher und schwerer "
            "Körperverletzung, Geiselnahme und Angriffen auf den Luft- und Seeverkehr. Einfache "
            "Körperverletzung gehört nicht dazu."
        ),
        is_sum=True,
    ),
    OffenceGroup(
        "robbery",
        ("210000",),
        _("Raub und räuberische Erpressung"),
        _("Raub"),
        _("Wegnahme oder Erpressung mit Gewalt oder Drohung, auch auf Straßen und in Geschäften."),
    ),
    OffenceGroup(
        "street-robbery",
        ("217000",),
        _("Raubüberfälle auf Straßen, Wegen oder Plätzen"),
        _("Straßenraub"),
        _("Teil des Raubes: sonstige Überfälle im öffentlichen Raum, ohne Handtaschenraub."),
    ),
    OffenceGroup(
        "dangerous-bodily-harm",
        ("222000",),
        _("Gefährliche und schwere Körperverletzung"),
        _("Gefährliche Körperverletzung"),
        _("Körperverletzung mit Waffe oder Werkzeug, gemeinschaftlich oder mit schweren Folgen."),
    ),
    OffenceGroup(
        "dangerous-bodily-harm-street",
        ("222100",),
        _("Gefährliche und schwere Körperverletzung auf Straßen, Wegen oder Plätzen"),
        _("… auf Straßen und Plätzen"),
        _("Teil der gefährlichen und schweren Körperverletzung: Tatort im öffentlichen Raum."),
        absent=_NOT_IN_COUNTY_TABLE,
    ),
    OffenceGroup(
        "simple-bodily-harm",
        ("224000",),
        _("Vorsätzliche einfache Körperverletzung"),
        _("Einfache Körperverletzung"),
        _("Vorsätzliche Körperverletzung ohne erschwerende Umstände (§ 223 StGB)."),
    ),
    OffenceGroup(
        "threats",
        ("232300",),
        _("Bedrohung"),
        _("Bedrohung"),
        _("Drohung mit einer Straftat (§ 241 StGB)."),
        narrower={
            "232000": _("Enthält neben der Bedrohung auch Freiheitsberaubung und Nötigung."),
        },
        absent=_NOT_IN_COUNTY_TABLE,
    ),
    OffenceGroup(
        "theft",
        ("****00",),
        _("Diebstahl insgesamt"),
        _("Diebstahl"),
        _("Summe aus einfachem Diebstahl und Diebstahl unter erschwerenden Umständen."),
        is_sum=True,
    ),
    OffenceGroup(
        "burglary",
        ("435*00",),
        _("Wohnungseinbruchdiebstahl"),
        _("Wohnungseinbruch"),
        _("Einbruch in Wohnungen und Häuser zum Stehlen, auch der Versuch."),
    ),
    OffenceGroup(
        "shoplifting",
        ("*26*00",),
        _("Ladendiebstahl"),
        _("Ladendiebstahl"),
        _(
            "Diebstahl von Waren in Geschäften. Was bekannt wird, hängt davon ab, wie oft die "
            "Geschäfte kontrollieren und anzeigen."
        ),
        narrower={
            "326*00": _("Nur der einfache Ladendiebstahl, ohne erschwerende Umstände."),
        },
    ),
    OffenceGroup(
        "pickpocketing",
        ("*90*00",),
        _("Taschendiebstahl"),
        _("Taschendiebstahl"),
        _("Diebstahl aus Taschen und Kleidung, die Personen bei sich tragen."),
    ),
    OffenceGroup(
        "theft-vehicle-parts",
        ("*50*00",),
        _("Diebstahl an und aus Kraftfahrzeugen"),
        _("An und aus Kfz"),
        _("Diebstahl von Teilen eines Fahrzeugs oder von Sachen aus einem Fahrzeug."),
    ),
    OffenceGroup(
        "theft-car",
        ("***100",),
        _("Diebstahl von Kraftwagen"),
        _("Kraftwagen"),
        _("Diebstahl ganzer Kraftwagen, auch unbefugte Ingebrauchnahme."),
    ),
    OffenceGroup(
        "theft-bicycle",
        ("***300",),
        _("Diebstahl von Fahrrädern"),
        _("Fahrraddiebstahl"),
        _("Diebstahl von Fahrrädern, auch unbefugte Ingebrauchnahme."),
    ),
    OffenceGroup(
        "fraud",
        ("510000",),
        _("Betrug"),
        _("Betrug"),
        _("Betrug in allen Formen, auch Warenbetrug und Erschleichen von Leistungen."),
    ),
    OffenceGroup(
        "fare-dodging",
        ("515000",),
        _("Erschleichen von Leistungen"),
        _("Fahren ohne Fahrschein"),
        _(
            "Fast immer Fahren ohne Fahrschein. Was bekannt wird, hängt von den Kontrollen der "
            "Verkehrsunternehmen ab."
        ),
    ),
    OffenceGroup(
        "damage",
        ("674000",),
        _("Sachbeschädigung"),
        _("Sachbeschädigung"),
        _("Beschädigen, Zerstören oder Verunstalten fremder Sachen, auch Graffiti."),
    ),
    OffenceGroup(
        "graffiti",
        ("899500",),
        _("Sachbeschädigung durch Graffiti"),
        _("Graffiti"),
        _("Teil der Sachbeschädigung: Besprühen, Bemalen, Beschriften."),
        is_sum=True,
    ),
    OffenceGroup(
        "drugs",
        ("730000",),
        _("Rauschgiftdelikte"),
        _("Rauschgift"),
        _(
            "Verstöße gegen das Betäubungsmittelgesetz und verwandte Vorschriften. Die Zahl "
            "zeigt vor allem, wie viel kontrolliert wurde."
        ),
        control_offence=True,
    ),
    OffenceGroup(
        "resistance",
        ("621100",),
        _("Widerstand gegen und tätlicher Angriff auf Vollstreckungskräfte"),
        _("Widerstand, Angriff auf Einsatzkräfte"),
        _("Widerstand oder Angriff gegen Polizei, Rettungsdienst, Feuerwehr und Vollzugsdienst."),
        narrower={
            "621020": _("Nach der bis 2017 geltenden Einteilung, nur eingeschränkt vergleichbar."),
        },
    ),
    OffenceGroup(
        "arson",
        ("640000",),
        _("Brandstiftung und Herbeiführen einer Brandgefahr"),
        _("Brandstiftung"),
        _("Vorsätzliche und fahrlässige Brandstiftung."),
    ),
    OffenceGroup(
        "street-crime",
        ("899000",),
        _("Straßenkriminalität"),
        _("Straßenkriminalität"),
        _(
            "Summe von Straftaten, die überwiegend im öffentlichen Raum geschehen, etwa Raub auf "
            "Straßen, Diebstahl von und aus Fahrzeugen und Sachbeschädigung dort."
        ),
        is_sum=True,
    ),
)

# What no police table contains; stands in every Lagebild.
SCOPE_NOTES = (
    _("Politisch motivierte Kriminalität ist nicht enthalten. Sie wird gesondert erfasst."),
    _("Ordnungswidrigkeiten, etwa Lärm oder Müll, sind nicht enthalten."),
    _("Verkehrsdelikte sind nicht enthalten, bis auf gefährliche Eingriffe in den Verkehr."),
    _(
        "Straftaten ohne bekannten Tatort stehen nur in den Zahlen des Landes und des Bundes. "
        "Die Summe der Kreise ist deshalb kleiner als die Zahl des Landes."
    ),
)
