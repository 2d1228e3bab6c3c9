from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "vorort.records"
    verbose_name = "Eigene Zahlen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.figures import registry  # noqa: PLC0415 - models are ready only now
        from vorort.records.choices import RecordGroup  # noqa: PLC0415
        from vorort.records.queries import OwnFigures  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        for group in (
            RecordGroup.OWI,
            RecordGroup.ACCIDENTS,
            RecordGroup.STRUCTURE,
            RecordGroup.INCIDENTS,
        ):
            registry.register(OwnFigures(group))

        slots.register("deliveries.new", "records/parts/new_button.html", order=200)
