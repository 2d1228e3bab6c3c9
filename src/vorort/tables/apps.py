from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "vorort.tables"
    verbose_name = "Tabellen einlesen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.ui import slots  # noqa: PLC0415 - app readiness

        slots.register("deliveries.new", "tables/parts/new_button.html", order=50)
        slots.register("deliveries.checked", "tables/parts/open_button.html")
