"""What is said of a measure in a few words: its state with its day, what is late."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.measures.choices import ENDED, MeasureState
from vorort.measures.models import Measure, Milestone
from vorort.measures.rules import is_late
from vorort.ui import format as german

# From so many days ahead a milestone is announced.
SOON = dt.timedelta(days=14)


def state_words(measure: Measure, *, on: dt.date) -> str:
    """Return the state with its day: "läuft seit 02.05.2026"."""
    state, day = MeasureState(measure.state), german.date(measure.state_on)
    if is_past_end(measure, on=on) and measure.ends_on:
        return _("läuft, sollte seit %(day)s zu Ende sein") % {"day": german.date(measure.ends_on)}
    if state == MeasureState.RUNNING:
        return _("läuft seit %(day)s") % {"day": day}
    if state in ENDED or state in {MeasureState.DECIDED, MeasureState.EVALUATED}:
        return _("%(state)s am %(day)s") % {"state": state.label, "day": day}
    return str(state.label)


def state_kind(measure: Measure, *, on: dt.date) -> str:
    """Return the kind of the badge that says the state."""
    if is_past_end(measure, on=on):
        return "bad"
    return "on" if measure.state in {MeasureState.RUNNING, MeasureState.EVALUATED} else ""


def is_past_end(measure: Measure, *, on: dt.date) -> bool:
    """Whether a measure runs longer than planned."""
    return (
        measure.state == MeasureState.RUNNING
        and measure.ends_on is not None
        and measure.ends_on < on
    )


def milestone_words(milestone: Milestone, *, on: dt.date) -> tuple[str, str]:
    """Return what to say of a milestone's day and the kind of its badge; both may be empty."""
    if milestone.dropped:
        return _("entfallen"), ""
    if milestone.done_on is not None:
        late = (milestone.done_on - milestone.due_on).days
        if late <= 0:
            return "", ""
        words = ngettext("erledigt, %(n)d Tag später", "erledigt, %(n)d Tage später", late)
        return words % {"n": late}, ""
    if is_late(milestone, on=on):
        late = (on - milestone.due_on).days
        words = ngettext("überfällig seit %(n)d Tag", "überfällig seit %(n)d Tagen", late)
        return words % {"n": late}, "bad"
    if milestone.due_on <= on + SOON:
        return _("demnächst"), "due"
    return "", ""
