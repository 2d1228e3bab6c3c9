from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "vorort.councils"
    verbose_name = "Gremien"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.councils import registry  # noqa: PLC0415 - models are ready only now

        registry.register()
