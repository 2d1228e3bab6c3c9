"""People leave, and people lose their second factor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vorort.authorities.choices import Role


class LeavingForm(forms.Form):
    """The last day, who follows, and which roles they take over."""

    until_on = forms.DateField(
        label=_("Letzter Tag"),
        help_text=_("Bis einschließlich dieses Tages darf die Person hier arbeiten."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    successor_email = forms.EmailField(
        label=_("Nachfolge: E-Mail-Adresse"),
        required=False,
        help_text=_("Leer lassen, wenn andere Mitglieder mit derselben Rolle weitermachen."),
    )
    successor_name = forms.CharField(
        label=_("Nachfolge: Vor- und Nachname"),
        max_length=120,
        required=False,
        help_text=_("Nur nötig, wenn die Person noch keinen Zugang zu VorOrt hat."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Diese Rollen gehen über"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in roles]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if data.get("successor_email") and not data.get("roles"):
            self.add_error("roles", _("Bitte wählen Sie, welche Rollen übergehen."))
        return data


class FactorForm(forms.Form):
    """How the manager made sure who is asking."""

    reason = forms.CharField(
        label=_("Wie haben Sie sich von der Person überzeugt?"),
        max_length=200,
        help_text=_("Zum Beispiel „persönlich im Amt“. Eine E-Mail oder ein Anruf genügt nicht."),
    )
