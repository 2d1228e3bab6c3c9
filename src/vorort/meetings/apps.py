from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "vorort.meetings"
    verbose_name = "Sitzungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.councils.registry import (  # noqa: PLC0415 - models are ready only now
            register_panel,
            register_words,
        )
        from vorort.meetings import registry  # noqa: PLC0415
        from vorort.meetings.queries.panel import (  # noqa: PLC0415
            meetings_panel,
            next_words,
        )
        from vorort.meetings.queries.papers import (  # noqa: PLC0415
            reads_for_meeting,
            stations,
        )
        from vorort.papers.registry import register_stations  # noqa: PLC0415
        from vorort.papers.rules import add_reading_rule  # noqa: PLC0415

        registry.register()
        register_panel(20, meetings_panel)
        register_words(next_words)
        register_stations(stations)
        add_reading_rule(reads_for_meeting)
