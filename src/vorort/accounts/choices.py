from django.db import models
from django.utils.translation import gettext_lazy as _

# A reserved name: nobody can receive mail there or sign in with it.
SYSTEM_EMAIL = "plattform@vorort.invalid"


class PersonKind(models.TextChoices):
    HUMAN = "human", _("Mensch")
    SYSTEM = "system", _("Plattform")
