"""Frozen, checked snapshots: the only thing the public side reads.

Not scoped to a tenant on purpose: what stands here is public, except the rows of withdrawn
publications, which only the queries for the work area return.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vorort.authorities.models import Authority
from vorort.core.models import Addressed
from vorort.core.privacy import Declaration
from vorort.publications.choices import Format, PublicationKind, PublicationStatus, Serving


class Publication(Addressed):
    """A version of something approved, as it was on the day it was published."""

    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Gebietskörperschaft"),
    )
    kind = models.CharField(_("Art"), max_length=30, choices=PublicationKind.choices)
    area_key = models.CharField(_("Gebietsschlüssel"), max_length=12)
    period = models.PositiveSmallIntegerField(_("Berichtsjahr"))
    version = models.PositiveSmallIntegerField(_("Fassung"))
    title = models.CharField(_("Titel"), max_length=200)
    summary = models.TextField(_("Kurz gesagt"), blank=True)
    status = models.CharField(_("Stand"), max_length=12, choices=PublicationStatus.choices)
    published_at = models.DateTimeField(_("veröffentlicht am"))
    # A function ("Koordination Prävention"), not a name: it is shown to everybody.
    published_by = models.CharField(_("veröffentlicht durch"), max_length=120)
    superseded_at = models.DateTimeField(_("ersetzt am"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("zurückgezogen am"), null=True, blank=True)
    withdrawn_by = models.CharField(_("zurückgezogen durch"), max_length=120, blank=True)
    reason = models.TextField(_("Begründung der Rücknahme"), blank=True)
    payload = models.JSONField(_("Zahlen und Texte"), default=dict)
    sources = models.JSONField(_("Quellen"), default=list)
    gate = models.JSONField(_("Prüfung auf Rückschließbarkeit"), default=dict)
    gate_passed = models.BooleanField(_("Prüfung bestanden"), default=False)
    origin_kind = models.CharField(_("entstanden aus"), max_length=60)
    origin_id = models.CharField(_("Kennung des Ursprungs"), max_length=40)

    class Meta:
        verbose_name = _("Veröffentlichung")
        verbose_name_plural = _("Veröffentlichungen")
        ordering = ("-published_at", "-id")
        constraints = [
            models.UniqueConstraint(
                name="publication_one_live",
                fields=("authority", "kind", "period"),
                condition=Q(status=PublicationStatus.LIVE),
            ),
            models.UniqueConstraint(
                name="publication_version_once", fields=("authority", "kind", "period", "version")
            ),
            # Nothing enters this table before the gate, whatever the code does.
            models.CheckConstraint(name="publication_gate_passed", condition=Q(gate_passed=True)),
            models.CheckConstraint(
                name="publication_withdrawn_with_reason",
                condition=(
                    ~Q(status=PublicationStatus.WITHDRAWN)
                    | (Q(withdrawn_at__isnull=False) & ~Q(reason=""))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=("status", "-published_at"), name="publication_by_status"),
        ]

    class Privacy(Declaration):
        purpose = "Veröffentlichte Fassungen mit Nachweis der Prüfung"
        retention = "dauerhaft; zurückgezogene Fassungen zehn Jahre"

    def __str__(self) -> str:
        return self.title


class Representation(models.Model):
    """The bytes of a publication in one format, as they go over the wire."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="representations"
    )
    format = models.CharField(_("Format"), max_length=10, choices=Format.choices)
    # Plain index besides the partial one: planners cannot use a partial index for parameters.
    path = models.CharField(_("Adresse"), max_length=200, db_index=True)
    serving = models.CharField(
        _("Antwort"), max_length=8, choices=Serving.choices, default=Serving.SERVED
    )
    content_type = models.CharField(_("Inhaltstyp"), max_length=100)
    filename = models.CharField(_("Dateiname"), max_length=120, blank=True)
    size = models.PositiveIntegerField(_("Größe in Byte"))
    # 0 where packing gains nothing.
    size_gzip = models.PositiveIntegerField(_("Größe gepackt in Byte"), default=0)
    etag = models.CharField(_("Prüfsumme"), max_length=64)
    content = models.BinaryField(_("Inhalt"))
    content_gzip = models.BinaryField(_("Inhalt, gepackt"), null=True, blank=True)

    class Meta:
        verbose_name = _("Darstellung")
        verbose_name_plural = _("Darstellungen")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="representation_path_once",
                fields=("path",),
                condition=~Q(serving=Serving.RETIRED),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Veröffentlichte Seiten und Dateien, Byte für Byte"
        retention = "wie die Veröffentlichung"

    def __str__(self) -> str:
        return self.path
