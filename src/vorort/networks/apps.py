from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "vorort.networks"
    verbose_name = "Netzwerk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.measures.registry import register_panel  # noqa: PLC0415 - models are ready now
        from vorort.networks.queries import load_origin  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415

        register_panel(70, load_origin)
        slots.register("findings.need", "networks/slots/need.html")
