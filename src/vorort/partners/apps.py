from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "vorort.partners"
    verbose_name = "Partner"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.partners import registry  # noqa: PLC0415 - models are ready only now

        registry.register()
