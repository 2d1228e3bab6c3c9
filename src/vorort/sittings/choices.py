"""States of an agenda item while the body sits, attendance, kinds of a vote."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.meetings.choices import MeetingState


class ItemState(models.TextChoices):
    OPEN = "open", _("offen")
    RUNNING = "running", _("läuft")
    CLOSED = "closed", _("erledigt")
    ADJOURNED = "adjourned", _("vertagt")


class Presence(models.TextChoices):
    PRESENT = "present", _("anwesend")
    EXCUSED = "excused", _("entschuldigt")
    ABSENT = "absent", _("fehlt")


class Ballot(models.TextChoices):
    YES = "yes", _("Ja")
    NO = "no", _("Nein")
    ABSTAIN = "abstain", _("Enthaltung")


# What was said and decided may be put right until somebody has drafted the minutes from it.
WRITABLE = frozenset({MeetingState.INVITED, MeetingState.HELD})
# From then on nobody sits any more: whatever is entered is entered afterwards.
LATER = dt.timedelta(hours=12)
