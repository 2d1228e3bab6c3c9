"""What the head of the administration signs, and how it was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignOffState(models.TextChoices):
    ASKED = "asked", _("erbeten")
    SIGNED = "signed", _("gezeichnet")
    RETURNED = "returned", _("zurückgegeben")
    WITHDRAWN = "withdrawn", _("zurückgenommen")
