"""What the minute taker enters."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.councils.choices import Majority, TieRule
from vorort.resolutions.choices import Counts, ResolutionKind, VoteMode
from vorort.sittings.choices import Ballot, Presence
from vorort.sittings.queries import Attendee, Table, seat_label
from vorort.sittings.rules import decide, is_tie

# In this order on the page; circulars are no votes of a meeting.
MODES = (
    (VoteMode.COUNTS.value, VoteMode.COUNTS.label),
    (VoteMode.CONSENSUS.value, VoteMode.CONSENSUS.label),
    (VoteMode.PER_PERSON.value, VoteMode.PER_PERSON.label),
    (VoteMode.SECRET.value, VoteMode.SECRET.label),
)
_NUMBER = {"inputmode": "numeric", "autocomplete": "off", "min": "0", "max": "999"}


def _lines(rows: int, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class OpenForm(forms.Form):
    """Who leads the sitting and who writes."""

    chaired_by = forms.ChoiceField(label=gettext_lazy("Sitzungsleitung"))
    minuted_by = forms.ChoiceField(label=gettext_lazy("Schriftführung"), required=False)
    began = forms.DateTimeField(
        label=gettext_lazy("Beginn"),
        help_text=gettext_lazy(
            "Wird eine Sitzung nachgetragen, steht hier, wann sie begonnen hat."
        ),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, seats: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(seat.public_id, seat_label(seat)) for seat in seats]
        self.fields["chaired_by"].choices = named  # type: ignore[attr-defined]
        self.fields["minuted_by"].choices = [("", _("noch offen")), *named]  # type: ignore[attr-defined]


class NotesForm(forms.Form):
    """The notes of an item and the state of them the writer has read."""

    text = forms.CharField(
        label=gettext_lazy("Verlauf, in Stichworten"),
        required=False,
        strip=False,
        widget=_lines(6, accesskey="v", **{"data-vo-text": ""}),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    # What the writer started from: with it two texts come together by themselves.
    base = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class VoteForm(forms.Form):
    """A motion and its votes; ``title`` and ``kind`` only where somebody asks for them."""

    text = forms.CharField(
        label=gettext_lazy("Wortlaut"), max_length=10_000, widget=_lines(4, accesskey="w")
    )
    title = forms.CharField(
        label=gettext_lazy("Titel"), max_length=200, required=False,
        help_text=gettext_lazy("Leer: der Titel des Tagesordnungspunktes."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Was wird beschlossen?"),
        choices=ResolutionKind.choices,
        help_text=gettext_lazy(
            "Bei einer Wahl sind Ja die Stimmen für die Person im Wortlaut, Nein die für andere."
        ),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Wie wird abgestimmt?"), choices=MODES, widget=forms.RadioSelect
    )
    yes = forms.IntegerField(
        label=gettext_lazy("Ja"), min_value=0, max_value=999, required=False,
        widget=forms.NumberInput(attrs={**_NUMBER, "accesskey": "j"}),
    )  # fmt: skip
    no = forms.IntegerField(
        label=gettext_lazy("Nein"), min_value=0, max_value=999, required=False,
        widget=forms.NumberInput(attrs=_NUMBER),
    )  # fmt: skip
    abstain = forms.IntegerField(
        label=gettext_lazy("Enthaltung"), min_value=0, max_value=999, required=False,
        widget=forms.NumberInput(attrs=_NUMBER),
    )  # fmt: skip
    casting = forms.ChoiceField(
        label=gettext_lazy("Bei Stimmengleichheit entscheidet der Vorsitz"),
        choices=[("", gettext_lazy("keine Stimmengleichheit")), *Ballot.choices[:2]],
        required=False,
    )
    quorum_note = forms.CharField(
        label=gettext_lazy("Grund, warum trotzdem beschlossen werden darf"),
        max_length=200, required=False,
        help_text=gettext_lazy("Zum Beispiel: zweite Sitzung nach § 39 Absatz 3 SächsGemO."),
    )  # fmt: skip
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "beschluss")
        super().__init__(*args, **kwargs)
        self.table = table
        rules = table.rules
        if rules is None or (rules.tie_rule, rules.majority) != (TieRule.CHAIR, Majority.SIMPLE):
            del self.fields["casting"]
        if table.quorum.reached:
            del self.fields["quorum_note"]

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        given = [data.get(name) for name in ("yes", "no", "abstain")]
        data["counts"] = None
        if data.get("mode") in {VoteMode.COUNTS, VoteMode.SECRET} and not self.errors:
            if all(value is None for value in given):
                self.add_error("yes", _("Bitte tragen Sie die Stimmen ein."))
            else:
                # Who leaves a field empty means nobody.
                data["counts"] = Counts(*(value or 0 for value in given))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What the action is given."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("kind", "title", "text", "mode", "counts")},
            "casting": data.get("casting") or None,
        }


class BallotsForm(forms.Form):
    """How each member voted, in a vote by name."""

    def __init__(
        self, *args: Any, people: Iterable[Attendee], given: Mapping[str, str], **kwargs: Any
    ) -> None:
        kwargs.setdefault("prefix", "stimme")
        super().__init__(*args, **kwargs)
        for one in people:
            label = f"{one.label} ({_('Vertretung')})" if one.stands_in_for else one.label
            self.fields[one.attendance.public_id] = forms.ChoiceField(
                label=label,
                choices=[("", _("nicht abgestimmt")), *Ballot.choices],
                required=False,
                initial=given.get(one.attendance.public_id, ""),
            )

    @property
    def ballots(self) -> dict[str, str]:
        """The votes that were given, by the id of the attendance."""
        return {key: value for key, value in self.cleaned_data.items() if value}


class RecusalForm(forms.Form):
    """Who leaves the table for an item, and why."""

    seat = forms.ChoiceField(label=gettext_lazy("Wer ist befangen?"))
    reason = forms.CharField(
        label=gettext_lazy("Grund"), max_length=200, required=False,
        help_text=gettext_lazy("Freiwillig. Der Grund bleibt in der Mitschrift."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Attendee], **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "befangen")
        super().__init__(*args, **kwargs)
        named = [(one.seat.public_id, one.label) for one in people if one.seat]
        self.fields["seat"].choices = [("", _("Bitte wählen")), *named]  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    """A task in one line."""

    line = forms.CharField(
        label=gettext_lazy("Aufgabe in einer Zeile: wer, was, bis wann"),
        max_length=400, required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "accesskey": "a",
                "placeholder": gettext_lazy("Bauamt: Angebote einholen bis 15.01."),
            }
        ),
    )  # fmt: skip


class GuestForm(forms.Form):
    """Somebody without a seat."""

    guest = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    guest_function = forms.CharField(
        label=gettext_lazy("Funktion oder Stelle"), max_length=120, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if not data.get("guest") and not data.get("guest_function"):
            self.add_error("guest", _("Bitte tragen Sie Name oder Funktion des Gastes ein."))
        return data


class _Clock(forms.TimeField):
    """A time of the day of the meeting."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PresenceForm(forms.Form):
    """One line of the attendance list with its times."""

    presence = forms.ChoiceField(label=gettext_lazy("Anwesenheit"), choices=Presence.choices)
    came = _Clock(label=gettext_lazy("gekommen"), required=False)
    left = _Clock(label=gettext_lazy("gegangen"), required=False)
    stands_in = forms.BooleanField(label=gettext_lazy("vertritt"), required=False)

    def __init__(self, data: Any = None, *, one: Attendee) -> None:
        super().__init__(data, prefix=one.attendance.public_id, initial=self.initial_of(one))
        # In a table of many lines each field says whose it is.
        for field in self.fields.values():
            field.label = f"{one.label}: {field.label}"
        if one.seat is not None and one.seat.deputy_for is not None:
            self.fields["stands_in"].label = _("für %(seat)s") % {
                "seat": seat_label(one.seat.deputy_for)
            }
        else:
            del self.fields["stands_in"]

    @staticmethod
    def initial_of(one: Attendee) -> dict[str, Any]:
        """Return what the line shows now."""

        def clock(moment: dt.datetime | None) -> dt.time | None:
            return timezone.localtime(moment).time() if moment else None

        return {
            "presence": one.presence.value,
            "came": clock(one.came_at),
            "left": clock(one.left_at),
            "stands_in": one.stands_in_for is not None,
        }


