from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "vorort.measures"
    verbose_name = "Maßnahmen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.measures import registry  # noqa: PLC0415 - models are ready only now

        registry.register()
