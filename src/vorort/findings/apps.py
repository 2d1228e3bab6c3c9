from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "vorort.findings"
    verbose_name = "Feststellungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.findings import registry  # noqa: PLC0415 - models are ready only now

        registry.register()
