"""Append-only events without foreign keys, so that live data can be deleted."""

from django.db import models

from vorort.core.privacy import Declaration


class Event(models.Model):
    """Who did what to which thing, when it happened and when it was written down."""

    authority_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    verb = models.CharField("Handlung", max_length=60)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField("Wer", max_length=120)
    object_kind = models.CharField("Art", max_length=60)
    object_id = models.CharField("Kennung", max_length=40)
    object_label = models.CharField("Gegenstand", max_length=200)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    occurred_at = models.DateTimeField("geschehen")
    recorded_at = models.DateTimeField("aufgezeichnet")
    # The seal: position and hash in the chain of the authority; written later by a job.
    chain_position = models.BigIntegerField(null=True, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "Eintrag"
        verbose_name_plural = "Protokoll"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("authority_id", "-id"), name="audit_by_authority"),
            models.Index(fields=("object_kind", "object_id"), name="audit_by_object"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="audit_chain_once",
                fields=("authority_id", "chain_position"),
                condition=models.Q(chain_position__isnull=False),
            )
        ]

    class Privacy(Declaration):
        purpose = "Nachweis, wer wann was geändert oder gelesen hat"
        retention = "zehn Jahre"
        personal = ("actor_label", "actor_id")

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label}"
