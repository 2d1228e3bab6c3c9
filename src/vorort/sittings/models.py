"""What happens while a body sits: who is there, notes, votes, who leaves for an item."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention, keep
from vorort.councils.choices import SeatRole
from vorort.councils.models import Seat
from vorort.meetings.models import AgendaItem, Meeting
from vorort.resolutions.choices import ResolutionKind, VoteMode
from vorort.resolutions.models import Resolution
from vorort.sittings.choices import Ballot, ItemState, Presence

_LIKE_THE_BODY = Retention("wie das Gremium, vor einer Löschung dem Archiv angeboten")


class Sitting(TenantModel):
    """A meeting as it goes on: when it was opened and closed, who led it and who wrote."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="sitting")
    opened_at = models.DateTimeField(_("eröffnet"))
    closed_at = models.DateTimeField(_("geschlossen"), null=True, blank=True)
    chaired_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Sitzungsleitung"),
    )  # fmt: skip
    minuted_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Schriftführung"),
    )  # fmt: skip
    opened_by = person_field(_("eröffnet durch"))

    objects: ClassVar["models.Manager[Sitting]"] = scoped_manager()

    class Meta:
        verbose_name = _("Sitzungsverlauf")
        verbose_name_plural = _("Sitzungsverläufe")
        ordering = ("meeting",)
        constraints = [
            models.CheckConstraint(
                name="sitting_closed_after_opening",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Ablauf einer Sitzung für die Niederschrift"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("chaired_by", "minuted_by", "opened_by")
        subjects = STAFF
        erasure = keep("Die Niederschrift weist Leitung und Schriftführung nach.")

    def __str__(self) -> str:
        return str(self.meeting)


class Attendance(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """Somebody at the table: a seat, or a guest who is written in."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="attendances", null=True, blank=True,
        verbose_name=_("Sitz"),
    )  # fmt: skip
    guest_name = models.CharField(_("Gast"), max_length=120, blank=True)
    guest_function = models.CharField(_("Funktion"), max_length=120, blank=True)
    # As what they sit there: a deputy who stands in votes.
    role = models.CharField(_("als"), max_length=14, choices=SeatRole.choices)
    # The seat they stand in for in this meeting.
    stands_in_for = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("vertritt"),
    )  # fmt: skip
    presence = models.CharField(
        _("Anwesenheit"), max_length=8, choices=Presence.choices, default=Presence.ABSENT
    )
    came_at = models.DateTimeField(_("gekommen"), null=True, blank=True)
    left_at = models.DateTimeField(_("gegangen"), null=True, blank=True)

    objects: ClassVar["models.Manager[Attendance]"] = scoped_manager()

    class Meta:
        verbose_name = _("Anwesenheit")
        verbose_name_plural = _("Anwesenheiten")
        ordering = ("meeting", "id")
        constraints = [
            models.UniqueConstraint(
                name="attendance_once",
                fields=("meeting", "seat"),
                condition=Q(seat__isnull=False),
            ),
            models.CheckConstraint(
                name="attendance_of_somebody",
                condition=Q(seat__isnull=False) | ~Q(guest_function="") | ~Q(guest_name=""),
            ),
            models.CheckConstraint(
                name="attendance_left_after_coming",
                condition=Q(left_at__isnull=True)
                | Q(came_at__isnull=True)
                | Q(left_at__gte=F("came_at")),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Wer an einer Sitzung teilgenommen hat (Beschlussfähigkeit)"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("seat", "guest_name", "guest_function", "stands_in_for")
        subjects = STAFF
        names = ("guest_name",)
        erasure = keep("Nachweis der Beschlussfähigkeit und der Stimmberechtigung.")

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.get_presence_display()}"


class ItemRecord(TenantModel):
    """What is written down at an item; ``revision`` guards against writing over each other."""

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="record")
    state = models.CharField(
        _("Stand"), max_length=10, choices=ItemState.choices, default=ItemState.OPEN
    )
    notes = models.TextField(_("Verlauf"), blank=True)
    opened_at = models.DateTimeField(_("aufgerufen"), null=True, blank=True)
    closed_at = models.DateTimeField(_("erledigt"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)
    edited_at = models.DateTimeField(_("bearbeitet"), null=True, blank=True)
    edited_by = person_field(_("bearbeitet durch"))

    objects: ClassVar["models.Manager[ItemRecord]"] = scoped_manager()

    class Meta:
        verbose_name = _("Aufzeichnung zu einem Punkt")
        verbose_name_plural = _("Aufzeichnungen zu Punkten")
        ordering = ("item",)

    class Privacy(Declaration):
        purpose = "Mitschrift für die Niederschrift"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("edited_by",)
        subjects = STAFF
        texts = ("notes",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return str(self.item_id)


class Recusal(TenantModel):
    """A member leaves the table for an item because of a conflict of interest (§ 20 SächsGemO)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="recusals")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="recusals")
    reason = models.CharField(_("Grund"), max_length=200, blank=True)

    objects: ClassVar["models.Manager[Recusal]"] = scoped_manager()

    class Meta:
        verbose_name = _("Befangenheit")
        verbose_name_plural = _("Befangenheiten")
        ordering = ("item", "attendance")
        constraints = [models.UniqueConstraint(name="recusal_once", fields=("item", "attendance"))]

    class Privacy(Declaration):
        purpose = "Wer bei einem Punkt nicht mitgewirkt hat"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("attendance", "reason")
        subjects = STAFF
        texts = ("reason",)
        erasure = keep("Nachweis, dass ein Beschluss nicht an Befangenheit leidet.")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.attendance_id}"


