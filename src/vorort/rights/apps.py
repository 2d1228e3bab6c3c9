from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string


class RightsConfig(AppConfig):
    name = "vorort.rights"
    verbose_name = "Rechte der Personen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.core import duties  # noqa: PLC0415 - models are ready only now
        from vorort.rights.queries.duties import list_duties  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415

        duties.register(list_duties)
        slots.register("accounts.overview", my_data, order=200)


def my_data(context: dict[str, Any]) -> str:
    """Return the panel "my data" for the page of one's own account."""
    return render_to_string("rights/my_data.html", {}, context["request"])
