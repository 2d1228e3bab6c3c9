from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "vorort.publications"
    verbose_name = "Veröffentlichungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.publications import registry  # noqa: PLC0415 - models are ready only now

        registry.register()
