from django.apps import AppConfig


class ResolutionsConfig(AppConfig):
    name = "vorort.resolutions"
    verbose_name = "Beschlüsse und Aufgaben"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.councils.registry import register_panel  # noqa: PLC0415 - ready only now
        from vorort.papers.registry import register_stations  # noqa: PLC0415
        from vorort.resolutions import registry  # noqa: PLC0415
        from vorort.resolutions.queries import panels  # noqa: PLC0415

        registry.register()
        register_panel(30, panels.tasks_panel)
        register_panel(40, panels.resolutions_panel)
        register_stations(panels.stations)
