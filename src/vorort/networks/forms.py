"""What somebody says to a suggestion, and what a copied measure needs of one's own."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vorort.core.clock import today
from vorort.findings.choices import Fit
from vorort.networks.choices import Reaction, SuggestionKind

if TYPE_CHECKING:
    from vorort.findings.models import Goal
    from vorort.partners.models import Organisation

# A plan begins within ten years; what lies further away is a slip in the year.
FURTHEST = dt.timedelta(days=3653)
# An offer that does not fit is declined, not matched.
FITS = [(fit.value, fit.label) for fit in (Fit.COVERS, Fit.PARTLY)]


class AnswerForm(forms.Form):
    """An answer to one suggestion."""

    kind = forms.ChoiceField(choices=SuggestionKind.choices)
    subject = forms.CharField(max_length=12)
    reaction = forms.ChoiceField(choices=Reaction.choices)
    reason = forms.CharField(max_length=200, required=False)
    fit = forms.ChoiceField(choices=FITS, required=False)


class CopyForm(forms.Form):
    """What a measure of another town needs to become a draft here."""

    goal = forms.ChoiceField(
        label=_("Ziel, dem sie dienen soll"),
        help_text=_("Eine Maßnahme beginnt mit einem Ziel aus einer eigenen Feststellung."),
    )
    owner = forms.ChoiceField(label=_("Zuständig"))
    starts_on = forms.DateField(
        label=_("Beginn"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Danach richten sich die Meilensteine. Leer: in zwei Monaten."),
    )

    def __init__(
        self, *args: Any, goals: "Sequence[Goal]", owners: "Sequence[Organisation]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._goals = {goal.public_id: goal for goal in goals}
        self._owners = {owner.public_id: owner for owner in owners}
        first = [("", _("Bitte wählen"))]
        self.fields["goal"].choices = first + [  # type: ignore[attr-defined]
            (key, str(goal)) for key, goal in self._goals.items()
        ]
        self.fields["owner"].choices = first + [  # type: ignore[attr-defined]
            (key, owner.name) for key, owner in self._owners.items()
        ]

    def clean_starts_on(self) -> dt.date | None:
        given: dt.date | None = self.cleaned_data["starts_on"]
        if given is not None and abs((given - today()).days) > FURTHEST.days:
            raise forms.ValidationError(
                gettext("Dieser Tag ist mehr als zehn Jahre entfernt. Bitte prüfen Sie das Jahr.")
            )
        return given

    def clean_goal(self) -> "Goal":
        return self._goals[self.cleaned_data["goal"]]

    def clean_owner(self) -> "Organisation":
        return self._owners[self.cleaned_data["owner"]]
