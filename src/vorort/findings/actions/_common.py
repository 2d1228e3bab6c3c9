"""What all actions on the chain share: the lock, the codes, the entry in the log."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Choices
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.findings.choices import FindingState
from vorort.findings.models import Finding, Goal, Need

if TYPE_CHECKING:
    from vorort.authorities.models import Authority


class StaleFinding(DomainError):
    """Somebody else has saved in the meantime; ``current`` is what stands now."""

    def __init__(self, message: str, current: Finding) -> None:
        super().__init__(message)
        self.current = current


class FindingClosed(DomainError):
    """The finding is closed; it is opened again first."""


class HasFollowers(DomainError):
    """Something hangs on it, so it stays."""


def locked(finding: Finding) -> Finding:
    """Return the finding as it stands, kept from others until the end of the transaction."""
    found: Finding = Finding.objects.select_for_update().get(pk=finding.pk)
    return found


def opened(finding: Finding) -> Finding:
    """Return the finding, locked; a closed one is refused."""
    found = locked(finding)
    if found.state == FindingState.CLOSED:
        raise FindingClosed(
            _("Die Feststellung ist abgeschlossen. Bitte nehmen Sie sie erst wieder auf.")
        )
    return found


def said(text: str, message: str, field: str) -> str:
    """Return a text without its edges; an empty one is refused with the message."""
    words = text.strip()
    if not words:
        raise DomainError(message, field=field)
    return words


def title_of(text: str, what: str) -> str:
    """Return a title that fits its column."""
    words = said(text, _("Bitte schreiben Sie %(what)s.") % {"what": what}, "title")
    if len(words) > 200:
        raise DomainError(_("Bitte kürzen Sie den Titel auf höchstens 200 Zeichen."), field="title")
    return words


def known(codes: Iterable[str], choices: type[Choices], field: str) -> list[str]:
    """Return codes in the order of their list, each once; an unknown one is refused."""
    given = {str(code) for code in codes}
    if given - {str(value) for value in choices.values}:
        raise DomainError(_("Bitte wählen Sie aus der Liste."), field=field)
    return [str(value) for value in choices.values if str(value) in given]


def one_of(code: str, choices: type[Choices], field: str) -> str:
    """Return a code of a list; an unknown one is refused."""
    if code not in choices.values:
        raise DomainError(_("Bitte wählen Sie aus der Liste."), field=field)
    return str(code)


def not_later(on: dt.date, at: dt.datetime, field: str = "on") -> dt.date:
    """Return a day that has come."""
    if on > timezone.localdate(at):
        raise DomainError(_("Dieser Tag liegt in der Zukunft. Bitte prüfen Sie das Datum."),
                          field=field)  # fmt: skip
    return on


def own(thing: Finding | Need | Goal, authority: "Authority", field: str) -> None:
    """Refuse a thing of another town."""
    if thing.authority_id != authority.pk:
        raise DomainError(_("Das gehört zu einer anderen Gebietskörperschaft."), field=field)


def log(
    verb: str,
    thing: Finding | Need | Goal,
    by: Person,
    at: dt.datetime,
    before: Mapping[str, object] | None = None,
    /,
    **after: object,
) -> None:
    """Write the log."""
    record(
        verb=verb,
        by=by,
        authority_id=thing.authority_id,
        kind=thing._meta.label_lower,  # noqa: SLF001  # public, in spite of its name
        object_id=thing.public_id,
        label=str(thing),
        before=before,
        after=after or None,
        at=at,
    )