class CloseForm(forms.Form):
    """When the sitting ended."""

    ended = forms.DateTimeField(
        label=gettext_lazy("Ende der Sitzung"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


def moment_of(day_of: dt.datetime, clock: dt.time | None) -> dt.datetime | None:
    """Return the moment a clock time means: after midnight it is the next day's."""
    if clock is None:
        return None
    start = timezone.localtime(day_of)
    # Half a day before the opening nobody has come: such a time is after midnight.
    day = start.date() + dt.timedelta(days=clock.hour + 12 < start.hour)
    return timezone.make_aware(dt.datetime.combine(day, clock))


def outcome_words(form: VoteForm) -> str:
    """Return what the entered votes would mean, in one sentence; empty while something is missing."""
    given = [form.data.get(form.add_prefix(name), "") for name in ("yes", "no", "abstain")]
    numbers = [int(one) if one.isdecimal() else 0 for one in given]
    quorum, rules = form.table.quorum, form.table.rules
    if not any(given):
        return ""
    counts, most = Counts(*numbers), quorum.entitled
    words = _("%(given)d von %(most)d Stimmen erfasst.") % {"given": sum(numbers), "most": most}
    if sum(numbers) > most:
        return words + " " + _("Das sind mehr Stimmen, als hier abgegeben werden dürfen.")
    majority = rules.majority if rules else Majority.SIMPLE
    tie_rule = rules.tie_rule if rules else TieRule.REJECTED
    kind = form.data.get(form.add_prefix("kind"), ResolutionKind.DECISION)
    if is_tie(counts, majority=majority, kind=kind) and tie_rule == TieRule.CHAIR:
        return words + " " + _("Stimmengleichheit: Der Vorsitz entscheidet.")
    outcome = decide(
        counts, majority=majority, tie_rule=tie_rule, present=most, seats=quorum.seats, kind=kind
    )
    return words + " " + _("Ergebnis: %(outcome)s.") % {"outcome": outcome.label}
