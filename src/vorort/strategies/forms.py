"""What people enter about a strategy."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.councils.models import Body
from vorort.findings.models import Finding, Goal
from vorort.findings.queries import Ranked
from vorort.measures.models import Measure
from vorort.resolutions.models import Resolution
from vorort.strategies import rules
from vorort.strategies.choices import SectionKey
from vorort.strategies.models import Focus, Strategy
from vorort.ui import format as show

LONGEST = 50_000


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


class RevisionForm(forms.Form):
    """A form that knows which revision it was drawn from."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class HeadForm(RevisionForm):
    """What the strategy is called and for which years it is."""

    names = ("title", "first_year", "last_year")
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=200,
        help_text=gettext_lazy("Zum Beispiel: Gemeinsam sicher leben"),
    )
    first_year = _year(gettext_lazy("Erstes Jahr"))
    last_year = _year(gettext_lazy("Letztes Jahr"))


class VersionForm(forms.Form):
    """Why there is a new version, and for which years."""

    reason = _area(
        gettext_lazy("Warum gibt es eine neue Fassung?"),
        rows=3,
        help_text=gettext_lazy("Steht später bei der Fassung, auch öffentlich."),
    )
    first_year = _year(gettext_lazy("Erstes Jahr"))
    last_year = _year(gettext_lazy("Letztes Jahr"))


class SectionForm(RevisionForm):
    """One of the texts."""

    text = _area("", rows=12, required=False)

    def __init__(self, *args: Any, section: SectionKey, strategy: Strategy, **kwargs: Any) -> None:
        first = {"text": getattr(strategy, section), "revision": strategy.revision}
        super().__init__(*args, **{**kwargs, "initial": first})
        self.fields["text"].label = section.label


class FocusForm(RevisionForm):
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
    def of_goals(cls, goals: Mapping[str, Goal], *args: Any) -> "PickForm":
        rows = [(key, goal.title) for key, goal in goals.items()]
        return cls(*args, label=_("Vorhandenes Ziel"), choices=rows, prefix="ziel")

    @classmethod
    def of_measures(cls, measures: Mapping[str, Measure], *args: Any) -> "PickForm":
        rows = [(key, str(measure)) for key, measure in measures.items()]
        return cls(*args, label=_("Maßnahme ohne eigenes Ziel"), choices=rows, prefix="massnahme")


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
        self, *args: Any, sections: Sequence[str], focuses: Mapping[str, Focus], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", _("die Landesstrategie als Ganzes"))]
        _offer(self, "section", whole + [(each, each) for each in sections])
        own = [("", _("in der ganzen Strategie"))]
        _offer(self, "focus", own + [(key, each.title) for key, each in focuses.items()])


class SubmitForm(forms.Form):
    """Before which body the strategy is brought."""

    body = forms.ChoiceField(label=gettext_lazy("Welches Gremium beschließt?"))

    def __init__(self, *args: Any, bodies: Mapping[str, Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "body", [(key, each.name) for key, each in bodies.items()])


class AdoptForm(forms.Form):
    """By which resolution the strategy was adopted, and when."""

    resolution = forms.ChoiceField(label=gettext_lazy("Beschluss"))
    on = _day(
        gettext_lazy("beschlossen am"),
        required=False,
        help_text=gettext_lazy("Leer heißt: am Tag des Beschlusses."),
    )

    def __init__(self, *args: Any, resolutions: Mapping[str, Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = "{0.reference} {0.title} ({0.body.name}, {1})"
        rows = [(k, words.format(r, show.date(r.decided_on))) for k, r in resolutions.items()]
        _offer(self, "resolution", rows)


class ReasonForm(forms.Form):
    """Why a public page is corrected or goes."""

    reason = _area(
        gettext_lazy("Warum?"), rows=3, help_text=gettext_lazy("Diesen Satz lesen alle.")
    )
