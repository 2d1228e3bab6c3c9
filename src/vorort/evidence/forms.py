"""The upload of a police or population table."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.deliveries.choices import DeliveryFormat
from vorort.deliveries.rules import can_deliver_figures, can_deliver_official

OWN, OFFICIAL = "own", "official"
FORMATS = (
    DeliveryFormat.PKS_COUNTY,
    DeliveryFormat.PKS_STATE,
    DeliveryFormat.PKS_NATION,
    DeliveryFormat.POPULATION,
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("CSV (auch gepackt als .gz) oder XLSX, so wie die Polizei sie liefert."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz,.xlsx"}),
        allow_empty_file=True,
        error_messages={"required": _("Bitte wählen Sie die Datei aus.")},
    )
    format = forms.ChoiceField(
        label=_("Tabelle"),
        required=False,
        choices=[
            ("", _("automatisch erkennen")),
            *((str(item), item.label) for item in FORMATS),
        ],
    )
    year = forms.IntegerField(
        label=_("Berichtsjahr"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_("Nur nötig, wenn weder die Tabelle noch der Dateiname es nennt."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    scope = forms.ChoiceField(
        label=_("Gilt für"),
        choices=[(OWN, _("nur diesen Ort")), (OFFICIAL, _("alle Orte, amtliche Tabelle"))],
    )

    def __init__(self, *args: Any, actor: Person, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority = authority
        allowed = []
        if can_deliver_figures(actor, authority):
            allowed.append(OWN)
        if can_deliver_official(actor, authority):
            allowed.append(OFFICIAL)
        self.allowed = tuple(allowed)
        if len(allowed) < 2:
            # Nothing to choose: the person's role decides.
            del self.fields["scope"]

    def clean_file(self) -> "UploadedFile[Any]":
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("Die Datei ist größer als %(limit)s MB."),
                params={"limit": settings.UPLOAD_LIMIT_MB},
            )
        return upload

    @property
    def for_authority(self) -> Authority | None:
        """Return whose pages will use the figures; None means everybody's."""
        scope = self.cleaned_data.get("scope") or self.allowed[0]
        return self.authority if scope == OWN else None
