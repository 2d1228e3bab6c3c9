"""How a measure is judged: the plan before the start, what was reached, each computed result."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import person_field
from vorort.core.models import Addressed, TenantModel, scoped_manager
from vorort.core.privacy import PUBLIC_TASK, REFERENCE, STAFF, Declaration, Retention
from vorort.effects.choices import Design, EffectGrade, Frequency, PlanVerdict
from vorort.findings.models import Goal
from vorort.measures.models import Measure, Part

_LASTING = Retention("wie die Maßnahme, vor einer Löschung dem Archiv angeboten")


class OutcomePlan(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """Which figure is to show an effect, where and when. Lists hold area keys.

    Months are the first day of the month, years the first of January. ``power`` is what the
    engine said before the start about what could be seen, frozen with its data version.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="outcome_plans")
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    label = models.CharField(_("Kennzahl"), max_length=200)
    source = models.CharField(_("Quelle"), max_length=20)
    code = models.CharField(_("Schlüssel"), max_length=40)
    frequency = models.CharField(_("Takt"), max_length=5, choices=Frequency.choices)
    treated = models.JSONField(_("Gebiete der Maßnahme"), default=list)
    comparison = models.JSONField(_("Vergleichsgebiete"), default=list, blank=True)
    ring = models.JSONField(_("Nachbargebiete"), default=list, blank=True)
    before_from = models.DateField(_("Vorher ab"))
    starts_on = models.DateField(_("Beginn der Maßnahme"))
    # The weeks in which the measure is only being set up count neither before nor after.
    phase_in_until = models.DateField(_("Anlauf bis"), null=True, blank=True)
    after_until = models.DateField(_("Nachher bis"))
    # The place was chosen because its numbers were high: they fall again by themselves.
    chosen_because_high = models.BooleanField(_("wegen hoher Zahlen ausgewählt"), default=True)
    lower_is_better = models.BooleanField(_("weniger ist besser"), default=True)
    proxies = models.TextField(_("Was sich sonst messen ließe"), blank=True)
    verdict = models.CharField(
        _("Vor dem Beginn"), max_length=14, choices=PlanVerdict.choices, blank=True
    )
    power = models.JSONField(_("Was zu sehen wäre"), default=dict, blank=True)
    planned_at = models.DateTimeField(_("geplant am"), null=True, blank=True)
    created_by = person_field(_("angelegt durch"))
    revision = models.PositiveIntegerField(_("Änderungen"), default=0)

    objects: ClassVar["models.Manager[OutcomePlan]"] = scoped_manager()

    class Meta:
        verbose_name = _("Bewertungsplan")
        verbose_name_plural = _("Bewertungspläne")
        ordering = ("measure", "id")
        constraints = [
            models.CheckConstraint(
                name="plan_periods_in_order",
                condition=Q(before_from__lt=F("starts_on")) & Q(after_until__gte=F("starts_on")),
            ),
        ]

    class Privacy(Declaration):
        purpose = "Wie die Wirkung einer Maßnahme festgestellt wird"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("created_by",)
        subjects = STAFF
        texts = ("proxies",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.label


class ReachIndicator(Addressed, TenantModel):  # type: ignore[django-manager-missing]
    """What is counted while the measure runs: people reached, events, repaired lamps."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="reach")
    label = models.CharField(_("Was gezählt wird"), max_length=160)
    unit = models.CharField(_("Einheit"), max_length=40, blank=True)
    planned = models.PositiveIntegerField(_("geplant"), null=True, blank=True)

    objects: ClassVar["models.Manager[ReachIndicator]"] = scoped_manager()

    class Meta:
        verbose_name = _("Kennzahl der Durchführung")
        verbose_name_plural = _("Kennzahlen der Durchführung")
        ordering = ("measure", "id")
        constraints = [models.UniqueConstraint(name="reach_once", fields=("measure", "label"))]

    class Privacy(Declaration):
        purpose = "Ob eine Maßnahme wie geplant durchgeführt wurde"
        retention = "wie die Maßnahme"

    def __str__(self) -> str:
        return self.label


class ReachCount(Addressed, TenantModel):
    """One count of a day or a period, by whom it was reported."""

    indicator = models.ForeignKey(ReachIndicator, on_delete=models.CASCADE, related_name="counts")
    part = models.ForeignKey(
        Part, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    on = models.DateField(_("am"))
    count = models.PositiveIntegerField(_("Anzahl"))
    note = models.CharField(_("Bemerkung"), max_length=200, blank=True)
    entered_by = person_field(_("eingetragen durch"))

    objects: ClassVar["models.Manager[ReachCount]"] = scoped_manager()

    class Meta:
        verbose_name = _("Zählung")
        verbose_name_plural = _("Zählungen")
        ordering = ("indicator", "on", "id")

    class Privacy(Declaration):
        purpose = "Wie viele eine Maßnahme erreicht hat"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("entered_by",)
        subjects = STAFF
        erasure = REFERENCE

    def __str__(self) -> str:
        return str(self.count)


class Evaluation(Addressed, TenantModel):
    """One computed result: what went in, how, what came out. Never changed, only followed.

    ``inputs`` are the frozen counts, ``data_version`` the deliveries with checksums,
    ``fingerprint`` a hash over inputs, parameters, seed and the engine's version: the same
    fingerprint gives the same ``result``.
    """

    plan = models.ForeignKey(OutcomePlan, on_delete=models.PROTECT, related_name="evaluations")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    as_of = models.DateField(_("Stand"))
    is_final = models.BooleanField(_("abschließend"), default=False)
    computed_at = models.DateTimeField(_("berechnet am"))
    computed_by = person_field(_("berechnet durch"))
    design = models.CharField(_("Verfahren"), max_length=18, choices=Design.choices)
    grade = models.CharField(_("Ergebnis"), max_length=14, choices=EffectGrade.choices)
    inputs = models.JSONField(_("Zahlen"), default=dict)
    data_version = models.JSONField(_("Datenstand"), default=dict)
    parameters = models.JSONField(_("Parameter"), default=dict)
    seed = models.PositiveBigIntegerField(_("Startwert der Zufallszahlen"))
    engine = models.CharField(_("Fassung der Rechnung"), max_length=20)
    fingerprint = models.CharField(_("Prüfsumme"), max_length=64)
    result = models.JSONField(_("Ergebnis in Zahlen"), default=dict)
    # Our own reading of it, in words; the computed sentences come from the result.
    assessment = models.TextField(_("Einschätzung"), blank=True)

    objects: ClassVar["models.Manager[Evaluation]"] = scoped_manager()

    class Meta:
        verbose_name = _("Bewertung")
        verbose_name_plural = _("Bewertungen")
        ordering = ("plan", "-number")
        constraints = [models.UniqueConstraint(name="evaluation_once", fields=("plan", "number"))]

    class Privacy(Declaration):
        purpose = "Ob eine Maßnahme gewirkt hat"
        basis = PUBLIC_TASK
        retention = _LASTING
        personal = ("computed_by",)
        subjects = STAFF
        texts = ("assessment",)
        erasure = REFERENCE

    def __str__(self) -> str:
        return self.get_grade_display()
