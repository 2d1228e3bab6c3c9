"""Requests as our views see them: with a person, and with a town where the address names one."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from vorort.accounts.models import Person
    from vorort.authorities.models import Authority


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in (the middleware has checked it)."""

    user: "Person"
    htmx: "HtmxDetails"


class TownRequest(StaffRequest):
    """A request below ``/k/<town>/``: the person may see the work of ``authority``."""

    authority: "Authority"
