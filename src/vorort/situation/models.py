"""A Lagebild as a report: sections, frozen figures, annotations, remarks."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, STAFF, Declaration, Retention, keep
from vorort.deliveries.models import Delivery
from vorort.pictures.choices import FigureKind, SectionKind
from vorort.publications.models import Publication
from vorort.situation.choices import (
    IN_WORK,
    PoliceState,
    RemarkState,
    ReportState,
    SectionState,
)

_AFTER_DRAFT = [state for state in ReportState if state != ReportState.DRAFT]
_POLICE_DONE = [ReportState.POLICE_DONE, ReportState.APPROVED]
_WAS_PUBLIC = [ReportState.PUBLISHED, ReportState.SUPERSEDED, ReportState.WITHDRAWN]


class Report(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """One version of the Lagebild of an area and year."""

    area_key = models.CharField(_("Gebietsschlüssel"), max_length=12)
    area_name = models.CharField(_("Gebiet"), max_length=120)
    year = models.PositiveSmallIntegerField(_("Berichtsjahr"))
    version = models.PositiveSmallIntegerField(_("Fassung"), default=1)
    state = models.CharField(
        _("Stand"), max_length=12, choices=ReportState.choices, default=ReportState.DRAFT
    )
    title = models.CharField(_("Titel"), max_length=200)
    created_by = person_field(_("angelegt durch"))
    # What was computed: the picture without its indicators; those stand in the figures.
    frame = models.JSONField(_("Eckdaten"), default=dict, blank=True)
    # Deliveries with checksums, methods with versions, arguments: enough to compute it again.
    data_version = models.JSONField(_("Datenstand"), default=dict, blank=True)
    gate = models.JSONField(_("Schutz vor Rückschluss"), default=dict, blank=True)
    computed_at = models.DateTimeField(_("berechnet"), null=True, blank=True)
    # The job that computes or publishes right now.
    job = models.CharField(_("laufende Arbeit"), max_length=12, blank=True)
    sent_at = models.DateTimeField(_("an die Polizei gesendet"), null=True, blank=True)
    police_done_at = models.DateTimeField(_("von der Polizei geprüft"), null=True, blank=True)
    # Where the police is not on the platform: which office released in writing, and when.
    written_release_by = models.CharField(
        _("schriftliche Freigabe von"), max_length=160, blank=True
    )
    written_release_on = models.DateField(_("schriftliche Freigabe am"), null=True, blank=True)
    approved_at = models.DateTimeField(_("freigegeben"), null=True, blank=True)
    approved_by = person_field(_("freigegeben durch"))
    published_at = models.DateTimeField(_("veröffentlicht"), null=True, blank=True)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # A correction of a published version: which one, and why, in words for everybody.
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    correction_reason = models.TextField(_("Grund der Berichtigung"), blank=True)
    # The mayor has been told instead of asked (``rules.needs_mayor``), and has read it.
    approved_short = models.BooleanField(_("verkürzt freigegeben"), default=False)
    noted_at = models.DateTimeField(_("zur Kenntnis genommen"), null=True, blank=True)
    noted_by = person_field(_("zur Kenntnis genommen durch"))
    withdrawn_at = models.DateTimeField(_("zurückgezogen"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("Grund der Rücknahme"), blank=True)

    objects: ClassVar["models.Manager[Report]"] = scoped_manager()

    class Meta:
        verbose_name = _("Lagebild")
        verbose_name_plural = _("Lagebilder")
        ordering = ("-year", "area_key", "-version")
        constraints = [
            models.UniqueConstraint(
                name="report_version_once", fields=("authority", "area_key", "year", "version")
            ),
            models.UniqueConstraint(
                name="report_one_in_work",
                fields=("authority", "area_key", "year"),
                condition=Q(state__in=sorted(IN_WORK)),
            ),
            models.UniqueConstraint(
                name="report_one_public",
                fields=("authority", "area_key", "year"),
                condition=Q(state=ReportState.PUBLISHED),
            ),
            models.CheckConstraint(
                name="report_computed_before_it_moves",
                condition=~Q(state__in=_AFTER_DRAFT) | Q(computed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_sent_to_police",
                condition=~Q(state=ReportState.WITH_POLICE) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_police_done",
                condition=~Q(state__in=[*_POLICE_DONE, *_WAS_PUBLIC])
                | Q(police_done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_approved",
                condition=~Q(state__in=[ReportState.APPROVED, *_WAS_PUBLIC])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_published",
                condition=~Q(state__in=_WAS_PUBLIC)
                | Q(published_at__isnull=False, publication__isnull=False),
            ),
            models.CheckConstraint(
                name="report_withdrawn_with_reason",
                condition=~Q(state=ReportState.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="report_correction_with_reason",
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""),
            ),
            models.CheckConstraint(
                name="report_short_only_for_corrections",
                condition=Q(approved_short=False) | Q(corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="report_written_release_whole",
                condition=Q(written_release_by="", written_release_on__isnull=True)
                | (~Q(written_release_by="") & Q(written_release_on__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=("authority", "state"), name="report_by_state")]

    class Privacy(Declaration):
        purpose = "Lagebild mit dem Gang seiner Freigabe"
        basis = PUBLIC_TASK
        retention = Retention("dauerhaft, vor einer Löschung dem Archiv angeboten")
        personal = ("created_by", "approved_by", "noted_by", "written_release_by")
        subjects = STAFF
        names = ("written_release_by",)
        erasure = keep("Nachweis, wer die Zahlen schriftlich freigegeben hat.")

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Section(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A section of a report with its text."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(_("Art"), max_length=10, choices=SectionKind.choices)
    title = models.CharField(_("Überschrift"), max_length=120)
    position = models.PositiveSmallIntegerField(_("Stelle"))
    text = models.TextField(_("Text"), blank=True)
    state = models.CharField(
        _("Stand"), max_length=6, choices=SectionState.choices, default=SectionState.OPEN
    )
    # Counts the changes: whoever saves must have read the latest text.
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)
    edited_at = models.DateTimeField(_("bearbeitet"), null=True, blank=True)
    edited_by = person_field(_("bearbeitet durch"))

    objects: ClassVar["models.Manager[Section]"] = scoped_manager()

    class Meta:
        verbose_name = _("Abschnitt")
        verbose_name_plural = _("Abschnitte")
        ordering = ("report", "position")
        constraints = [
            models.UniqueConstraint(name="section_once", fields=("report", "kind")),
            models.UniqueConstraint(name="section_position", fields=("report", "position")),
        ]

    class Privacy(Declaration):
        purpose = "Texte des Lagebilds"
        basis = PUBLIC_TASK
        retention = Retention("wie das Lagebild")
        personal = ("edited_by",)
        subjects = STAFF
        texts = ("text",)

    def __str__(self) -> str:
        return self.title


class ReportFigure(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A figure: frozen numbers, pictures, sentence and verdict, and the word of the police."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="figures")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    kind = models.CharField(_("Art"), max_length=6, choices=FigureKind.choices)
    code = models.CharField(_("Schlüssel"), max_length=20)
    title = models.CharField(_("Titel"), max_length=200)
    payload = models.JSONField(_("Zahlen"))
    # Public ids of the deliveries behind everything it says.
    rests_on = models.JSONField(_("beruht auf"), default=list, blank=True)
    svg_wide = models.TextField(_("Bild, breit"), blank=True)
    svg_narrow = models.TextField(_("Bild, schmal"), blank=True)
    svg_pdf = models.TextField(_("Bild für das PDF"), blank=True)
    verdict = models.CharField(_("Urteil"), max_length=6, blank=True)
    sentence = models.TextField(_("Satz"))
    police_state = models.CharField(
        _("Polizei"), max_length=8, choices=PoliceState.choices, default=PoliceState.OPEN
    )
    police_note = models.TextField(_("Begründung der Polizei"), blank=True)
    decided_at = models.DateTimeField(_("entschieden"), null=True, blank=True)
    decided_by = person_field(_("entschieden durch"))

    objects: ClassVar["models.Manager[ReportFigure]"] = scoped_manager()

    class Meta:
        verbose_name = _("Abbildung")
        verbose_name_plural = _("Abbildungen")
        ordering = ("report", "number")
        constraints = [
            models.UniqueConstraint(name="figure_number_once", fields=("report", "number")),
            models.UniqueConstraint(name="figure_code_once", fields=("report", "kind", "code")),
            models.CheckConstraint(
                name="figure_decision_dated",
                condition=Q(police_state=PoliceState.OPEN) | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="figure_refusal_with_reason",
                condition=~Q(police_state__in=[PoliceState.CHANGED, PoliceState.REFUSED])
                | ~Q(police_note=""),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Zahlen des Lagebilds mit dem Nachweis ihrer Freigabe"
        basis = PUBLIC_TASK
        retention = Retention("wie das Lagebild")
        personal = ("decided_by",)
        subjects = STAFF
        texts = ("police_note",)

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class ReportSource(TenantModel):
    """A delivery behind a report: whoever revokes it finds what was made from it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sources")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar["models.Manager[ReportSource]"] = scoped_manager()

    class Meta:
        verbose_name = _("Quelle eines Lagebilds")
        verbose_name_plural = _("Quellen von Lagebildern")
        ordering = ("report", "id")
        constraints = [
            models.UniqueConstraint(name="report_source_once", fields=("report", "delivery")),
        ]

    class Privacy(Declaration):
        purpose = "Nachweis, auf welchen Lieferungen ein Lagebild beruht"
        basis = PUBLIC_TASK
        retention = Retention("wie das Lagebild")

    def __str__(self) -> str:
        return f"{self.report_id}: {self.delivery_id}"


