"""Writes of offers: drafted, submitted, checked, listed, ended."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.choices import AuthorityKind
from vorort.authorities.models import Authority
from vorort.core.errors import DomainError
from vorort.partners.choices import (
    CHECK_QUESTIONS,
    FREE_TO_CHANGE,
    OFFER_STEPS,
    CheckAnswer,
    EvidenceLevel,
    OfferKind,
    OfferState,
)
from vorort.partners.models import Offer
from vorort.partners.registry import STARTERS
from vorort.partners.rules import KIND_OFFER, concerns_children

FIELDS = ("organisation", "kind", "title", "summary", "topics", "target_groups", "settings",
          "risk_factors", "protective_factors", "pillars", "evidence_level", "evidence_on",
          "website", "costs", "reach", "ends_on")  # fmt: skip


class OfferStale(DomainError):
    """Somebody else has saved the offer in between; ``current`` is what stands now."""

    def __init__(self, message: str, current: Offer) -> None:
        super().__init__(message)
        self.current = current


class OfferIncomplete(DomainError):
    """What readers need most is missing."""


class OfferRefused(DomainError):
    """The check says no, or is not finished."""


class WrongOfferState(DomainError):
    """The offer is not in a state for this."""


@transaction.atomic
def save_offer(
    *,
    authority: Authority,
    values: Mapping[str, Any],
    by: Person,
    at: dt.datetime,
    offer: Offer | None = None,
    revision: int | None = None,
) -> Offer:
    """Draft an offer, or change the given one.

    A listed offer whose substance changes is a draft again, to be checked anew; how to get it
    (address, costs, place, end) may change at any time.

    Raises
    ------
    OfferStale
        When ``revision`` is not the latest.
    OfferIncomplete
        When the end is before today, or a level of evidence has no source or day.
    """
    if offer is None:
        kept = Offer(authority=authority, submitted_by=by)
    else:
        kept = Offer.objects.select_for_update().get(pk=offer.pk)
        if revision is not None and kept.revision != revision:
            raise OfferStale(
                _(
                    "Jemand hat das Angebot inzwischen geändert. Ihre Eingaben stehen noch hier, "
                    "daneben der jetzige Stand. Bitte führen Sie beides zusammen und speichern Sie."
                ),
                kept,
            )
        kept.revision += 1
    given = {key: values[key] for key in FIELDS if key in values}
    changed = {key for key, value in given.items() if getattr(kept, key) != value}
    for key, value in given.items():
        setattr(kept, key, value)
    _check_values(kept, changed, at)
    if kept.state == OfferState.LISTED and changed - FREE_TO_CHANGE:
        kept.state = OfferState.DRAFT
    kept.save()
    _note(kept, "offer_added" if offer is None else "offer_changed", by=by, at=at)
    return kept


@transaction.atomic
def submit_offer(*, offer: Offer, by: Person, at: dt.datetime) -> Offer:
    """Hand a draft in for the check."""
    kept = _moved(offer, OfferState.SUBMITTED)
    _require_whole(kept)
    kept.save()
    _note(kept, "offer_submitted", by=by, at=at)
    return kept


@transaction.atomic
def list_offer(
    *, offer: Offer, answers: Mapping[str, str], by: Person, at: dt.datetime, note: str = ""
) -> Offer:
    """List an offer after the plausibility check; a listed one is checked anew.

    Raises
    ------
    OfferRefused
        With the sentence of the first question that is open or fails.
    """
    kept = Offer.objects.select_for_update().get(pk=offer.pk)
    if kept.state != OfferState.LISTED:
        kept = _moved(offer, OfferState.LISTED)
    _require_whole(kept)
    if kept.ends_on and kept.ends_on < timezone.localdate(at):
        raise OfferRefused(
            _("Das Angebot ist schon zu Ende. Ändern Sie zuerst den letzten Tag."), field="ends_on"
        )
    kept.check_answers = _checked(kept, answers)
    kept.checked_at, kept.checked_by, kept.check_note = at, by, note
    kept.save()
    _note(kept, "offer_listed", by=by, at=at)
    return kept


@transaction.atomic
def refuse_offer(
    *,
    offer: Offer,
    reason: str,
    by: Person,
    at: dt.datetime,
    answers: Mapping[str, str] | None = None,
) -> Offer:
    """Say why an offer is not listed; whoever handed it in can mend it and try again."""
    kept = _moved(offer, OfferState.REFUSED)
    if not reason.strip():
        raise OfferRefused(
            _("Schreiben Sie in einem Satz, warum das Angebot nicht gelistet wird."),
            field="reason",
        )
    if answers:
        kept.check_answers = dict(answers)
    kept.checked_at, kept.checked_by, kept.check_note = at, by, reason.strip()
    kept.save()
    _note(kept, "offer_refused", by=by, at=at)
    return kept


@transaction.atomic
def reopen_offer(*, offer: Offer, by: Person, at: dt.datetime) -> Offer:
    """Make a draft of an offer again, to change it."""
    kept = _moved(offer, OfferState.DRAFT)
    if kept.ends_on and kept.ends_on < timezone.localdate(at):
        kept.ends_on = None
    kept.save()
    _note(kept, "offer_reopened", by=by, at=at)
    return kept


@transaction.atomic
def end_offer(*, offer: Offer, by: Person, at: dt.datetime, on: dt.date | None = None) -> Offer:
    """End an offer: it is not suggested any more, what refers to it stays."""
    kept = _moved(offer, OfferState.ENDED)
    kept.ends_on = on or timezone.localdate(at)
    kept.save()
    _note(kept, "offer_ended", by=by, at=at)
    return kept


@transaction.atomic
def take_in_starters(*, authority: Authority, by: Person, at: dt.datetime) -> list[Offer]:
    """Hand in the state-wide entries that come along; those known by title stay as they are.

    Raises
    ------
    WrongOfferState
        For an authority that is no state.
    """
    if authority.kind != AuthorityKind.STATE:
        raise WrongOfferState(_("Landesweite Einträge nimmt nur das Land auf."))
    known = set(Offer.objects.filter(authority=authority).values_list("title", flat=True))
    made = []
    for values in STARTERS:
        if values["title"] not in known:
            kept = save_offer(authority=authority, values=values, by=by, at=at)
            made.append(submit_offer(offer=kept, by=by, at=at))
    return made


def _moved(offer: Offer, to: OfferState) -> Offer:
    kept = Offer.objects.select_for_update().get(pk=offer.pk)
    if to not in OFFER_STEPS[OfferState(kept.state)]:
        raise WrongOfferState(
            _("Das geht jetzt nicht: Das Angebot hat den Stand „%(state)s“.")
            % {"state": kept.get_state_display()}
        )
    kept.state = to
    kept.revision += 1
    return kept


def _check_values(offer: Offer, changed: set[str], at: dt.datetime) -> None:
    today = timezone.localdate(at)
    if "ends_on" in changed and offer.ends_on and offer.ends_on < today:
        raise OfferIncomplete(
            _(
                "Der letzte Tag liegt in der Vergangenheit. Lassen Sie ihn frei oder beenden Sie das Angebot."
            ),
            field="ends_on",
        )
    if offer.evidence_on and offer.evidence_on > today:
        raise OfferIncomplete(
            _("Der Stand des Nachweises kann nicht in der Zukunft liegen."), field="evidence_on"
        )
    if offer.evidence_level != EvidenceLevel.NONE:
        if not offer.evidence_on:
            raise OfferIncomplete(
                _("Eine Stufe braucht den Tag, an dem sie nachgesehen wurde."), field="evidence_on"
            )
        if not offer.website:
            raise OfferIncomplete(
                _("Eine Stufe braucht ihre Fundstelle: die Seite, auf der sie steht."),
                field="website",
            )


def _require_whole(offer: Offer) -> None:
    """Refuse what readers could do nothing with."""
    wanted: list[tuple[bool, str, str]] = [
        (bool(offer.summary.strip()), "summary", _("Sagen Sie in zwei, drei Sätzen, was geboten wird.")),
        (bool(offer.topics), "topics", _("Wählen Sie mindestens ein Thema.")),
        (bool(offer.target_groups), "target_groups", _("Wählen Sie mindestens eine Zielgruppe.")),
        (
            offer.kind != OfferKind.LOCAL or offer.organisation_id is not None,
            "organisation",
            _("Wählen Sie den Partner, der es vor Ort anbietet."),
        ),
        (
            offer.kind == OfferKind.LOCAL or bool(offer.website),
            "website",
            _("Ein Eintrag ohne Partner vor Ort braucht eine Internetseite."),
        ),
    ]  # fmt: skip
    for there, field, sentence in wanted:
        if not there:
            raise OfferIncomplete(sentence, field=field)


def _checked(offer: Offer, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers, whole and good enough."""
    concerned = concerns_children(offer)
    kept = {}
    for question in CHECK_QUESTIONS:
        answer = answers.get(question.code, "")
        if answer not in CheckAnswer.values:
            raise OfferRefused(
                _("Beantworten Sie auch diese Frage: %(question)s") % {"question": question.text},
                field=question.code,
            )
        obligatory = question.is_obligatory and (concerned or not question.for_children)
        if obligatory and answer != CheckAnswer.YES:
            raise OfferRefused(str(question.refusal), field=question.code)
        kept[question.code] = answer
    return kept


def _note(offer: Offer, verb: str, *, by: Person, at: dt.datetime) -> None:
    record(
        verb=f"partners.{verb}",
        by=by,
        authority_id=offer.authority_id,
        kind=KIND_OFFER,
        object_id=offer.public_id,
        label=offer.title,
        after={"state": offer.state},
        at=at,
    )
