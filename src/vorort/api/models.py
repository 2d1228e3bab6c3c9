"""What the interfaces hand out: objects made from publications, and what is left of withdrawn ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.core.privacy import Declaration


class OParlObject(models.Model):
    """One object of OParl 1.1, made from live publications only; deleted ones stay as tombstones.

    ``data`` holds the object without ``created``, ``modified``, ``deleted``; links are written as
    ``{"$ref": ["Organization", "<public id>"]}`` and become addresses when it is sent.
    """

    type = models.CharField(_("Typ"), max_length=20)
    public_id = models.CharField(_("Kennung"), max_length=40)
    # Slug of the town (the OParl Body) it belongs to.
    town = models.CharField(_("Ort"), max_length=60)
    # The publication it came from.
    publication = models.CharField(_("Veröffentlichung"), max_length=12)
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
        ]
        indexes = [
            models.Index(fields=("town", "type", "id"), name="oparl_by_town"),
            models.Index(fields=("publication",), name="oparl_by_publication"),
        ]

    class Privacy(Declaration):
        purpose = "Offene Schnittstelle zu veröffentlichten Sitzungen"
        retention = "wie die Veröffentlichung; gelöschte Objekte ohne Inhalt dauerhaft"

    def __str__(self) -> str:
        return f"{self.type} {self.public_id}"
