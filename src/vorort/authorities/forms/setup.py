"""Forms of the set-up: short pages, each of which is kept by itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vorort.authorities.choices import PUBLIC_CONTACTS, ContactKind
from vorort.authorities.models import Authority, Contact


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class LetterheadForm(forms.Form):
    """What stands on every page and letter of the town."""

    name = forms.CharField(
        label=_("Amtlicher Name"),
        max_length=120,
        help_text=_("Wie im Briefkopf, zum Beispiel „Stadt Lindenau an der Weide“."),
    )
    short_name = forms.CharField(
        label=_("Kurzname"), max_length=60, help_text=_("Wie man im Alltag sagt: „Lindenau“.")
    )
    department = forms.CharField(
        label=_("Stelle"),
        max_length=160,
        required=False,
        help_text=_("Wer sich um Prävention kümmert, zum Beispiel „Hauptamt, Prävention“."),
    )
    address = forms.CharField(
        label=_("Anschrift"), widget=_lines(3), help_text=_("Straße, Postleitzahl und Ort.")
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse der Stelle"),
        help_text=_("Sie steht öffentlich. Besser keine persönliche Adresse."),
    )
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    website = forms.URLField(
        label=_("Internetseite"), required=False, assume_scheme="https", max_length=200
    )
    opening_hours = forms.CharField(
        label=_("Öffnungszeiten"),
        required=False,
        widget=_lines(4),
        help_text=_("Eine Zeile je Tag, zum Beispiel „Di 9 bis 12 und 13 bis 18 Uhr“."),
    )

    @staticmethod
    def initial_of(authority: Authority) -> dict[str, Any]:
        return {name: getattr(authority, name) for name in LetterheadForm.base_fields}


class ArmsForm(forms.Form):
    """The arms as a picture, and the town's colour."""

    file = forms.FileField(
        label=_("Wappen"),
        required=False,
        help_text=_(
            "SVG oder PNG, höchstens 1 MB. Angaben der Kamera und Skripte werden entfernt."
        ),
        widget=forms.FileInput(attrs={"accept": ".svg,.png,image/svg+xml,image/png"}),
    )
    licence = forms.CharField(
        label=_("Herkunft und Erlaubnis"),
        max_length=200,
        required=False,
        help_text=_("Zum Beispiel „Wappen der Stadt, Verwendung durch die Hauptsatzung geregelt“."),
    )
    colour = forms.CharField(
        label=_("Ortsfarbe"),
        required=False,
        max_length=7,
        help_text=_(
            "Für den Streifen über dem Kopf der Seite, als # mit sechs Ziffern. Weiße Schrift muss "
            "darauf lesbar sein."
        ),
        widget=forms.TextInput(attrs={"placeholder": "#00577d", "spellcheck": "false"}),
    )
    remove = forms.BooleanField(label=_("Wappen entfernen"), required=False)

    def __init__(self, *args: Any, has_arms: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_arms = has_arms
        if not has_arms:
            del self.fields["remove"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        keeps = self.has_arms and not data.get("remove")
        if (data.get("file") or keeps) and not data.get("licence", "").strip():
            self.add_error(
                "licence",
                _("Bitte geben Sie an, woher das Wappen stammt und warum Sie es verwenden dürfen."),
            )
        return data


class ContactForm(forms.Form):
    """Whom people turn to."""

    kind = forms.ChoiceField(
        label=_("Art"), choices=[(kind.value, kind.label) for kind in PUBLIC_CONTACTS]
    )
    name = forms.CharField(
        label=_("Stelle oder Funktion"),
        max_length=160,
        help_text=_("Zum Beispiel „Bürgerpolizist für Lindenau“ oder „Opferberatung“."),
    )
    note = forms.CharField(
        label=_("Wofür zuständig"),
        max_length=300,
        required=False,
        help_text=_("In einem Satz, wie Sie es am Telefon sagen würden."),
    )
    hours = forms.CharField(label=_("Sprechzeiten"), required=False, widget=_lines(2))
    place = forms.CharField(label=_("Ort"), required=False, widget=_lines(2))
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-Mail-Adresse"), required=False)
    website = forms.URLField(label=_("Internetseite"), required=False, assume_scheme="https")
    person_name = forms.CharField(
        label=_("Ansprechperson"),
        max_length=120,
        required=False,
        help_text=_("Nur mit ihrem Einverständnis: Der Name steht dann öffentlich."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not any(data.get(name) for name in ("phone", "email", "website", "place")):
            self.add_error(
                "phone", _("Bitte geben Sie an, wie man die Stelle erreicht: Telefon, E-Mail, Ort.")
            )
        return data

    @staticmethod
    def initial_of(contact: Contact) -> dict[str, Any]:
        return {name: getattr(contact, name) for name in ContactForm.base_fields}


class OfficersForm(forms.Form):
    """Data protection, information security, and where an incident is reported at once."""

    protection_name = forms.CharField(
        label=_("Datenschutz: Stelle oder Funktion"),
        max_length=160,
        help_text=_("Zum Beispiel „Datenschutzbeauftragte der Stadt“ oder der beauftragte Dienst."),
    )
    protection_email = forms.EmailField(label=_("Datenschutz: E-Mail-Adresse"))
    protection_phone = forms.CharField(
        label=_("Datenschutz: Telefon"), max_length=40, required=False
    )
    security_name = forms.CharField(
        label=_("Informationssicherheit: Stelle oder Funktion"),
        max_length=160,
        help_text=_("Steht nicht öffentlich."),
    )
    security_email = forms.EmailField(label=_("Informationssicherheit: E-Mail-Adresse"))
    security_phone = forms.CharField(
        label=_("Informationssicherheit: Telefon, auch außerhalb der Dienstzeit"),
        max_length=40,
        required=False,
    )
    incident_name = forms.CharField(
        label=_("Meldestelle bei Sicherheitsvorfällen"),
        max_length=160,
        required=False,
        help_text=_(
            "In Sachsen das SAX.CERT: erste Meldung binnen 24 Stunden, ausführliche binnen 72 "
            "Stunden."
        ),
    )
    incident_email = forms.EmailField(label=_("Meldestelle: E-Mail-Adresse"), required=False)
    incident_phone = forms.CharField(label=_("Meldestelle: Telefon"), max_length=40, required=False)

    PREFIXES = (
        ("protection", ContactKind.PROTECTION_OFFICER),
        ("security", ContactKind.SECURITY_OFFICER),
        ("incident", ContactKind.INCIDENT),
    )

    def values_of(self, prefix: str) -> dict[str, str]:
        """Return what was given for one of the three, as the action takes it."""
        return {
            name: self.cleaned_data[f"{prefix}_{name}"].strip()
            for name in ("name", "email", "phone")
        }


class WorkingForm(forms.Form):
    """Small-town mode, and whether one person may edit and approve."""

    small_town = forms.BooleanField(
        label=_("Kleiner Ort: alles ausblenden, was nicht sein muss"),
        required=False,
        help_text=_("Ausgeblendetes bleibt erreichbar und lässt sich jederzeit wieder einblenden."),
    )
    one_hand = forms.BooleanField(
        label=_("Eine Person darf das Lagebild bearbeiten und freigeben"),
        required=False,
        help_text=_(
            "Üblich ist das Vier-Augen-Prinzip. Ohne zweite Person steht im Lagebild, dass "
            "Bearbeitung und Freigabe in einer Hand lagen."
        ),
    )
