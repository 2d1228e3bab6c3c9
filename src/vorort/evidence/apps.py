from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "vorort.evidence"
    verbose_name = "Polizeistatistik"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.evidence.queries import PoliceStatistics  # noqa: PLC0415 - app readiness
        from vorort.figures import registry  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415

        registry.register(PoliceStatistics())
        slots.register("deliveries.new", "evidence/parts/new_button.html")
