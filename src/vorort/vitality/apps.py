from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string


class VitalityConfig(AppConfig):
    name = "vorort.vitality"
    verbose_name = "Lebenszeichen"

    def ready(self) -> None:
        # Models are ready only now.
        from vorort.councils.registry import register_panel  # noqa: PLC0415
        from vorort.meetings.registry import register_slot  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415
        from vorort.vitality.queries import usual_slot, vitality_panel  # noqa: PLC0415

        register_panel(50, vitality_panel)
        register_slot(usual_slot)
        slots.register("meetings.list", asleep)


def asleep(context: dict[str, Any]) -> str:
    """Return a warning above the meetings of a body at risk, for who can wake it."""
    from vorort.core.clock import today  # noqa: PLC0415 - models are ready only now
    from vorort.vitality.queries import signs_of  # noqa: PLC0415

    frame = context["frame"]
    if not frame.can_run:
        return ""
    signs = signs_of(frame.body, on=today())
    return render_to_string("vitality/asleep.html", {"frame": frame, "signs": signs})
