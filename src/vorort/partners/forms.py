"""Forms of the list of partners and of offers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vorort.partners.choices import (
    CHECK_QUESTIONS,
    CheckAnswer,
    EvidenceLevel,
    OfferKind,
    OrganisationKind,
    Pillar,
    ProtectiveFactor,
    RiskFactor,
    Setting,
    TargetGroup,
    Topic,
)
from vorort.partners.models import ContactPerson, Offer, Organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Art"), choices=OrganisationKind.choices)
    responsibility = forms.CharField(
        label=_("Wofür zuständig"),
        max_length=300,
        required=False,
        help_text=_("In einem Satz, wie Sie es am Telefon sagen würden."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Themen"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Zielgruppen"),
        choices=TargetGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    address = forms.CharField(
        label=_("Anschrift"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-Mail-Adresse"), required=False)
    website = forms.URLField(label=_("Internetseite"), required=False, assume_scheme="https")
    is_active = forms.BooleanField(
        label=_("Arbeitet zurzeit mit"),
        required=False,
        initial=True,
        help_text=_("Ohne Haken steht die Organisation nur noch unter „Früher“."),
    )

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        return {name: getattr(organisation, name) for name in OrganisationForm.base_fields}


class PersonForm(forms.Form):
    """Somebody to ask; only what is needed to reach the person."""

    name = forms.CharField(label=_("Name"), max_length=120)
    function = forms.CharField(label=_("Funktion"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-Mail-Adresse"), required=False)

    @staticmethod
    def initial_of(person: ContactPerson) -> dict[str, str]:
        return {name: getattr(person, name) for name in PersonForm.base_fields}


def _boxes(label: "StrPromise", choices: Sequence[tuple[str, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _day(label: "StrPromise", hint: "StrPromise") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=False, widget=widget)


class OfferForm(forms.Form):
    """An offer: what, for whom, how well studied, how to get it."""

    organisation = forms.ChoiceField(
        label=_("Wer es anbietet"),
        required=False,
        help_text=_("Fehlt jemand? Nehmen Sie den Partner zuerst in die Liste auf."),
    )
    kind = forms.ChoiceField(label=_("Art"), choices=OfferKind.choices)
    title = forms.CharField(label=_("Titel"), max_length=200)
    summary = forms.CharField(
        label=_("Kurz gesagt"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Was geschieht, für wen, und was danach anders sein soll. Eigene Worte."),
    )
    topics = _boxes(_("Themen"), Topic.choices)
    target_groups = _boxes(_("Zielgruppen"), TargetGroup.choices)
    settings = _boxes(_("Wo es stattfindet"), Setting.choices)
    risk_factors = _boxes(_("Risikofaktoren, an denen es ansetzt"), RiskFactor.choices)
    protective_factors = _boxes(_("Schutzfaktoren, die es stärkt"), ProtectiveFactor.choices)
    pillars = _boxes(_("Säulen"), Pillar.choices)
    evidence_level = forms.ChoiceField(
        label=_("Nachweis der Wirkung"),
        choices=EvidenceLevel.choices,
        help_text=_("Die Stufen der Grünen Liste Prävention. „Nicht bewertet“ ist eine Antwort."),
    )
    evidence_on = _day(
        _("Stand des Nachweises"), _("Der Tag, an dem Sie die Stufe nachgesehen haben.")
    )
    website = forms.URLField(label=_("Internetseite"), required=False, assume_scheme="https")
    costs = forms.CharField(
        label=_("Kosten"),
        max_length=200,
        required=False,
        help_text=_("Was zu zahlen ist und was der Ort selbst leisten muss."),
    )
    reach = forms.CharField(label=_("Wo und für wie viele"), max_length=200, required=False)
    ends_on = _day(
        _("Letzter Tag"),
        _("Nur wenn das Angebot befristet ist. Danach wird es nicht mehr vorgeschlagen."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisations = {each.public_id: each for each in organisations}
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            ("", _("niemand vor Ort")),
            *((key, each.name) for key, each in self._organisations.items()),
        ]

    def clean_organisation(self) -> Organisation | None:
        return self._organisations.get(self.cleaned_data["organisation"])

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @staticmethod
    def initial_of(offer: Offer) -> dict[str, Any]:
        found = {name: getattr(offer, name) for name in OfferForm.base_fields}
        found["organisation"] = offer.organisation.public_id if offer.organisation else ""
        return found


class CheckForm(forms.Form):
    """The plausibility check: one answer to each question; what is open stays open."""

    note = forms.CharField(
        label=_("Bemerkung"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wer es nutzt, liest sie mit. Wird das Angebot nicht gelistet: der Grund."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A refusal needs its reason, not every answer.
        refuses = self.is_bound and self.data.get("decision") == "refuse"
        for question in CHECK_QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=str(question.text),
                choices=CheckAnswer.choices,
                required=not refuses,
                widget=forms.RadioSelect(attrs={"class": "kern-form-check__radio"}),
                help_text=str(question.hint),
                error_messages={"required": _("Bitte beantworten Sie diese Frage.")},
            )
        self.order_fields([*(question.code for question in CHECK_QUESTIONS), "note"])

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[question.code] for question in CHECK_QUESTIONS]

    @property
    def answers(self) -> dict[str, str]:
        codes = (question.code for question in CHECK_QUESTIONS)
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data.get(code)}
