"""The steps of a founding."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FoundingStepKind(models.IntegerChoices):
    """The five steps by which a council is founded (after the city of Zwickau's slides)."""

    AWARENESS = 1, _("Anlass und Problembewusstsein")
    NEEDS = 2, _("Bedarf klären, Aufbau und Geschäftsordnung entwerfen")
    ACTORS = 3, _("Beteiligte, Mitglieder und Zielgruppen bestimmen")
    STRUCTURE = 4, _("Aufbau festlegen")
    CONSTITUTION = 5, _("Konstituierende Sitzung")
