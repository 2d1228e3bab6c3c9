"""What may stand behind the question mark of a list; other names are ignored (OParl 1.1)."""

import datetime as dt
import re
from collections.abc import Mapping
from urllib.parse import quote

from django import forms

from vorort.api.choices import MOST_PER_PAGE, PER_PAGE
from vorort.api.queries import Filters

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_MOMENTS = ("created_since", "created_until", "modified_since", "modified_until")
_HINT = "2026-01-31T00:00:00+01:00"


class MomentField(forms.Field):
    """A full ``date-time`` with its offset; a plus sign that became a space is understood."""

    def to_python(self, value: str | None) -> dt.datetime | None:
        text = (value or "").strip().replace(" ", "+")
        if not text:
            return None
        try:
            if _MOMENT.fullmatch(text):
                return dt.datetime.fromisoformat(text)
        except ValueError:
            pass
        raise forms.ValidationError(
            f"Bitte ein Datum mit Uhrzeit und Zeitzone angeben, zum Beispiel {_HINT}."
        )


class ListForm(forms.Form):
    created_since = MomentField(required=False)
    created_until = MomentField(required=False)
    modified_since = MomentField(required=False)
    modified_until = MomentField(required=False)
    limit = forms.IntegerField(
        required=False,
        min_value=1,
        error_messages={
            "invalid": "Bitte eine ganze Zahl angeben, zum Beispiel 50.",
            "min_value": "Bitte eine Zahl ab 1 angeben.",
        },
    )
    omit_internal = forms.CharField(required=False)
    after = forms.CharField(required=False, max_length=60)

    def __init__(self, given: Mapping[str, str]) -> None:
        values = {name: given[name] for name in self.base_fields if name in given}
        if "limit" not in values and "elementsPerPage" in given:
            # The name it has in OParl 1.0.
            values["limit"] = given["elementsPerPage"]
        super().__init__(values)

    def clean_omit_internal(self) -> bool:
        text = str(self.cleaned_data["omit_internal"]).lower()
        if text in {"true", "1"} or ("omit_internal" in self.data and not text):
            return True
        if text in {"", "false", "0"}:
            return False
        raise forms.ValidationError("Bitte true oder false angeben.")

    @property
    def filters(self) -> Filters:
        given = self.cleaned_data
        return Filters(
            **{name: given[name] for name in _MOMENTS},
            after=given["after"],
            limit=min(given["limit"] or PER_PAGE, MOST_PER_PAGE),
        )

    @property
    def omits_internal(self) -> bool:
        return bool(self.cleaned_data["omit_internal"])

    def address_values(self) -> dict[str, str]:
        """Return what narrows the list, encoded and in one order: part of every page's address."""
        given = self.cleaned_data
        found = {name: quote(given[name].isoformat(), safe="") for name in _MOMENTS if given[name]}
        if given["limit"]:
            found["limit"] = str(self.filters.limit)
        if self.omits_internal:
            found["omit_internal"] = "true"
        return found

    def sentence(self) -> str:
        """Return the first mistake as one sentence with the name of the parameter."""
        name, mistakes = next(iter(self.errors.items()))
        return f"{name}: {mistakes[0]}"
