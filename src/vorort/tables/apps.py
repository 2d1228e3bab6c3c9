from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string


class TablesConfig(AppConfig):
    name = "vorort.tables"
    verbose_name = "Tabellen einlesen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.ui import slots  # noqa: PLC0415 - app readiness

        slots.register("deliveries.new", new_button, order=50)
        slots.register("records.ways", new_button)
        slots.register("deliveries.checked", "tables/parts/open_button.html")


def new_button(context: dict[str, Any]) -> str:
    """Return the button to read a table, for who may deliver figures of the town."""
    from vorort.authorities.choices import Permission  # noqa: PLC0415 - models are ready only now
    from vorort.authorities.rules import may  # noqa: PLC0415

    request = context["request"]
    if not may(request.user, Permission.DELIVER_FIGURES, request.authority):
        return ""
    return render_to_string(
        "tables/parts/new_button.html", {"authority": request.authority}, request
    )
