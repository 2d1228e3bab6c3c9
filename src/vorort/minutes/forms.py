"""Parsing of what people type around minutes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.minutes.choices import Review, SignerRole
from vorort.minutes.models import Signature

if TYPE_CHECKING:
    from vorort.councils.models import Seat
    from vorort.meetings.models import Meeting


def _area(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TextForm(forms.Form):
    """A text with the revision it was read in; the action knows how long it may be."""

    text = forms.CharField(required=False, strip=False)
    revision = forms.IntegerField(min_value=0)


class SummaryForm(forms.Form):
    """The summary in plain language."""

    text = forms.CharField(
        label=gettext_lazy("Zusammenfassung in Leichter Sprache"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("Jeder Satz auf eine neue Zeile."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ApproveForm(forms.Form):
    """In which meeting the minutes were approved, or how else."""

    meeting = forms.ChoiceField(label=gettext_lazy("Genehmigt in der Sitzung"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Oder auf andere Weise"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Zum Beispiel: im Umlauf bestätigt am 12.12.2026"),
    )

    def __init__(self, *args: Any, meetings: Iterable["Meeting"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {row.public_id: row for row in meetings}
        rows = [(key, f"{row.label}, {row.starts_at:%d.%m.%Y}") for key, row in self.known.items()]
        field = self.fields["meeting"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("keine davon")), *rows]
        if rows:
            field.initial = rows[0][0]

    @property
    def chosen(self) -> "Meeting | None":
        return self.known.get(self.cleaned_data.get("meeting", ""))


class AnswerForm(forms.Form):
    """What a member says to the draft."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Ihre Durchsicht"),
        choices=[
            (Review.AGREED.value, gettext_lazy("Ich habe keinen Einwand.")),
            (Review.OBJECTED.value, gettext_lazy("Ich habe einen Einwand.")),
        ],
        widget=forms.RadioSelect,
        initial=Review.AGREED.value,
    )
    text = _area(
        gettext_lazy("Was stimmt nicht, und wie soll es heißen?"),
        rows=4,
        required=False,
        help_text=gettext_lazy("Nur bei einem Einwand. Bitte nennen Sie den Tagesordnungspunkt."),
    )


class SettleForm(forms.Form):
    """What became of an objection."""

    seat = forms.CharField(widget=forms.HiddenInput)
    note = _area(
        gettext_lazy("Was wurde aus dem Einwand?"),
        rows=2,
        help_text=gettext_lazy("Zum Beispiel: übernommen; oder: in der Sitzung abgelehnt, weil …"),
    )


class ReasonForm(forms.Form):
    """Why something is opened again or withdrawn."""

    reason = _area(gettext_lazy("Begründung"), rows=2)


class PaperForm(forms.Form):
    """The signed paper: its scan, and who has signed it when."""

    scan = forms.FileField(
        label=gettext_lazy("Scan der unterschriebenen Niederschrift (PDF)"), required=False
    )

    def __init__(
        self,
        *args: Any,
        seats: Iterable["Seat"],
        signed: Iterable[Signature],
        proposed: dict[SignerRole, "Seat | None"],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {seat.public_id: seat for seat in seats}
        choices = [("", "–"), *((key, _label(seat)) for key, seat in self.known.items())]
        rows = {row.role: row for row in signed}
        for role in SignerRole:
            row, guess = rows.get(role), proposed.get(role)
            seat = row.seat if row else guess
            self.fields[f"seat_{role}"] = forms.ChoiceField(
                label=role.label,
                choices=choices,
                required=False,
                initial=seat.public_id if seat else "",
            )
            self.fields[f"day_{role}"] = forms.DateField(
                label=_("unterschrieben am"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                initial=row.signed_on if row else None,
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the two fields of each signer."""
        return [(self[f"seat_{role}"], self[f"day_{role}"]) for role in SignerRole]

    def signatures(self) -> dict[SignerRole, tuple["Seat | None", Any]]:
        data = self.cleaned_data
        return {
            role: (self.known.get(data.get(f"seat_{role}") or ""), data.get(f"day_{role}"))
            for role in SignerRole
        }


def _label(seat: "Seat") -> str:
    name = seat.name or (seat.person.name if seat.person else "")
    return f"{name}, {seat.function}" if name else seat.function
