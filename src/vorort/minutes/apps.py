from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "vorort.minutes"
    verbose_name = "Niederschriften"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.minutes.queries import found  # noqa: PLC0415 - models are ready only now

        found.register()
