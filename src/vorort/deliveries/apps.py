from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "vorort.deliveries"
    verbose_name = "Lieferungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.deliveries import registry  # noqa: PLC0415 - models are ready only now

        registry.register()
