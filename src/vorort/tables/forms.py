"""Upload, paste, assignment and correction of a table."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vorort.sheets.choices import MEASURES, Dash, Role, measure_label
from vorort.sheets.rules.decisions import SKIP, Decisions
from vorort.sheets.rules.known import PKS, POPULATION, RECORDS, Known

Choice = tuple[str, Any]
_SENDER_HELP = _(
    "Zum Beispiel „Polizeirevier Weidenbrück“. Die nächste Tabelle dieses Absenders wird dann ohne "
    "Rückfrage gelesen."
)


class SenderForm(forms.Form):
    """What upload and paste have in common."""

    sender = forms.CharField(
        label=_("Absender"), required=False, max_length=120, help_text=_SENDER_HELP
    )

    def __init__(self, *args: Any, senders: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.senders = list(senders)
        self.fields["sender"].widget.attrs.update({"list": "absender", "autocomplete": "off"})


class UploadForm(SenderForm):
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("XLSX, XLS, ODS oder CSV, so wie Sie sie bekommen haben."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.xlsm"}),
        allow_empty_file=True,
        error_messages={"required": _("Bitte wählen Sie die Datei aus.")},
    )
    field_order = ("file", "sender")

    def clean_file(self) -> "UploadedFile[Any]":
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("Die Datei ist größer als %(limit)s MB."),
                params={"limit": settings.UPLOAD_LIMIT_MB},
            )
        if not upload.size:
            raise forms.ValidationError(_("Die Datei ist leer."))
        return upload


class PasteForm(SenderForm):
    text = forms.CharField(
        label=_("Zellen"),
        help_text=_("Markieren Sie die Tabelle mit ihren Überschriften, kopieren Sie sie und fügen "
                    "Sie sie hier ein."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "wrap": "off"}),
        error_messages={"required": _("Bitte fügen Sie die Zellen ein.")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("Überschrift"),
        required=False,
        max_length=150,
        help_text=_(
            "Ort und Jahr, wenn sie nicht in den Zellen stehen: „Straftaten in Lindenau 2024“."
        ),
    )
    field_order = ("text", "title", "sender")


def role_choices() -> list[Choice]:
    """Return what a column may be for: dimensions first, then numbers, then nothing."""
    dimensions = [(str(role), role.label) for role in Role if role != Role.IGNORE]
    measures = [(code, measure_label(code)) for code in MEASURES]
    return [
        (str(Role.IGNORE), Role.IGNORE.label),
        (_now("Wofür die Zahlen stehen"), dimensions),
        (_now("Zahlen"), measures),
    ]


def area_choices(known: Known) -> list[Choice]:
    """Return the areas a wording may be assigned to: the town, what lies in it, its county."""
    groups: dict[int, list[Choice]] = {0: [], 1: [], 2: []}
    for area in sorted(known.areas, key=lambda one: one.name):
        if area.rank in groups:
            groups[area.rank].append((area.key, area.name))
    titles = {0: _now("Ihr Ort"), 1: _now("Ortsteile"), 2: _now("Ihr Kreis, zum Vergleich")}
    return [(titles[rank], members) for rank, members in groups.items() if members]


def indicator_choices(known: Known, wanted: Iterable[str] = ()) -> list[Choice]:
    """Return the indicators a wording may be assigned to; those suggested are always among them."""
    extra = set(wanted)
    police, records = [], []
    for one in known.indicators:
        if one.code.startswith(PKS) and (one.common or one.code in extra):
            police.append((one.code, one.label))
        elif one.code.startswith(RECORDS) and (one.common or one.code in extra):
            records.append((one.code, one.label))
    return [
        (POPULATION, known.label(POPULATION)),
        (_now("Polizeistatistik"), police),
        (_now("Eigene Zahlen"), records),
    ]


class MappingForm(forms.Form):
    """What every column and every unknown wording means; one field each."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    sender = forms.CharField(
        label=_("Absender"), required=False, max_length=120, help_text=_SENDER_HELP
    )

    def __init__(
        self, *args: Any, found: Mapping[str, Any], known: Known, revision: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.fields["revision"].initial = revision
        self.fields["sender"].initial = found.get("sender", "")
        suggested = [word["suggestion"] for word in found["words"]]
        suggested += [word["decided"] for word in found["words"]]
        self._areas, self._indicators = area_choices(known), indicator_choices(known, suggested)
        self._add_missing()
        for number, column in enumerate(found["columns"]):
            self._add_column(number, column)
        for number, word in enumerate(found["words"]):
            self._add_word(number, word)
        self._add_dash()

    def _add_missing(self) -> None:
        missing = self.found["missing"]
        if "area" in missing:
            self.fields["area"] = forms.ChoiceField(
                label=_("Welches Gebiet?"),
                help_text=_("Die Tabelle nennt kein Gebiet."),
                choices=[("", _("bitte wählen")), *self._areas],
                initial=self.found.get("own", ""),
            )
        if "indicator" in missing:
            self.fields["indicator"] = forms.ChoiceField(
                label=_("Was ist gezählt?"),
                help_text=_("Die Tabelle nennt kein Delikt und keine Kennzahl."),
                choices=[("", _("bitte wählen")), *self._indicators],
            )
        if "year" in missing:
            self.fields["year"] = forms.IntegerField(
                label=_("Welches Jahr?"),
                help_text=_("Die Tabelle nennt kein Jahr oder mehrere."),
                min_value=1990,
                max_value=2100,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )

    def _add_column(self, number: int, column: Mapping[str, Any]) -> None:
        choices = role_choices()
        if not column["role"]:
            choices = [("", _now("bitte wählen")), *choices]
        self.fields[f"column_{number}"] = forms.ChoiceField(
            label=_now("Bedeutung der Spalte %(letter)s: %(name)s")
            % {"letter": column["letter"], "name": column["name"]},
            choices=choices,
            initial=column["role"],
            error_messages={
                "required": _now("Spalte %(letter)s „%(name)s“: Bitte wählen Sie eine Bedeutung.")
                % {"letter": column["letter"], "name": column["name"]}
            },
        )

    def _add_word(self, number: int, word: Mapping[str, Any]) -> None:
        choices = self._areas if word["kind"] == "area" else self._indicators
        first = [("", _now("nur nachrechnen") if word["total"] else _now("bitte wählen"))]
        self.fields[f"word_{number}"] = forms.ChoiceField(
            label=_now("„%(text)s“ bedeutet") % {"text": word["text"]},
            choices=[*first, (SKIP, _now("nicht übernehmen")), *choices],
            initial=word["decided"] or ("" if word["total"] else word["suggestion"]),
            required=not word["total"],
            error_messages={
                "required": _now(
                    "„%(text)s“: Bitte ordnen Sie zu oder wählen Sie „nicht übernehmen“."
                )
                % {"text": word["text"]}
            },
        )

    def _add_dash(self) -> None:
        if not self.found["dash"]["count"]:
            return
        self.fields["dash"] = forms.ChoiceField(
            label=_("Ein Strich bedeutet"),
            choices=[("", _("bitte wählen")), *Dash.choices],
            initial=self.found["dash"]["value"],
            error_messages={"required": _("Bitte wählen Sie, was ein Strich bedeutet.")},
        )

    @property
    def missing_fields(self) -> list[forms.BoundField]:
        """Return the fields of what the table itself does not say."""
        return [self[name] for name in ("area", "indicator", "year", "dash") if name in self.fields]

    @property
    def columns(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        """Return the columns of the table, each with its field."""
        return [(c, self[f"column_{n}"]) for n, c in enumerate(self.found["columns"])]

    @property
    def words(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        """Return the unknown wordings, each with its field."""
        return [(w, self[f"word_{n}"]) for n, w in enumerate(self.found["words"])]

    def decisions(self, before: Decisions) -> Decisions:
        """Return what has been decided, over what was decided before."""
        data = self.cleaned_data
        later = Decisions(
            dash=data.get("dash", ""),
            area=data.get("area", ""),
            indicator=data.get("indicator", ""),
            year=data.get("year"),
        )
        for column, bound in self.columns:
            role = data[bound.name]
            if role != column["role"] or not column["sure"]:
                later.columns[column["signature"]] = role
        changed = before.under(later)
        for word, bound in self.words:
            target = changed.areas if word["kind"] == "area" else changed.indicators
            if data[bound.name]:
                target[word["plain"]] = data[bound.name]
            else:
                target.pop(word["plain"], None)
        return changed


class TableForm(forms.Form):
    """Which of several tables is read."""

    table = forms.ChoiceField(label=_("Tabelle"))

    def __init__(self, *args: Any, found: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["table"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(self._choices(found))
        chosen = found["chosen"]
        field.initial = f"{chosen['number']}|{chosen['sheet']}"

    def _choices(self, found: Mapping[str, Any]) -> Iterable[Choice]:
        if found["parts"] > 1:
            count = found["parts"]
            yield "0|", _now("alle %(n)s Tabellen dieses Aufbaus zusammen") % {"n": count}
        for one in found["tables"]:
            words = [one["sheet"], one["place"], one["title"][:60]]
            yield f"{one['number']}|{one['sheet']}", " · ".join(word for word in words if word)
        for sheet in found["sheets"]:
            if sheet["hidden"]:
                label = _now("%(name)s (ausgeblendetes Blatt)") % {"name": sheet["name"]}
                yield f"1|{sheet['name']}", label

    @property
    def chosen(self) -> tuple[int, str]:
        """Return number and sheet; 0 is every table of the same shape."""
        number, _bar, sheet = self.cleaned_data["table"].partition("|")
        return int(number), sheet


class RowForm(forms.Form):
    """The cells of one row, as they stand in the file or as they were corrected."""

    def __init__(self, *args: Any, cells: Iterable[tuple[int, str, str]], **kwargs: Any) -> None:
        """``cells``: column from 1, its head, its text."""
        super().__init__(*args, **kwargs)
        self.cells = list(cells)
        for column, name, text in self.cells:
            self.fields[f"cell_{column}"] = forms.CharField(
                label=name, required=False, max_length=300, initial=text
            )

    def changed_cells(self) -> dict[int, tuple[str, str]]:
        """Return the cells that differ: column to text before and after."""
        return {
            column: (text, self.cleaned_data[f"cell_{column}"])
            for column, _name, text in self.cells
            if self.cleaned_data[f"cell_{column}"] != text
        }
