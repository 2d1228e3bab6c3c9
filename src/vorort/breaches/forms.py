"""What people enter about an incident."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.breaches.choices import Risk
from vorort.breaches.models import Incident
from vorort.core.clock import now


def _area(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class IncidentForm(forms.Form):
    """What is known about an incident; most of it may come later."""

    title = forms.CharField(label=gettext_lazy("Kurz gesagt"), max_length=160)
    noticed_at = forms.DateTimeField(
        label=gettext_lazy("Bemerkt am"),
        help_text=gettext_lazy("Ab hier laufen die Fristen von 24 und 72 Stunden."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    happened_at = forms.DateTimeField(
        label=gettext_lazy("Geschehen am"),
        required=False,
        help_text=gettext_lazy("Leer, wenn nicht bekannt."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    description = _area(gettext_lazy("Was ist geschehen?"), rows=4, required=True)
    is_security = forms.BooleanField(
        label=gettext_lazy("Vorfall der Informationssicherheit (Meldung an das SAX.CERT)"),
        required=False,
    )
    is_personal = forms.BooleanField(
        label=gettext_lazy("Personenbezogene Daten sind betroffen"), required=False
    )
    risk = forms.ChoiceField(label=gettext_lazy("Risiko für die Betroffenen"), choices=Risk.choices)
    data_categories = _area(
        gettext_lazy("Betroffene Arten von Daten"), rows=2,
        help_text=gettext_lazy("Zum Beispiel: Namen und E-Mail-Adressen der Mitglieder."),
    )  # fmt: skip
    people_categories = _area(gettext_lazy("Betroffene Gruppen von Personen"), rows=2)
    people_count = forms.IntegerField(
        label=gettext_lazy("Ungefähre Zahl der Personen"), required=False, min_value=0
    )
    records_count = forms.IntegerField(
        label=gettext_lazy("Ungefähre Zahl der Datensätze"), required=False, min_value=0
    )
    consequences = _area(gettext_lazy("Wahrscheinliche Folgen"))
    measures = _area(gettext_lazy("Ergriffene und geplante Maßnahmen"))
    reason = _area(
        gettext_lazy("Begründung"),
        rows=2,
        help_text=gettext_lazy("Nur wenn Sie nicht melden oder zu spät melden."),
    )

    @staticmethod
    def initial_of(incident: Incident | None) -> dict[str, object]:
        """Return what the form shows first."""
        if incident is None:
            return {"is_security": True, "risk": Risk.UNKNOWN, "noticed_at": now()}
        return {name: getattr(incident, name) for name in IncidentForm.base_fields}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        noticed, happened = data.get("noticed_at"), data.get("happened_at")
        if noticed and noticed > now():
            self.add_error("noticed_at", _("Dieser Zeitpunkt liegt in der Zukunft."))
        if noticed and happened and happened > noticed:
            self.add_error("happened_at", _("Geschehen kann es nicht nach dem Bemerken sein."))
        if "is_security" in data and not (data.get("is_security") or data.get("is_personal")):
            self.add_error("is_security", _("Bitte wählen Sie mindestens eine Art des Vorfalls."))
        return data
