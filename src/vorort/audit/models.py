"""Append-only events without foreign keys, so that live data can be deleted."""

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar, NoReturn

from django.db import models

from vorort.core.privacy import LEGAL_DUTY, STAFF, Declaration, Retention, keep


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete what was written down."""


class EventQuerySet(models.QuerySet["Event"]):
    """Reads, and the few writes that are allowed: seal, erasure of details, the cut at the start."""

    def update(self, **_values: Any) -> NoReturn:
        raise AppendOnlyError("audit events are append-only")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("audit events are append-only")

    def put_seal(self, *, pk: int, position: int, previous_hash: str, own_hash: str) -> int:
        """Seal one event, once."""
        unsealed: models.QuerySet[Event] = models.QuerySet(self.model, using=self.db).filter(
            pk=pk, chain_position__isnull=True
        )
        return unsealed.update(chain_position=position, previous_hash=previous_hash, hash=own_hash)

    def erase_details(self, *, pks: Collection[int], at: dt.datetime) -> int:
        """Empty label and values; the seal covers only their hash, so the chain stays whole."""
        rows: models.QuerySet[Event] = models.QuerySet(self.model, using=self.db).filter(
            pk__in=pks, erased_at__isnull=True
        )
        return rows.update(object_label="", before=None, after=None, salt="", erased_at=at)

    def cut_before(self, *, authority_id: int | None, position: int) -> int:
        """Delete sealed entries up to a position; the caller keeps the seal of the last one."""
        rows: models.QuerySet[Event] = models.QuerySet(self.model, using=self.db).filter(
            authority_id=authority_id, chain_position__lte=position
        )
        return rows.delete()[0]


class Event(models.Model):
    """Who did what to which thing, when it happened and when it was written down.

    No name stands here: who acted is a number, the name is read from the person. Label and values
    are sealed by a salted hash, so that they can be erased and the chain still proves the rest.
    """

    authority_id = models.BigIntegerField(null=True, blank=True)
    verb = models.CharField("Handlung", max_length=60)
    actor_id = models.BigIntegerField(null=True, blank=True)
    object_kind = models.CharField("Art", max_length=60)
    object_id = models.CharField("Kennung", max_length=40)
    object_label = models.CharField("Gegenstand", max_length=200)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField("Einzelheiten gelöscht", null=True, blank=True)
    occurred_at = models.DateTimeField("geschehen")
    recorded_at = models.DateTimeField("aufgezeichnet")
    # The seal: position and hash in the chain of the authority; written later by a job.
    chain_position = models.BigIntegerField(null=True, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "Eintrag"
        verbose_name_plural = "Protokoll"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("authority_id", "-id"), name="audit_by_authority"),
            models.Index(fields=("object_kind", "object_id"), name="audit_by_object"),
            models.Index(
                fields=("authority_id", "id"),
                name="audit_unsealed",
                condition=models.Q(chain_position__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="audit_chain_once",
                fields=("authority_id", "chain_position"),
                condition=models.Q(chain_position__isnull=False),
            ),
            # Nulls count as different: the platform's own chain needs its own rule.
            models.UniqueConstraint(
                name="audit_platform_chain_once",
                fields=("chain_position",),
                condition=models.Q(authority_id__isnull=True),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Nachweis, wer wann was geändert oder gelesen hat"
        basis = LEGAL_DUTY
        # Cut off by ``audit.actions.cut_chain``, which keeps the seal of the last entry.
        retention = Retention("zehn Jahre", years=10, since="recorded_at")
        personal = ("actor_id",)
        subjects = STAFF
        person = ("actor_id",)
        erasure = keep(
            "Nachweis der Handlungen (Art. 5 Abs. 2 DSGVO). Der Name steht nicht im Protokoll; er "
            "verschwindet mit der Person. Einzelheiten zu gelöschten Angaben werden geleert."
        )
        town = "authority_id"

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError("audit events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError("audit events are append-only")

    def details(self) -> dict[str, object]:
        """Return what may be erased later; its hash is sealed."""
        return {"label": self.object_label, "before": self.before, "after": self.after}

    def content(self) -> dict[str, object]:
        """Return what the seal covers."""
        return {
            "authority": self.authority_id,
            "verb": self.verb,
            "actor": self.actor_id,
            "kind": self.object_kind,
            "object": self.object_id,
            "details": self.commitment,
            "occurred_at": self.occurred_at.astimezone(dt.UTC),
            "recorded_at": self.recorded_at.astimezone(dt.UTC),
        }


class ChainHead(models.Model):
    """The last sealed position of a chain: shows when entries are missing at the end."""

    # 0 is the platform's own chain; a null would not be unique.
    chain = models.BigIntegerField(unique=True)
    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    # Entries up to here were deleted at the end of their time; the seal the next one follows.
    start_position = models.BigIntegerField(default=0)
    start_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "Ende einer Kette"
        verbose_name_plural = "Enden der Ketten"

    class Privacy(Declaration):
        purpose = "Nachweis der Vollständigkeit des Protokolls"
        retention = "wie das Protokoll"

    def __str__(self) -> str:
        return f"{self.chain}: {self.position}"
