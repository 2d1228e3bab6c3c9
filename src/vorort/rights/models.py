"""Requests of people, packages to be fetched, retention, the end of a town."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.core.models import Addressed, Stamped, TenantModel, scoped_manager
from vorort.core.privacy import (
    LEGAL_DUTY,
    PUBLIC_TASK,
    STAFF,
    Declaration,
    Retention,
    delete_row,
    keep,
)
from vorort.rights.choices import (
    ArchiveAnswer,
    PackageKind,
    RemovalState,
    RequestKind,
    RequestState,
)


class SubjectRequest(Addressed, TenantModel):
    """Somebody asks what is stored about them, or wants it corrected, handed out or erased."""

    kind = models.CharField(_("Anliegen"), max_length=12, choices=RequestKind.choices)
    state = models.CharField(
        _("Stand"), max_length=10, choices=RequestState.choices, default=RequestState.RECEIVED
    )
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Konto"),
    )
    received_on = models.DateField(_("eingegangen am"))
    due_on = models.DateField(_("zu beantworten bis"))
    text = models.TextField(_("Was gewünscht wird"), blank=True)
    identity_note = models.CharField(
        _("wie die Identität geprüft wurde"), max_length=200, blank=True
    )
    identity_on = models.DateField(_("Identität geprüft am"), null=True, blank=True)
    ended_on = models.DateField(_("erledigt am"), null=True, blank=True)
    answer = models.TextField(_("Antwort oder Grund der Ablehnung"), blank=True)
    # Texts in which other people are named were looked through by a human.
    reviewed = models.BooleanField(_("Texte durchgesehen"), default=False)
    # Counts by table of what was erased.
    erased = models.JSONField(_("gelöscht"), default=dict, blank=True)
    handled_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("bearbeitet von"),
    )

    objects: ClassVar["models.Manager[SubjectRequest]"] = scoped_manager()

    class Meta:
        verbose_name = _("Anfrage einer Person")
        verbose_name_plural = _("Anfragen von Personen")
        ordering = ("due_on", "id")
        indexes = [models.Index(fields=("authority", "state", "due_on"), name="request_open")]

    class Privacy(Declaration):
        purpose = "Rechte der Personen: Auskunft, Berichtigung, Löschung, Herausgabe"
        basis = LEGAL_DUTY
        retention = Retention("drei Jahre nach der Antwort", years=3, since="ended_on", own=True)
        personal = ("name", "email", "person", "text", "answer", "identity_note", "handled_by")
        subjects = "Alle, die eine Anfrage stellen"
        person = ("person",)
        names = ("name",)
        erasure = keep("Nachweis, dass die Anfrage beantwortet wurde. Gelöscht nach drei Jahren.")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.public_id}"


class Package(Addressed, Stamped):
    """A file made for somebody to fetch, for a few days."""

    kind = models.CharField(_("Art"), max_length=8, choices=PackageKind.choices)
    # No key: the package of a person has no town, that of a removed town has none any more.
    authority_id = models.BigIntegerField(null=True, blank=True)
    ordered_by = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("bestellt von")
    )
    request = models.CharField(_("zur Anfrage"), max_length=12, blank=True)
    job = models.CharField(_("Auftrag"), max_length=12, blank=True)
    filename = models.CharField(_("Dateiname"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("Größe in Byte"), default=0)
    sha256 = models.CharField(_("Prüfsumme"), max_length=64, blank=True)
    # Tables with their numbers of rows, for the page.
    summary = models.JSONField(_("Inhalt"), default=dict, blank=True)
    ready_at = models.DateTimeField(_("fertig"), null=True, blank=True)
    expires_at = models.DateTimeField(_("abrufbar bis"))

    class Meta:
        verbose_name = _("Paket")
        verbose_name_plural = _("Pakete")
        ordering = ("-id",)

    class Privacy(Declaration):
        purpose = "Auskunft und Gesamtexport zum Abholen"
        basis = LEGAL_DUTY
        retention = Retention("sieben Tage", since="expires_at")
        personal = ("ordered_by",)
        subjects = STAFF
        erasure = delete_row()
        town = "authority_id"

    def __str__(self) -> str:
        return self.filename or self.public_id


class RetentionChoice(TenantModel):
    """A town's own time for a table, where the law leaves it to the town."""

    table = models.CharField(_("Tabelle"), max_length=80)
    days = models.PositiveIntegerField(_("Tage"))

    objects: ClassVar["models.Manager[RetentionChoice]"] = scoped_manager()

    class Meta:
        verbose_name = _("eigene Löschfrist")
        verbose_name_plural = _("eigene Löschfristen")
        constraints = [
            models.UniqueConstraint(name="retention_choice_once", fields=("authority", "table"))
        ]

    class Privacy(Declaration):
        purpose = "Löschfristen, die der Ort selbst festlegt"
        retention = "bis zur Änderung"

    def __str__(self) -> str:
        return f"{self.table}: {self.days}"


