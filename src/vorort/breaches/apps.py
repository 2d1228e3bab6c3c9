from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string


class BreachesConfig(AppConfig):
    name = "vorort.breaches"
    verbose_name = "Vorfälle"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.breaches.queries import list_duties  # noqa: PLC0415 - models are ready only now
        from vorort.core import duties  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415

        duties.register(list_duties)
        slots.register("rights.overview", overview_entry)


def overview_entry(context: dict[str, Any]) -> str:
    """Return the way to the incidents for those who may know of them."""
    from vorort.breaches import queries, rules  # noqa: PLC0415 - models are ready only now

    request = context["request"]
    if not rules.can_see_incidents(request.user, request.authority):
        return ""
    rows = queries.list_incidents(request.user, request.authority).filter(state="open")
    more = {"authority": request.authority, "open_incidents": rows.count()}
    return render_to_string("breaches/entry.html", more, request)
