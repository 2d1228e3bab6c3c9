"""One answer, the short form, the choice of a body."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.concepts import queries
from vorort.concepts.queries import Item
from vorort.dossiers.forms import MoneyField
from vorort.partners.choices import TargetGroup, Topic
from vorort.ui import format as german

if TYPE_CHECKING:
    from vorort.authorities.models import Authority
    from vorort.councils.models import Body
    from vorort.findings.models import Finding
    from vorort.partners.models import Organisation


class AnswerForm(forms.Form):
    """One answer with the state of it that its writer has read."""

    use_required_attribute = False
    text = forms.CharField(strip=False, widget=forms.Textarea(attrs={"rows": 4}))
    revision = forms.IntegerField(widget=forms.HiddenInput())
    base = forms.CharField(strip=False, required=False, widget=forms.HiddenInput())

    def __init__(
        self, item: Item, *, text: str | None = None, base: str | None = None,
        revision: int | None = None,
    ) -> None:  # fmt: skip
        shown = item.text if text is None else text
        initial = {
            "text": shown,
            "revision": item.revision if revision is None else revision,
            "base": item.text if base is None else base,
        }
        super().__init__(prefix=item.code, initial=initial)
        field = self.fields["text"]
        field.label, field.help_text = str(item.question.text), item.help
        # Beside what is known already, words are an addition.
        field.required = item.required and not item.is_known
        if item.is_known:
            field.label = _("Ergänzung: %(question)s") % {"question": item.question.text}
        field.widget.attrs["data-vo-text"] = item.code


class SmallForm(forms.Form):
    """The five fields of a small measure; everything else has a good default."""

    title = forms.CharField(
        label=gettext_lazy("Was haben Sie vor?"),
        help_text=gettext_lazy(
            "Ein Satz, zum Beispiel: „Fahrräder codieren auf dem Wochenmarkt, an vier Samstagen“."
        ),
        max_length=200,
    )
    finding: "forms.ModelChoiceField[Finding]" = forms.ModelChoiceField(
        label=gettext_lazy("Warum? Wählen Sie eine Feststellung …"),
        queryset=None,
        required=False,
        to_field_name="public_id",
        empty_label=gettext_lazy("keine davon – ich schreibe es selbst"),
    )
    why = forms.CharField(
        label=gettext_lazy("… oder schreiben Sie in einem Satz, warum"),
        help_text=gettext_lazy(
            "Daraus wird eine neue Feststellung „von Menschen beobachtet“. Zum Beispiel: „Am Bahnhof "
            "verschwinden seit dem Frühjahr viele Fahrräder.“"
        ),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    indicator = forms.CharField(
        label=gettext_lazy("Für wen, und woran merken Sie, dass es geholfen hat?"),
        help_text=gettext_lazy(
            "Zum Beispiel: „Pendler: mindestens 120 codierte Räder, danach weniger Anzeigen am Bahnhof“."
        ),
        max_length=200,
    )
    owner: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=gettext_lazy("Wer ist zuständig?"),
        queryset=None,
        to_field_name="public_id",
        empty_label=gettext_lazy("Bitte wählen"),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Bis wann?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    topic = forms.ChoiceField(label=gettext_lazy("Thema"), required=False)
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Zielgruppen"),
        required=False,
        choices=TargetGroup.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    planned = MoneyField(
        label=gettext_lazy("Was kostet es? (Euro)"),
        required=False,
        help_text=gettext_lazy("Leer heißt: kostet nichts."),
    )
    is_risky = forms.BooleanField(
        label=gettext_lazy("Es gibt ein besonderes Risiko"),
        help_text=gettext_lazy(
            "Jemand könnte zu Schaden kommen, es geht um Rechte von Menschen oder um einen heiklen Ort."
        ),
        required=False,
    )
    # Beside the five: folded, with defaults.
    EXTRA = ("topic", "audience", "planned", "is_risky")
    WHY = ("finding", "why")
    use_required_attribute = False

    def __init__(self, *args: Any, authority: "Authority", day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["finding"].queryset = queries.list_open_findings(authority)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = queries.list_owners(authority)  # type: ignore[attr-defined]
        self.fields["topic"].choices = [  # type: ignore[attr-defined]
            ("", _("ergibt sich aus dem, was Sie schreiben")),
            *Topic.choices,
        ]
        self._mark_why()
        if not queries.list_open_findings(authority).exists():
            self.fields["why"].label = _("Warum?")
        usual = queries.usual_owner(authority)
        if usual is not None:
            self.fields["owner"].initial = usual.public_id

    def full_clean(self) -> None:
        # One of the two is needed: neither is voluntary, neither is wrong alone.
        for name in self.WHY:
            self.fields[name].required = False
        super().full_clean()
        self._mark_why()

    def _mark_why(self) -> None:
        for name in self.WHY:
            self.fields[name].required = True

    def clean_ends_on(self) -> dt.date:
        ends_on: dt.date = self.cleaned_data["ends_on"]
        if ends_on < self.day:
            raise forms.ValidationError(
                _("Der %(day)s ist schon vorbei. Bitte nennen Sie einen Tag, der noch kommt.")
                % {"day": german.date(ends_on)}
            )
        return ends_on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["planned"] = data.get("planned") or Decimal(0)
        if not data.get("finding") and not (data.get("why") or "").strip():
            self.add_error(
                "why",
                _("Bitte wählen Sie eine Feststellung, oder schreiben Sie in einem Satz, warum."),
            )
        return data

    @property
    def five(self) -> list[forms.BoundField]:
        """The fields everybody fills in."""
        return [self[name] for name in self.fields if name not in self.EXTRA]

    @property
    def extra(self) -> list[forms.BoundField]:
        """What may be said beside them."""
        return [self[name] for name in self.EXTRA]

    @property
    def extra_open(self) -> bool:
        """Whether something stands there or is wrong there."""
        return any(bound.errors or (self.is_bound and bound.value()) for bound in self.extra)


def limit_words() -> str:
    """Return up to which sum the short form is enough."""
    return german.euro(settings.SHORT_FORM_LIMIT_EUR)


class BodyForm(forms.Form):
    """Before which body the paper comes."""

    body: "forms.ModelChoiceField[Body]" = forms.ModelChoiceField(
        label=gettext_lazy("Welches Gremium soll beschließen?"),
        queryset=None,
        to_field_name="public_id",
        empty_label=None,
    )

    def __init__(self, *args: Any, authority: "Authority", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = queries.list_bodies(authority)  # type: ignore[attr-defined]
