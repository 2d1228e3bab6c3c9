"""What the gallery gives to each component: every state once."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from vorort.ui import format as german
from vorort.ui.charts import ChartPictures
from vorort.ui.gallery import pictures
from vorort.ui.maps import legend_entries
from vorort.ui.parts import (
    ChainLink,
    Column,
    Comment,
    Fact,
    Link,
    LinkGroup,
    Note,
    Progress,
    Row,
    Step,
    Sum,
    Table,
    Task,
    VerdictLine,
)

TOWN = SimpleNamespace(
    name="Stadt Lindenau an der Weide",
    short_name="Lindenau",
    town_key="LW",
    address="Koordination Prävention\nMarkt 1, 00000 Lindenau an der Weide",
    phone="00000 100-32",
    email="praevention@lindenau.example",
    is_demo=True,
)
SECOND_TOWN = SimpleNamespace(name="Mühlgrund", town_key="MG")
SOURCE = (
    "Quelle: Polizeiliche Kriminalstatistik (Ausgangsstatistik), Jahrgang 2025, geliefert 14.04.2026. "
    "Bezug: 9.012 Einwohner am 31.12.2024, amtlich. Erfasst ist das Hellfeld: was der Polizei bekannt "
    "wurde. Band: Schwankungsbereich (95 %). Gestrichelt: Land."
)


class SampleForm(forms.Form):
    """Every kind of field, so that each is seen with hint and error."""

    title = forms.CharField(
        label=_("Titel"), help_text=_("Steht über dem Lagebild."), max_length=80
    )
    year = forms.IntegerField(label=_("Jahr"), min_value=2000, max_value=2026)
    table = forms.FileField(
        label=_("Tabelle der Polizei"), help_text=_("CSV oder XLSX, höchstens 64 MB.")
    )
    place = forms.ChoiceField(
        label=_("Gebiet"), choices=[("", _("Bitte wählen")), ("1", "Lindenau"), ("2", "Mühlgrund")]
    )
    kind = forms.ChoiceField(
        label=_("Wer soll es lesen?"),
        widget=forms.RadioSelect,
        choices=[("intern", _("nur intern")), ("alle", _("alle"))],
    )
    parts = forms.MultipleChoiceField(
        label=_("Abschnitte"),
        required=False,
        help_text=_("Abgewählte Abschnitte fehlen auch in der Datei."),
        widget=forms.CheckboxSelectMultiple,
        choices=[("d", _("Diebstahl")), ("s", _("Sachbeschädigung"))],
    )
    agreed = forms.BooleanField(label=_("Die Polizei hat die Zahlen freigegeben"))
    text = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _series_table(chart: Any) -> Table:
    rows = tuple(
        Row((str(year), german.number(value), german.span(low, high)))
        for year, value, low, high in zip(
            chart.years, chart.here, chart.low, chart.high, strict=True
        )
    )
    columns = (
        Column("Jahr", numeric=True),
        Column("je 100.000 Einwohner", numeric=True),
        Column("Schwankungsbereich", numeric=True),
    )
    return Table(f"{chart.title}, Lindenau", columns, rows)


def _map_table(chart: Any) -> Table:
    rows = tuple(
        Row((area.name, german.number(area.value, chart.digits)), current=area.key == chart.here)
        for area in sorted(chart.areas, key=lambda a: (a.value is None, -(a.value or 0)))
    )
    return Table(chart.title, (Column("Ortsteil"), Column("Wert", numeric=True)), rows)


def _pair(name: str) -> ChartPictures:
    return ChartPictures(pictures.read(f"{name}-wide.svg"), pictures.read(f"{name}-narrow.svg"))


def _statistics() -> dict[str, Any]:
    return {
        "verdict_names": ("sure", "chance", "few", "none"),
        "bicycles": _pair("fahrrad"),
        "bicycles_table": _series_table(pictures.BICYCLES),
        "damage": _pair("sach"),
        "damage_table": _series_table(pictures.DAMAGE),
        "damage_notes": (
            Note(
                "A",
                "2023: 63 Fälle gehören zu einem Ermittlungsverfahren am Bahnhof. Das Jahr zählt nicht in Mittelwert und Urteil.",
            ),
        ),
        "fraud": _pair("betrug"),
        "fraud_table": _series_table(pictures.FRAUD),
        "small": [pictures.read(f"klein-{place}.svg") for place in range(3)],
        "streets": _pair("orte"),
        "streets_table": _map_table(pictures.STREETS),
        "streets_legend": legend_entries(pictures.STREETS),
        "difference": _pair("abstand"),
        "difference_table": _map_table(pictures.DIFFERENCE),
        "difference_legend": legend_entries(pictures.DIFFERENCE),
        "figure_tools": (Link("CSV", "#f-rad"), Link("Zahl zitieren", "#f-rad")),
        "source": SOURCE,
        "verdict_lines": (
            VerdictLine("Fahrraddiebstahl: 38 Fälle, mehr als in den Vorjahren", "sure", "#f-rad"),
            VerdictLine("Sachbeschädigung: nahe den Vorjahren", "chance"),
            VerdictLine("Wohnungseinbruch und Raub: 6 und 1 Fälle", "few"),
            VerdictLine("Betrug: Erfassung 2024 geändert", "none"),
        ),
    }


TASKS = (
    Task(
        "Einladung zur 4. Sitzung versenden",
        "#arbeit",
        "Ladungsfrist endet heute.",
        "heute",
        "due",
        "LW",
        TOWN.name,
    ),
    Task(
        "Zwischennachweis einreichen",
        "#arbeit",
        "Es fehlen 2 Belege.",
        "überfällig seit 20.11.",
        "bad",
        "MG",
        "Mühlgrund",
        second=True,
    ),
    Task(
        "Anmerkungen der Polizei beantworten",
        "#arbeit",
        "Abschnitt Diebstahl.",
        "bis Mi 25.11.",
        "",
        "LW",
        TOWN.name,
    ),
)
COMMENTS = (
    Comment(
        "Revier Weideland, Lagebearbeitung",
        "19.11.2026, 14:05 Uhr",
        "Seit Juli 2024 nehmen wir Anzeigen am Bahnhof auf. Bitte ergänzen.",
        "Abbildung 3",
        "#f-rad",
        "Änderung gewünscht",
        "due",
    ),
    Comment(
        "Koordination Prävention",
        "heute, 09:31 Uhr",
        "Als Anmerkung an 2024 gesetzt.",
        reply=True,
    ),
)

CHAIN = (
    ChainLink(
        "Feststellung", "Mehr Fahrraddiebstahl am Bahnhof", "Lagebild 2025, Abbildung 3", "#arbeit"
    ),
    ChainLink("Bedarf", "Räder stehen tagsüber allein", "Rang 2 von 9", "#arbeit"),
    ChainLink("Ziel", "Höchstens 26 Fälle im Jahr bis 2027", "Ausgangswert 38 (2025)", "#arbeit"),
    ChainLink(
        "Maßnahme", "Betreuter Abstellplatz", "Beschluss 07/2026", "#arbeit", "läuft", "good"
    ),
    ChainLink("Wirkung", "Zwischenstand", "31.10.2026", "#arbeit", tone="chance", is_open=True),
)


def _work() -> dict[str, Any]:
    return {
        "steps": (
            Step("Entwurf", "Koordination, 12.11.2026", "done"),
            Step("Polizei", "9 von 11 Abbildungen freigegeben, 1 offen", "current"),
            Step("Freigabe", "Bürgermeisteramt, geplant 02.12.2026"),
            Step("veröffentlicht", "nach Freigabe"),
        ),
        "tasks": TASKS,
        "facts": (
            Fact("Stelle", "Polizeidirektion, Lieferung vom 14.04.2026"),
            Fact("Zeitraum", "01.01.2025 – 31.12.2025"),
            Fact("Bezug", "Bevölkerung am 31.12.2024, amtlich", "#arbeit"),
        ),
        "sums": (
            Sum("1.204", "Zeilen lesbar"),
            Sum("11", "zurückgelegt, mit Grund"),
            Sum("0", "schon vorhanden"),
        ),
        "rows_table": Table(
            "Zurückgelegte Zeilen",
            (Column("Zeile", numeric=True), Column("Grund"), Column("Fälle", numeric=True)),
            (
                Row(("17", "Schlüssel ist im Jahrgang 2025 nicht bekannt", "3")),
                Row(
                    ("212", "„1 .204“ ist keine Zahl (Leerzeichen vor dem Punkt)", "–"),
                    current=True,
                ),
            ),
            foot=("2", "zusammen", "3"),
        ),
        "comments": COMMENTS,
        "chain": CHAIN,
        "open_chain": (*CHAIN[:2], *(ChainLink(step) for step in ("Ziel", "Maßnahme", "Wirkung"))),
        "progress": Progress(
            "Summen abgleichen", 905, 1215, "Zeile für Zeile", "noch etwa 4 Sekunden"
        ),
        "waiting": Progress("Lagebild 2025 berechnen", step="wartet auf den Beginn"),
    }


def _ways() -> dict[str, Any]:
    return {
        "topnav": (
            Link("Start", "#inhalt", current=True),
            Link("Lagebild", "#statistik"),
            Link("Wer ist zuständig?", "#arbeit"),
        ),
        "crumbs": (Link("Lindenau", "#inhalt"), Link("Lagebilder", "#statistik"), Link("2025")),
        "tabs": (
            Link("Zeilen", "#wege", current=True),
            Link("Zurückgelegt", "#wege", count=11),
            Link("Herkunft", "#wege"),
        ),
        "outline": (
            Link("Kurz gesagt", "#statistik", current=True, note="fertig"),
            Link("Diebstahl", "#statistik", note="2 offen"),
            Link("Lesehilfe", "#statistik", note="fest"),
        ),
        "page": Paginator(range(1, 601), 50).get_page(3),
        "rail": (
            LinkGroup(
                "", (Link("Heute", "#inhalt", current=True, count=7), Link("Suche", "#inhalt"))
            ),
            LinkGroup(
                "Lindenau an der Weide",
                (Link("Lagebilder", "#inhalt", count=1), Link("Lieferungen", "#inhalt")),
            ),
            LinkGroup(
                "Verwaltung",
                (
                    Link("Veröffentlichungen", "#inhalt"),
                    Link("Protokoll der Änderungen", "#inhalt"),
                ),
            ),
        ),
    }


def context() -> dict[str, Any]:
    """Return the samples of all components."""
    failed = SampleForm(data={"year": "1999"}, auto_id="falsch_%s")
    failed.is_valid()
    return {
        "authority": TOWN,
        "second_town": SECOND_TOWN,
        "form": SampleForm(),
        "failed_form": failed,
        "numbers": (1204, 421.7, -33, 0, None),
        "moment": dt.datetime(2026, 11, 23, 16, 2, tzinfo=dt.UTC),
        "markdown_text": "Fahrraddiebstähle haben **seit 2024** zugenommen.\n\n- werktags\n- am Bahnhof\n\n[Zur Polizei](https://polizei.example)",
        **_ways(),
        **_work(),
        **_statistics(),
    }
