"""The signs of life as figures with their words, for the first page of a body."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.core.clock import today
from vorort.councils.choices import BodyState, Confidentiality
from vorort.councils.models import Body
from vorort.councils.registry import Panel
from vorort.ui import format as show
from vorort.ui.parts import Sum
from vorort.vitality.queries.signs import Vitality, signs_of

UNKNOWN = "–"


def vitality_panel(_actor: Person, body: Body, level: Confidentiality) -> Panel | None:
    """Return for members how alive their body is."""
    if level == Confidentiality.PUBLIC or body.state != BodyState.ACTIVE:
        return None
    signs = signs_of(body, on=today())
    return Panel(
        title=_("Wie lebendig ist das Gremium?"),
        template="vitality/panel.html",
        context={"signs": signs, "sums": sums_of(signs)},
    )


def sums_of(signs: Vitality) -> list[Sum]:
    """Return six figures: how often it meets and decides, who comes, and what comes of it."""
    of = _("%(part)s von %(whole)s")
    months = signs.months_since
    sat = signs.sat
    return [
        Sum(of % {"part": signs.held, "whole": signs.planned}, _("Sitzungen in zwölf Monaten")),
        Sum(
            _("noch keine") if months is None else str(months),
            _("Sitzung bisher")
            if months is None
            else ngettext(
                "Monat seit der letzten Sitzung", "Monate seit der letzten Sitzung", months
            ),
        ),
        Sum(
            of % {"part": sat.quorate, "whole": sat.counted} if sat.counted else UNKNOWN,
            _("erfasste Sitzungen beschlussfähig eröffnet"),
        ),
        Sum(_share(signs.promised), _("Zusagen der Stimmberechtigten")),
        Sum(_share(signs.carried_out), _("Beschlüsse umgesetzt")),
        Sum(_share(signs.turnover), _("Sitze in zwölf Monaten neu besetzt")),
    ]


def _share(value: float | None) -> str:
    return UNKNOWN if value is None else show.share(value)
