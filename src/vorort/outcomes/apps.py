from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "vorort.outcomes"
    verbose_name = "Was wurde daraus?"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from vorort.measures.actions import measure_changed  # noqa: PLC0415
        from vorort.measures.registry import register_panel  # noqa: PLC0415
        from vorort.outcomes.actions import keep_true  # noqa: PLC0415
        from vorort.outcomes.queries import measure_panel  # noqa: PLC0415

        register_panel(60, measure_panel)
        measure_changed.connect(keep_true, dispatch_uid="outcomes.keep_true")
