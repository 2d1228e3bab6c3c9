"""People. One person, many memberships; the platform itself acts as the system person."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from vorort.accounts.choices import PersonKind, SignInMethod
from vorort.core.models import Addressed, Stamped
from vorort.core.privacy import SECURITY, STAFF, Declaration, Retention, Then, clear, delete_row

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


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
    # Part of what every session is bound to: a new number ends them all at once.
    session_epoch = models.PositiveIntegerField("Stand der Sitzungen", default=0)

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
        activity = "Anmeldung und Konten"
        basis = SECURITY
        retention = Retention(
            "bis zwei Jahre nach Ende der letzten Mitgliedschaft",
            years=2,
            since="memberships__until_on",
            not_while="last_login",
            then=Then.ANONYMISE,
        )
        exempt = {"kind": PersonKind.SYSTEM}
        personal = ("email", "name", "last_login")
        subjects = STAFF
        names = ("name",)
        erasure = clear(
            "Die Kennung bleibt, damit das Protokoll zusammenhält. Sie führt zu keinem Namen.",
            email="geloescht-{public_id}@geloescht.invalid",
            name="Gelöschte Person",
            password="!",  # noqa: S106 - no password fits
            last_login=None,
            is_active=False,
        )
        sensitive = ("password",)

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_system(self) -> bool:
        return self.kind == PersonKind.SYSTEM

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry: it changes with the password and with the epoch."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        bound = f"{self.password}{self.session_epoch}"
        salt = "vorort.accounts.models.Person.session"
        return salted_hmac(salt, bound, secret=secret, algorithm="sha256").hexdigest()


def person_field(label: "StrPromise | str") -> "models.ForeignKey[Person | None, Person | None]":
    """Return a field that names who did something, or nobody; the row outlives the person."""
    return models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=label,
    )


class SignIn(Addressed):
    """One session of a person: on which device, since when; no network address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    # Null when it has ended: an empty text could stand there only once.
    session_key = models.CharField("Sitzung", max_length=40, unique=True, null=True)  # noqa: DJ001
    device = models.CharField("Gerät", max_length=80)
    # A fingerprint of the random mark that the device got at its first sign-in.
    device_mark = models.CharField("Merkmal des Geräts", max_length=64, blank=True)
    method = models.CharField("Anmeldung mit", max_length=12, choices=SignInMethod.choices)
    started_at = models.DateTimeField("begonnen")
    ended_at = models.DateTimeField("beendet", null=True, blank=True)

    class Meta:
        verbose_name = "Anmeldung"
        verbose_name_plural = "Anmeldungen"
        ordering = ("-started_at", "-id")
        indexes = [models.Index(fields=("person", "-started_at"), name="sign_in_by_person")]

    class Privacy(Declaration):
        purpose = "Liste der eigenen Sitzungen, Hinweis auf ein neues Gerät"
        activity = "Anmeldung und Konten"
        basis = SECURITY
        retention = Retention("90 Tage nach der Anmeldung", days=90, since="started_at")
        personal = ("person", "device", "device_mark", "method", "started_at", "ended_at")
        sensitive = ("session_key",)
        subjects = STAFF
        erasure = delete_row()

    def __str__(self) -> str:
        return f"{self.person}: {self.device}"


class Identity(Stamped):
    """Who somebody is at the sign-in service of the administration (OpenID Connect)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField("Anmeldedienst", max_length=200)
    subject = models.CharField("Kennung dort", max_length=255)

    class Meta:
        verbose_name = "Verknüpfung mit der Verwaltung"
        verbose_name_plural = "Verknüpfungen mit der Verwaltung"
        ordering = ("person", "id")
        constraints = [
            models.UniqueConstraint(name="identity_once", fields=("issuer", "subject")),
        ]

    class Privacy(Declaration):
        purpose = "Anmeldung mit dem Konto der Verwaltung"
        activity = "Anmeldung und Konten"
        basis = SECURITY
        retention = Retention("wie das Konto")
        personal = ("person", "subject")
        subjects = STAFF
        erasure = delete_row()

    def __str__(self) -> str:
        return f"{self.person}: {self.issuer}"
