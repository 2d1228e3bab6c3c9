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
from vorort.publications.choices import (
    OPEN_LEVEL,
    Format,
    PublicationKind,
    PublicationStatus,
    Serving,
)


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
    # The public id of the thing, where a kind has several in a year (meetings, bodies, papers).
    subject = models.CharField(_("Gegenstand"), max_length=12, blank=True)
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
    # Set while the figures behind it are being corrected; everybody reads it on the page.
    notice = models.TextField(_("Hinweis auf eine laufende Berichtigung"), blank=True)
    notice_at = models.DateTimeField(_("Hinweis seit"), null=True, blank=True)
    # Why this version replaced the one before: reason, and old and new values.
    correction = models.JSONField(_("Berichtigung"), default=dict, blank=True)
    payload = models.JSONField(_("Zahlen und Texte"), default=dict)
    sources = models.JSONField(_("Quellen"), default=list)
    gate = models.JSONField(_("Prüfung auf Rückschließbarkeit"), default=dict)
    gate_passed = models.BooleanField(_("Prüfung bestanden"), default=False)
    # Every delivery behind it was open to everybody on that day.
    release_passed = models.BooleanField(_("Freigabe der Quellen geprüft"), default=False)
    origin_kind = models.CharField(_("entstanden aus"), max_length=60)
    origin_id = models.CharField(_("Kennung des Ursprungs"), max_length=40)

    class Meta:
        verbose_name = _("Veröffentlichung")
        verbose_name_plural = _("Veröffentlichungen")
        ordering = ("-published_at", "-id")
        constraints = [
            models.UniqueConstraint(
                name="publication_one_live",
                fields=("authority", "kind", "period", "subject"),
                condition=Q(status=PublicationStatus.LIVE),
            ),
            models.UniqueConstraint(
                name="publication_version_once",
                fields=("authority", "kind", "period", "subject", "version"),
            ),
            # Nothing enters this table before the gate, whatever the code does.
            models.CheckConstraint(name="publication_gate_passed", condition=Q(gate_passed=True)),
            models.CheckConstraint(
                name="publication_release_passed", condition=Q(release_passed=True)
            ),
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
            models.Index(fields=("kind", "subject"), name="publication_by_subject"),
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


class PublicationSource(models.Model):
    """A delivery behind a publication, and what its sender allowed on that day.

    The table below knows deliveries by their public id only: they belong to a floor above.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="rests_on")
    delivery = models.CharField(_("Lieferung"), max_length=12, db_index=True)
    label = models.CharField(_("Quelle"), max_length=200)
    level = models.CharField(_("Freigabe"), max_length=8)
    embargo_until = models.DateTimeField(_("Sperrfrist bis"), null=True, blank=True)
    published_at = models.DateTimeField(_("veröffentlicht am"))

    class Meta:
        verbose_name = _("Lieferung hinter einer Veröffentlichung")
        verbose_name_plural = _("Lieferungen hinter Veröffentlichungen")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="publication_source_once", fields=("publication", "delivery")
            ),
            # Whatever the code does: nothing becomes public that its sender holds back.
            models.CheckConstraint(name="publication_source_open", condition=Q(level=OPEN_LEVEL)),
            models.CheckConstraint(
                name="publication_source_no_embargo",
                condition=Q(embargo_until__isnull=True)
                | Q(embargo_until__lte=models.F("published_at")),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Nachweis, worauf eine Veröffentlichung beruht und dass es frei war"
        retention = "wie die Veröffentlichung"

    def __str__(self) -> str:
        return self.label
