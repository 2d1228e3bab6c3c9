"""What people enter about papers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.accounts.models import Person
from vorort.councils.choices import Confidentiality
from vorort.papers.actions import Signer
from vorort.papers.choices import PaperKind, PaperState
from vorort.papers.models import Paper

LONGEST = 100_000
MOST_SIGNERS = 6


def _area(label: Any, *, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PaperForm(forms.Form):
    """The text of a paper and where it belongs."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=PaperKind.choices)
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Wer darf sie lesen?"), widget=forms.RadioSelect
    )
    text = _area(
        gettext_lazy("Sachverhalt"),
        rows=10,
        help_text=gettext_lazy("Zeilen mit „- “ am Anfang werden zu einer Liste."),
    )
    proposal = _area(
        gettext_lazy("Beschlussvorschlag"),
        rows=5,
        help_text=gettext_lazy("Der Wortlaut, über den abgestimmt wird."),
    )
    costs = _area(gettext_lazy("Kosten und Folgen"), rows=3)
    submitted_by: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=gettext_lazy("Eingebracht von"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("niemandem im Besonderen"),
    )
    file_reference = forms.CharField(
        label=gettext_lazy("Aktenzeichen"), max_length=60, required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        *args: Any,
        classes: Sequence[Confidentiality],
        organisations: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confidentiality"].choices = [  # type: ignore[attr-defined]
            (each.value, each.label) for each in classes
        ]
        self.fields["submitted_by"].queryset = organisations  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(paper: Paper | None) -> dict[str, Any]:
        """Return what the form shows first."""
        if paper is None:
            return {"confidentiality": Confidentiality.MEMBERS, "kind": PaperKind.PROPOSAL}
        return {name: getattr(paper, name) for name in PaperForm.base_fields}

    def values(self) -> dict[str, Any]:
        """Return the fields of the paper itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class FilterForm(forms.Form):
    """What the list of papers is narrowed to; wrong values narrow nothing."""

    suche = forms.CharField(required=False, max_length=200)
    stand = forms.ChoiceField(choices=PaperState.choices, required=False)
    art = forms.ChoiceField(choices=PaperKind.choices, required=False)
    jahr = forms.IntegerField(required=False, min_value=1900, max_value=2999)

    def given(self) -> dict[str, Any]:
        """Return the arguments of ``queries.list_papers``."""
        self.is_valid()
        names = {"text": "suche", "state": "stand", "kind": "art", "year": "jahr"}
        return {
            name: value for name, field in names.items() if (value := self.cleaned_data.get(field))
        }


class SignersForm(forms.Form):
    """Who signs, in order: one list per place, empty ones are left out."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[Person, str]],
        chosen: Sequence[Person] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): (person, function) for person, function in people}
        choices = [("", _("niemand"))] + [
            (key, f"{function}: {person.name}") for key, (person, function) in self.people.items()
        ]
        for place in range(1, MOST_SIGNERS + 1):
            first = chosen[place - 1].pk if place <= len(chosen) else ""
            self.fields[f"signer_{place}"] = forms.ChoiceField(
                label=_("%(place)d. Mitzeichnung") % {"place": place},
                choices=choices,
                required=False,
                initial=str(first),
            )

    def signers(self) -> list[Signer]:
        """Return who was chosen, in order."""
        keys = [self.cleaned_data[name] for name in self.fields if self.cleaned_data[name]]
        return [Signer(*self.people[key]) for key in keys]


class SignForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Bemerkung"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Nötig, wenn Sie nicht mitzeichnen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResubmitForm(forms.Form):
    resubmit_on = forms.DateField(
        label=gettext_lazy("Wiedervorlage am"),
        required=False,
        help_text=gettext_lazy("Leer heißt: keine Wiedervorlage."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    resubmit_note = forms.CharField(label=gettext_lazy("Wegen"), required=False, max_length=200)

    def given(self) -> tuple[dt.date | None, str]:
        """Return the day and the note."""
        return self.cleaned_data["resubmit_on"], self.cleaned_data["resubmit_note"]


class FileForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(
        label=gettext_lazy("Datei"),
        max_length=200,
        help_text=gettext_lazy("PDF, Word, Excel, OpenDocument, CSV, Text oder Bild."),
    )
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Ohne Titel steht hier der Name der Datei."),
    )
    confidentiality = forms.ChoiceField(label=gettext_lazy("Wer darf sie öffnen?"))

    def __init__(self, *args: Any, classes: Sequence[Confidentiality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confidentiality"].choices = [  # type: ignore[attr-defined]
            (each.value, each.label) for each in classes
        ]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Grund"),
        max_length=300,
        help_text=gettext_lazy("Steht danach unter der alten Adresse."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
