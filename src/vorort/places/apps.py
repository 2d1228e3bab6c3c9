from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "vorort.places"
    verbose_name = "Gebiete"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.ui import slots  # noqa: PLC0415 - app readiness

        slots.register("deliveries.new", "places/slot_new.html", order=200)
