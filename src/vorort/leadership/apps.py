from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "vorort.leadership"
    verbose_name = "Leitung"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from vorort.leadership import registry  # noqa: PLC0415
        from vorort.leadership.queries import measure_panel  # noqa: PLC0415
        from vorort.measures.registry import register_panel  # noqa: PLC0415

        registry.register()
        register_panel(70, measure_panel)
