"""Requests as our views see them: with a person, and with a town where the address names one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from vorort.accounts.models import Person
    from vorort.authorities.models import Authority


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in (the middleware has checked it)."""

    user: "Person"
    htmx: "HtmxDetails"


class TownRequest(StaffRequest):
    """A request below ``/k/<town>/``: the person may see the work of ``authority``."""

    authority: "Authority"


def own_door(view: "View") -> "View":
    """Mark a view below ``/k/<town>/`` that decides itself who may come in.

    Members of bodies and people of participating towns have no work in the town as a whole: such
    a view must ask its own rule before it shows anything.
    """
    view.own_door = True  # type: ignore[attr-defined]
    return view
