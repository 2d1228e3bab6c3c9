"""Incoming files and the rows that could not be read. Shared reference: no tenant."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Role
from vorort.authorities.models import Authority
from vorort.core.models import Addressed, Stamped
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration, Retention, clear
from vorort.deliveries.choices import (
    PERMANENT,
    PRECEDENCE_ROUNDED,
    DeliveryFormat,
    DeliveryStatus,
    PermittedUse,
    ReleaseLevel,
    RevocationKind,
)
from vorort.files.models import StoredFile


class Delivery(Addressed, Stamped):
    """A file somebody handed in, and what became of it.

    ``for_authority`` empty means official: everybody's pages use it. Otherwise only the pages
    of that authority do, so that one town's upload never changes another town's figures.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # The file's checksum again: the constraint below needs it in this table.
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    name = models.CharField(_("Dateiname"), max_length=200)
    format = models.CharField(_("Tabelle"), max_length=20, choices=DeliveryFormat.choices)
    year = models.PositiveSmallIntegerField(_("Berichtsjahr"), null=True, blank=True)
    table_code = models.CharField(_("Tabelle der Quelle"), max_length=40)
    source_label = models.CharField(_("Quelle"), max_length=200, blank=True)
    licence = models.CharField(_("Lizenz"), max_length=80, blank=True)
    version_label = models.CharField(_("Fassung"), max_length=80, blank=True)
    # An own delivery whose every number can be read in print already (crime atlas, press release).
    published_by_source = models.BooleanField(_("von der Quelle veröffentlicht"), default=False)
    precedence = models.PositiveSmallIntegerField(_("Rang"), default=PRECEDENCE_ROUNDED)
    status = models.CharField(
        _("Stand"),
        max_length=10,
        choices=DeliveryStatus.choices,
        default=DeliveryStatus.RECEIVED,
    )
    for_authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rows_read = models.PositiveIntegerField(_("gelesene Zeilen"), default=0)
    rows_stored = models.PositiveIntegerField(_("übernommene Zeilen"), default=0)
    rows_quarantined = models.PositiveIntegerField(_("zurückgelegte Zeilen"), default=0)
    reason = models.TextField(_("Grund"), blank=True)
    # What the check found: sums, columns, encoding (see ``queries.Preview``).
    preview = models.JSONField(_("Vorschau"), default=dict, blank=True)
    job = models.CharField(_("laufende Aufgabe"), max_length=12, blank=True)
    received_at = models.DateTimeField(_("eingegangen am"))
    stored_at = models.DateTimeField(_("übernommen am"), null=True, blank=True)
    undone_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)
    # In which role it was handed in: who holds that role may release and revoke.
    sent_as = models.CharField(_("geliefert als"), max_length=20, choices=Role.choices, blank=True)
    release_level = models.CharField(
        _("Freigabe"),
        max_length=8,
        choices=ReleaseLevel.choices,
        default=ReleaseLevel.INTERNAL,
    )
    embargo_until = models.DateTimeField(_("Sperrfrist bis"), null=True, blank=True)
    permitted_use = models.CharField(
        _("erlaubte Verwendung"),
        max_length=6,
        choices=PermittedUse.choices,
        default=PermittedUse.ANY,
    )
    use_note = models.CharField(_("Hinweis zur Verwendung"), max_length=300, blank=True)
    agreement = models.CharField(_("Grundlage der Freigabe"), max_length=200, blank=True)
    agreement_file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Schriftstück zur Grundlage"),
    )
    released_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("freigegeben durch"),
    )
    released_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    revocation = models.CharField(
        _("Art des Widerrufs"), max_length=9, choices=RevocationKind.choices, blank=True
    )
    revoked_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("widerrufen durch"),
    )
    revoked_at = models.DateTimeField(_("widerrufen am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Lieferung")
        verbose_name_plural = _("Lieferungen")
        ordering = ("-received_at", "-id")
        indexes = [
            models.Index(fields=("status", "table_code", "year"), name="delivery_by_table"),
            models.Index(fields=("for_authority", "-received_at"), name="delivery_by_authority"),
        ]
        constraints = [
            # The same file is never stored twice, not even by two imports at once.
            models.UniqueConstraint(
                "sha256",
                "format",
                Coalesce("for_authority", Value(0)),
                name="delivery_stored_once",
                condition=Q(status=DeliveryStatus.STORED),
            ),
            # An official table is for the towns: what nobody may use is not handed in.
            models.CheckConstraint(
                name="delivery_official_not_internal",
                condition=Q(for_authority__isnull=False) | ~Q(release_level=ReleaseLevel.INTERNAL),
            ),
            models.CheckConstraint(
                name="delivery_revoked_with_reason",
                condition=~Q(status=DeliveryStatus.REVOKED)
                | (Q(revoked_at__isnull=False) & ~Q(reason="") & ~Q(revocation="")),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Herkunft jeder Zahl: welche Datei, von wem, wann, mit welchem Ergebnis"
        basis = PUBLIC_TASK
        retention = Retention("solange Zahlen daraus verwendet werden, danach zehn Jahre")
        personal = ("handed_in_by", "released_by", "revoked_by")
        subjects = STAFF
        texts = ("name", "reason")
        erasure = clear(
            "Die Lieferung ist der Nachweis, woher die Zahlen stammen. Steht die Person im "
            "Dateinamen, wird er geändert.",
            mask=("name",),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_permanent(self) -> bool:
        return self.format in PERMANENT

    @property
    def is_official(self) -> bool:
        return self.for_authority_id is None


class QuarantinedRow(models.Model):
    """A row that was not taken over, with its reason and its text as delivered."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="quarantine")
    line = models.PositiveIntegerField(_("Zeile"))
    raw = models.TextField(_("Inhalt"))
    code = models.CharField(_("Kennung des Grundes"), max_length=40)
    reason = models.CharField(_("Grund"), max_length=300)

    class Meta:
        verbose_name = _("zurückgelegte Zeile")
        verbose_name_plural = _("zurückgelegte Zeilen")
        ordering = ("line", "id")

    class Privacy(Declaration):
        purpose = "Nachweis, welche Zeilen einer Lieferung warum fehlen"
        retention = "wie die Lieferung"

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"
