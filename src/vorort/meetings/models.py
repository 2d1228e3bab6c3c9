"""Meetings with their agenda, papers to consult, invitations and replies."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention, keep
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Body, Seat
from vorort.files.models import StoredFile
from vorort.meetings.choices import ItemKind, MeetingMode, MeetingState, Reply, StandingKind
from vorort.papers.models import Paper
from vorort.resolutions.models import Task

_LIKE_THE_BODY = Retention("wie das Gremium, vor einer Löschung dem Archiv angeboten")


class Meeting(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A meeting of a body. Times are stored in UTC and shown in Europe/Berlin."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    # Given with the first invitation, so that numbers of the year have no gaps.
    number = models.PositiveSmallIntegerField(_("Nummer"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("Jahr"))
    title = models.CharField(_("Titel"), max_length=160, blank=True)
    state = models.CharField(
        _("Stand"), max_length=10, choices=MeetingState.choices, default=MeetingState.DRAFT
    )
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    mode = models.CharField(
        _("Form"), max_length=8, choices=MeetingMode.choices, default=MeetingMode.PRESENCE
    )
    place = models.CharField(_("Ort"), max_length=160, blank=True)
    place_address = models.CharField(_("Anschrift"), max_length=200, blank=True)
    # Told to those invited, never to the public.
    online_url = models.URLField(_("Einwahl"), blank=True)
    # Whether anybody may come.
    is_public = models.BooleanField(_("öffentliche Sitzung"), default=False)
    note = models.TextField(_("Hinweis zur Einladung"), blank=True)
    invited_at = models.DateTimeField(_("eingeladen am"), null=True, blank=True)
    # Why the notice is shorter than the rules say.
    short_notice_reason = models.TextField(_("Grund der kurzen Frist"), blank=True)
    cancelled_at = models.DateTimeField(_("abgesagt am"), null=True, blank=True)
    cancel_reason = models.TextField(_("Grund der Absage"), blank=True)
    held_at = models.DateTimeField(_("geschlossen um"), null=True, blank=True)
    # RFC 5545 SEQUENCE: counts the changes that were sent out; the UID never changes.
    ics_sequence = models.PositiveSmallIntegerField(_("Stand des Termins"), default=0)
    # What those invited were told last, to say what has changed since; never of the core group.
    told = models.JSONField(_("zuletzt mitgeteilt"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)
    created_by = person_field(_("angelegt durch"))

    objects: ClassVar["models.Manager[Meeting]"] = scoped_manager()

    class Meta:
        verbose_name = _("Sitzung")
        verbose_name_plural = _("Sitzungen")
        ordering = ("-starts_at", "-id")
        constraints = [
            models.UniqueConstraint(
                name="meeting_number_once",
                fields=("body", "year", "number"),
                condition=Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_with_reason",
                condition=~Q(state=MeetingState.CANCELLED)
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
            ),
            models.CheckConstraint(
                name="meeting_invited_numbered",
                condition=Q(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED])
                | Q(number__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=("authority", "state", "starts_at"), name="meeting_by_state")
        ]

    class Privacy(Declaration):
        purpose = "Sitzungen der Gremien"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("created_by",)
        subjects = STAFF
        texts = ("note", "short_notice_reason", "cancel_reason")
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.title or f"{self.body.name}, {self.label}"

    @property
    def label(self) -> str:
        """The label people say, such as "3. Sitzung 2026", or the day where no number is given yet."""
        if self.number is None:
            return f"Sitzung am {self.starts_at:%d.%m.%Y}"
        return f"{self.number}. Sitzung {self.year}"

    @property
    def public_name(self) -> str:
        """What everybody calls it: by its day, for a number tells of meetings nobody knows of."""
        return self.title or f"Sitzung am {timezone.localtime(self.starts_at):%d.%m.%Y}"


class AgendaItem(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A point of the agenda; its number follows from its position."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("Stelle"))
    # A point below the last main point: 4.1, 4.2 …
    is_sub = models.BooleanField(_("Unterpunkt"), default=False)
    title = models.CharField(_("Titel"), max_length=200)
    kind = models.CharField(
        _("Art"), max_length=12, choices=ItemKind.choices, default=ItemKind.INFORMATION
    )
    standing = models.CharField(
        _("ständiger Punkt"), max_length=12, choices=StandingKind.choices, blank=True, default=""
    )
    rapporteur = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("berichtet"),
    )  # fmt: skip
    rapporteur_text = models.CharField(_("berichtet (andere)"), max_length=120, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(_("Minuten"), null=True, blank=True)
    note = models.TextField(_("Erläuterung"), blank=True)
    confidentiality = models.CharField(
        _("Vertraulichkeit"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.MEMBERS,
    )
    # The thing of an upper app it is about ("measures.measure", id).
    origin_kind = models.CharField(_("Anlass"), max_length=60, blank=True)
    origin_id = models.CharField(_("Kennung des Anlasses"), max_length=40, blank=True)

    objects: ClassVar["models.Manager[AgendaItem]"] = scoped_manager()

    class Meta:
        verbose_name = _("Tagesordnungspunkt")
        verbose_name_plural = _("Tagesordnungspunkte")
        ordering = ("meeting", "position", "id")

    class Privacy(Declaration):
        purpose = "Tagesordnung der Sitzungen"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("rapporteur", "rapporteur_text")
        subjects = STAFF
        texts = ("title", "note")
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.title


class ItemTask(TenantModel):
    """An open task that came back with this agenda."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="returned")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="returns")

    objects: ClassVar["models.Manager[ItemTask]"] = scoped_manager()

    class Meta:
        verbose_name = _("wiederkehrende Aufgabe")
        verbose_name_plural = _("wiederkehrende Aufgaben")
        ordering = ("item", "task")
        constraints = [models.UniqueConstraint(name="item_task_once", fields=("item", "task"))]

    class Privacy(Declaration):
        purpose = "Welche Aufgabe auf welcher Tagesordnung stand"
        retention = "wie die Sitzung"

    def __str__(self) -> str:
        return str(self.task_id)


