from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConceptsConfig(AppConfig):
    name = "vorort.concepts"
    verbose_name = "Konzepte"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.concepts.queries import course  # noqa: PLC0415 - models are ready only now
        from vorort.measures import registry  # noqa: PLC0415
        from vorort.measures.choices import Stage  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415

        registry.register_tab("concept", _("Konzept"), "concepts:concept", 15)
        registry.register_tab("documents", _("Unterlagen"), "concepts:documents", 80)
        registry.register_start(
            "small",
            _("Kleine Maßnahme erfassen"),
            "concepts:small",
            note=_("Fünf Angaben genügen bei wenig Geld und ohne besonderes Risiko."),
        )
        registry.register_gate(Stage.START, course.missing_before_start)
        registry.register_gate(Stage.END, course.missing_before_end)
        registry.register_panel(5, course.concept_panel)
        slots.register("findings.finding", "concepts/from_finding.html")
