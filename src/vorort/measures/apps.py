from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "vorort.measures"
    verbose_name = "Maßnahmen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.measures import registry  # noqa: PLC0415 - models are ready only now
        from vorort.measures.actions import on_resolution  # noqa: PLC0415
        from vorort.resolutions.actions import resolution_adopted  # noqa: PLC0415
        from vorort.resolutions.models import Resolution  # noqa: PLC0415

        registry.register()
        resolution_adopted.connect(on_resolution, sender=Resolution, dispatch_uid="measures")
