"""Files people handed in: a row per file; the bytes lie beside the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core.models import Addressed
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration, Retention, clear
from vorort.files.choices import ContentType, Purpose


class StoredFile(Addressed):
    """One file as it was received (images without their metadata). It never changes."""

    sha256 = models.CharField(_("Prüfsumme"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("Größe in Byte"))
    content_type = models.CharField(_("Inhalt"), max_length=100, choices=ContentType.choices)
    original_name = models.CharField(_("Dateiname"), max_length=200)
    purpose = models.CharField(_("Zweck"), max_length=20, choices=Purpose.choices)
    stored_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("abgelegt von"),
    )
    stored_at = models.DateTimeField(_("abgelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Datei")
        verbose_name_plural = _("Dateien")
        ordering = ("-id",)

    class Privacy(Declaration):
        purpose = "Herkunftsnachweis: die Datei, aus der Zahlen oder Bilder stammen"
        basis = PUBLIC_TASK
        retention = Retention(
            "so lange die daraus gelesenen Zahlen genutzt werden, danach zehn Jahre"
        )
        personal = ("stored_by", "original_name")
        subjects = STAFF
        erasure = clear(
            "Die Datei ist der Nachweis, woher die Zahlen stammen. Steht die Person im Dateinamen, "
            "wird er geändert.",
            mask=("original_name",),
        )
        town = "references"

    def __str__(self) -> str:
        return self.original_name
