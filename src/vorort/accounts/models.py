"""People. One person, many memberships; the platform itself acts as the system person."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from vorort.accounts.choices import PersonKind
from vorort.core.models import Addressed, Stamped
from vorort.core.privacy import Declaration


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Return a new person; used by tests and by allauth, never by our pages."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, Addressed, Stamped):
    """Somebody who signs in with an e-mail address, or the system actor."""

    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField("Name", max_length=120)
    kind = models.CharField(
        "Art", max_length=10, choices=PersonKind.choices, default=PersonKind.HUMAN
    )
    is_active = models.BooleanField("darf sich anmelden", default=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ("name", "id")

    class Privacy(Declaration):
        purpose = "Anmeldung und Zuordnung von Handlungen"
        retention = "bis zwei Jahre nach Ende der letzten Mitgliedschaft"
        personal = ("email", "name", "last_login")
        sensitive = ("password",)

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_system(self) -> bool:
        return self.kind == PersonKind.SYSTEM
