"""The table of jobs, the same for both transports, and the way into it from other databases."""

from django.db import models

from vorort.core.ids import new_public_id
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration, Retention, delete_row


class JobState(models.TextChoices):
    WAITING = "waiting", "wartet"
    RUNNING = "running", "läuft"
    DONE = "done", "fertig"
    FAILED = "failed", "gescheitert"
    CANCELLED = "cancelled", "abgebrochen"


class Order(models.Model):
    """What a job is to do; the part that is known when it is ordered."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField("Funktion", max_length=200)
    args = models.JSONField("Angaben", default=dict)
    label = models.CharField("Bezeichnung", max_length=200, blank=True)
    authority_id = models.BigIntegerField(null=True, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    not_before_at = models.DateTimeField(null=True, blank=True)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label or self.name


class Job(Order):
    """A piece of work: which function with which ids, how far, how it ended."""

    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Who works on it: a name drawn anew at each claim, so that it also fences off a late worker.
    leased_by = models.CharField(max_length=64, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    done = models.PositiveBigIntegerField("erledigt", default=0)
    total = models.PositiveBigIntegerField("insgesamt", default=0)
    step = models.CharField("Schritt", max_length=200, blank=True)
    cancel_requested = models.BooleanField(default=False)
    error = models.TextField("Fehler", blank=True)
    result = models.JSONField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "Auftrag"
        verbose_name_plural = "Aufträge"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("state", "not_before_at", "id"), name="core_job_next"),
            models.Index(fields=("name", "-id"), name="core_job_by_name"),
        ]

    class Privacy(Declaration):
        purpose = "Arbeit im Hintergrund, Fortschritt und Wiederholung"
        activity = "Betrieb der Plattform"
        basis = PUBLIC_TASK
        retention = Retention("30 Tage nach dem Ende", days=30, since="ended_at")
        personal = ("by_id",)
        subjects = STAFF
        person = ("by_id",)
        erasure = delete_row()
        town = "authority_id"

    @property
    def has_ended(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class JobRequest(Order):
    """A job ordered in a transaction of the main database, on its way to the file of jobs.

    Only the embedded database needs it: there the jobs live in a file of their own, and this
    row commits or vanishes together with the deed that ordered the job.
    """

    class Meta:
        verbose_name = "bestellter Auftrag"
        verbose_name_plural = "bestellte Aufträge"
        ordering = ("id",)

    class Privacy(Declaration):
        purpose = "Übergabe eines Auftrags nach dem Abschluss der Handlung"
        activity = "Betrieb der Plattform"
        basis = PUBLIC_TASK
        retention = Retention("wenige Sekunden, höchstens einen Tag", days=1, since="created_at")
        personal = ("by_id",)
        subjects = STAFF
        person = ("by_id",)
        erasure = delete_row()
        town = "authority_id"
