from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "vorort.papers"
    verbose_name = "Vorlagen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.papers import registry  # noqa: PLC0415 - models are ready only now

        registry.register()
