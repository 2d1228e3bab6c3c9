"""The life of a meeting, kinds of agenda items, answers to an invitation."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    INVITED = "invited", _("eingeladen")
    HELD = "held", _("gehalten")
    DRAFTED = "drafted", _("Niederschrift entworfen")
    APPROVED = "approved", _("Niederschrift genehmigt")
    PUBLISHED = "published", _("veröffentlicht")
    CANCELLED = "cancelled", _("abgesagt")


MEETING_STEPS: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.DRAFT: frozenset({MeetingState.INVITED, MeetingState.CANCELLED}),
    MeetingState.INVITED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset({MeetingState.DRAFTED}),
    MeetingState.DRAFTED: frozenset({MeetingState.APPROVED, MeetingState.HELD}),
    MeetingState.APPROVED: frozenset({MeetingState.PUBLISHED, MeetingState.DRAFTED}),
    MeetingState.PUBLISHED: frozenset({MeetingState.APPROVED}),
    MeetingState.CANCELLED: frozenset(),
}


class MeetingMode(models.TextChoices):
    PRESENCE = "presence", _("vor Ort")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("vor Ort und online")


class ItemKind(models.TextChoices):
    INFORMATION = "information", _("Information")
    DISCUSSION = "discussion", _("Beratung")
    DECISION = "decision", _("Entscheidung")
    ELECTION = "election", _("Wahl")


class StandingKind(models.TextChoices):
    """Items that come by themselves; they know what to fill in."""

    NONE = "", _("kein ständiger Punkt")
    OPENING = "opening", _("Eröffnung und Beschlussfähigkeit")
    MINUTES = "minutes", _("Niederschrift der letzten Sitzung")
    OPEN_TASKS = "open_tasks", _("Offene Aufgaben")
    ANY_OTHER = "any_other", _("Verschiedenes")


class Reply(models.TextChoices):
    NONE = "none", _("keine Antwort")
    YES = "yes", _("nimmt teil")
    NO = "no", _("nimmt nicht teil")
    DEPUTY = "deputy", _("Vertretung kommt")


# From here on the agenda belongs to the sitting and its minutes.
BEFORE_THE_SITTING = frozenset({MeetingState.DRAFT, MeetingState.INVITED})
# States in which a meeting has taken place.
TOOK_PLACE = frozenset(
    {MeetingState.HELD, MeetingState.DRAFTED, MeetingState.APPROVED, MeetingState.PUBLISHED}
)


@dataclass(frozen=True)
class Change:
    """What is another one since the members were told: name of the thing, before, now."""

    what: str
    before: str
    now: str
