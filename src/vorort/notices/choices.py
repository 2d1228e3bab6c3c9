"""What becomes of a message that leaves the house."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class DispatchState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    SENT = "sent", _("versandt")
    FAILED = "failed", _("nicht zustellbar")
    CANCELLED = "cancelled", _("nicht mehr nötig")


@dataclass(frozen=True)
class MailAttachment:
    """A file that goes with a mail; ``content_type`` may carry parameters (``method=REQUEST``)."""

    name: str
    content_type: str
    content: bytes
