"""What a sender allows, why something is taken back or revoked."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorort.deliveries.choices import PermittedUse, ReleaseLevel, RevocationKind
from vorort.deliveries.models import Delivery


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund"),
        max_length=300,
        help_text=_("Steht danach bei der Lieferung und im Protokoll."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Bitte nennen Sie den Grund.")},
    )


LEVEL_WORDS = {
    ReleaseLevel.INTERNAL: _(
        "Intern: nur wer hier Zahlen liefert, prüft oder das Lagebild bearbeitet"
    ),
    ReleaseLevel.CORE: _("Kerngruppe: außerdem das Bürgermeisteramt"),
    ReleaseLevel.PUBLIC: _("Öffentlich: darf im Lagebild für alle stehen"),
}
REVOCATION_WORDS = {
    RevocationKind.AT_ONCE: _(
        "Sofort: Seiten und Dateien, die darauf beruhen, sind mit dem Absenden nicht mehr abrufbar"
    ),
    RevocationKind.CORRECTED: _(
        "Berichtigung kommt: Öffentliche Seiten bleiben und tragen einen Hinweis"
    ),
}


class ReleaseForm(forms.Form):
    """What may be done with a delivery."""

    level = forms.ChoiceField(label=_("Wer darf die Zahlen sehen?"), widget=forms.RadioSelect)
    embargo_on = forms.DateField(
        label=_("Sperrfrist bis (Tag)"),
        required=False,
        help_text=_("Vorher kommt nichts davon nach außen. Leer heißt: keine Sperrfrist."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    embargo_time = forms.TimeField(
        label=_("Uhrzeit"),
        required=False,
        help_text=_("Ohne Angabe gilt 0 Uhr."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    permitted_use = forms.ChoiceField(
        label=_("Erlaubte Verwendung"), choices=PermittedUse.choices, initial=PermittedUse.ANY
    )
    use_note = forms.CharField(
        label=_("Hinweis zur Verwendung"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    agreement = forms.CharField(
        label=_("Grundlage der Freigabe"),
        required=False,
        max_length=200,
        help_text=_("Zum Beispiel ein Aktenzeichen, ein Schreiben, eine Vereinbarung."),
    )
    attachment = forms.FileField(
        label=_("Schriftstück dazu"),
        required=False,
        help_text=_("Das Schreiben oder die Vereinbarung als Datei."),
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [
            level
            for level in ReleaseLevel
            if not (delivery.is_official and level == ReleaseLevel.INTERNAL)
        ]
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(level.value, LEVEL_WORDS[level]) for level in levels]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("embargo_time") and not cleaned.get("embargo_on"):
            self.add_error("embargo_on", _("Bitte nennen Sie zur Uhrzeit auch den Tag."))
        return cleaned

    @property
    def embargo_until(self) -> dt.datetime | None:
        """The end of the embargo in Europe/Berlin, or None."""
        day = self.cleaned_data.get("embargo_on")
        if day is None:
            return None
        time = self.cleaned_data.get("embargo_time") or dt.time()
        return timezone.make_aware(dt.datetime.combine(day, time))


class RevokeForm(forms.Form):
    """Why a delivery is revoked, and what shall become of what is public."""

    kind = forms.ChoiceField(
        label=_("Was soll mit Veröffentlichtem geschehen?"),
        choices=[(kind.value, REVOCATION_WORDS[kind]) for kind in RevocationKind],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Grund"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Liest die Koordination; er steht im Protokoll. Öffentlich steht nur, dass die Zahlen "
            "zurückgerufen oder berichtigt werden."
        ),
        error_messages={"required": _("Bitte nennen Sie den Grund des Widerrufs.")},
    )
