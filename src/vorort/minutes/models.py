"""Minutes (Niederschrift): one text, three outputs; objections, signatures, approval."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention, keep
from vorort.councils.choices import Confidentiality
from vorort.councils.models import Seat
from vorort.files.models import StoredFile
from vorort.meetings.models import AgendaItem, Meeting
from vorort.minutes.choices import MinutesState, Review, SignerRole

_LIKE_THE_BODY = Retention("wie das Gremium, vor einer Löschung dem Archiv angeboten")


class Minutes(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """The minutes of a meeting; frozen with their approval."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(
        _("Stand"), max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT
    )
    # Written beside the text, in plain language; public with the extract.
    plain_summary = models.TextField(_("Zusammenfassung in Leichter Sprache"), blank=True)
    sent_at = models.DateTimeField(_("versandt am"), null=True, blank=True)
    objections_until = models.DateTimeField(_("Widerspruch bis"), null=True, blank=True)
    approved_at = models.DateTimeField(_("genehmigt am"), null=True, blank=True)
    approved_by = person_field(_("Genehmigung eingetragen durch"))
    # "in der 4. Sitzung 2026", "kein Widerspruch bis 01.12.2026", "unterschrieben auf Papier".
    approval_note = models.CharField(_("genehmigt durch"), max_length=200, blank=True)
    # The signed paper, scanned.
    signed_scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # How far one must read to see the scan: whoever prints for the core group scans its items too.
    scan_level = models.CharField(
        _("Vertraulichkeit des Scans"),
        max_length=8,
        choices=Confidentiality.choices,
        default=Confidentiality.MEMBERS,
    )
    # What the sitting recorded, frozen with the approval (``rules.Record``).
    record = models.JSONField(_("Aufzeichnung der Sitzung"), null=True, blank=True)
    # Silence approves only what was sent.
    sent_hash = models.CharField(_("Prüfsumme beim Versand"), max_length=64, blank=True)
    # SHA-256 of the text as it was approved: whoever changes it afterwards is found out.
    text_hash = models.CharField(_("Prüfsumme des Textes"), max_length=64, blank=True)
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[Minutes]"] = scoped_manager()

    class Meta:
        verbose_name = _("Niederschrift")
        verbose_name_plural = _("Niederschriften")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                name="minutes_approved_dated",
                condition=~Q(state=MinutesState.APPROVED)
                | (
                    Q(approved_at__isnull=False, record__isnull=False)
                    & ~Q(approval_note="")
                    & ~Q(text_hash="")
                ),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Niederschriften der Sitzungen"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("approved_by", "record")
        subjects = STAFF
        texts = ("plain_summary",)
        erasure = keep("Nachweis, wer beraten und beschlossen hat (§ 40 SächsGemO).")

    def __str__(self) -> str:
        return f"Niederschrift {self.meeting_id}"


class Passage(Addressed, TenantModel):
    """The text of the minutes at one item, or of the head (without an item).

    What stands between ``[[`` and ``]]`` is blacked out in the public extract.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="passages")
    item = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, related_name="passage", null=True, blank=True
    )
    text = models.TextField(_("Text"), blank=True)
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)
    edited_at = models.DateTimeField(_("bearbeitet"), null=True, blank=True)
    edited_by = person_field(_("bearbeitet durch"))

    objects: ClassVar["models.Manager[Passage]"] = scoped_manager()

    class Meta:
        verbose_name = _("Abschnitt einer Niederschrift")
        verbose_name_plural = _("Abschnitte von Niederschriften")
        ordering = ("minutes", "item__position", "id")

    class Privacy(Declaration):
        purpose = "Text der Niederschrift"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("edited_by",)
        subjects = STAFF
        texts = ("text",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return str(self.item_id or "Kopf")


class MinutesReview(TenantModel):
    """What a member says to the draft."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="reviews")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    review = models.CharField(_("Durchsicht"), max_length=8, choices=Review.choices)
    text = models.TextField(_("Einwand"), blank=True)
    answered_at = models.DateTimeField(_("am"))
    # What became of an objection.
    settled_note = models.TextField(_("Behandlung"), blank=True)
    settled_at = models.DateTimeField(_("behandelt am"), null=True, blank=True)

    objects: ClassVar["models.Manager[MinutesReview]"] = scoped_manager()

    class Meta:
        verbose_name = _("Durchsicht einer Niederschrift")
        verbose_name_plural = _("Durchsichten von Niederschriften")
        ordering = ("minutes", "id")
        constraints = [
            models.UniqueConstraint(name="minutes_review_once", fields=("minutes", "seat")),
            models.CheckConstraint(
                name="minutes_objection_said",
                condition=~Q(review=Review.OBJECTED) | ~Q(text=""),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Einwände gegen eine Niederschrift"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("seat",)
        subjects = STAFF
        texts = ("text", "settled_note")
        erasure = keep("Nachweis, wie die Niederschrift zustande kam.")

    def __str__(self) -> str:
        return self.get_review_display()


class Signature(TenantModel):
    """A signature on the paper, as it was checked against the scan."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="signatures")
    role = models.CharField(_("als"), max_length=12, choices=SignerRole.choices)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("wer"),
    )  # fmt: skip
    signed_on = models.DateField(_("unterschrieben am"), null=True, blank=True)

    objects: ClassVar["models.Manager[Signature]"] = scoped_manager()

    class Meta:
        verbose_name = _("Unterschrift")
        verbose_name_plural = _("Unterschriften")
        ordering = ("minutes", "id")
        constraints = [
            models.UniqueConstraint(name="signature_once", fields=("minutes", "role")),
        ]

    class Privacy(Declaration):
        purpose = "Nachweis der Unterschriften nach der Gemeindeordnung"
        basis = PUBLIC_TASK
        retention = _LIKE_THE_BODY
        personal = ("seat",)
        subjects = STAFF
        erasure = keep("Nachweis der Unterschrift nach § 40 SächsGemO.")

    def __str__(self) -> str:
        return self.get_role_display()
