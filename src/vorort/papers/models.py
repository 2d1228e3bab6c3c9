"""Papers for a body: text, files, who must sign before they go out, when to look at them again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention, keep
from vorort.councils.choices import SERIES_MARKS, Confidentiality
from vorort.councils.models import Body
from vorort.files.models import StoredFile
from vorort.papers.choices import PaperKind, PaperState, SignatureState
from vorort.partners.models import Organisation

_LIKE_THE_BODY = Retention("wie das Gremium, vor einer Löschung dem Archiv angeboten")


class Paper(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """A Vorlage. ``number``/``year`` count per body; ``file_reference`` is the Aktenzeichen."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    year = models.PositiveSmallIntegerField(_("Jahr"))
    file_reference = models.CharField(_("Aktenzeichen"), max_length=60, blank=True)
    kind = models.CharField(_("Art"), max_length=12, choices=PaperKind.choices)
    title = models.CharField(_("Titel"), max_length=200)
    text = models.TextField(_("Sachverhalt"), blank=True)
    proposal = models.TextField(_("Beschlussvorschlag"), blank=True)
    costs = models.TextField(_("Kosten und Folgen"), blank=True)
    submitted_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("eingebracht von"),
    )
    author = person_field(_("bearbeitet durch"))
    confidentiality = models.CharField(
        _("Vertraulichkeit"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.MEMBERS,
    )
    state = models.CharField(
        _("Stand"), max_length=10, choices=PaperState.choices, default=PaperState.DRAFT
    )
    released_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    # Wiedervorlage: appears on the author's desk on that day.
    resubmit_on = models.DateField(_("Wiedervorlage"), null=True, blank=True)
    resubmit_note = models.CharField(_("Wiedervorlage wegen"), max_length=200, blank=True)
    # The thing of an upper app it was made from ("measures.measure", id); never retyped.
    origin_kind = models.CharField(_("entstanden aus"), max_length=60, blank=True)
    origin_id = models.CharField(_("Kennung des Ursprungs"), max_length=40, blank=True)
    # Whoever saves must have read the latest text.
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[Paper]"] = scoped_manager()

    class Meta:
        verbose_name = _("Vorlage")
        verbose_name_plural = _("Vorlagen")
        ordering = ("-year", "-number", "id")
        constraints = [
            models.UniqueConstraint(
                name="paper_number_once", fields=("body", "confidentiality", "year", "number")
            ),
            models.CheckConstraint(
                name="paper_released_dated",
                condition=~Q(state__in=[PaperState.RELEASED, PaperState.DECIDED])
                | Q(released_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=("authority", "state"), name="paper_by_state"),
            models.Index(fields=("origin_kind", "origin_id"), name="paper_by_origin"),
        ]

    class Privacy(Declaration):
        purpose = "Vorlagen für Gremien"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("author",)
        subjects = STAFF
        texts = ("text", "proposal", "costs", "resubmit_note")
        erasure = REFERENCE

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """The number as people say it: "12/2026"; "Ö 3/2026" public, "K 2/2026" core group."""
        return f"{SERIES_MARKS[self.confidentiality]}{self.number}/{self.year}"


class PaperFile(Addressed, TenantModel):
    """A file of a paper; downloaded only through the paper's rule."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Titel"), max_length=200)
    confidentiality = models.CharField(
        _("Vertraulichkeit"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.MEMBERS,
    )

    objects: ClassVar["models.Manager[PaperFile]"] = scoped_manager()

    class Meta:
        verbose_name = _("Anlage einer Vorlage")
        verbose_name_plural = _("Anlagen von Vorlagen")
        ordering = ("paper", "id")

    class Privacy(Declaration):
        purpose = "Anlagen zu Vorlagen"
        retention = "wie die Vorlage"

    def __str__(self) -> str:
        return self.title


class CoSignature(Addressed, TenantModel):
    """Mitzeichnung: who must sign, in which order, and what they said."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="signatures")
    position = models.PositiveSmallIntegerField(_("Stelle"))
    person = person_field(_("wer"))
    function = models.CharField(_("als"), max_length=120)
    state = models.CharField(
        _("Stand"), max_length=8, choices=SignatureState.choices, default=SignatureState.OPEN
    )
    decided_at = models.DateTimeField(_("am"), null=True, blank=True)
    note = models.TextField(_("Bemerkung"), blank=True)

    objects: ClassVar["models.Manager[CoSignature]"] = scoped_manager()

    class Meta:
        verbose_name = _("Mitzeichnung")
        verbose_name_plural = _("Mitzeichnungen")
        ordering = ("paper", "position")
        constraints = [
            models.UniqueConstraint(name="co_signature_once", fields=("paper", "position")),
            models.CheckConstraint(
                name="co_signature_dated",
                condition=Q(state=SignatureState.OPEN) | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="co_signature_refused_with_reason",
                condition=~Q(state=SignatureState.REFUSED) | ~Q(note=""),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Nachweis, wer eine Vorlage mitgezeichnet hat"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("person", "function")
        subjects = STAFF
        texts = ("note",)
        erasure = keep("Nachweis, wer die Vorlage verantwortet hat.")

    def __str__(self) -> str:
        return f"{self.position}. {self.function}"
