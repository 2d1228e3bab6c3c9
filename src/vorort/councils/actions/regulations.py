"""The rules of a body, version by version; the law has the last word."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.councils.actions.states import BodyChangedMeanwhile, audit, locked
from vorort.councils.choices import BodyState, LegalBasis, QuorumKind
from vorort.councils.models import Body, BodyRules
from vorort.councils.rules import EDITABLE, broken_bounds, label_of
from vorort.ui import format as show


class AgainstTheLaw(DomainError):
    """The law lays this down otherwise for a body of this legal basis."""


class WrongDate(DomainError):
    """Rules change forwards: what has been measured by them stays as it is."""


class FixedNumberMissing(DomainError):
    """A fixed quorum says how many."""


@transaction.atomic
def set_rules(
    *,
    body: Body,
    valid_from: dt.date,
    by: Person,
    at: dt.datetime,
    seen: dt.datetime | None = None,
    **values: Any,
) -> BodyRules:
    """Let other rules hold from a day on; return the version of that day.

    What is not given stays as in the latest version. A version of the same day is corrected as
    long as nothing was measured by it: it does not hold yet, or the body is still planned.
    ``seen`` is the ``updated_at`` of the latest version on the page.
    """
    kept = locked(body)
    latest = _latest(kept, seen=seen)
    given = _complete(latest, values)
    _check(given)
    if latest is not None and _is_too_early(valid_from, latest, kept, at=at):
        words = _(
            "Seit dem %(day)s gilt schon eine Fassung. Bitte nennen Sie einen späteren Tag: "
            "Sitzungen werden an den Regeln gemessen, die an ihrem Tag galten."
        )
        raise WrongDate(words % {"day": show.date(latest.valid_from)}, field="valid_from")
    row = BodyRules(authority_id=kept.authority_id, body=kept, valid_from=valid_from)
    before = {name: getattr(latest, name) for name in given} if latest else {}
    if latest is not None and latest.valid_from == valid_from:
        row = latest
    for name, value in given.items():
        setattr(row, name, value)
    row.save()
    changed = [name for name in given if not before or before[name] != given[name]]
    was = {name: before[name] for name in changed if before}
    now_is = {"valid_from": valid_from, **{name: given[name] for name in changed}}
    audit(kept, "rules_set", by=by, at=at, before=was, after=now_is)
    return row


def _is_too_early(day: dt.date, latest: BodyRules, body: Body, *, at: dt.datetime) -> bool:
    """Whether something may have been measured already by what would change."""
    if day != latest.valid_from:
        return day < latest.valid_from
    return body.state != BodyState.PLANNED and day < timezone.localtime(at).date()


def _latest(body: Body, *, seen: dt.datetime | None) -> BodyRules | None:
    latest = body.rules.order_by("-valid_from").first()
    if seen is not None and (latest is None or latest.updated_at != seen):
        raise BodyChangedMeanwhile(
            _(
                "Jemand hat die Regeln inzwischen geändert. Ihre Eingaben stehen noch da: Bitte "
                "vergleichen Sie mit der neuen Fassung und speichern Sie noch einmal."
            )
        )
    return latest


def _complete(latest: BodyRules | None, values: dict[str, Any]) -> dict[str, Any]:
    names = ("legal_basis", *EDITABLE)
    unknown = set(values) - set(names)
    if unknown:
        raise TypeError(f"no such rules: {', '.join(sorted(unknown))}")
    before = {name: getattr(latest, name) for name in names} if latest is not None else {}
    given = {**before, **values}
    if given.get("quorum_kind") != QuorumKind.FIXED:
        given["quorum_number"] = None
    return given


def _check(given: dict[str, Any]) -> None:
    if given.get("quorum_kind") == QuorumKind.FIXED and not given.get("quorum_number"):
        words = _("Bitte nennen Sie die Zahl, ab der das Gremium beschließen kann.")
        raise FixedNumberMissing(words, field="quorum_number")
    basis = LegalBasis(given["legal_basis"]).label
    for name, section in broken_bounds(given).items():
        words = _("Für „%(basis)s“ legt das Gesetz „%(what)s“ anders fest (%(section)s).")
        told = {"basis": basis, "what": label_of(name), "section": section}
        raise AgainstTheLaw(words % told, field=name)
