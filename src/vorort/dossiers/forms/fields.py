"""Fields and forms that the others are made of: days, texts, choices, money, reasons."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 20_000
Choices = Sequence[tuple[str, str]]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def area_field(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line_field(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(label=label, max_length=length, required=required, help_text=help_text)


def codes_field(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def chosen_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """A choice whose entries the view gives."""
    return forms.ChoiceField(label=label, required=required, help_text=help_text)


def reason_field() -> Any:
    """The reason of a change after the decision."""
    made = area_field(
        gettext_lazy("Warum ändern Sie das?"),
        rows=2,
        required=True,
        help_text=gettext_lazy("Die Maßnahme ist beschlossen: Der Grund steht im Verlauf."),
    )
    made.error_messages["required"] = gettext_lazy(
        "Bitte schreiben Sie, warum Sie die Maßnahme ändern: Sie ist schon beschlossen."
    )
    return made


class MoneyField(forms.CharField):
    """An amount as people write it: "1.234,50", "1234,5", "80 €"."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return read_money(text) if text else None


_GERMAN = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?")
_POINT = re.compile(r"(\d+)\.(\d{1,2})")


def read_money(text: str) -> Decimal:
    """Return an amount written the German way; a lone point before cents is understood, too."""
    plain = re.sub(r"[\s\u00a0\u202f]|€|EUR|Euro", "", text)
    plain = re.sub(r",(-|–|--)$", "", plain)
    found = _GERMAN.fullmatch(plain) or _POINT.fullmatch(plain)
    if found is None:
        raise forms.ValidationError(
            _("Bitte schreiben Sie den Betrag in Euro, zum Beispiel so: 1.234,50.")
        )
    whole, cents = found[1].replace(".", ""), (found[2] or "").ljust(2, "0")
    if len(whole) > 9:
        raise forms.ValidationError(_("Dieser Betrag ist zu groß. Bitte prüfen Sie die Stellen."))
    return Decimal(f"{whole}.{cents}")


class AdoptedForm(forms.Form):
    """A form of a measure: after its adoption it asks for the reason, before it does not."""

    def __init__(self, *args: Any, adopted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if adopted:
            self.fields["reason"] = reason_field()

    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    def values(self) -> dict[str, Any]:
        """Return the fields themselves."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"reason", "revision"}
        }


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]], nothing: str) -> None:
    """Fill a choice; ``nothing`` is what the empty entry says, without it there is none."""
    first = [("", nothing)] if nothing else []
    form.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]
