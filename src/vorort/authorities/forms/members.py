"""Forms for members and the log."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vorort.audit.choices import verb_label
from vorort.authorities.choices import Role


def _day(**kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **kwargs)


class MemberForm(forms.Form):
    """Who gets which role from when; a name only where the person is new."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Die dienstliche Adresse, mit der sich die Person anmeldet."),
    )
    name = forms.CharField(
        label=_("Vor- und Nachname"),
        max_length=120,
        required=False,
        help_text=_("Nur nötig, wenn die Person noch keinen Zugang zu VorOrt hat."),
    )
    role = forms.ChoiceField(label=_("Rolle"))
    from_on = _day(label=_("ab"), help_text=_("Erster Tag in dieser Rolle."))
    until_on = _day(
        label=_("bis"), required=False, help_text=_("Leer lassen, wenn kein Ende feststeht.")
    )

    stands_in_for = forms.ChoiceField(
        label=_("Vertretung für"),
        required=False,
        help_text=_(
            "Nur bei einer Vertretung: Was die vertretene Person zu tun hat, steht dann bei beiden."
        ),
    )

    def __init__(
        self,
        *args: Any,
        roles: tuple[Role, ...],
        members: tuple[tuple[str, str], ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Bitte wählen")), *((role.value, role.label) for role in roles)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        deputies = [("", _("niemanden")), *members]
        self.fields["stands_in_for"].choices = deputies  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class EndForm(forms.Form):
    """The last day of a membership."""

    until_on = _day(
        label=_("Letzter Tag"),
        help_text=_("Bis einschließlich dieses Tages darf die Person hier arbeiten."),
    )


class LogFilterForm(forms.Form):
    """Which entries of the log are shown; everything optional, in the address."""

    handlung = forms.ChoiceField(label=_("Handlung"), required=False)
    person = forms.ChoiceField(label=_("Wer"), required=False)
    von = _day(label=_("von"), required=False)
    bis = _day(label=_("bis"), required=False)

    def __init__(
        self, *args: Any, verbs: list[str], actors: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = gettext("alle")
        self.fields["handlung"].choices = [  # type: ignore[attr-defined]
            ("", everything),
            *sorted(((verb, verb_label(verb)) for verb in verbs), key=lambda pair: pair[1]),
        ]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", everything),
            *((str(actor), name) for actor, name in actors),
        ]

    def chosen(self) -> dict[str, Any]:
        """Return what the query takes; a filter that cannot be read is left out."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        person = data.get("person")
        since: dt.date | None = data.get("von")
        until: dt.date | None = data.get("bis")
        return {
            "verb": data.get("handlung", ""),
            "person_id": int(person) if person else None,
            "since": since,
            "until": until,
        }
