"""What the interfaces hand out: objects made from publications, and what is left of withdrawn ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.api.choices import OParlType
from vorort.authorities.models import Authority
from vorort.core.privacy import Declaration


class OParlObject(models.Model):
    """One object of OParl 1.1, made from live publications only; deleted ones stay as tombstones.

    ``data`` holds the object without ``created``, ``modified``, ``deleted``; what leads to other
    objects is written with ``choices.Mark`` and becomes addresses when it is sent. Not scoped to
    a tenant on purpose: everything here is public.
    """

    type = models.CharField(_("Typ"), max_length=20, choices=OParlType.choices)
    public_id = models.CharField(_("Kennung"), max_length=60)
    # The town (the OParl Body) it belongs to.
    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Gebietskörperschaft"),
    )
    # The thing whose publication it came from; empty for what several publications share.
    subject = models.CharField(_("Gegenstand"), max_length=12, blank=True)
    data = models.JSONField(_("Inhalt"), default=dict)
    created_at = models.DateTimeField(_("angelegt"))
    modified_at = models.DateTimeField(_("geändert"))
    deleted = models.BooleanField(_("gelöscht"), default=False)

    class Meta:
        verbose_name = _("OParl-Objekt")
        verbose_name_plural = _("OParl-Objekte")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(name="oparl_object_once", fields=("type", "public_id")),
            models.CheckConstraint(
                name="oparl_tombstone_empty",
                condition=models.Q(deleted=False) | models.Q(data={}),
            ),
        ]
        indexes = [
            models.Index(fields=("authority", "type", "id"), name="oparl_by_town"),
            models.Index(fields=("authority", "subject"), name="oparl_by_subject"),
        ]

    class Privacy(Declaration):
        purpose = "Offene Schnittstelle zu veröffentlichten Sitzungen"
        retention = "wie die Veröffentlichung; gelöschte Objekte ohne Inhalt dauerhaft"

    def __str__(self) -> str:
        return f"{self.type} {self.public_id}"


class OParlLink(models.Model):
    """An object names another one: for the way back, and to know what a change touches."""

    source = models.ForeignKey(OParlObject, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("Eigenschaft"), max_length=24)
    target_type = models.CharField(_("Typ"), max_length=20, choices=OParlType.choices)
    target_id = models.CharField(_("Kennung"), max_length=60)
    # The target stands inside the source: its changes are changes of the source.
    embedded = models.BooleanField(_("eingebettet"), default=False)

    class Meta:
        verbose_name = _("Verweis eines OParl-Objektes")
        verbose_name_plural = _("Verweise von OParl-Objekten")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="oparl_link_once", fields=("source", "name", "target_type", "target_id")
            ),
        ]
        indexes = [
            models.Index(fields=("target_type", "target_id", "name"), name="oparl_link_back"),
        ]

    class Privacy(Declaration):
        purpose = "Verweise zwischen den Objekten der offenen Schnittstelle"
        retention = "wie das Objekt"

    def __str__(self) -> str:
        return f"{self.name} → {self.target_type} {self.target_id}"
