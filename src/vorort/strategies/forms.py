"""What people enter about a strategy."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.findings.queries import Ranked
from vorort.strategies import rules
from vorort.strategies.choices import SectionKey
from vorort.strategies.models import Focus, Strategy
from vorort.ui import format as show

if TYPE_CHECKING:
    from vorort.councils.models import Body
    from vorort.findings.models import Finding, Goal
    from vorort.measures.models import Measure
    from vorort.resolutions.models import Resolution

LONGEST = 50_000
Data = Mapping[str, Any] | None
Rows = Sequence[tuple[str, str]]


def _area(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **more)


def _year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=rules.FIRST_YEAR, max_value=rules.LAST_YEAR)


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
        text = getattr(strategy, section)
        first = {"text": text, "revision": rules.stamp(text)}
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


class ReasonForm(forms.Form):
    """Why a public page is corrected or goes."""

    reason = _area(
        gettext_lazy("Warum?"), rows=3, help_text=gettext_lazy("Diesen Satz lesen alle.")
    )


class ChooseForm(forms.Form):
    """What is chosen from lists that only the page knows, each by its public id."""

    def __init__(self, *args: Any, fields: Mapping[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields)


def _one(label: str, rows: Rows, *, empty: str = "", **more: Any) -> forms.ChoiceField:
    first = [("", empty)] if empty else []
    return forms.ChoiceField(label=label, choices=[*first, *rows], **more)


def _many(label: str, rows: Rows, **more: Any) -> forms.MultipleChoiceField:
    more["widget"] = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=list(rows), **more)


def goal_form(data: Data, goals: "Mapping[str, Goal]") -> ChooseForm:
    """Return the form that takes a goal into a priority."""
    rows = [(key, goal.title) for key, goal in goals.items()]
    pick = _one(_("Vorhandenes Ziel"), rows, empty=_("bitte wählen"))
    return ChooseForm(data, fields={"pick": pick}, prefix="ziel")


def measure_form(data: Data, measures: "Mapping[str, Measure]") -> ChooseForm:
    """Return the form that takes a measure into a priority."""
    rows = [(key, str(measure)) for key, measure in measures.items()]
    pick = _one(_("Maßnahme ohne eigenes Ziel"), rows, empty=_("bitte wählen"))
    return ChooseForm(data, fields={"pick": pick}, prefix="massnahme")


def findings_form(data: Data, findings: "Sequence[Finding]", chosen: Sequence[str]) -> ChooseForm:
    """Return the form for the findings the starting point rests on."""
    rows = [(one.public_id, str(one)) for one in findings]
    field = _many(_("Worauf stützt sich die Ausgangslage?"), rows, required=False)
    return ChooseForm(data, fields={"findings": field}, initial={"findings": chosen})


def ranking_form(data: Data, ranked: Sequence[Ranked], *, has_votes: bool) -> ChooseForm:
    """Return the form for the needs that become priorities."""
    rows = [(row.need.public_id, " · ".join(_ranked(row))) for row in ranked]
    hint = _("Drei bis fünf genügen. Ihre offenen Ziele kommen mit.")
    field = _many(_("Welche Bedarfe werden Schwerpunkte?"), rows, help_text=hint)
    fields: dict[str, forms.Field] = {"needs": field}
    if has_votes:
        label = _("In der Reihenfolge des Rates statt der Bewertung")
        fields["by_votes"] = forms.BooleanField(label=label, required=False)
    return ChooseForm(data, fields=fields)


def _ranked(row: Ranked) -> list[str]:
    voted = [_("im Rat %(place)s") % {"place": row.vote_place}] if row.vote_place else []
    return [row.need.title, row.place, *voted]


def cite_form(data: Data, sections: Sequence[str], focuses: Mapping[str, Focus]) -> ChooseForm:
    """Return the form for what a town takes up of the state's strategy, and where."""
    whole, own = _("die Landesstrategie als Ganzes"), _("in der ganzen Strategie")
    parts = [(each, each) for each in sections]
    places = [(key, each.title) for key, each in focuses.items()]
    fields = {
        "section": _one(_("Was greifen Sie auf?"), parts, empty=whole, required=False),
        "focus": _one(_("Wo in Ihrer Strategie?"), places, empty=own, required=False),
    }
    return ChooseForm(data, fields=fields)


def body_form(data: Data, bodies: "Mapping[str, Body]") -> ChooseForm:
    """Return the form for the body before which the strategy is brought."""
    rows = [(key, each.name) for key, each in bodies.items()]
    return ChooseForm(data, fields={"body": _one(_("Welches Gremium beschließt?"), rows)})


def resolution_form(data: Data, resolutions: "Mapping[str, Resolution]") -> ChooseForm:
    """Return the form for the resolution that has adopted the strategy."""
    words = "{0.reference} {0.title} ({0.body.name}, {1})"
    rows = [(key, words.format(r, show.date(r.decided_on))) for key, r in resolutions.items()]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    hint = _("Leer heißt: am Tag des Beschlusses.")
    on = forms.DateField(label=_("beschlossen am"), required=False, widget=widget, help_text=hint)
    return ChooseForm(data, fields={"resolution": _one(_("Beschluss"), rows), "on": on})
