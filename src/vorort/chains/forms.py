"""What people enter along the chain; what does not go together the actions say."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vorort.findings.choices import (
    ANCHORS,
    PER_100K,
    PER_YEAR,
    RATED,
    Direction,
    EvidenceGrade,
    FindingState,
    Fit,
    GoalKind,
    GoalState,
    NeedState,
    Strength,
)
from vorort.findings.queries.reading import WITHOUT_MEASURE, WITHOUT_NEED, FindingFilter
from vorort.partners.choices import ProtectiveFactor, RiskFactor, TargetGroup, Topic

if TYPE_CHECKING:
    from vorort.findings.models import Goal, Need

LONGEST = 20_000
_NOTHING = ("", _("Bitte wählen"))


def _boxes(label: Any, choices: Sequence[tuple[str, Any]], hint: Any = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
    )


def _day(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def _text(label: Any, *, rows: int = 3, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _number(label: Any, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        help_text=hint,
        localize=True,
        max_digits=12,
        decimal_places=2,
    )


class KeptForm(forms.Form):
    """A form of something others change, too: with ``kept`` nobody overwrites it unseen.

    ``seen`` says what the page was made from. Where something else stands now, the form says so
    once and shows it (``stale``); saving again means: I have read it.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stale = False
        self.now = sha256(repr(sorted(self.initial.items())).encode()).hexdigest()[:12]
        if not kept:
            del self.fields["seen"]
        elif self.is_bound or "seen" not in self.initial:
            self.fields["seen"].initial = self.now

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.pop("seen", "") not in {"", self.now}:
            self.stale = True
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["seen"] = self.now  # type: ignore[index]
            raise forms.ValidationError(
                _(
                    "Jemand anderes hat inzwischen gespeichert. Bitte vergleichen Sie beide Fassungen."
                )
            )
        return given


