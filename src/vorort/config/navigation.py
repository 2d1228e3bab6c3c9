"""The navigation: composed here, because only here all apps are known."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return what base templates need: the authority of this address, if any."""
    return {"authority": getattr(request, "authority", None)}
