from django.db import models


class PersonKind(models.TextChoices):
    HUMAN = "human", "Mensch"
    SYSTEM = "system", "Plattform"
