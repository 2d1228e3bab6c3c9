"""The one table of jobs, the same for both transports."""

from django.db import models

from vorort.core.ids import new_public_id
from vorort.core.privacy import Declaration


class JobState(models.TextChoices):
    WAITING = "waiting", "wartet"
    RUNNING = "running", "läuft"
    DONE = "done", "fertig"
    FAILED = "failed", "gescheitert"
    CANCELLED = "cancelled", "abgebrochen"


class Job(models.Model):
    """A piece of work: which function with which ids, how far, how it ended."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField("Funktion", max_length=200)
    args = models.JSONField("Angaben", default=dict)
    label = models.CharField("Bezeichnung", max_length=200, blank=True)
    authority_id = models.BigIntegerField(null=True, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    not_before_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    leased_by = models.CharField(max_length=64, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    done = models.PositiveBigIntegerField("erledigt", default=0)
    total = models.PositiveBigIntegerField("insgesamt", default=0)
    step = models.CharField("Schritt", max_length=200, blank=True)
    cancel_requested = models.BooleanField(default=False)
    error = models.TextField("Fehler", blank=True)
    result = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Auftrag"
        verbose_name_plural = "Aufträge"
        ordering = ("-id",)
        indexes = [models.Index(fields=("state", "not_before_at", "id"), name="core_job_next")]

    class Privacy(Declaration):
        purpose = "Arbeit im Hintergrund, Fortschritt und Wiederholung"
        retention = "30 Tage nach dem Ende"

    def __str__(self) -> str:
        return self.label or self.name