class Consultation(Addressed, TenantModel):
    """A paper is dealt with under an item (OParl: Consultation)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="consultations")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="consultations")
    # Whether this body decides, or only prepares.
    authoritative = models.BooleanField(_("beschließt"), default=True)

    objects: ClassVar["models.Manager[Consultation]"] = scoped_manager()

    class Meta:
        verbose_name = _("Beratung einer Vorlage")
        verbose_name_plural = _("Beratungen von Vorlagen")
        ordering = ("item", "id")
        constraints = [models.UniqueConstraint(name="consultation_once", fields=("item", "paper"))]

    class Privacy(Declaration):
        purpose = "Wo eine Vorlage beraten wurde"
        retention = "wie die Sitzung"

    def __str__(self) -> str:
        return str(self.paper_id)


class MeetingFile(Addressed, TenantModel):
    """A file of a meeting or of one of its items."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="files")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="files", null=True, blank=True
    )
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Titel"), max_length=200)
    confidentiality = models.CharField(
        _("Vertraulichkeit"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.MEMBERS,
    )

    objects: ClassVar["models.Manager[MeetingFile]"] = scoped_manager()

    class Meta:
        verbose_name = _("Unterlage einer Sitzung")
        verbose_name_plural = _("Unterlagen von Sitzungen")
        ordering = ("meeting", "id")

    class Privacy(Declaration):
        purpose = "Unterlagen zu Sitzungen"
        retention = "wie die Sitzung"

    def __str__(self) -> str:
        return self.title


class AgendaTemplate(Addressed, TenantModel):
    """A named agenda of a body; the standing one is taken for every new meeting."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="agenda_templates")
    name = models.CharField(_("Name"), max_length=120)
    is_standing = models.BooleanField(_("für jede neue Sitzung"), default=False)
    # Rows of title, kind, standing, minutes_planned, confidentiality, is_sub; nothing else.
    items = models.JSONField(_("Punkte"), default=list)

    objects: ClassVar["models.Manager[AgendaTemplate]"] = scoped_manager()

    class Meta:
        verbose_name = _("Vorlage einer Tagesordnung")
        verbose_name_plural = _("Vorlagen von Tagesordnungen")
        ordering = ("body", "name")
        constraints = [
            models.UniqueConstraint(name="agenda_template_once", fields=("body", "name")),
            models.UniqueConstraint(
                name="agenda_template_one_standing", fields=("body",), condition=Q(is_standing=True)
            ),
        ]

    class Privacy(Declaration):
        purpose = "Wiederkehrende Tagesordnungen"
        retention = "bis zur Änderung"

    def __str__(self) -> str:
        return self.name


class Invitation(Addressed, TenantModel):
    """One member or guest is invited, and what they answered."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="invitations")
    sent_at = models.DateTimeField(_("versandt am"), null=True, blank=True)
    # The state of the appointment that was sent last (``Meeting.ics_sequence``).
    sent_sequence = models.PositiveSmallIntegerField(_("versandter Stand"), default=0)
    on_paper = models.BooleanField(_("auf Papier"), default=False)
    reply = models.CharField(_("Antwort"), max_length=6, choices=Reply.choices, default=Reply.NONE)
    # The deputy who comes instead; their rights end with the meeting.
    deputy = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("Vertretung"),
    )  # fmt: skip
    reply_note = models.CharField(_("Bemerkung"), max_length=200, blank=True)
    replied_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)

    objects: ClassVar["models.Manager[Invitation]"] = scoped_manager()

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ("meeting", "seat")
        constraints = [
            models.UniqueConstraint(name="invitation_once", fields=("meeting", "seat")),
            models.CheckConstraint(
                name="invitation_reply_dated",
                condition=Q(reply=Reply.NONE) | Q(replied_at__isnull=False),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Wer eingeladen wurde und zugesagt hat"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("seat", "deputy", "reply_note")
        subjects = STAFF
        texts = ("reply_note",)
        erasure = keep("Nachweis der ordnungsgemäßen Ladung.")

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.get_reply_display()}"
