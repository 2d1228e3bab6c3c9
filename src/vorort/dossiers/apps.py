from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "vorort.dossiers"
    verbose_name = "Maßnahmenakten"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        slots.register("findings.goal", "measures/from_goal.html")