class FilterForm(forms.Form):
    """What the list is narrowed to; wrong values narrow nothing."""

    suche = forms.CharField(label=_("Wort"), required=False, max_length=200)
    thema = forms.ChoiceField(
        label=_("Thema"), choices=[("", _("alle")), *Topic.choices], required=False
    )
    zielgruppe = forms.ChoiceField(
        label=_("Wen es betrifft"), choices=[("", _("egal")), *TargetGroup.choices], required=False
    )
    gebiet = forms.ChoiceField(label=_("Gebiet"), required=False)
    stand = forms.ChoiceField(
        label=_("Stand"), choices=[("", _("alle")), *FindingState.choices], required=False
    )
    fehlt = forms.ChoiceField(
        label=_("Was noch fehlt"),
        choices=[
            ("", _("egal")),
            (WITHOUT_NEED, _("ohne Bedarf")),
            (WITHOUT_MEASURE, _("ohne Maßnahme")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gebiet"].choices = [("", _("alle")), *areas]  # type: ignore[attr-defined]

    def given(self) -> FindingFilter:
        """Return what is asked for."""
        self.is_valid()
        known = self.cleaned_data
        return FindingFilter(
            text=known.get("suche", ""),
            topic=known.get("thema", ""),
            group=known.get("zielgruppe", ""),
            area=known.get("gebiet", ""),
            state=known.get("stand", ""),
            without=known.get("fehlt", ""),
        )


class FindingForm(forms.Form):
    """What was found, in one's own words; a source speaks for itself beside it."""

    title = forms.CharField(
        label=_("Feststellung"),
        max_length=200,
        help_text=_("Ein Satz, den jede und jeder versteht: was, wo, seit wann."),
    )
    topic = forms.ChoiceField(label=_("Thema"), choices=[_NOTHING, *Topic.choices])
    statement = _text(
        _("Was wir wissen"),
        rows=4,
        hint=_("Was beobachtet oder gezählt wurde. Keine Namen, keine Vermutungen."),
    )
    uncertainty = _text(
        _("Was unsicher ist"),
        hint=_("Was fehlt, was auch anders sein kann, wer nicht gefragt ist."),
    )
    strength = forms.ChoiceField(
        label=_("Wie deutlich"), choices=Strength.choices, widget=forms.RadioSelect
    )
    target_groups = _boxes(_("Wen es betrifft"), TargetGroup.choices)
    area_key = forms.ChoiceField(label=_("Gebiet"), required=False)
    place = forms.CharField(
        label=_("Ort"),
        max_length=160,
        required=False,
        help_text=_("Zum Beispiel „Bahnhofsvorplatz“. Keine Wohnadressen."),
    )
    found_on = _day(_("festgestellt am"), required=True)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [("", _("kein bestimmtes")), *areas]
        kept = self.initial.get("area_key")
        if kept and kept not in dict(areas):
            own.append((kept, kept))
        self.fields["area_key"].choices = own  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class CloseForm(forms.Form):
    reason = _text(
        _("Warum abgeschlossen"),
        required=True,
        hint=_("Zum Beispiel: Das Ziel ist erreicht, oder die Lage hat sich geändert."),
    )
    on = _day(_("abgeschlossen am"), required=True)


class CauseForm(KeptForm):
    """An assumed cause with what backs it."""

    cause = _text(
        _("Vermutete Ursache"),
        required=True,
        hint=_("Warum ist das so? Ein Gedanke je Ursache."),
    )
    grade = forms.ChoiceField(
        label=_("Gestützt durch"),
        choices=EvidenceGrade.choices,
        widget=forms.RadioSelect,
        help_text=_("Eine Vermutung ist erlaubt. Sie steht dann auch als Vermutung da."),
    )
    grade_note = _text(_("Woher wir das wissen"), rows=2)
    website = forms.URLField(label=_("Fundstelle"), required=False, assume_scheme="https")
    risk_factors = _boxes(_("Was es wahrscheinlicher macht (Risikofaktoren)"), RiskFactor.choices)
    protective_factors = _boxes(
        _("Was davor schützt und hier fehlt (Schutzfaktoren)"), ProtectiveFactor.choices
    )
    changeable = forms.BooleanField(
        label=_("Das lässt sich vor Ort ändern"), required=False, initial=True
    )


class NeedForm(KeptForm):
    """What is missing."""

    title = forms.CharField(
        label=_("Bedarf"),
        max_length=200,
        help_text=_(
            "Was fehlt, nicht was getan werden soll: „Räder können nirgends sicher stehen“."
        ),
    )
    gap = _text(_("Was genau fehlt"), hint=_("Für wen, wo, wie viel."))
    hypothesis = forms.ChoiceField(label=_("Beruht auf der Ursache"), required=False)

    def __init__(self, *args: Any, causes: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._causes = {each.public_id: each for each in causes}
        self.fields["hypothesis"].choices = [  # type: ignore[attr-defined]
            ("", _("keiner bestimmten")),
            *((key, str(each)) for key, each in self._causes.items()),
        ]

    def clean_hypothesis(self) -> Any:
        return self._causes.get(self.cleaned_data["hypothesis"])


class FitForm(forms.Form):
    """What an offer does for a need."""

    fit = forms.ChoiceField(label=_("Passung"), choices=[_NOTHING, *Fit.choices], required=False)
    note = forms.CharField(label=_("Bemerkung"), max_length=300, required=False)
    # What stood there when the page was opened: only what is different from it was answered.
    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("note") and not given.get("fit") and "fit" not in self.errors:
            self.add_error("fit", _("Bitte wählen Sie zur Bemerkung, ob das Angebot passt."))
        return given

    @staticmethod
    def initial_of(fit: str, note: str) -> dict[str, str]:
        """Return what the form shows first."""
        return {"fit": fit, "note": note, "seen": f"{fit}|{note}"}


class NeedStateForm(forms.Form):
    state = forms.ChoiceField(label=_("Stand"), choices=NeedState.choices, widget=forms.RadioSelect)
    reason = _text(_("Warum"), hint=_("Bei „gedeckt“: wodurch. Bei „zurückgestellt“: bis wann."))


def _anchored(name: str) -> list[tuple[int, str]]:
    return [(place, f"{place} – {words}") for place, words in enumerate(ANCHORS[name], start=1)]


class RatingForm(forms.Form):
    """Three numbers from 1 to 5, each with what it means."""

    reason = _text(_("Begründung"), hint=_("Worauf Sie die Zahlen stützen, in ein, zwei Sätzen."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rated = {
            name: forms.TypedChoiceField(
                label=label, choices=_anchored(name), coerce=int, widget=forms.RadioSelect
            )
            for name, label in RATED.items()
        }
        self.fields = {**rated, **self.fields}


class VotesForm(forms.Form):
    """The points of a body, one field per need."""

    body = forms.ChoiceField(label=_("Gremium"))
    on = _day(_("abgestimmt am"), required=True)
    voters = forms.IntegerField(label=_("Abstimmende"), min_value=0, max_value=500)
    points_each = forms.IntegerField(
        label=_("Punkte je Person"),
        min_value=0,
        max_value=20,
        initial=3,
        help_text=_("Üblich sind 3 Klebepunkte. Sie dürfen auch alle auf einen Bedarf gehen."),
    )
    resolution = forms.ChoiceField(label=_("Beschluss dazu"), required=False)

    def __init__(
        self,
        *args: Any,
        bodies: Sequence[Any],
        resolutions: Sequence[Any],
        needs: "Sequence[Need]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {each.public_id: each for each in bodies}
        self._resolutions = {each.public_id: each for each in resolutions}
        self._needs = {f"punkte_{each.public_id}": each for each in needs}
        self.fields["body"].choices = [(key, each.name) for key, each in self._bodies.items()]  # type: ignore[attr-defined]
        self.fields["resolution"].choices = [  # type: ignore[attr-defined]
            ("", _("keiner")),
            *((key, f"{each.reference} {each.title}") for key, each in self._resolutions.items()),
        ]
        for name, need in self._needs.items():
            self.fields[name] = forms.IntegerField(
                label=need.title, required=False, min_value=0, max_value=10_000
            )

    def clean_body(self) -> Any:
        return self._bodies[self.cleaned_data["body"]]

    def clean_resolution(self) -> Any:
        return self._resolutions.get(self.cleaned_data["resolution"])

    @property
    def points(self) -> list[forms.BoundField]:
        """The fields of the needs."""
        return [self[name] for name in self._needs]

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored; an empty field means that this need was not voted on."""
        given: Mapping[str, Any] = self.cleaned_data
        votes = {
            need: given[name] for name, need in self._needs.items() if given.get(name) is not None
        }
        names = ("body", "on", "voters", "points_each", "resolution")
        return {"votes": votes, **{name: given[name] for name in names}}


class GoalForm(KeptForm):
    """What shall be different by when, and by what one sees it."""

    title = forms.CharField(
        label=_("Ziel"),
        max_length=200,
        help_text=_(
            "Was soll anders sein? Zum Beispiel: „Weniger Räder werden am Bahnhof gestohlen“."
        ),
    )
    kind = forms.ChoiceField(
        label=_("Art"),
        choices=GoalKind.choices,
        widget=forms.RadioSelect,
        initial=GoalKind.PREVENTION,
        help_text=_(
            "Präventionsziel: was für die Menschen besser wird. Projektziel: was Sie dafür tun."
        ),
    )
    need = forms.ChoiceField(label=_("Bedarf"), required=False)
    parent = forms.ChoiceField(
        label=_("Gehört unter das Ziel"), required=False, help_text=_("So entsteht der Zielbaum.")
    )
    area_key = forms.ChoiceField(label=_("Gebiet"), required=False)
    indicator = forms.ChoiceField(
        label=_("Kennzahl aus den Zahlen"),
        required=False,
        help_text=_("Der Ausgangswert wird gelesen. Sie müssen ihn nicht abschreiben."),
    )
    measured_in = forms.ChoiceField(
        label=_("Gemessen in"),
        required=False,
        choices=[("", _("wie in der Quelle")), (PER_YEAR, PER_YEAR), (PER_100K, PER_100K)],
    )
    year = forms.IntegerField(
        label=_("Jahr des Ausgangswerts"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_("Ohne Angabe gilt das letzte Jahr mit Zahlen."),
    )
    own_indicator = forms.CharField(
        label=_("Eigene Kennzahl in Worten"),
        max_length=200,
        required=False,
        help_text=_("Was gezählt oder gemessen wird, wenn es keine Zahlenreihe dafür gibt."),
    )
    unit = forms.CharField(label=_("Einheit"), max_length=40, required=False)
    baseline = _number(_("Ausgangswert"))
    baseline_on = _day(_("Stand des Ausgangswerts"))
    direction = forms.ChoiceField(
        label=_("Richtung"),
        choices=Direction.choices,
        widget=forms.RadioSelect,
        initial=Direction.DOWN,
    )
    target = _number(_("Zielwert"))
    due_on = _day(_("erreichen bis"), required=True)

    def __init__(
        self,
        *args: Any,
        needs: "Sequence[Need]",
        goals: "Sequence[Goal]",
        areas: Sequence[tuple[str, str]],
        indicators: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._needs = {each.public_id: each for each in needs}
        self._goals = {each.public_id: each for each in goals}
        choices: dict[str, list[tuple[str, Any]]] = {
            "need": [("", _("keiner: ein Ziel der ganzen Stadt"))]
            + [
                (key, f"{each.title} ({each.finding.reference})")
                for key, each in self._needs.items()
            ],
            "parent": [("", _("keines"))]
            + [(key, each.title) for key, each in self._goals.items()],
            "area_key": [("", _("der ganze Ort")), *areas],
            "indicator": [("", _("keine, ich beschreibe eine eigene")), *indicators],
        }
        for name, known in choices.items():
            self.fields[name].choices = known  # type: ignore[attr-defined]

    def clean_need(self) -> "Need | None":
        return self._needs.get(self.cleaned_data["need"])

    def clean_parent(self) -> "Goal | None":
        return self._goals.get(self.cleaned_data["parent"])

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored: an indicator of the figures, or one's own."""
        given = self.cleaned_data
        names = ("title", "kind", "need", "parent", "area_key", "direction", "target", "due_on")
        source, _bar, code = given["indicator"].partition("|")
        chosen: dict[str, Any] = {"source": source, "code": code}
        if code:
            year = given["year"]
            day = None if year is None else dt.date(year, 12, 31)
            chosen |= {"own_indicator": "", "unit": given["measured_in"], "baseline_on": day}
        else:
            own: dict[str, str | Decimal] = {
                name: given[name] for name in ("own_indicator", "unit", "baseline", "baseline_on")
            }
            chosen |= own
        return {**{name: given[name] for name in names}, **chosen}


class JudgeForm(forms.Form):
    """What became of a goal."""

    state = forms.ChoiceField(label=_("Stand"), choices=GoalState.choices, widget=forms.RadioSelect)
    reason = _text(
        _("Woran Sie das erkennen"),
        required=True,
        hint=_("Die Zahl mit ihrem Stand, und was sonst dazu zu sagen ist."),
    )
    on = _day(_("Stand vom"), required=True)
