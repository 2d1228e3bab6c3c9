"""A measure becomes public as a frozen page, is kept true, corrected, taken back."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.core.errors import DomainError
from vorort.outcomes.choices import HISTORY, JSON_FILE, Options
from vorort.outcomes.queries.changes import changes_between, options_of, with_facts
from vorort.outcomes.queries.material import (
    ORIGIN,
    facts_now,
    material_of,
    measure_path,
    measure_publication,
    sections_of,
)
from vorort.outcomes.queries.page import data_file, page_html, public_of
from vorort.outcomes.rules import is_ready
from vorort.publications import actions as publications
from vorort.publications.choices import (
    Change,
    Correction,
    Format,
    NewRepresentation,
    PublicationKind,
    PublicMeasure,
    RestsOn,
)
from vorort.publications.queries import get_of_origin

if TYPE_CHECKING:
    from vorort.measures.models import Measure
    from vorort.publications.models import Publication


class NotPublic(DomainError):
    """There is no public page, or none can be made now."""


class WordsNotPublic(DomainError):
    """A text holds what everybody must not read."""


class NumbersNotOpen(DomainError):
    """A result rests on counts that are not for everybody."""


@transaction.atomic
def publish_measure(
    *,
    measure: "Measure",
    by: Person,
    at: dt.datetime,
    options: Options | None = None,
    correction: str = "",
) -> "Publication":
    """Make a measure public, or renew what is public of it: good and bad results alike.

    Parameters
    ----------
    options : Options, optional
        What the town chooses; without it what it chose last.
    correction : str
        Why the version before was wrong; everybody reads it. Empty: only a newer state of things.
    """
    kept = _locked(measure)
    if not is_ready(kept):
        raise NotPublic(
            _(
                "Veröffentlicht wird, was beschlossen ist. Bitte halten Sie zuerst die Entscheidung fest."
            )
        )
    live = measure_publication(kept)
    chosen = options or options_of(live)
    # Published pages are in German, whoever publishes them in whatever language.
    with override("de"):
        material = material_of(kept, options=chosen, at=at)
        if chosen.numbers and material.closed:
            raise NumbersNotOpen(_not_open(material.closed))
        if material.problems:
            first = material.problems[0]
            raise WordsNotPublic(f"{first.where}: {first.text}")
        changes = changes_between(live.payload.get("public", {}), material.public) if live else ()
        return _publish(
            kept,
            material.public,
            live=live,
            rests_on=material.rests_on,
            hidden=material.hidden,
            options=chosen,
            texts_at=at,
            changes=changes,
            correction=correction.strip(),
            by=by,
            at=at,
        )


def _not_open(reasons: tuple[str, ...]) -> str:
    return _(
        "Die Zahlen dieses Ergebnisses sind noch nicht für alle freigegeben. %(why)s Bitten Sie "
        "die liefernde Stelle um die Freigabe, oder veröffentlichen Sie den Satz ohne Zahlen."
    ) % {"why": " ".join(reasons)}


@transaction.atomic
def withdraw_measure(
    *, measure: "Measure", reason: str, by: Person, at: dt.datetime
) -> "Publication":
    """Take the public page back; its addresses say so and why."""
    live = measure_publication(_locked(measure))
    if live is None:
        raise NotPublic(_("Diese Maßnahme ist nicht veröffentlicht."))
    return publications.withdraw(publication=live, reason=reason, by=by, at=at)


def keep_true(*, measure: "Measure", at: dt.datetime, **_signal: Any) -> None:
    """Renew the facts of a public page: state, days, what of the plan is done.

    New words and new results wait for somebody who looks at them; nothing here stops what was
    done to the measure.
    """
    live = measure_publication(measure)
    if live is None:
        return
    with override("de"):
        old = public_of(live.payload)
        renewed = with_facts(old, facts_now(measure))
        if renewed == old:
            return
        try:
            with transaction.atomic():
                _renew(_locked(measure), live, old, renewed, at=at)
        except DomainError:
            # What the page rests on is held back now: the page itself tells who publishes.
            return


def _renew(
    measure: "Measure",
    live: "Publication",
    old: PublicMeasure,
    renewed: PublicMeasure,
    *,
    at: dt.datetime,
) -> None:
    rests_on = tuple(
        RestsOn(
            delivery=one.delivery,
            label=one.label,
            level=one.level,
            embargo_until=one.embargo_until,
        )
        for one in live.rests_on.all()
    )
    _publish(
        measure,
        renewed,
        live=live,
        rests_on=rests_on,
        hidden=tuple(live.gate.get("hidden", ())),
        options=options_of(live),
        texts_at=dt.datetime.fromisoformat(live.payload["texts_at"]),
        changes=changes_between(old, renewed),
        correction="",
        by=get_system_person(),
        at=at,
        keep_previous=False,
    )


def _locked(measure: "Measure") -> "Measure":
    """Return a measure as it stands now, locked while its page is made."""
    rows = type(measure).objects.select_for_update(of=("self",))
    return rows.select_related("authority", "owner", "resolution__body", "follows").get(
        pk=measure.pk
    )


def _publish(
    measure: "Measure",
    public: PublicMeasure,
    *,
    live: "Publication | None",
    rests_on: tuple[RestsOn, ...],
    hidden: tuple[str, ...],
    options: Options,
    texts_at: dt.datetime,
    changes: tuple[Change, ...],
    correction: str,
    by: Person,
    at: dt.datetime,
    keep_previous: bool = True,
) -> "Publication":
    authority = measure.authority
    on = timezone.localdate(at)
    earlier = get_of_origin(origin_kind=ORIGIN, origin_id=measure.public_id)
    history = _history(live, changes, correction, on=on)
    return publications.publish(
        authority=authority,
        kind=PublicationKind.MEASURE,
        area_key=authority.area_key,
        # One series of versions for the whole life of a measure, whatever year it is renewed in.
        period=earlier.period if earlier else on.year,
        subject=measure.public_id,
        title=public["title"],
        summary=public.get("summary", ""),
        payload={
            "public": public,
            "sections": sections_of(public),
            "history": history,
            "options": {"money": options.money, "numbers": options.numbers},
            "texts_at": texts_at.isoformat(),
        },
        representations=_forms(measure, public, history, at=at),
        sources=[{"label": one.label, "delivery": one.delivery} for one in rests_on],
        gate={"passed": True, "hidden": list(hidden)},
        origin_kind=ORIGIN,
        origin_id=measure.public_id,
        by=by,
        at=at,
        rests_on=rests_on,
        correction=Correction(reason=correction, changes=changes) if correction else None,
        # A version nobody looked at is not worth keeping beside the next.
        keep_previous=keep_previous,
    )


def _forms(
    measure: "Measure", public: PublicMeasure, history: list[dict[str, Any]], *, at: dt.datetime
) -> list[NewRepresentation]:
    """Return the page and the open data."""
    path, town = measure_path(measure), measure.authority
    html = page_html(town, public, history=history, on=timezone.localdate(at))
    data = data_file(public, at=at, version_of=town.name)
    return [
        NewRepresentation(Format.HTML, path, html),
        NewRepresentation(Format.JSON, f"{path}{JSON_FILE}", data, JSON_FILE),
    ]


def _history(
    live: "Publication | None", changes: tuple[Change, ...], correction: str, *, on: dt.date
) -> list[dict[str, Any]]:
    """Return what the page says of its own changes, the latest first."""
    kept: list[Mapping[str, Any]] = list(live.payload.get("history", ())) if live else []
    if live is None or not (changes or correction):
        return [dict(one) for one in kept]
    entry = {
        "on": on.isoformat(),
        "correction": correction,
        "changes": [[one.figure, one.old, one.new] for one in changes],
    }
    return [entry, *(dict(one) for one in kept)][:HISTORY]
