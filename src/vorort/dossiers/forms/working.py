"""What people enter about the way of a measure: decision, steps, plan, money, partners."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.accounts.models import Person
from vorort.accounts.queries import find_person
from vorort.dossiers.forms.fields import (
    AdoptedForm,
    Choices,
    MoneyField,
    area_field,
    chosen_field,
    day_field,
    line_field,
    offer,
)
from vorort.measures.choices import CostKind, DecisionKind, MoneySource, PartRole

if TYPE_CHECKING:
    from vorort.measures.models import BudgetLine, Part


class DecideForm(forms.Form):
    """Who has decided, when, on what ground."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Wer hat entschieden?"),
        choices=DecisionKind.choices,
        widget=forms.RadioSelect,
    )
    resolution = chosen_field(
        gettext_lazy("Beschluss"),
        required=False,
        help_text=gettext_lazy("Aus dem Register der Beschlüsse dieses Ortes."),
    )
    note = line_field(
        gettext_lazy("Entscheidung in Worten"),
        300,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: Stadtrat, Beschluss 12/2026, oder Verfügung vom …"),
    )
    on = day_field(gettext_lazy("Entschieden am"))

    def __init__(self, *args: Any, resolutions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "resolution", resolutions, _("steht nicht im Register"))


class StepForm(forms.Form):
    """The next step with its day and reason."""

    on = day_field(gettext_lazy("Gilt seit"))
    reason = area_field(gettext_lazy("Warum"), rows=3)

    def __init__(self, *args: Any, ends: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ends:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _("Der Grund steht auch öffentlich.")


class FollowForm(forms.Form):
    title = line_field(gettext_lazy("Titel der neuen Maßnahme"), 200)


class MilestoneForm(forms.Form):
    title = line_field(gettext_lazy("Was"), 200)
    due_on = day_field(gettext_lazy("Bis wann"))
    part = chosen_field(gettext_lazy("Wer"), required=False)

    def __init__(self, *args: Any, parts: Choices, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "part", parts, owner)


class FinishForm(forms.Form):
    on = day_field(gettext_lazy("Erledigt am"))
    note = area_field(
        gettext_lazy("Bemerkung"),
        rows=2,
        help_text=gettext_lazy("Nötig, wenn es später wurde oder anders kam als geplant."),
    )


class MoveForm(forms.Form):
    due_on = day_field(gettext_lazy("Neuer Tag"))
    note = area_field(gettext_lazy("Warum"), rows=2, required=True)


class DropForm(forms.Form):
    note = area_field(gettext_lazy("Warum der Meilenstein entfällt"), rows=2, required=True)


class LineForm(AdoptedForm):
    """A line of the budget."""

    title = line_field(gettext_lazy("Wofür"), 160)
    planned = MoneyField(label=gettext_lazy("Geplant (Euro)"))
    kind = forms.ChoiceField(label=gettext_lazy("Art der Kosten"), choices=CostKind.choices)
    source = forms.ChoiceField(label=gettext_lazy("Woher"), choices=MoneySource.choices)

    @staticmethod
    def initial_of(line: "BudgetLine") -> dict[str, Any]:
        """Return what the form shows first."""
        return {name: getattr(line, name) for name in LineForm.base_fields}


class SpendingForm(forms.Form):
    """Money that was spent."""

    line = chosen_field(gettext_lazy("Auf welche Position"))
    on = day_field(gettext_lazy("Ausgegeben am"))
    amount = MoneyField(label=gettext_lazy("Betrag (Euro)"))
    title = line_field(gettext_lazy("Wofür"), 160)
    part = chosen_field(gettext_lazy("Durch wen"), required=False)

    def __init__(
        self, *args: Any, lines: Choices, parts: Choices = (), owner: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "line", lines, "" if len(lines) == 1 else _("bitte wählen"))
        if parts:
            offer(self, "part", parts, owner)
        else:
            del self.fields["part"]


class PartForm(AdoptedForm):
    """A partner with its role, and who may work on the part."""

    organisation = chosen_field(gettext_lazy("Partner"))
    role = forms.ChoiceField(label=gettext_lazy("Rolle"), choices=PartRole.choices)
    contribution = area_field(gettext_lazy("Beitrag"), rows=2)
    contact = forms.EmailField(
        label=gettext_lazy("Zugang für (E-Mail-Adresse)"),
        required=False,
        help_text=gettext_lazy(
            "Diese Person sieht nur diese Maßnahme und bearbeitet nur diesen Beitrag. Sie braucht "
            "ein Konto in Ihrem Ort, zum Beispiel als Projektträger."
        ),
    )

    def __init__(self, *args: Any, organisations: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisations:
            offer(self, "organisation", organisations, _("bitte wählen"))
        else:
            del self.fields["organisation"]

    def clean_contact(self) -> Person | None:
        email = self.cleaned_data["contact"]
        if not email:
            return None
        found = find_person(email)
        if found is None:
            # The same words as for somebody of another town: who has an account there is not told.
            raise forms.ValidationError(
                _(
                    "Zu dieser Adresse gibt es in Ihrem Ort kein Konto. Laden Sie die Person unter "
                    "„Mitglieder und Rollen“ als Projektträger ein, oder lassen Sie das Feld leer."
                )
            )
        return found

    @staticmethod
    def initial_of(part: "Part") -> dict[str, Any]:
        """Return what the form shows first."""
        return {
            "role": part.role,
            "contribution": part.contribution,
            "contact": part.contact.email if part.contact else "",
        }


class ReportForm(forms.Form):
    report = area_field(
        gettext_lazy("Wie weit sind Sie?"),
        rows=4,
        required=True,
        help_text=gettext_lazy("Was läuft, was hakt, was brauchen Sie? Keine Namen Dritter."),
    )
