"""Kinds and states of papers (Vorlagen), and of the signatures they need before they go out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperKind(models.TextChoices):
    PROPOSAL = "proposal", _("Beschlussvorlage")
    INFORMATION = "information", _("Informationsvorlage")
    MOTION = "motion", _("Antrag")
    REPORT = "report", _("Bericht")


class PaperState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    SIGNING = "signing", _("in Mitzeichnung")
    RELEASED = "released", _("freigegeben")
    DECIDED = "decided", _("entschieden")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


# What is put on the table unreleased may be decided there all the same.
PAPER_STEPS: dict[PaperState, frozenset[PaperState]] = {
    PaperState.DRAFT: frozenset(
        {PaperState.SIGNING, PaperState.RELEASED, PaperState.DECIDED, PaperState.WITHDRAWN}
    ),
    PaperState.SIGNING: frozenset(
        {PaperState.DRAFT, PaperState.RELEASED, PaperState.DECIDED, PaperState.WITHDRAWN}
    ),
    PaperState.RELEASED: frozenset({PaperState.DRAFT, PaperState.DECIDED, PaperState.WITHDRAWN}),
    PaperState.DECIDED: frozenset(),
    PaperState.WITHDRAWN: frozenset({PaperState.DRAFT}),
}


class SignatureState(models.TextChoices):
    OPEN = "open", _("offen")
    SIGNED = "signed", _("mitgezeichnet")
    REFUSED = "refused", _("nicht mitgezeichnet")
