"""What the head of the administration signs, and how it was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignOffState(models.TextChoices):
    ASKED = "asked", _("erbeten")
    SIGNED = "signed", _("gezeichnet")
    RETURNED = "returned", _("zurückgegeben")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


# What came back is asked for anew, or let go.
SIGN_OFF_STEPS: dict[SignOffState, frozenset[SignOffState]] = {
    SignOffState.ASKED: frozenset(
        {SignOffState.SIGNED, SignOffState.RETURNED, SignOffState.WITHDRAWN}
    ),
    SignOffState.SIGNED: frozenset(),
    SignOffState.RETURNED: frozenset({SignOffState.WITHDRAWN}),
    SignOffState.WITHDRAWN: frozenset(),
}
