"""What people enter about bodies, their rules, seats and files."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.councils import queries
from vorort.councils.choices import BODY_STEPS, BodyState, LegalBasis, QuorumKind, SeatRole
from vorort.councils.models import Body, BodyParticipant, BodyRules, Seat
from vorort.councils.rules import BY_LAW, EDITABLE, broken_bounds, label_of
from vorort.partners.queries import list_organisations


def _formfield(field: Any, **kwargs: Any) -> forms.Field:
    if isinstance(field, models.DateField):
        kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, models.TextField):
        kwargs |= {"widget": forms.Textarea(attrs={"rows": 3}), "max_length": 10_000}
    return cast("forms.Field", field.formfield(**kwargs))


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


def _text(label: Any, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=10_000, widget=widget, **more)


def _offer(form: forms.Form, name: str, choices: Mapping[str, str]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices.items())


class RowForm(forms.Form):
    """Fields of a model, chosen things by their public id, and when the page was read."""

    model: type[models.Model]
    names: tuple[str, ...] = ()
    help_texts: Mapping[str, Any] = {}
    labels: Mapping[str, Any] = {}
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        first = {name: getattr(row, name) for name in self.names} if row else {}
        if row is not None:
            first["seen"] = row.updated_at.isoformat()
        super().__init__(*args, **{**kwargs, "initial": {**first, **kwargs.get("initial", {})}})
        made = forms.fields_for_model(
            self.model,
            self.names,
            labels=dict(self.labels),
            help_texts=dict(self.help_texts),
            formfield_callback=_formfield,
        )
        self.fields = {**made, **self.fields}

    def choose(self, name: str, rows: models.QuerySet[Any], label: str = "name") -> None:
        """Let a field choose among these rows and no others."""
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        field.queryset, field.to_field_name, field.empty_label = rows, "public_id", "–"
        field.label_from_instance = lambda obj: str(getattr(obj, label))  # type: ignore[method-assign]

    def clean_seen(self) -> dt.datetime | None:
        """Return when the page was read, or None where that is not known."""
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None


class BodyForm(RowForm):
    """What a body is called and is for."""

    model = Body
    names = ("name", "kind", "parent", "purpose", "short_name", "founded_on", "term_from",
             "term_until")  # fmt: skip
    help_texts = {
        "short_name": gettext_lazy("Steht vor Nummern von Vorlagen und Beschlüssen: „PR 12/2026“."),
        "purpose": gettext_lazy("In ein, zwei Sätzen, wie Sie es Bürgerinnen und Bürgern sagen."),
    }

    def __init__(self, *args: Any, authority: Authority, row: Body | None = None, **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, row=row, **kwargs)
        self.choose("parent", queries.list_parents(row, authority))


class NewBodyForm(BodyForm):
    """A new body also says what it rests on, and whether it works already."""

    legal_basis = forms.ChoiceField(
        label=gettext_lazy("Worauf beruht das Gremium?"),
        choices=LegalBasis.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Beratender Ausschuss: Der Rat bildet ihn, das Gesetz gibt viel vor. Beirat: Die "
            "Hauptsatzung regelt ihn. Vereinbarung: Mehrere tragen es gemeinsam. Anordnung: Die "
            "Verwaltungsspitze beruft es ein. Die Regeln dazu können Sie später anpassen."
        ),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Arbeitet es schon?"),
        choices=[
            (BodyState.PLANNED, gettext_lazy("Nein, wir gründen es gerade")),
            (BodyState.ACTIVE, gettext_lazy("Ja, es arbeitet schon")),
        ],
        initial=BodyState.PLANNED,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("name", "kind", "parent", "legal_basis", "state"))


class StateForm(forms.Form):
    """A step in the life of a body."""

    to = forms.ChoiceField(label=gettext_lazy("Neuer Stand"), widget=forms.RadioSelect)
    on = _day(gettext_lazy("Seit wann?"))
    reason = _text(gettext_lazy("Warum?"))
    hand_over = _text(
        gettext_lazy("Wer übernimmt Aufgaben, Kontakte und Unterlagen?"),
        required=False,
        help_text=gettext_lazy("Nötig, wenn das Gremium endet; sinnvoll, wenn es ruht."),
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = BodyState(body.state)
        words = {
            BodyState.ACTIVE: (
                _("arbeitet: das Gremium ist gegründet")
                if old == BodyState.PLANNED
                else _("arbeitet wieder")
            ),
            BodyState.DORMANT: _("ruht: zurzeit keine Sitzungen, es kann jederzeit weitergehen"),
            BodyState.DISSOLVED: _("ist aufgelöst: die Arbeit endet oder geht an andere"),
        }
        _offer(self, "to", {one.value: words[one] for one in words if one in BODY_STEPS[old]})


class RulesForm(RowForm):
    """The rules from a day on. What the law lays down is said beside it and checked."""

    model = BodyRules
    names = ("valid_from", "legal_basis", *EDITABLE)

    def __init__(self, *args: Any, row: BodyRules, initial: Mapping[str, Any], **kwargs: Any) -> None:  # fmt: skip
        day = {"valid_from": max(today(), row.valid_from)}
        super().__init__(*args, row=row, initial={**day, **initial}, **kwargs)
        bounds = BY_LAW.get(LegalBasis(self.initial["legal_basis"]), {})
        for name, field in self.fields.items():
            if name in bounds:
                law = {"section": bounds[name].section}
                field.help_text = _("Hier bestimmt das Gesetz (%(section)s).") % law
            elif name in {"notice_days", "meetings_per_year"}:
                field.help_text = _("Das Gesetz nennt keine Zahl; Ihre Geschäftsordnung tut es.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("quorum_kind") == QuorumKind.FIXED and not data.get("quorum_number"):
            words = _("Bitte nennen Sie die Zahl, ab der das Gremium beschließen kann.")
            self.add_error("quorum_number", words)
        for name, section in broken_bounds(data).items() if data.get("legal_basis") else ():
            words = _("„%(what)s“ ist hier durch das Gesetz festgelegt (%(section)s).")
            self.add_error(name, words % {"what": label_of(name), "section": section})
        return data

    def values(self) -> dict[str, Any]:
        """Return the settings, without the day they hold from."""
        return {name: self.cleaned_data[name] for name in self.names[1:]}


class SeatForm(RowForm):
    """Who sits there, for whom, as what."""

    model = Seat
    names = ("organisation", "function", "name", "email", "role", "deputy_for", "is_chair",
             "is_vice_chair", "in_core_group", "name_consent_on", "from_on", "until_on")  # fmt: skip
    labels = {
        "organisation": gettext_lazy("Für welche Organisation?"),
        "in_core_group": gettext_lazy("Gehört zur Kerngruppe"),
        "name_consent_on": gettext_lazy("Name darf öffentlich sein, Einwilligung vom"),
    }
    help_texts = {
        "function": gettext_lazy("Steht öffentlich da, wo kein Name stehen darf: „Schulleitung“."),
        "email": gettext_lazy("Für die Einladung. Gibt es ein Konto dazu, wird es verknüpft."),
        "deputy_for": gettext_lazy("Nur bei einer Stellvertretung."),
        "is_chair": gettext_lazy("Bei gemeinsamem Vorsitz mehrere."),
        "in_core_group": gettext_lazy(
            "Nur die Kerngruppe liest, was ereignisbezogen ist, etwa Worte der Polizei. Eine "
            "Änderung steht im Protokoll."
        ),
        "name_consent_on": gettext_lazy("Leer: Öffentlich steht nur die Funktion."),
    }

    def __init__(self, *args: Any, body: Body, row: Seat | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        partners = list_organisations(body.authority)
        mains = Seat.objects.filter(body=body).exclude(role=SeatRole.DEPUTY)
        still = mains.exclude(until_on__lt=today())
        if row is not None:
            still = still.exclude(pk=row.pk) | mains.filter(pk=row.deputy_for_id or 0)
            partners |= list_organisations(body.authority, past=True).filter(
                pk=row.organisation_id or 0
            )
        self.choose("organisation", partners)
        self.choose("deputy_for", still.order_by("function", "id"), "function")


class EndForm(forms.Form):
    """The last day of a seat."""

    on = _day(gettext_lazy("Letzter Tag"))


class ParticipantForm(RowForm):
    """Who else takes part in a body."""

    model = BodyParticipant
    names = ("participant", "from_on", "basis")
    labels = {"participant": gettext_lazy("Gebietskörperschaft")}
    help_texts = {"basis": gettext_lazy("Zum Beispiel: Vereinbarung vom 22.07.2022.")}

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("participant", queries.list_possible_participants(body))
        cast("forms.ModelChoiceField[Any]", self.fields["participant"]).to_field_name = "slug"


class FileForm(forms.Form):
    """A file of a body."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leer: wie die Datei heißt."),
    )
    file = forms.FileField(label=gettext_lazy("Datei"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "PDF, Word, Excel, Text oder Bild, höchstens %(limit)d MB."
        ) % {"limit": settings.COUNCIL_FILE_LIMIT_MB}
