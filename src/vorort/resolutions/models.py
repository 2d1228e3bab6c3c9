"""Resolutions with their numbers, circular resolutions, tasks until they are done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention, keep
from vorort.councils.choices import SERIES_MARKS, Confidentiality
from vorort.councils.models import Body, Seat
from vorort.papers.models import Paper
from vorort.resolutions.choices import (
    CircularAnswer,
    CircularState,
    Implementation,
    Outcome,
    ResolutionKind,
    TaskState,
    VoteMode,
)

_LIKE_THE_BODY = Retention("wie das Gremium, vor einer Löschung dem Archiv angeboten")


class Resolution(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """What a body has decided; numbers count per body and year without gaps."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="resolutions")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    year = models.PositiveSmallIntegerField(_("Jahr"))
    kind = models.CharField(
        _("Art"), max_length=14, choices=ResolutionKind.choices, default=ResolutionKind.DECISION
    )
    title = models.CharField(_("Titel"), max_length=200)
    text = models.TextField(_("Wortlaut"))
    outcome = models.CharField(_("Ergebnis"), max_length=8, choices=Outcome.choices)
    decided_on = models.DateField(_("gefasst am"))
    vote_mode = models.CharField(_("Abstimmung"), max_length=10, choices=VoteMode.choices)
    yes = models.PositiveSmallIntegerField(_("Ja"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("Nein"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("Enthaltung"), null=True, blank=True)
    confidentiality = models.CharField(
        _("Vertraulichkeit"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.MEMBERS,
    )
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="resolutions", null=True, blank=True
    )
    # "sittings.vote" or "resolutions.circular" and its public id.
    origin_kind = models.CharField(_("entstanden aus"), max_length=60)
    origin_id = models.CharField(_("Kennung des Ursprungs"), max_length=40)
    implementation = models.CharField(
        _("Umsetzung"),
        max_length=10,
        choices=Implementation.choices,
        default=Implementation.OPEN,
    )
    implementation_due_on = models.DateField(_("umzusetzen bis"), null=True, blank=True)
    implementation_on = models.DateField(_("Stand vom"), null=True, blank=True)
    implementation_note = models.TextField(_("Was daraus wurde"), blank=True)

    objects: ClassVar["models.Manager[Resolution]"] = scoped_manager()

    class Meta:
        verbose_name = _("Beschluss")
        verbose_name_plural = _("Beschlüsse")
        ordering = ("-year", "-number", "id")
        constraints = [
            models.UniqueConstraint(
                name="resolution_number_once", fields=("body", "confidentiality", "year", "number")
            ),
            models.UniqueConstraint(
                name="resolution_origin_once", fields=("origin_kind", "origin_id")
            ),
            # Counts are there as a whole or not at all.
            models.CheckConstraint(
                name="resolution_counts_whole",
                condition=Q(yes__isnull=True, no__isnull=True, abstain__isnull=True)
                | Q(yes__isnull=False, no__isnull=False, abstain__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=("authority", "implementation"), name="resolution_by_work"),
        ]

    class Privacy(Declaration):
        purpose = "Beschlüsse der Gremien und was daraus wurde"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        texts = ("title", "text", "implementation_note")
        subjects = STAFF

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """The number as people say it: "15/2026"; "Ö 3/2026" public, "K 2/2026" core group."""
        return f"{SERIES_MARKS[self.confidentiality]}{self.number}/{self.year}"


class Circular(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A resolution in writing between meetings, with a deadline."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="circulars")
    title = models.CharField(_("Titel"), max_length=200)
    text = models.TextField(_("Wortlaut"))
    explanation = models.TextField(_("Erläuterung"), blank=True)
    # § 39 SächsGemO: only matters of simple kind.
    reason = models.TextField(_("Warum im Umlauf"))
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confidentiality = models.CharField(
        _("Vertraulichkeit"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.MEMBERS,
    )
    state = models.CharField(
        _("Stand"), max_length=10, choices=CircularState.choices, default=CircularState.DRAFT
    )
    started_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("Frist"))
    closed_at = models.DateTimeField(_("beendet"), null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    started_by = person_field(_("begonnen durch"))

    objects: ClassVar["models.Manager[Circular]"] = scoped_manager()

    class Meta:
        verbose_name = _("Umlaufbeschluss")
        verbose_name_plural = _("Umlaufbeschlüsse")
        ordering = ("-id",)

    class Privacy(Declaration):
        purpose = "Beschlüsse im Umlauf"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("started_by",)
        subjects = STAFF
        texts = ("text", "explanation", "reason")
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.title


class CircularVote(TenantModel):
    """The answer of one member; the last one before the deadline counts."""

    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("Antwort"), max_length=10, choices=CircularAnswer.choices)
    note = models.TextField(_("Bemerkung"), blank=True)
    answered_at = models.DateTimeField(_("am"))

    objects: ClassVar["models.Manager[CircularVote]"] = scoped_manager()

    class Meta:
        verbose_name = _("Stimme im Umlauf")
        verbose_name_plural = _("Stimmen im Umlauf")
        ordering = ("circular", "seat")
        constraints = [
            models.UniqueConstraint(name="circular_vote_once", fields=("circular", "seat")),
        ]

    class Privacy(Declaration):
        purpose = "Nachweis der Antworten im Umlaufverfahren"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("seat",)
        subjects = STAFF
        texts = ("note",)
        erasure = keep("Nachweis, wie der Beschluss zustande kam.")

    def __str__(self) -> str:
        return f"{self.circular}: {self.get_answer_display()}"


class Task(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """Who does what until when; returns to the agenda until it is closed with a result."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="tasks")
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True
    )
    title = models.CharField(_("Aufgabe"), max_length=200)
    owner = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        related_name="tasks",
        null=True,
        blank=True,
        verbose_name=_("zuständig"),
    )
    # Where nobody of the body does it.
    owner_text = models.CharField(_("zuständige Stelle"), max_length=160, blank=True)
    due_on = models.DateField(_("bis"), null=True, blank=True)
    remind_on = models.DateField(_("erinnern am"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("erinnert am"), null=True, blank=True)
    confidentiality = models.CharField(
        _("Vertraulichkeit"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.MEMBERS,
    )
    state = models.CharField(
        _("Stand"), max_length=8, choices=TaskState.choices, default=TaskState.OPEN
    )
    result = models.TextField(_("Ergebnis"), blank=True)
    closed_on = models.DateField(_("erledigt am"), null=True, blank=True)
    # Where it was noted ("meetings.agendaitem", id).
    origin_kind = models.CharField(_("entstanden aus"), max_length=60, blank=True)
    origin_id = models.CharField(_("Kennung des Ursprungs"), max_length=40, blank=True)

    objects: ClassVar["models.Manager[Task]"] = scoped_manager()

    class Meta:
        verbose_name = _("Aufgabe")
        verbose_name_plural = _("Aufgaben")
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(
                name="task_closed_with_result",
                condition=Q(state=TaskState.OPEN) | (Q(closed_on__isnull=False) & ~Q(result="")),
            ),
        ]
        indexes = [
            models.Index(fields=("body", "state", "due_on"), name="task_by_state"),
            models.Index(fields=("origin_kind", "origin_id"), name="task_by_origin"),
        ]

    class Privacy(Declaration):
        purpose = "Aufgaben aus Sitzungen und Beschlüssen"
        basis = PUBLIC_TASK
        retention = Retention("fünf Jahre nach der Erledigung", years=5, since="closed_on")
        personal = ("owner", "owner_text")
        subjects = STAFF
        texts = ("title", "result")
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.title
