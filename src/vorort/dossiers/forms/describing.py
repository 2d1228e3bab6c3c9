"""What people enter about what a measure is, and what they look for."""

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.dossiers.forms.fields import (
    AdoptedForm,
    Choices,
    area_field,
    chosen_field,
    codes_field,
    day_field,
    line_field,
    offer,
)
from vorort.measures.choices import CitationKind, ConceptForm, MeasureState
from vorort.measures.queries import audience_words
from vorort.partners.choices import (
    EvidenceLevel,
    Pillar,
    ProtectiveFactor,
    RiskFactor,
    Setting,
    TargetGroup,
    Topic,
)

if TYPE_CHECKING:
    from vorort.measures.models import Audience, Measure

# Rows of target groups that the form offers beyond those there are.
MORE_AUDIENCES = 2
_MOST_AUDIENCES = 40


class FilterForm(forms.Form):
    """What the list is narrowed to; wrong values narrow nothing."""

    suche = forms.CharField(required=False, max_length=200)
    stand = forms.ChoiceField(
        choices=[
            ("active", gettext_lazy("beschlossen oder laufend")),
            ("ended", gettext_lazy("beendet, in jeder Weise")),
            *MeasureState.choices,
        ],
        required=False,
    )
    thema = forms.ChoiceField(choices=Topic.choices, required=False)
    zielgruppe = forms.ChoiceField(choices=TargetGroup.choices, required=False)
    saeule = forms.ChoiceField(choices=Pillar.choices, required=False)
    stelle = forms.CharField(required=False, max_length=12)
    nur = forms.CharField(required=False, max_length=40)

    NAMES = {"text": "suche", "state": "stand", "topic": "thema", "group": "zielgruppe",
             "pillar": "saeule", "owner": "stelle", "which": "nur"}  # fmt: skip

    def given(self) -> dict[str, Any]:
        """Return the arguments of ``queries.list_measures``."""
        self.is_valid()
        return {
            name: value
            for name, field in self.NAMES.items()
            if (value := self.cleaned_data.get(field))
        }


class CoverageForm(forms.Form):
    """Which two sides of the matrix, and what the third is narrowed to."""

    sicht = forms.ChoiceField(
        choices=[
            ("topic-group", gettext_lazy("Themen und Zielgruppen")),
            ("topic-pillar", gettext_lazy("Themen und Säulen")),
            ("group-pillar", gettext_lazy("Zielgruppen und Säulen")),
        ],
        required=False,
    )
    nur = forms.CharField(required=False, max_length=20)

    def given(self) -> tuple[str, str, str]:
        """Return rows, columns and what the third side is narrowed to."""
        self.is_valid()
        rows, columns = (self.cleaned_data.get("sicht") or "topic-group").split("-")
        return rows, columns, self.cleaned_data.get("nur") or ""


class NewForm(forms.Form):
    """A new measure in the long form: enough to begin with, the rest comes later."""

    goal = chosen_field(
        gettext_lazy("Welchem Ziel dient sie?"),
        help_text=gettext_lazy("Jede neue Maßnahme kommt aus Feststellung, Bedarf und Ziel."),
    )
    title = line_field(gettext_lazy("Titel"), 200)
    summary = area_field(
        gettext_lazy("Was wir tun"), help_text=gettext_lazy("Zwei, drei Sätze, die alle verstehen.")
    )
    topic = chosen_field(gettext_lazy("Thema"))
    owner = chosen_field(gettext_lazy("Zuständige Stelle"))
    responsible = chosen_field(gettext_lazy("Verantwortliche Person"), required=False)
    groups = codes_field(gettext_lazy("Zielgruppen"), TargetGroup.choices)
    pillars = codes_field(
        gettext_lazy("Säulen"), Pillar.choices, gettext_lazy("Wer trägt sie? Mehrere sind möglich.")
    )
    place = line_field(gettext_lazy("Ort"), 200, required=False)
    starts_on = day_field(gettext_lazy("Beginn"), required=False)
    ends_on = day_field(gettext_lazy("Ende"), required=False)
    is_risky = forms.BooleanField(
        label=gettext_lazy("Mit besonderem Risiko"),
        required=False,
        help_text=gettext_lazy(
            "Jemand könnte Schaden nehmen, Rechte sind berührt, oder der Ort ist heikel."
        ),
    )

    def __init__(
        self, *args: Any, goals: Choices, owners: Choices, people: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "goal", goals, _("bitte wählen"))
        offer(self, "topic", [(each.value, str(each.label)) for each in Topic], _("bitte wählen"))
        offer(self, "owner", owners, _("bitte wählen"))
        offer(self, "responsible", people, _("noch niemand"))


