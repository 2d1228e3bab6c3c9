from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "vorort.portal"
    verbose_name = "Ortsportal"

    def ready(self) -> None:
        from vorort.portal.queries import sources  # noqa: PLC0415 - models are ready only now

        sources.register()
