"""What leaves the house: each message with what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration, Retention, delete_row
from vorort.notices.choices import DispatchState


class Dispatch(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """One mail to one address. Text and attachments go once it is sent; the note of it stays."""

    to = models.EmailField(_("an"))
    subject = models.CharField(_("Betreff"), max_length=200)
    text = models.TextField(_("Text"), blank=True)
    # "meetings.invitation" and the id of what it is about.
    kind = models.CharField(_("Art"), max_length=60)
    reference = models.CharField(_("Kennung"), max_length=40, blank=True)
    state = models.CharField(
        _("Stand"), max_length=10, choices=DispatchState.choices, default=DispatchState.WAITING
    )
    sent_at = models.DateTimeField(_("versandt am"), null=True, blank=True)
    # Why it could not be sent, without addresses.
    error = models.CharField(_("Fehler"), max_length=200, blank=True)

    objects: ClassVar["models.Manager[Dispatch]"] = scoped_manager()

    class Meta:
        verbose_name = _("Versand")
        verbose_name_plural = _("Versand")
        ordering = ("-id",)
        indexes = [models.Index(fields=("kind", "reference"), name="dispatch_by_reference")]

    class Privacy(Declaration):
        purpose = "Nachweis, was wann an wen versandt wurde"
        basis = PUBLIC_TASK
        retention = Retention("ein Jahr nach dem Versand", years=1, since="created_at")
        personal = ("to", "text")
        subjects = STAFF
        emails = ("to",)
        texts = ("subject", "text")
        erasure = delete_row()

    def __str__(self) -> str:
        return self.subject


class DispatchAttachment(TenantModel):
    """A file of a waiting mail; goes when it is sent."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("Name"), max_length=120)
    content_type = models.CharField(_("Inhaltstyp"), max_length=100)
    content = models.BinaryField(_("Inhalt"))

    objects: ClassVar["models.Manager[DispatchAttachment]"] = scoped_manager()

    class Meta:
        verbose_name = _("Anlage eines Versands")
        verbose_name_plural = _("Anlagen eines Versands")
        ordering = ("dispatch", "id")

    class Privacy(Declaration):
        purpose = "Anlagen, bis sie versandt sind"
        retention = "bis zum Versand"

    def __str__(self) -> str:
        return self.name
