"""What people enter about bodies, their rules, seats, steps and files."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.authorities.models import Authority
from vorort.core.clock import today
from vorort.councils import queries
from vorort.councils.choices import (
    BODY_STEPS,
    BodyKind,
    BodyState,
    LegalBasis,
    QuorumKind,
    SeatRole,
)
from vorort.councils.models import Body, BodyRules, Seat
from vorort.councils.rules import EDITABLE, broken_bounds, label_of
from vorort.partners.queries import list_organisations


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _text(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _offer(form: forms.Form, name: str, choices: Mapping[str, str]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices.items())


class SeenForm(forms.Form):
    """Carries when the page was read, so that two people do not overwrite each other."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> dt.datetime | None:
        given: str = self.cleaned_data["seen"]
        try:
            return dt.datetime.fromisoformat(given) if given else None
        except ValueError:
            return None


class BodyForm(SeenForm):
    """What a body is called and is for."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=BodyKind.choices)
    short_name = forms.CharField(
        label=gettext_lazy("Kürzel"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Steht vor den Nummern von Vorlagen und Beschlüssen: „PR 12/2026“."),
    )
    parent = forms.ChoiceField(label=gettext_lazy("Gehört zu"), required=False)
    purpose = _text(
        gettext_lazy("Aufgabe"),
        help_text=gettext_lazy("In ein, zwei Sätzen, wie Sie es Bürgerinnen und Bürgern sagen."),
    )
    founded_on = _day(gettext_lazy("Gegründet am"))
    term_from = _day(gettext_lazy("Amtszeit von"))
    term_until = _day(gettext_lazy("Amtszeit bis"))

    def __init__(
        self, *args: Any, authority: Authority, body: Body | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parents = {one.public_id: one for one in queries.list_parents(body, authority)}
        named = {key: one.name for key, one in self.parents.items()}
        _offer(self, "parent", {"": _("kein anderes Gremium"), **named})

    @staticmethod
    def initial_of(body: Body) -> dict[str, Any]:
        """Return what the form shows of a body."""
        names = ("name", "kind", "short_name", "purpose", "founded_on", "term_from", "term_until")
        return {
            **{name: getattr(body, name) for name in names},
            "parent": body.parent.public_id if body.parent else "",
            "seen": body.updated_at.isoformat(),
        }

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "seen"}
        data["parent"] = self.parents.get(data["parent"])
        return data


class NewBodyForm(BodyForm):
    """A new body also says what it rests on, and whether it works already."""

    legal_basis = forms.ChoiceField(
        label=gettext_lazy("Worauf beruht das Gremium?"),
        choices=LegalBasis.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Danach richten sich die Regeln. Sie können sie später anpassen."),
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
    field_order = ("name", "kind", "parent", "legal_basis", "state", "purpose", "short_name")


class StateForm(forms.Form):
    """A step in the life of a body."""

    to = forms.ChoiceField(label=gettext_lazy("Neuer Stand"), widget=forms.RadioSelect)
    on = _day(gettext_lazy("Seit wann?"), required=True)
    reason = _text(gettext_lazy("Warum?"), required=True)
    hand_over = _text(
        gettext_lazy("Wer übernimmt Aufgaben, Kontakte und Unterlagen?"),
        help_text=gettext_lazy("Nötig, wenn das Gremium endet; sinnvoll, wenn es ruht."),
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = BodyState(body.state)
        steps = [one for one in BodyState if one in BODY_STEPS[old]]
        _offer(self, "to", {one.value: self.words(old, one) for one in steps})

    @staticmethod
    def words(old: BodyState, new: BodyState) -> str:
        """Return what the step means, as a choice."""
        if new == BodyState.ACTIVE:
            return (
                _("arbeitet: das Gremium ist gegründet")
                if old == BodyState.PLANNED
                else _("arbeitet wieder")
            )
        return {
            BodyState.DORMANT: _("ruht: zurzeit keine Sitzungen, es kann jederzeit weitergehen"),
            BodyState.DISSOLVED: _("ist aufgelöst: die Arbeit endet oder geht an andere"),
        }[new]


class RulesForm(SeenForm):
    """The rules from a day on. What the law lays down is said beside it and checked."""

    valid_from = _day(gettext_lazy("Gilt ab"), required=True)
    legal_basis = forms.ChoiceField(label=gettext_lazy("Grundlage"), choices=LegalBasis.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EDITABLE:
            model_field = BodyRules._meta.get_field(name)  # noqa: SLF001
            made = model_field.formfield()  # type: ignore[union-attr]
            if made is None:
                raise TypeError(f"{name} cannot be entered")
            if isinstance(made.widget, forms.Textarea):
                made.widget.attrs["rows"] = 3
            self.fields[name] = made

    @staticmethod
    def initial_of(rules: BodyRules) -> dict[str, Any]:
        """Return what the form shows of a version."""
        names = ("legal_basis", *EDITABLE)
        values = {name: getattr(rules, name) for name in names}
        return {**values, "valid_from": max(today(), rules.valid_from),
                "seen": rules.updated_at.isoformat()}  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("quorum_kind") == QuorumKind.FIXED and not data.get("quorum_number"):
            self.add_error(
                "quorum_number",
                _("Bitte nennen Sie die Zahl, ab der das Gremium beschließen kann."),
            )
        if data.get("legal_basis"):
            for name, section in broken_bounds(data).items():
                self.add_error(
                    name,
                    _("„%(what)s“ ist hier durch das Gesetz festgelegt (%(section)s).")
                    % {"what": label_of(name), "section": section},
                )
        return data

    def values(self) -> dict[str, Any]:
        """Return the settings, without the day they hold from."""
        return {name: self.cleaned_data[name] for name in ("legal_basis", *EDITABLE)}


class SeatForm(SeenForm):
    """Who sits there, for whom, as what."""

    organisation = forms.ChoiceField(label=gettext_lazy("Für welche Organisation?"), required=False)
    function = forms.CharField(
        label=gettext_lazy("Funktion"),
        max_length=120,
        help_text=gettext_lazy(
            "So steht der Sitz öffentlich da, wenn kein Name stehen darf: „Leitung des Reviers“."
        ),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        required=False,
        help_text=gettext_lazy("Für die Einladung. Gibt es ein Konto dazu, wird es verknüpft."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Rolle"), choices=SeatRole.choices)
    deputy_for = forms.ChoiceField(
        label=gettext_lazy("Vertritt"),
        required=False,
        help_text=gettext_lazy("Nur bei einer Stellvertretung."),
    )
    is_chair = forms.BooleanField(
        label=gettext_lazy("Vorsitz"),
        required=False,
        help_text=gettext_lazy("Bei gemeinsamem Vorsitz mehrere."),
    )
    is_vice_chair = forms.BooleanField(
        label=gettext_lazy("Stellvertretender Vorsitz"), required=False
    )
    in_core_group = forms.BooleanField(
        label=gettext_lazy("Gehört zur Kerngruppe"),
        required=False,
        help_text=gettext_lazy(
            "Nur die Kerngruppe liest, was ereignisbezogen ist, etwa Worte der Polizei. Eine "
            "Änderung steht im Protokoll."
        ),
    )
    name_consent_on = _day(
        gettext_lazy("Name darf öffentlich sein, Einwilligung vom"),
        help_text=gettext_lazy("Leer: Öffentlich steht nur die Funktion."),
    )
    from_on = _day(gettext_lazy("Von"), required=True)
    until_on = _day(gettext_lazy("Bis"))

    def __init__(self, *args: Any, body: Body, seat: Seat | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {one.public_id: one for one in list_organisations(body.authority)}
        if seat is not None and seat.organisation is not None:
            self.organisations[seat.organisation.public_id] = seat.organisation
        own = queries.list_seats(body, on=today()).exclude(role=SeatRole.DEPUTY)
        self.seats = {one.public_id: one for one in own if seat is None or one.pk != seat.pk}
        if seat is not None and seat.deputy_for is not None:
            self.seats[seat.deputy_for.public_id] = seat.deputy_for
        named = {key: one.name for key, one in self.organisations.items()}
        _offer(self, "organisation", {"": "–", **named})
        called = {
            key: ", ".join(dict.fromkeys((queries.seat_name(one), one.function)))
            for key, one in self.seats.items()
        }
        _offer(self, "deputy_for", {"": "–", **called})

    @staticmethod
    def initial_of(seat: Seat) -> dict[str, Any]:
        """Return what the form shows of a seat."""
        plain = {name: getattr(seat, name) for name in SeatForm.base_fields if name != "seen"}
        return {
            **plain,
            "organisation": seat.organisation.public_id if seat.organisation else "",
            "deputy_for": seat.deputy_for.public_id if seat.deputy_for else "",
            "seen": seat.updated_at.isoformat(),
        }

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "seen"}
        data["organisation"] = self.organisations.get(data["organisation"])
        data["deputy_for"] = self.seats.get(data["deputy_for"])
        return data


class EndForm(forms.Form):
    """The last day of a seat or a participation."""

    on = _day(gettext_lazy("Letzter Tag"), required=True)


class ParticipantForm(forms.Form):
    """Who else takes part in a body."""

    participant = forms.ChoiceField(label=gettext_lazy("Gebietskörperschaft"))
    from_on = _day(gettext_lazy("Seit"), required=True)
    basis = forms.CharField(
        label=gettext_lazy("Grundlage"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: Kooperationsvereinbarung vom 22.07.2022."),
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = {one.slug: one for one in queries.list_possible_participants(body)}
        named = {key: one.name for key, one in self.authorities.items()}
        _offer(self, "participant", {"": "–", **named})

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            **self.cleaned_data,
            "participant": self.authorities[self.cleaned_data["participant"]],
        }


class StepForm(SeenForm):
    """Who does a founding step, until when, and what came of it."""

    owner = forms.ChoiceField(label=gettext_lazy("Zuständig"), required=False)
    owner_text = forms.CharField(
        label=gettext_lazy("oder eine Stelle"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: Ordnungsamt mit dem Revier."),
    )
    due_on = _day(gettext_lazy("Bis"))
    note = _text(gettext_lazy("Notiz"), help_text=gettext_lazy("Nur für die Mitglieder sichtbar."))

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "owner", {"": "–", **people})


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


class WithdrawForm(forms.Form):
    """Why the public page goes."""

    reason = _text(
        gettext_lazy("Warum?"),
        required=True,
        help_text=gettext_lazy("Diesen Satz liest, wer die Seite danach aufruft."),
    )
