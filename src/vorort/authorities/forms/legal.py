"""Questions from which the legal pages are made."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vorort.authorities.choices import ENFORCEMENT, KNOWN_BARRIERS, SUPERVISION, LegalKind
from vorort.authorities.models import Authority, LegalPage
from vorort.authorities.rules import state_of
from vorort.core.clock import today


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LegalForm(forms.Form):
    """What all three have: own words, and who reviewed the page."""

    supplement = forms.CharField(
        label=_("Ergänzung"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Steht am Ende der Seite. Überschriften beginnen mit ##, Listen mit *, Fettes steht "
            "zwischen **."
        ),
    )
    reviewed_by = forms.CharField(
        label=_("Geprüft von"),
        max_length=120,
        required=False,
        help_text=_("Funktion genügt, zum Beispiel „Datenschutzbeauftragte“ oder „Hauptamt“."),
    )
    reviewed_on = forms.DateField(label=_("Geprüft am"), required=False, widget=_day())

    QUESTIONS: tuple[str, ...] = ()

    def answers(self) -> dict[str, str]:
        """Return the answers as they are kept with the page."""
        given = {name: self.cleaned_data.get(name) for name in self.QUESTIONS}
        return {name: "" if value is None else str(value) for name, value in given.items()}

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.QUESTIONS]


class ImprintForm(LegalForm):
    represented_by = forms.CharField(
        label=_("Vertreten durch"),
        max_length=160,
        help_text=_("Funktion und Name, zum Beispiel „Bürgermeisterin Erika Beispiel“."),
    )
    responsible = forms.CharField(
        label=_("Verantwortlich für den Inhalt"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Person oder Stelle mit Anschrift, wenn sie von der obigen abweicht."),
    )
    supervision = forms.CharField(
        label=_("Rechtsaufsicht"),
        required=False,
        max_length=200,
        help_text=_("Für kreisangehörige Gemeinden das Landratsamt."),
    )
    vat_id = forms.CharField(
        label=_("Umsatzsteuer-Identifikationsnummer"),
        required=False,
        max_length=20,
        help_text=_("Nur, wenn Ihre Verwaltung eine hat."),
    )
    operator = forms.CharField(
        label=_("Technischer Betrieb"),
        required=False,
        max_length=200,
        help_text=_("Wer den Server betreibt."),
    )
    QUESTIONS = ("represented_by", "responsible", "supervision", "vat_id", "operator")


class PrivacyForm(LegalForm):
    host = forms.CharField(
        label=_("Wer betreibt den Server in Ihrem Auftrag?"),
        required=False,
        max_length=200,
        help_text=_(
            "Name und Ort des Dienstleisters. Leer lassen, wenn Sie den Server selbst betreiben."
        ),
    )
    log_days = forms.IntegerField(
        label=_("Wie viele Tage stehen Netzadressen in Protokollen?"),
        min_value=0,
        max_value=365,
        help_text=_("Fragen Sie Ihre Systembetreuung. 0 heißt: gar nicht."),
    )
    supervision = forms.CharField(label=_("Aufsichtsbehörde für den Datenschutz"), max_length=200)
    QUESTIONS = ("host", "log_days", "supervision")


class AccessibilityForm(LegalForm):
    status = forms.ChoiceField(
        label=_("Wie weit sind die Seiten barrierefrei?"),
        choices=[
            ("part", _("teilweise")),
            ("full", _("vollständig")),
            ("none", _("nicht")),
        ],
    )
    method = forms.ChoiceField(
        label=_("Woher wissen Sie das?"),
        choices=[
            ("self", _("Selbstbewertung")),
            ("external", _("Prüfung durch eine andere Stelle")),
        ],
    )
    checked_on = forms.DateField(label=_("Tag der Bewertung"), widget=_day())
    barriers = forms.CharField(
        label=_("Bekannte Barrieren"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Eine je Zeile. Vorgegeben ist, was wir von der Plattform wissen."),
    )
    enforcement = forms.CharField(
        label=_("Durchsetzungsstelle"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name und Anschrift der Stelle Ihres Landes."),
    )
    QUESTIONS = ("status", "method", "checked_on", "barriers", "enforcement")


FORMS: dict[LegalKind, type[LegalForm]] = {
    LegalKind.IMPRINT: ImprintForm,
    LegalKind.PRIVACY: PrivacyForm,
    LegalKind.ACCESSIBILITY: AccessibilityForm,
}


def first_answers(authority: Authority, kind: LegalKind) -> dict[str, Any]:
    """Return what can be filled in without asking."""
    state = state_of(authority)
    match kind:
        case LegalKind.IMPRINT:
            return {
                "responsible": authority.department or authority.name,
                "operator": settings.OPERATOR_NAME,
            }
        case LegalKind.PRIVACY:
            return {
                "host": settings.OPERATOR_NAME,
                "supervision": SUPERVISION.get(state, ""),
                "log_days": 7,
            }
        case _:
            return {
                "status": "part",
                "method": "self",
                "checked_on": today(),
                "barriers": "\n".join(KNOWN_BARRIERS),
                "enforcement": ENFORCEMENT.get(state, ""),
            }


def initial_of(authority: Authority, kind: LegalKind, page: LegalPage | None) -> dict[str, Any]:
    """Return the first values of a form: the last answers, or what is known already."""
    if page is None:
        return first_answers(authority, kind)
    return {**page.answers, "supplement": page.supplement}
