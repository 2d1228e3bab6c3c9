from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string


class AuthoritiesConfig(AppConfig):
    name = "vorort.authorities"
    verbose_name = "Gebietskörperschaften"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        slots.register("accounts.overview", my_memberships)
        _listen_to_the_office()


def _listen_to_the_office() -> None:
    """Who signs in with the administration's account gets the roles it names."""
    from vorort.accounts import actions  # noqa: PLC0415 - models are ready only now
    from vorort.authorities import adapter  # noqa: PLC0415 - models are ready only now

    actions.office_asks.connect(adapter.vouch)
    actions.office_signed_in.connect(adapter.follow_roles)


def my_memberships(context: dict[str, Any]) -> str:
    """Return the panel "what I belong to" for the page of one's own account."""
    from vorort.authorities.queries import (  # noqa: PLC0415 - models are ready only now
        list_my_authorities,
    )

    request = context["request"]
    towns = list_my_authorities(request.user)
    return render_to_string("authorities/my_memberships.html", {"towns": towns}, request)
