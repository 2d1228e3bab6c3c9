"""What people enter about evaluation: the plan, counts on the way, their own reading."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.effects.queries import read_choice

Choices = Sequence[tuple[str, str]]


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PlanForm(forms.Form):
    """The plan of an outcome; areas and indicators are given by the view."""

    indicator = forms.ChoiceField(
        label=gettext_lazy("Kennzahl"),
        help_text=gettext_lazy("Monatszahlen zeigen eine Wirkung früher als Jahreszahlen."),
    )
    treated = forms.MultipleChoiceField(
        label=gettext_lazy("Wo wirkt die Maßnahme?"), widget=forms.CheckboxSelectMultiple
    )
    starts_on = _day(gettext_lazy("Beginn der Maßnahme"))
    phase_in_until = _day(
        gettext_lazy("Anlauf bis"),
        required=False,
        help_text=gettext_lazy(
            "Wenn die Maßnahme erst eingerichtet wurde: Diese Zeit zählt weder vorher noch nachher."
        ),
    )
    before_from = _day(
        gettext_lazy("Vorher ab"), help_text=gettext_lazy("Je länger, desto sicherer.")
    )
    after_until = _day(
        gettext_lazy("Nachher bis"), help_text=gettext_lazy("Am besten ein volles Jahr danach.")
    )
    comparison = forms.MultipleChoiceField(
        label=gettext_lazy("Vergleichsgebiete"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Ähnliche Gebiete ohne diese Maßnahme. Drei bis acht sind gut."),
    )
    ring = forms.MultipleChoiceField(
        label=gettext_lazy("Nachbargebiete"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Wohin sich Taten verlagern könnten."),
    )
    chosen_because_high = forms.BooleanField(
        label=gettext_lazy("Das Gebiet wurde gewählt, weil die Zahlen hoch waren"),
        required=False,
        help_text=gettext_lazy("Dann fallen sie zum Teil von selbst; das wird herausgerechnet."),
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Was wäre ein Erfolg?"),
        choices=[
            ("down", gettext_lazy("weniger Fälle")),
            ("up", gettext_lazy("mehr Fälle, zum Beispiel mehr Anzeigen")),
        ],
        widget=forms.RadioSelect,
    )
    goal = forms.ChoiceField(label=gettext_lazy("Ziel"), required=False)
    proxies = forms.CharField(
        label=gettext_lazy("Was Sie außerdem messen"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, indicators: Choices, areas: Choices, goals: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._labels = dict(indicators)
        _offer(self, "indicator", [("", _("Bitte wählen")), *indicators])
        for name in ("treated", "comparison", "ring"):
            _offer(self, name, areas)
        _offer(self, "goal", [("", _("keins")), *goals])

    def values(self) -> dict[str, Any]:
        """Return what the action wants; the goal is looked up by the view."""
        given = self.cleaned_data
        frequency, source, code = read_choice(given["indicator"])
        label = self._labels[given["indicator"]].rpartition(" (")[0]
        names = (
            "treated", "comparison", "ring", "starts_on", "phase_in_until", "before_from",
            "after_until", "chosen_because_high", "proxies",
        )  # fmt: skip
        return {
            **{name: given[name] for name in names},
            "label": label,
            "frequency": frequency,
            "source": source,
            "code": code,
            "lower_is_better": given["direction"] == "down",
        }


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class EvaluateForm(forms.Form):
    """As of which day, and whether it is the last word."""

    as_of = _day(gettext_lazy("Stand"))
    is_final = forms.BooleanField(
        label=gettext_lazy("Abschließende Bewertung"),
        required=False,
        help_text=gettext_lazy("Sonst ist es ein Zwischenstand."),
    )


class AssessForm(forms.Form):
    """Our own reading of a result."""

    text = forms.CharField(
        label=gettext_lazy("Ihre Einschätzung"),
        required=False,
        max_length=10_000,
        help_text=gettext_lazy(
            "Was war anders als geplant? Was geschah sonst im Gebiet? Was folgt daraus?"
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReachForm(forms.Form):
    """What is to be counted on the way."""

    label = forms.CharField(label=gettext_lazy("Was wird gezählt?"), max_length=160)
    unit = forms.CharField(
        label=gettext_lazy("Einheit"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: Personen, Veranstaltungen, Leuchten."),
    )
    planned = forms.IntegerField(
        label=gettext_lazy("Wie viele sind geplant?"),
        required=False,
        min_value=0,
        max_value=10_000_000,
    )


class CountForm(forms.Form):
    """One count."""

    count = forms.IntegerField(label=gettext_lazy("Anzahl"), min_value=0, max_value=10_000_000)
    on = _day(gettext_lazy("Gezählt am"))
    note = forms.CharField(label=gettext_lazy("Bemerkung"), max_length=200, required=False)

    def __init__(self, *args: Any, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if today is not None:
            self.fields["on"].initial = today


class PartCountForm(CountForm):
    """One count of a partner: of what, how many, when."""

    what = forms.ChoiceField(label=gettext_lazy("Was haben Sie gezählt?"), widget=forms.RadioSelect)
    field_order = ("what", "count", "on", "note")

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "what", choices)
        if len(choices) == 1:
            self.fields["what"].initial = choices[0][0]
