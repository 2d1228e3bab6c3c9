from django.apps import AppConfig


class FoundingsConfig(AppConfig):
    name = "vorort.foundings"
    verbose_name = "Gründungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from vorort.councils.actions import body_created  # noqa: PLC0415
        from vorort.councils.registry import register_panel, register_way  # noqa: PLC0415
        from vorort.foundings.actions import begin  # noqa: PLC0415
        from vorort.foundings.queries import founding_panel  # noqa: PLC0415

        register_way("founding", "foundings:founding")
        register_panel(10, founding_panel)
        body_created.connect(begin, dispatch_uid="foundings.begin")
