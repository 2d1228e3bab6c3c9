"""What people enter about resolutions, tasks and circulars."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.core.clock import now, today
from vorort.councils.choices import Confidentiality
from vorort.resolutions.choices import CircularAnswer, Implementation, Outcome, TaskState
from vorort.resolutions.models import Task

LONGEST = 50_000


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _area(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class FilterForm(forms.Form):
    """What the register is narrowed to; wrong values narrow nothing."""

    suche = forms.CharField(required=False, max_length=200)
    ergebnis = forms.ChoiceField(choices=Outcome.choices, required=False)
    umsetzung = forms.ChoiceField(choices=Implementation.choices, required=False)
    jahr = forms.IntegerField(required=False, min_value=1900, max_value=2999)

    def given(self) -> dict[str, Any]:
        """Return the arguments of ``queries.list_resolutions``."""
        self.is_valid()
        names = {"text": "suche", "outcome": "ergebnis", "implementation": "umsetzung",
                 "year": "jahr"}  # fmt: skip
        return {
            name: value for name, field in names.items() if (value := self.cleaned_data.get(field))
        }


class ImplementationForm(forms.Form):
    """How far a resolution has been carried out."""

    state = forms.ChoiceField(label=gettext_lazy("Umsetzung"), choices=Implementation.choices)
    note = _area(gettext_lazy("Was daraus wurde"), required=False)
    on = _day(gettext_lazy("Stand vom"), required=True)

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return on


class TaskForm(forms.Form):
    """Who does what until when; one line where that is enough."""

    title = forms.CharField(label=gettext_lazy("Aufgabe"), max_length=200)
    owner: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=gettext_lazy("Zuständig"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("niemand aus dem Gremium"),
    )
    owner_text = forms.CharField(
        label=gettext_lazy("Andere zuständige Stelle"), max_length=160, required=False
    )
    due_on = _day(gettext_lazy("Bis wann"))
    remind_on = _day(
        gettext_lazy("Erinnern am"),
        help_text=gettext_lazy("Eine E-Mail an die zuständige Person, genau einmal."),
    )
    confidentiality = forms.ChoiceField(label=gettext_lazy("Wer darf sie lesen?"))

    def __init__(
        self,
        *args: Any,
        owners: Any,
        classes: Sequence[Confidentiality] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if classes:
            self.fields["confidentiality"].choices = [  # type: ignore[attr-defined]
                (each.value, each.label) for each in classes
            ]
        else:
            del self.fields["confidentiality"]

    @staticmethod
    def initial_of(task: Task | None) -> dict[str, Any]:
        """Return what the form shows first."""
        if task is None:
            return {"confidentiality": Confidentiality.MEMBERS}
        return {name: getattr(task, name) for name in TaskForm.base_fields}


class CloseForm(forms.Form):
    """What came out of a task."""

    result = _area(gettext_lazy("Ergebnis"))
    state = forms.ChoiceField(
        label=gettext_lazy("Damit ist die Aufgabe"),
        choices=[(each.value, each.label) for each in (TaskState.DONE, TaskState.DROPPED)],
        widget=forms.RadioSelect,
        initial=TaskState.DONE,
    )


class CircularForm(forms.Form):
    """A resolution to be voted on in writing."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    text = _area(gettext_lazy("Wortlaut des Beschlusses"), rows=6)
    explanation = _area(gettext_lazy("Erläuterung"), rows=5, required=False)
    reason = _area(
        gettext_lazy("Warum im Umlauf?"),
        help_text=gettext_lazy("Umlaufbeschlüsse sind nur bei Gegenständen einfacher Art möglich."),
    )
    deadline_on = _day(gettext_lazy("Frist: Tag"), required=True)
    deadline_time = forms.TimeField(
        label=gettext_lazy("Frist: Uhrzeit"),
        initial=dt.time(18, 0),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    paper: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=gettext_lazy("Vorlage"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("ohne Vorlage"),
    )
    confidentiality = forms.ChoiceField(label=gettext_lazy("Wer darf ihn lesen?"))

    def __init__(
        self, *args: Any, papers: Any, classes: Sequence[Confidentiality], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers  # type: ignore[attr-defined]
        self.fields["confidentiality"].choices = [  # type: ignore[attr-defined]
            (each.value, each.label) for each in classes
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("deadline_on") and data.get("deadline_time"):
            local = dt.datetime.combine(data["deadline_on"], data["deadline_time"])
            data["deadline_at"] = timezone.make_aware(local)
            if data["deadline_at"] <= now():
                self.add_error("deadline_on", _("Diese Frist ist schon vorbei."))
        return data

    def values(self) -> dict[str, Any]:
        """Return the arguments of ``actions.start_circular``."""
        left_out = {"deadline_on", "deadline_time"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class AnswerForm(forms.Form):
    """The answer of one member."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Ihre Antwort"),
        choices=CircularAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Bitte wählen Sie eine Antwort.")},
    )
    note = _area(gettext_lazy("Bemerkung"), rows=2, required=False)
