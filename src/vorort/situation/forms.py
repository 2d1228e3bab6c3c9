"""Parsing of what people type into the pages of a Lagebild."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vorort.situation.choices import SectionState

LONGEST_TEXT = 20_000


class CreateForm(forms.Form):
    """Which year the Lagebild is for."""

    year = forms.TypedChoiceField(label=_("Berichtsjahr"), coerce=int)

    def __init__(self, *args: Any, years: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(year, str(year)) for year in years]


class SectionForm(forms.Form):
    """The text of a section and whether it is finished."""

    text = forms.CharField(
        label=_("Text des Abschnitts"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("Absätze durch eine Leerzeile trennen. **fett**, *kursiv*, - für Listen."),
    )
    done = forms.BooleanField(label=_("Abschnitt ist fertig"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def section_state(self) -> str:
        done = self.cleaned_data.get("done")
        return str(SectionState.DONE if done else SectionState.OPEN)


class AnnotationForm(forms.Form):
    """A special effect in a year."""

    year = forms.TypedChoiceField(label=_("Jahr"), coerce=int)
    text = forms.CharField(
        label=_("Was war besonders?"),
        max_length=400,
        help_text=_("Ein Satz, der öffentlich unter der Abbildung steht. Keine Namen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    excluded = forms.BooleanField(
        label=_("Das Jahr zählt nicht in Mittelwert und Urteil"), required=False, initial=True
    )

    def __init__(self, *args: Any, years: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(year, str(year)) for year in reversed(years)]


class DecisionForm(forms.Form):
    """What the police says about a figure."""

    RELEASE, CHANGE, REFUSE = "release", "change", "refuse"
    decision = forms.ChoiceField(
        choices=[
            (RELEASE, _("freigeben")),
            (CHANGE, _("Änderung wünschen")),
            (REFUSE, _("nicht freigeben")),
        ]
    )
    note = forms.CharField(
        label=_("Was soll geändert werden, oder warum nicht?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WrittenReleaseForm(forms.Form):
    """A release that lies on paper or in a mail."""

    office = forms.CharField(
        label=_("Dienststelle"),
        max_length=160,
        help_text=_("Zum Beispiel: Polizeirevier Musterstadt, Lagebearbeitung."),
    )
    released_on = forms.DateField(
        label=_("Freigabe vom"),
        initial=dt.date.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RemarkForm(forms.Form):
    """A remark or an answer."""

    text = forms.CharField(
        label=_("Anmerkung"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    figure = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    section = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    parent = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    """Why something public is corrected."""

    reason = forms.CharField(
        label=_("Was wird berichtigt, und warum?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Ein oder zwei Sätze, die öffentlich auf der Seite, im PDF und in den Daten stehen. "
            "Alte und neue Werte stellt das System selbst daneben."
        ),
        error_messages={"required": _("Bitte sagen Sie, was berichtigt wird.")},
    )


class WithdrawForm(forms.Form):
    """Why a published report is taken back."""

    reason = forms.CharField(
        label=_("Begründung"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Steht öffentlich an der Stelle des Lagebilds."),
    )
