"""The upload of a file of areas."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.deliveries.rules import can_deliver_official
from vorort.places.choices import DEGREES, METRES, AreaKind
from vorort.places.rules import can_upload_districts, main_key

INSIDE = {
    AreaKind.DISTRICT: _("Ortsteile"),
    AreaKind.MUNICIPALITY: _("Gemeinden"),
    AreaKind.COUNTY: _("Kreise"),
}


def kinds_for(actor: Person, authority: Authority) -> list[AreaKind]:
    """Return the kinds of area a person may bring in on the pages of an authority."""
    kinds = [AreaKind.DISTRICT] if can_upload_districts(actor, authority) else []
    if can_deliver_official(actor, authority):
        kinds += [AreaKind.MUNICIPALITY, AreaKind.COUNTY]
    return kinds


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("Was enthält die Datei?"))
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("GeoPackage, GeoJSON, Shape als ZIP oder das Gemeindeverzeichnis GV100AD."),
    )
    valid_from = forms.DateField(
        label=_("Gebietsstand"),
        required=False,
        help_text=_(
            "Der Tag, an dem die Gebiete so galten. Gebiete, die in der Datei fehlen, enden an "
            "diesem Tag. Ohne Angabe endet nichts."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    key_column = forms.CharField(
        label=_("Spalte mit dem Schlüssel"),
        required=False,
        max_length=60,
        help_text=_("Nur nötig, wenn sie nicht erkannt wird."),
    )
    name_column = forms.CharField(label=_("Spalte mit dem Namen"), required=False, max_length=60)
    crs = forms.ChoiceField(
        label=_("Koordinatensystem"),
        required=False,
        choices=[
            ("", _("steht in der Datei")),
            (METRES, _("ETRS89/UTM 33 (EPSG:25833)")),
            ("EPSG:25832", _("ETRS89/UTM 32 (EPSG:25832)")),
            (DEGREES, _("Länge und Breite (EPSG:4326)")),
        ],
    )

    def __init__(self, *args: Any, actor: Person, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority = authority
        kinds = kinds_for(actor, authority)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(kind), INSIDE[kind]) for kind in kinds]

    @property
    def more_open(self) -> bool:
        """Return whether one of the folded fields holds something."""
        return any(self[name].value() for name in ("key_column", "name_column", "crs"))

    def options(self) -> dict[str, Any]:
        """Return what is asked of the file; districts always belong to the authority's town."""
        data = self.cleaned_data
        parent = main_key(self.authority) if data["kind"] == AreaKind.DISTRICT else ""
        given = {
            "key": data["key_column"],
            "name": data["name_column"],
            "crs": data["crs"],
            "parent": parent,
        }
        day = data["valid_from"]
        return {
            "kind": data["kind"],
            "valid_from": day.isoformat() if day else None,
            "mapping": {key: value for key, value in given.items() if value},
        }


class DrawForm(forms.Form):
    """Districts as lines of text; the drawing on the page writes them, people may as well."""

    districts = forms.CharField(
        label=_("Ortsteile"),
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "Eine Zeile je Ortsteil: der Name allein, oder Name, Strichpunkt und die Ecken. "
            "GeoJSON geht auch."
        ),
    )
    valid_from = forms.DateField(
        label=_("Diese Einteilung gilt ab"),
        help_text=_("Ortsteile, die hier fehlen, enden an diesem Tag."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
