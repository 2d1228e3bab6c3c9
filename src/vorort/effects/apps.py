from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "vorort.effects"
    verbose_name = "Wirkung"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _  # noqa: PLC0415

        from vorort.effects import queries  # noqa: PLC0415 - models are ready only now
        from vorort.findings.registry import register_ends  # noqa: PLC0415
        from vorort.measures import registry  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415

        registry.register_tab("effects", _("Bewertung"), "effects:effects", 60)
        registry.register_panel(10, queries.load_panel)
        registry.register_words(queries.load_words)
        register_ends(queries.load_ends)
        slots.register("measures.part", "effects/slot_part.html")
