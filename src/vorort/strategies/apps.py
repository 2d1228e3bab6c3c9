from django.apps import AppConfig


class StrategiesConfig(AppConfig):
    name = "vorort.strategies"
    verbose_name = "Strategie"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from vorort.measures.registry import register_panel  # noqa: PLC0415
        from vorort.resolutions.actions import resolution_adopted  # noqa: PLC0415
        from vorort.strategies import registry  # noqa: PLC0415
        from vorort.strategies.actions import decided  # noqa: PLC0415
        from vorort.strategies.queries.panel import measure_panel  # noqa: PLC0415

        registry.register()
        register_panel(60, measure_panel)
        resolution_adopted.connect(decided, dispatch_uid="strategies.decided")
