"""The way of minutes from draft to approval, and who signs them on paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    SENT = "sent", _("zur Durchsicht versandt")
    APPROVED = "approved", _("genehmigt")


class SignerRole(models.TextChoices):
    """§ 40 SächsGemO: the chair, two members and the minute taker."""

    CHAIR = "chair", _("Vorsitz")
    MEMBER_ONE = "member_one", _("erstes Mitglied")
    MEMBER_TWO = "member_two", _("zweites Mitglied")
    MINUTE_TAKER = "minute_taker", _("Schriftführung")


class Review(models.TextChoices):
    AGREED = "agreed", _("ohne Einwand")
    OBJECTED = "objected", _("Einwand")