class Vote(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A motion at an item and how it was voted on; becomes a resolution when it is recorded."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="votes")
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)
    kind = models.CharField(
        _("Art"), max_length=14, choices=ResolutionKind.choices, default=ResolutionKind.DECISION
    )
    title = models.CharField(_("Titel"), max_length=200, blank=True)
    text = models.TextField(_("Wortlaut"), blank=True)
    mode = models.CharField(
        _("Abstimmung"), max_length=10, choices=VoteMode.choices, default=VoteMode.COUNTS
    )
    yes = models.PositiveSmallIntegerField(_("Ja"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("Nein"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("Enthaltung"), null=True, blank=True)
    # Those entitled who were in the room when it was recorded, less the recused.
    entitled = models.PositiveSmallIntegerField(_("stimmberechtigt"), null=True, blank=True)
    # Why it could be decided in spite of the quorum: a second meeting (§ 39 (3) SächsGemO).
    quorum_note = models.CharField(
        _("Grund trotz fehlender Beschlussfähigkeit"), max_length=200, blank=True
    )
    resolution = models.OneToOneField(
        Resolution, on_delete=models.PROTECT, related_name="vote", null=True, blank=True
    )
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[Vote]"] = scoped_manager()

    class Meta:
        verbose_name = _("Abstimmung")
        verbose_name_plural = _("Abstimmungen")
        ordering = ("item", "position")
        constraints = [
            models.UniqueConstraint(name="vote_position_once", fields=("item", "position")),
        ]

    class Privacy(Declaration):
        purpose = "Wie über einen Antrag abgestimmt wurde"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        texts = ("title", "text", "quorum_note")
        subjects = STAFF

    def __str__(self) -> str:
        return self.title or str(self.item_id)


class VoteOfPerson(TenantModel):
    """How one member voted in a roll call; never for a secret vote."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="of_persons")
    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="+")
    ballot = models.CharField(_("Stimme"), max_length=8, choices=Ballot.choices)

    objects: ClassVar["models.Manager[VoteOfPerson]"] = scoped_manager()

    class Meta:
        verbose_name = _("Stimme")
        verbose_name_plural = _("Stimmen")
        ordering = ("vote", "attendance")
        constraints = [
            models.UniqueConstraint(name="vote_of_person_once", fields=("vote", "attendance")),
        ]

    class Privacy(Declaration):
        purpose = "Namentliche Abstimmung"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("attendance", "ballot")
        subjects = STAFF
        erasure = keep("Nachweis der namentlichen Abstimmung.")

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.get_ballot_display()}"
