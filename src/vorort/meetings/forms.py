"""What people enter about meetings: date and place, items, answers, reasons, files."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.core.errors import DomainError
from vorort.councils.choices import Confidentiality
from vorort.councils.rules import readable
from vorort.meetings.choices import ItemKind, MeetingMode, Reply
from vorort.meetings.models import AgendaItem, AgendaTemplate, Invitation, Meeting
from vorort.meetings.rules import stamp_of, to_instant

if TYPE_CHECKING:
    from vorort.councils.models import Seat
    from vorort.papers.models import Paper

# What a form shows of a row as it stands, and gives back.
_OF_MEETING = ("mode", "place", "place_address", "online_url", "is_public", "title", "note")
_OF_ITEM = (
    "title", "kind", "confidentiality", "minutes_planned", "is_sub", "rapporteur_text", "note",
)  # fmt: skip
_TIMES = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


def _time(label: Any, *, required: bool = True, hint: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=_TIMES,
        error_messages={"invalid": gettext_lazy("Bitte schreiben Sie die Uhrzeit als 17:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class MeetingForm(forms.Form):
    """Date, place and texts of a meeting; times are local."""

    day = forms.DateField(
        label=gettext_lazy("Datum"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
        error_messages={"invalid": gettext_lazy("Bitte schreiben Sie das Datum als 12.03.2027.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    start = _time(gettext_lazy("Beginn"))
    end = _time(gettext_lazy("Ende"), required=False)
    mode = forms.ChoiceField(label=gettext_lazy("Form"), choices=MeetingMode.choices)
    place = forms.CharField(label=gettext_lazy("Ort"), max_length=160, required=False)
    place_address = forms.CharField(label=gettext_lazy("Anschrift"), max_length=200, required=False)
    online_url = forms.URLField(
        label=gettext_lazy("Adresse zur Einwahl"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Nur Eingeladene erfahren sie."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Die Sitzung ist öffentlich: Alle können kommen."), required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Besonderer Titel"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Zum Beispiel „Konstituierende Sitzung“. Sonst leer."),
    )
    note = forms.CharField(
        label=gettext_lazy("Hinweis zur Einladung"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    template = forms.ChoiceField(label=gettext_lazy("Tagesordnung"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, templates: Sequence[AgendaTemplate] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._templates = {one.public_id: one for one in templates or ()}
        if not self._templates:
            del self.fields["template"]
            return
        named = [(key, one.name) for key, one in self._templates.items()]
        _offer(self, template=[("", _("Ständige Punkte")), *named])

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        """Return what the form shows of a meeting."""
        start = timezone.localtime(meeting.starts_at)
        end = timezone.localtime(meeting.ends_at) if meeting.ends_at else None
        return {
            **{name: getattr(meeting, name) for name in (*_OF_MEETING, "revision")},
            "day": start.date(),
            "start": start.time(),
            "end": end.time() if end else None,
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day, start, end = data.get("day"), data.get("start"), data.get("end")
        if day and start:
            data["starts_at"] = self._instant("start", day, start)
            data["ends_at"] = self._instant("end", day, end) if end else None
            # Instants, not clock times: around the change of clocks they differ.
            if data["starts_at"] and data["ends_at"] and data["ends_at"] <= data["starts_at"]:
                self.add_error(
                    "end", _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Uhrzeiten.")
                )
        return data

    def _instant(self, name: str, day: dt.date, time: dt.time) -> dt.datetime | None:
        try:
            return to_instant(day, time)
        except DomainError as error:
            self.add_error(name, error.message)
            return None

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", *_OF_MEETING)}

    def template_chosen(self) -> AgendaTemplate | None:
        """Return the agenda to start from, None for the standing items."""
        return self._templates.get(self.cleaned_data.get("template", ""))


def _offer(form: forms.Form, **choices: Sequence[tuple[str, Any]]) -> None:
    """Say what may be chosen in some fields of a form."""
    for name, rows in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = rows


def _levels(level: Confidentiality | None) -> list[tuple[str, Any]]:
    return [(one.value, one.label) for one in readable(level)]


class QuickItemForm(forms.Form):
    """An item in one line."""

    title = forms.CharField(
        label=gettext_lazy("Neuer Punkt"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=ItemKind.choices)
    minutes_planned = forms.IntegerField(
        label=gettext_lazy("Minuten"), required=False, min_value=1, max_value=600
    )
    confidentiality = forms.ChoiceField(label=gettext_lazy("Wer darf lesen?"))

    def __init__(self, *args: Any, level: Confidentiality | None, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "neu", **kwargs})
        _offer(self, confidentiality=_levels(level))
        self.fields["confidentiality"].initial = Confidentiality.MEMBERS


class ItemForm(forms.Form):
    """One item, changed in place."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=ItemKind.choices)
    confidentiality = forms.ChoiceField(label=gettext_lazy("Wer darf lesen?"))
    minutes_planned = forms.IntegerField(
        label=gettext_lazy("Minuten"), required=False, min_value=1, max_value=600
    )
    is_sub = forms.BooleanField(label=gettext_lazy("Unterpunkt des Punktes davor"), required=False)
    rapporteur = forms.ChoiceField(label=gettext_lazy("Berichtet"), required=False)
    rapporteur_text = forms.CharField(
        label=gettext_lazy("Berichtet (wer nicht im Gremium sitzt)"), max_length=120, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Erläuterung"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Vorlagen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        level: Confidentiality | None,
        seats: "Iterable[Seat]",
        papers: "Iterable[Paper]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._seats = {one.public_id: one for one in seats}
        self._papers = {one.public_id: one for one in papers}
        _offer(
            self,
            confidentiality=_levels(level),
            rapporteur=[("", "–"), *((key, str(one)) for key, one in self._seats.items())],
            papers=[(key, str(one)) for key, one in self._papers.items()],
        )
        if not self._papers:
            del self.fields["papers"]

    @staticmethod
    def initial_of(item: AgendaItem) -> dict[str, Any]:
        """Return what the form shows of an item."""
        return {
            **{name: getattr(item, name) for name in _OF_ITEM},
            "rapporteur": item.rapporteur.public_id if item.rapporteur else "",
            "papers": [one.paper.public_id for one in item.consultations.all()],
            "seen": stamp_of(item),
        }

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        papers = [self._papers[key] for key in data["papers"]] if "papers" in data else None
        return {
            **{name: data[name] for name in (*_OF_ITEM, "seen")},
            "rapporteur": self._seats.get(data["rapporteur"]),
            "papers": papers,
        }


class ReplyForm(forms.Form):
    """Whether somebody comes, or who comes instead."""

    reply = forms.ChoiceField(
        label=gettext_lazy("Kommen Sie?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Bitte wählen Sie eine Antwort.")},
    )
    deputy = forms.ChoiceField(label=gettext_lazy("Vertretung"), required=False)
    note = forms.CharField(label=gettext_lazy("Bemerkung"), max_length=200, required=False)

    def __init__(self, *args: Any, deputies: "Sequence[Seat]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deputies = {one.public_id: one for one in deputies}
        answers = [
            (Reply.YES.value, _("Ja, ich nehme teil.")),
            (Reply.NO.value, _("Nein, ich kann nicht.")),
        ]
        if deputies:
            answers.append((Reply.DEPUTY.value, _("Nein, meine Vertretung kommt.")))
            rows = [(key, one.name or one.function) for key, one in self._deputies.items()]
            _offer(self, deputy=rows if len(rows) == 1 else [("", "–"), *rows])
        else:
            del self.fields["deputy"]
        _offer(self, reply=answers)

    @staticmethod
    def initial_of(invitation: Invitation) -> dict[str, str]:
        """Return what the form shows of an answer given before."""
        return {
            "reply": invitation.reply if invitation.replied_at else "",
            "deputy": invitation.deputy.public_id if invitation.deputy else "",
            "note": invitation.reply_note,
        }

    def deputy_chosen(self) -> "Seat | None":
        """Return who comes instead, None where nobody does."""
        if self.cleaned_data["reply"] != Reply.DEPUTY:
            return None
        return self._deputies.get(self.cleaned_data.get("deputy", ""))


class ReasonForm(forms.Form):
    """One reason in words."""

    reason = forms.CharField(
        label=gettext_lazy("Grund"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileForm(forms.Form):
    """A file for the meeting or one of its items."""

    file = forms.FileField(label=gettext_lazy("Datei"))
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leer: der Name der Datei."),
    )
    item = forms.ChoiceField(label=gettext_lazy("Zu welchem Punkt?"), required=False)
    confidentiality = forms.ChoiceField(label=gettext_lazy("Wer darf lesen?"))

    def __init__(
        self,
        *args: Any,
        level: Confidentiality | None,
        items: Iterable[tuple[str, AgendaItem]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        pairs = list(items)
        self._items = {item.public_id: item for _number, item in pairs}
        points = [(item.public_id, f"{number} {item.title}") for number, item in pairs]
        _offer(
            self,
            item=[("", _("zur ganzen Sitzung")), *points],
            confidentiality=_levels(level),
        )
        self.fields["confidentiality"].initial = Confidentiality.MEMBERS

    def item_chosen(self) -> AgendaItem | None:
        """Return the item the file belongs to."""
        return self._items.get(self.cleaned_data["item"])


class TemplateForm(forms.Form):
    """A name for an agenda that comes again."""

    name = forms.CharField(label=gettext_lazy("Name der Vorlage"), max_length=120)
    standing = forms.BooleanField(
        label=gettext_lazy("für jede neue Sitzung nehmen"), required=False
    )
