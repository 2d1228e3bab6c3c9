from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "vorort.records"
    verbose_name = "Eigene Zahlen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        slots.register("deliveries.new", "records/parts/new_button.html", order=200)