class Annotation(Addressed, TenantModel):
    """A special effect in a year of an indicator, shown by a letter in its chart."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="annotations")
    code = models.CharField(_("Schlüssel"), max_length=20)
    year = models.PositiveSmallIntegerField(_("Jahr"))
    letter = models.CharField(_("Buchstabe"), max_length=2)
    text = models.CharField(_("Erläuterung"), max_length=400)
    excluded = models.BooleanField(_("zählt nicht in Mittelwert und Urteil"), default=True)
    created_by = person_field(_("angelegt durch"))

    objects: ClassVar["models.Manager[Annotation]"] = scoped_manager()

    class Meta:
        verbose_name = _("Anmerkung")
        verbose_name_plural = _("Anmerkungen")
        ordering = ("report", "code", "year")
        constraints = [
            models.UniqueConstraint(name="annotation_once", fields=("report", "code", "year")),
            models.UniqueConstraint(name="annotation_letter", fields=("report", "code", "letter")),
        ]

    class Privacy(Declaration):
        purpose = "Erläuterung von Sonderereignissen"
        basis = PUBLIC_TASK
        retention = Retention("wie das Lagebild")
        personal = ("created_by",)
        subjects = STAFF
        texts = ("text",)

    def __str__(self) -> str:
        return f"{self.letter} {self.code} {self.year}"


class Remark(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A comment of police or coordination at a figure or a section; one level of replies."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="remarks")
    figure = models.ForeignKey(
        ReportFigure, on_delete=models.CASCADE, related_name="remarks", null=True, blank=True
    )
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="remarks", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, related_name="replies", null=True, blank=True
    )
    text = models.TextField(_("Anmerkung"))
    author = person_field(_("von"))
    # The function, not the name: that is what others see.
    author_role = models.CharField(_("Funktion"), max_length=80)
    written_at = models.DateTimeField(_("geschrieben"))
    state = models.CharField(
        _("Stand"), max_length=6, choices=RemarkState.choices, default=RemarkState.OPEN
    )

    objects: ClassVar["models.Manager[Remark]"] = scoped_manager()

    class Meta:
        verbose_name = _("Wortmeldung")
        verbose_name_plural = _("Wortmeldungen")
        ordering = ("report", "written_at", "id")

    class Privacy(Declaration):
        purpose = "Abstimmung zwischen Polizei und Koordination"
        basis = PUBLIC_TASK
        retention = Retention(
            "zwei Jahre nach Veröffentlichung", years=2, since="report__published_at", own=True
        )
        personal = ("author", "text")
        subjects = STAFF
        erasure = keep(
            "Die Anmerkung gehört zum Nachweis der Freigabe und wird zwei Jahre nach der "
            "Veröffentlichung gelöscht. Die Person ist danach nur noch eine Kennung."
        )

    def __str__(self) -> str:
        return f"{self.author_role}: {self.text[:40]}"
