"""What people enter about a strategy."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.councils.models import Body
from vorort.findings.choices import Direction
from vorort.findings.models import Finding, Goal
from vorort.findings.queries import Ranked
from vorort.measures.models import Measure
from vorort.resolutions.models import Resolution
from vorort.strategies import rules
from vorort.strategies.choices import SectionKey
from vorort.strategies.models import Focus, Strategy
from vorort.ui import format as show

LONGEST = 50_000
# What belongs into each text, and how others have begun it.
HELP: dict[str, Any] = {
    SectionKey.MISSION: gettext_lazy(
        "Wofür steht Ihr Ort in der Prävention? Zwei, drei Sätze, die jede und jeder versteht."
    ),
    SectionKey.INTRODUCTION: gettext_lazy(
        "Worauf antwortet die Strategie? Nennen Sie das Wichtigste aus dem Lagebild und aus dem, "
        "was Menschen Ihnen sagen. Zahlen müssen Sie nicht abschreiben: Verknüpfen Sie die "
        "Feststellungen."
    ),
    SectionKey.ORGANISATION: gettext_lazy(
        "Wer entscheidet, wer arbeitet mit, wer koordiniert, wie oft treffen Sie sich? Funktionen "
        "genügen, keine Namen."
    ),
    SectionKey.REVIEW: gettext_lazy(
        "Wann sehen Sie nach, ob die Ziele erreicht sind, wer tut es, und was geschieht mit dem "
        "Ergebnis? Auch enttäuschende Ergebnisse gehören dazu."
    ),
}
EXAMPLES: dict[str, Any] = {
    SectionKey.MISSION: gettext_lazy(
        "Wir wollen, dass sich in unserem Ort alle sicher bewegen können, bei Tag und am Abend. "
        "Wir handeln, bevor etwas geschieht, gemeinsam und mit Maß. Was wir tun, prüfen wir, und "
        "wir sagen, was dabei herauskam."
    ),
    SectionKey.INTRODUCTION: gettext_lazy(
        "Die erfassten Fälle sind seit fünf Jahren etwa gleich geblieben. Am Bahnhof verschwinden "
        "aber deutlich mehr Räder als früher, und viele meiden abends den Weg dorthin. Schulen "
        "berichten von Streit in Chatgruppen. Darauf richten wir die nächsten Jahre aus."
    ),
    SectionKey.ORGANISATION: gettext_lazy(
        "Der Präventionsrat entscheidet über Schwerpunkte und Maßnahmen. Er tagt viermal im Jahr. "
        "Zwei Arbeitsgruppen bereiten vor: Bahnhof und Jugend. Die Koordination liegt im "
        "Ordnungsamt, die Leitung bei der Bürgermeisterin."
    ),
    SectionKey.REVIEW: gettext_lazy(
        "Jedes Jahr im November legt die Koordination dem Rat vor, was aus jeder Maßnahme wurde "
        "und wie es um die Ziele steht. Nach drei Jahren entscheidet der Rat, was bleibt, was "
        "sich ändert und was endet."
    ),
}


def _area(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **more)


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=rules.FIRST_YEAR, max_value=rules.LAST_YEAR)


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


class HeadForm(forms.Form):
    """What the strategy is called and for which years it is."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=200,
        help_text=gettext_lazy("Zum Beispiel: Gemeinsam sicher leben"),
    )
    first_year = _year(gettext_lazy("Erstes Jahr"))
    last_year = _year(gettext_lazy("Letztes Jahr"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def values(self) -> dict[str, Any]:
        """Return the fields of the strategy itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @property
    def revision_seen(self) -> int:
        return self.cleaned_data["revision"] or 0


class VersionForm(forms.Form):
    """Why there is a new version, and for which years."""

    reason = _area(
        gettext_lazy("Warum gibt es eine neue Fassung?"),
        rows=3,
        help_text=gettext_lazy("Steht später bei der Fassung, auch öffentlich."),
    )
    first_year = _year(gettext_lazy("Erstes Jahr"))
    last_year = _year(gettext_lazy("Letztes Jahr"))


class SectionForm(forms.Form):
    """One of the texts."""

    text = _area("", rows=12, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, section: SectionKey, strategy: Strategy, **kwargs: Any) -> None:
        first = {"text": getattr(strategy, section), "revision": strategy.revision}
        super().__init__(*args, **{**kwargs, "initial": first})
        self.fields["text"].label = section.label
        self.fields["text"].help_text = HELP[section]


class FocusForm(forms.Form):
    """A priority: what, why, where to."""

    title = forms.CharField(
        label=gettext_lazy("Schwerpunkt"),
        max_length=200,
        help_text=gettext_lazy("Zum Beispiel: Sicher am Bahnhof"),
    )
    text = _area(
        gettext_lazy("Warum und wohin"),
        required=False,
        help_text=gettext_lazy(
            "Was ist das Problem, was soll anders werden, für wen? Drei bis sechs Sätze."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    @staticmethod
    def initial_of(focus: Focus | None) -> dict[str, Any]:
        """Return what the form shows first."""
        if focus is None:
            return {}
        return {"title": focus.title, "text": focus.text, "revision": focus.revision}


class PickForm(forms.Form):
    """One thing of a list, by its public id."""

    pick = forms.ChoiceField(label="")

    def __init__(
        self, *args: Any, label: Any, choices: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].label = label
        _offer(self, "pick", [("", _("bitte wählen")), *choices])

    @classmethod
    def of_goals(cls, goals: Sequence[Goal], *args: Any) -> "PickForm":
        rows = [(goal.public_id, goal.title) for goal in goals]
        return cls(*args, label=_("Vorhandenes Ziel"), choices=rows, prefix="ziel")

    @classmethod
    def of_measures(cls, measures: Sequence[Measure], *args: Any) -> "PickForm":
        rows = [(each.public_id, f"{each.reference} {each.title}") for each in measures]
        return cls(*args, label=_("Maßnahme ohne eigenes Ziel"), choices=rows, prefix="massnahme")


OWN = "own"


class GoalForm(forms.Form):
    """A goal: what shall be different, how one sees it, from where to where, by when."""

    title = forms.CharField(
        label=gettext_lazy("Was soll anders sein?"),
        max_length=200,
        help_text=gettext_lazy("Zum Beispiel: Es werden weniger Fahrräder am Bahnhof gestohlen."),
    )
    parent = forms.ChoiceField(label=gettext_lazy("Gehört unter das Ziel"), required=False)
    indicator = forms.ChoiceField(label=gettext_lazy("Woran sehen Sie es?"))
    own_indicator = forms.CharField(
        label=gettext_lazy("Eigene Kennzahl"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: Anteil der Schulen mit einem Programm gegen Mobbing"),
    )
    unit = forms.CharField(
        label=gettext_lazy("Einheit der eigenen Kennzahl"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: %, Räder, Personen"),
    )
    baseline = forms.DecimalField(
        label=gettext_lazy("Heutiger Wert der eigenen Kennzahl"),
        required=False,
        localize=True,
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("Leer, wenn ihn noch niemand kennt."),
    )
    baseline_on = _day(gettext_lazy("Stand des heutigen Werts"), required=False)
    direction = forms.ChoiceField(
        label=gettext_lazy("Der Zielwert ist"), choices=Direction.choices, widget=forms.RadioSelect
    )
    target = forms.DecimalField(
        label=gettext_lazy("Zielwert"),
        required=False,
        localize=True,
        max_digits=12,
        decimal_places=2,
    )
    due_on = _day(gettext_lazy("zu erreichen bis"), required=False)

    def __init__(
        self,
        *args: Any,
        goals: Sequence[Goal],
        indicators: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {goal.public_id: goal for goal in goals}
        top = [("", _("keines, es steht oben"))]
        _offer(self, "parent", top + [(key, goal.title) for key, goal in self.goals.items()])
        _offer(self, "indicator", [(OWN, _("an einer eigenen Kennzahl")), *indicators])

    def values(self) -> dict[str, Any]:
        """Return the arguments of ``actions.new_goal``; of a figure the baseline is read."""
        given = self.cleaned_data
        same = ("title", "direction", "target", "due_on")
        made = {name: given[name] for name in same} | {"parent": self.goals.get(given["parent"])}
        if given["indicator"] == OWN:
            names = ("own_indicator", "unit", "baseline", "baseline_on")
            return made | {name: given[name] for name in names}
        source, _sep, code = given["indicator"].partition("|")
        return made | {"source": source, "code": code}


class FindingsForm(forms.Form):
    """The findings the starting point rests on."""

    findings = forms.MultipleChoiceField(
        label=gettext_lazy("Worauf stützt sich die Ausgangslage?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, rows: Sequence[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["findings"])
        field.choices = [(row.public_id, f"{row.reference} {row.title}") for row in rows]


class RankingForm(forms.Form):
    """The needs that become priorities."""

    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Welche Bedarfe werden Schwerpunkte?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Drei bis fünf genügen. Ihre offenen Ziele kommen mit."),
    )

    by_votes = forms.BooleanField(
        label=gettext_lazy("In der Reihenfolge des Rates statt der Bewertung"), required=False
    )

    def __init__(self, *args: Any, rows: Sequence[Ranked], has_votes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.need.public_id, _ranked_words(row)) for row in rows]
        cast("forms.MultipleChoiceField", self.fields["needs"]).choices = choices
        if not has_votes:
            del self.fields["by_votes"]


def _ranked_words(row: Ranked) -> str:
    words = [row.need.title, row.place]
    if row.vote_place:
        words.append(_("im Rat %(place)s") % {"place": row.vote_place})
    return " · ".join(words)


class CiteForm(forms.Form):
    """What the town takes up of the state's strategy, and where."""

    section = forms.ChoiceField(label=gettext_lazy("Was greifen Sie auf?"), required=False)
    focus = forms.ChoiceField(label=gettext_lazy("Wo in Ihrer Strategie?"), required=False)

    def __init__(
        self, *args: Any, sections: Sequence[str], focuses: Sequence[Focus], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", _("die Landesstrategie als Ganzes"))]
        _offer(self, "section", whole + [(each, each) for each in sections])
        own = [("", _("in der ganzen Strategie"))]
        _offer(self, "focus", own + [(each.public_id, each.title) for each in focuses])


class SubmitForm(forms.Form):
    """Before which body the strategy is brought."""

    body = forms.ChoiceField(label=gettext_lazy("Welches Gremium beschließt?"))

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "body", [(each.public_id, each.name) for each in bodies])


class AdoptForm(forms.Form):
    """By which resolution the strategy was adopted, and when."""

    resolution = forms.ChoiceField(label=gettext_lazy("Beschluss"))
    on = _day(
        gettext_lazy("beschlossen am"),
        required=False,
        help_text=gettext_lazy("Leer heißt: am Tag des Beschlusses."),
    )

    def __init__(self, *args: Any, resolutions: Sequence[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [
            (
                each.public_id,
                f"{each.reference} {each.title} ({each.body.name}, {show.date(each.decided_on)})",
            )
            for each in resolutions
        ]
        _offer(self, "resolution", rows)


class PublishForm(forms.Form):
    """Why the same version is published again."""

    correction = _area(
        gettext_lazy("Was berichtigen Sie?"),
        rows=2,
        help_text=gettext_lazy("Diesen Satz lesen alle auf der Seite."),
    )


class WithdrawForm(forms.Form):
    reason = _area(
        gettext_lazy("Warum?"),
        rows=3,
        help_text=gettext_lazy("Diesen Satz liest, wer die Seite danach aufruft."),
    )