class ExistingForm(NewForm):
    """What already runs; a goal may come later."""

    goal = chosen_field(
        gettext_lazy("Welchem Ziel dient sie?"),
        required=False,
        help_text=gettext_lazy("Das kann warten: Bestand schließen Sie später an ein Ziel an."),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        choices=[
            (each.value, each.label)
            for each in (MeasureState.RUNNING, MeasureState.CONCEPT, MeasureState.IDEA)
        ],
    )
    starts_on = day_field(gettext_lazy("Läuft seit"), required=False)
    field_order = ("title", "summary", "topic", "owner", "state", "starts_on", "ends_on", "groups")


class EditForm(AdoptedForm):
    """Everything a measure says of itself, but for its state."""

    title = line_field(gettext_lazy("Titel"), 200)
    summary = area_field(gettext_lazy("Was wir tun"), rows=5)
    topic = forms.ChoiceField(label=gettext_lazy("Thema"), choices=Topic.choices)
    owner = chosen_field(gettext_lazy("Zuständige Stelle"))
    responsible = chosen_field(gettext_lazy("Verantwortliche Person"), required=False)
    place = line_field(gettext_lazy("Ort"), 200, required=False)
    area_key = chosen_field(
        gettext_lazy("Gebiet"),
        required=False,
        help_text=gettext_lazy("Wo die Maßnahme wirken soll. Die Bewertung schlägt es dann vor."),
    )
    starts_on = day_field(gettext_lazy("Beginn"), required=False)
    ends_on = day_field(gettext_lazy("Ende"), required=False)
    pillars = codes_field(gettext_lazy("Säulen"), Pillar.choices)
    settings = codes_field(gettext_lazy("Handlungsfelder"), Setting.choices)
    risk_factors = codes_field(
        gettext_lazy("Risikofaktoren"), RiskFactor.choices, gettext_lazy("Was soll weniger werden?")
    )
    protective_factors = codes_field(
        gettext_lazy("Schutzfaktoren"),
        ProtectiveFactor.choices,
        gettext_lazy("Was soll stärker werden?"),
    )
    is_risky = forms.BooleanField(label=gettext_lazy("Mit besonderem Risiko"), required=False)
    form = forms.ChoiceField(
        label=gettext_lazy("Form des Konzepts"),
        choices=ConceptForm.choices,
        help_text=gettext_lazy("Die Kurzform reicht bei wenig Geld und ohne besonderes Risiko."),
    )
    evidence_level = forms.ChoiceField(
        label=gettext_lazy("Nachweis der Wirksamkeit"),
        choices=EvidenceLevel.choices,
        help_text=gettext_lazy("Nach der Grünen Liste Prävention, wenn das Programm dort steht."),
    )
    evidence_title = line_field(gettext_lazy("Name des Programms"), 200, required=False)
    evidence_on = day_field(gettext_lazy("Stand des Nachweises"), required=False)
    evidence_url = forms.URLField(
        label=gettext_lazy("Fundstelle"), required=False, assume_scheme="https"
    )
    afterwards = area_field(
        gettext_lazy("Wie es danach weitergeht"),
        help_text=gettext_lazy("Was bleibt, wenn das Geld endet?"),
    )
    lessons = area_field(gettext_lazy("Was wir gelernt haben"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        *args: Any,
        owners: Choices,
        people: Choices,
        areas: Choices,
        ended: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if ended:
            for name in list(self.fields):
                if name not in {"lessons", "afterwards", "revision", "reason"}:
                    del self.fields[name]
            return
        offer(self, "owner", owners, "")
        offer(self, "responsible", people, _("noch niemand"))
        offer(self, "area_key", areas, _("kein bestimmtes"))

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields as the page draws them: what is rarely changed is folded."""
        folded = {
            _("Handlungsfelder, Risiko- und Schutzfaktoren"): (
                "settings", "risk_factors", "protective_factors",
            ),
            _("Form des Konzepts und Nachweis der Wirksamkeit"): (
                "is_risky", "form", "evidence_level", "evidence_title", "evidence_on",
                "evidence_url",
            ),
        }  # fmt: skip
        inside = {name for names in folded.values() for name in names}
        last = ("afterwards", "lessons", "reason", "revision")
        drawn = [
            ("", [name for name in self.fields if name not in {*inside, *last}]),
            *folded.items(),
            ("", last),
        ]
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in drawn
            if any(name in self.fields for name in names)
        ]

    @staticmethod
    def initial_of(measure: "Measure") -> dict[str, Any]:
        """Return what the form shows first."""
        found = {name: getattr(measure, name) for name in EditForm.base_fields}
        found["owner"] = measure.owner.public_id
        found["responsible"] = str(measure.responsible_id or "")
        return found


class AudienceForm(AdoptedForm):
    """Rows of target groups; an empty group is left out. ``seen`` is what the page was made from."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, measure: "Measure", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(measure.audiences.all())
        self.now = sha256(repr([_plain(row) for row in rows]).encode()).hexdigest()[:12]
        self.fields["seen"].initial = self.now
        # What stands now, where somebody else has changed it in between.
        self.current: list[str] = []
        self._rows = rows
        sent = sum(name.startswith("group_") for name in self.data)
        self.places = range(1, max(len(rows) + MORE_AUDIENCES, min(sent, _MOST_AUDIENCES)) + 1)
        for place in self.places:
            row = rows[place - 1] if place <= len(rows) else None
            first = _plain(row) if row else {"group": "", "note": "", "size": None, "direct": True}
            made: dict[str, forms.Field] = {
                "group": forms.ChoiceField(
                    label=_("%(place)d. Zielgruppe") % {"place": place},
                    choices=[("", _("keine")), *TargetGroup.choices],
                    required=False,
                ),
                "note": forms.CharField(label=_("Genauer"), max_length=160, required=False),
                "size": forms.IntegerField(
                    label=_("Wie viele Menschen"), required=False, min_value=0, max_value=10_000_000
                ),
                "direct": forms.BooleanField(label=_("Wir erreichen sie selbst"), required=False),
            }
            for name, field in made.items():
                field.initial = first[name]
                self.fields[f"{name}_{place}"] = field
        if "reason" in self.fields:
            self.fields["reason"] = self.fields.pop("reason")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("seen") not in {"", None, self.now}:
            # Saving again means: I have read what stands now.
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["seen"] = self.now  # type: ignore[index]
            self.current = [audience_words(row) for row in self._rows] or [_("keine")]
            raise forms.ValidationError(
                _(
                    "Jemand hat die Zielgruppen inzwischen geändert. Ihre Eingaben stehen noch "
                    "hier, daneben der jetzige Stand. Bitte führen Sie beides zusammen und "
                    "speichern Sie."
                )
            )
        return given

    def rows(self) -> list[list[Any]]:
        """Return the fields row by row, as the page draws them."""
        names = ("group", "note", "size", "direct")
        return [[self[f"{name}_{place}"] for name in names] for place in self.places]

    def audiences(self) -> list[dict[str, Any]]:
        """Return what was entered, row by row."""
        data = self.cleaned_data
        return [
            {name: data[f"{name}_{place}"] for name in ("group", "note", "size", "direct")}
            for place in self.places
            if data[f"group_{place}"]
        ]


def _plain(row: "Audience") -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("group", "note", "size", "direct")}


class GoalForm(AdoptedForm):
    goal = chosen_field(gettext_lazy("Ziel"))

    def __init__(self, *args: Any, goals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "goal", goals, _("bitte wählen"))


class CitationForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=CitationKind.choices)
    title = line_field(gettext_lazy("Titel"), 200)
    website = forms.URLField(
        label=gettext_lazy("Fundstelle"), required=False, assume_scheme="https"
    )