class RetentionRun(models.Model):
    """What the retention has erased: counts, nothing about anybody."""

    run_at = models.DateTimeField(_("gelaufen am"))
    counts = models.JSONField(_("Anzahl je Tabelle"), default=dict)

    class Meta:
        verbose_name = _("Löschlauf")
        verbose_name_plural = _("Löschläufe")
        ordering = ("-run_at", "-id")

    class Privacy(Declaration):
        purpose = "Nachweis der Löschung nach Ablauf der Fristen"
        retention = Retention("zehn Jahre", years=10, since="run_at")

    def __str__(self) -> str:
        return f"{self.run_at:%Y-%m-%d %H:%M}"


class Removal(Addressed, Stamped):
    """The end of a town on the platform; outlives the town, so it points at nothing of it."""

    authority_id = models.BigIntegerField(_("Kennung der Gebietskörperschaft"))
    name = models.CharField(_("Name"), max_length=120)
    slug = models.CharField(_("Adresse"), max_length=60)
    area_key = models.CharField(_("Gebietsschlüssel"), max_length=12)
    state = models.CharField(
        _("Stand"), max_length=10, choices=RemovalState.choices, default=RemovalState.REQUESTED
    )
    reason = models.TextField(_("Grund"))
    requested_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("beantragt von")
    )
    requested_at = models.DateTimeField(_("beantragt"))
    confirmed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("bestätigt von"),
    )
    confirmed_at = models.DateTimeField(_("bestätigt"), null=True, blank=True)
    archive_name = models.CharField(_("Archiv"), max_length=160, blank=True)
    offered_on = models.DateField(_("angeboten am"), null=True, blank=True)
    offer_sha256 = models.CharField(_("Prüfsumme des Angebots"), max_length=64, blank=True)
    archive_answer = models.CharField(
        _("Antwort des Archivs"), max_length=10, choices=ArchiveAnswer.choices, blank=True
    )
    archive_answered_on = models.DateField(_("Antwort vom"), null=True, blank=True)
    archive_note = models.TextField(_("Vermerk zur Antwort"), blank=True)
    not_before = models.DateField(_("Löschung frühestens am"), null=True, blank=True)
    ended_at = models.DateTimeField(_("gelöscht oder abgebrochen"), null=True, blank=True)
    counts = models.JSONField(_("gelöschte Zeilen je Tabelle"), default=dict, blank=True)
    log_position = models.BigIntegerField(_("Länge des Protokolls"), default=0)
    log_hash = models.CharField(_("letztes Siegel des Protokolls"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("Auflösung eines Ortes")
        verbose_name_plural = _("Auflösungen von Orten")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                name="removal_once",
                fields=("authority_id",),
                condition=models.Q(state__in=("requested", "confirmed", "offered", "waiting")),
            )
        ]

    class Privacy(Declaration):
        purpose = "Nachweis, wer die Löschung eines Ortes veranlasst hat und was das Archiv sagte"
        basis = PUBLIC_TASK
        retention = Retention("zehn Jahre nach der Löschung", years=10, since="ended_at")
        personal = ("requested_by", "confirmed_by")
        subjects = STAFF
        recipients = "zuständiges Archiv (§§ 5, 13 SächsArchivG)"
        texts = ("reason", "archive_note")
        town = "-"

    def __str__(self) -> str:
        return self.name
