"""The directory of offers: look, draft, check, list, end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vorort.authorities.models import Authority
from vorort.authorities.rules import can_view_work
from vorort.core.clock import now
from vorort.core.errors import DomainError, NotVisible
from vorort.core.paging import paginate
from vorort.core.requests import TownRequest
from vorort.partners import actions, queries, rules
from vorort.partners.choices import (
    CHECK_QUESTIONS,
    CheckAnswer,
    EvidenceLevel,
    OfferKind,
    OfferState,
    Pillar,
    ProtectiveFactor,
    RiskFactor,
    Setting,
    TargetGroup,
    Topic,
)
from vorort.partners.forms import CheckForm, OfferForm
from vorort.partners.models import Offer
from vorort.ui import format as german
from vorort.ui.parts import Fact, Link

# The views of the list: what can be chosen from, what waits, drafts and refusals, what was.
VIEWS: dict[str, tuple[OfferState, ...]] = {
    "": (),
    "pruefung": (OfferState.SUBMITTED,),
    "entwurf": (OfferState.DRAFT, OfferState.REFUSED),
    "beendet": (OfferState.ENDED,),
}

# So many filters stand open; the others unfold.
_AT_HAND = 3


def offer_crumbs(authority: Authority, *further: Link) -> list[Link]:
    """Return the way to a page of an offer."""
    town = reverse("authorities:overview", args=[authority.slug])
    offers = Link(_("Angebote"), reverse("partners:offers", args=[authority.slug]))
    return [Link(authority.short_name or authority.name, town), offers, *further]


@require_safe
@never_cache
def offer_list(request: TownRequest, town: str) -> HttpResponse:  # noqa: ARG001
    """What is offered here and state-wide, by what somebody looks for."""
    authority = request.authority
    if not can_view_work(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    given = {key: request.GET.get(key, "").strip()[:80] for key, _label, _choices in _filters()}
    wanted = queries.OfferFilter(
        text=request.GET.get("suche", "").strip()[:80],
        topic=given["thema"],
        target_group=given["gruppe"],
        setting=given["feld"],
        factor=given["faktor"],
        evidence=given["nachweis"],
        kind=given["art"],
        scope=given["wo"],
    )
    view = request.GET.get("ansicht", "")
    states = VIEWS.get(view, ())
    found = queries.list_offers(authority, wanted, states=states)
    page = paginate(request, found)
    may_check = rules.can_check_offers(request.user, authority)
    filters = [(key, label, choices, given[key]) for key, label, choices in _filters()]
    context = {
        "page": page,
        "lines": queries.offer_lines(page.object_list, at=now()),
        "view": view if view in VIEWS else "",
        "views": _views(authority, view),
        "filters": filters[:_AT_HAND],
        "more_filters": filters[_AT_HAND:],
        "more_open": any(chosen for *_rest, chosen in filters[_AT_HAND:]),
        "text": wanted.text,
        "is_filtered": wanted != queries.OfferFilter(),
        "may_take_in": may_check and rules.is_state(authority),
        "crumbs": [*offer_crumbs(authority)[:1], Link(_("Angebote"))],
    }
    return render(request, "partners/offers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_offer(request: TownRequest, town: str) -> HttpResponse:
    """Draft an offer; everybody who works here may, the check comes later."""
    authority = request.authority
    if not rules.can_view_partners(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    if request.method == "POST" and "take_in" in request.POST:
        return _take_in(request, town)
    organisations = list(queries.list_organisations(authority))
    form = OfferForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.save_offer(
                authority=authority, values=form.values, by=request.user, at=now()
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Das Angebot ist als Entwurf gespeichert."))
            return redirect("partners:offer", town, made.public_id)
    context = {
        "form": form,
        "factors_open": form.is_bound,
        "crumbs": offer_crumbs(authority, Link(_("Angebot aufnehmen"))),
    }
    status = 422 if form.errors else 200
    return render(request, "partners/offer_form.html", context, status=status)


@require_safe
@never_cache
def offer(request: TownRequest, town: str, public_id: str) -> HttpResponse:  # noqa: ARG001
    """One offer: what, for whom, how well studied, who looked at it and when."""
    authority = request.authority
    found = queries.get_offer(request.user, authority, public_id)
    own = found.authority_id == authority.pk
    (line,) = queries.offer_lines([found], at=now())
    context = {
        "line": line,
        "offer": found,
        "facts": _facts(found),
        "words": _words(found),
        "check": _check(found, own=own),
        "may_edit": own and rules.can_edit_offer(request.user, found),
        "may_check": own and rules.can_check_offers(request.user, authority),
        "steps": _steps(found) if own and rules.can_edit_offer(request.user, found) else [],
        "crumbs": offer_crumbs(authority, Link(found.title)),
    }
    return render(request, "partners/offer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit_offer(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Change an offer; what changes its substance asks for a new check."""
    found = _own(request, public_id)
    organisations = list(queries.list_organisations(request.authority))
    if found.organisation is not None and found.organisation not in organisations:
        # Not active any more, and still the one who offers it.
        organisations.insert(0, found.organisation)
    form = OfferForm(
        request.POST or None, initial=OfferForm.initial_of(found), organisations=organisations
    )
    current: Offer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save_offer(
                authority=request.authority,
                values=form.values,
                by=request.user,
                at=now(),
                offer=found,
                revision=form.cleaned_data["revision"],
            )
        except actions.OfferStale as error:
            current = error.current
            form.add_error(None, error.message)
            # Saving again means: I have read what stands now.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["revision"] = str(current.revision)  # type: ignore[index]
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            again = found.state == OfferState.LISTED and kept.state == OfferState.DRAFT
            messages.success(
                request,
                _("Gespeichert. Das Angebot ist wieder ein Entwurf und wird neu geprüft.")
                if again
                else _("Gespeichert."),
            )
            return redirect("partners:offer", town, public_id)
    url = reverse("partners:offer", args=[town, public_id])
    context = {
        "form": form,
        "offer": found,
        "current": current,
        "current_facts": _facts(current) if current else [],
        "current_words": _words(current) if current else [],
        "factors_open": True,
        "crumbs": offer_crumbs(request.authority, Link(found.title, url), Link(_("Ändern"))),
    }
    status = 422 if form.errors else 200
    return render(request, "partners/offer_form.html", context, status=409 if current else status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_offer(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """The plausibility check before an offer is listed, and again after two years."""
    authority = request.authority
    if not rules.can_check_offers(request.user, authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    found = _own(request, public_id)
    form = CheckForm(
        request.POST or None, initial={**found.check_answers, "note": found.check_note}
    )
    if request.method == "POST" and form.is_valid() and _decide(request, found, form):
        return redirect("partners:offer", town, public_id)
    url = reverse("partners:offer", args=[town, public_id])
    (line,) = queries.offer_lines([found], at=now())
    context = {
        "form": form,
        "offer": found,
        "line": line,
        "may_list": found.state in {OfferState.SUBMITTED, OfferState.LISTED},
        "may_refuse": found.state == OfferState.SUBMITTED,
        "crumbs": offer_crumbs(authority, Link(found.title, url), Link(_("Prüfen"))),
    }
    status = 422 if form.errors else 200
    return render(request, "partners/offer_check.html", context, status=status)


@require_POST
def move_offer(request: TownRequest, town: str, public_id: str) -> HttpResponse:
    """Hand an offer in, take it back to the draft, end it."""
    found = _own(request, public_id)
    step = request.POST.get("step", "")
    done = {
        "submit": (actions.submit_offer, _("Das Angebot ist zur Prüfung eingereicht.")),
        "reopen": (actions.reopen_offer, _("Das Angebot ist wieder ein Entwurf.")),
        "end": (actions.end_offer, _("Das Angebot ist beendet. Was darauf verweist, bleibt.")),
    }.get(step)
    if done is None:
        raise NotVisible(_("Diesen Schritt gibt es nicht."))
    try:
        done[0](offer=found, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done[1])
    return redirect("partners:offer", town, public_id)


def _take_in(request: TownRequest, town: str) -> HttpResponse:
    if not rules.can_check_offers(request.user, request.authority):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    try:
        made = actions.take_in_starters(authority=request.authority, by=request.user, at=now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("partners:offers", town)
    words = _("%(n)d Einträge warten auf die Prüfung.") % {"n": len(made)}
    messages.success(request, words if made else _("Alle Einträge sind schon aufgenommen."))
    return redirect(reverse("partners:offers", args=[town]) + "?ansicht=pruefung")


def _own(request: TownRequest, public_id: str) -> Offer:
    """Return an offer of this town that the person may change; 404 else."""
    found = queries.get_offer(request.user, request.authority, public_id)
    own = found.authority_id == request.authority.pk
    if not own or not rules.can_edit_offer(request.user, found):
        raise NotVisible(_("Diese Seite gibt es nicht."))
    return found


def _decide(request: TownRequest, found: Offer, form: CheckForm) -> bool:
    """List or refuse as the button says; return whether it is done."""
    given: dict[str, Any] = {"offer": found, "answers": form.answers, "by": request.user}
    at, note = now(), form.cleaned_data["note"]
    try:
        if request.POST.get("decision") == "refuse":
            actions.refuse_offer(reason=note, at=at, **given)
            messages.success(request, _("Das Angebot ist nicht gelistet, mit Ihrem Grund."))
        else:
            actions.list_offer(note=note, at=at, **given)
            messages.success(request, _("Das Angebot ist geprüft und gelistet."))
    except DomainError as error:
        field = "note" if error.field == "reason" else error.field
        form.add_error(field if field in form.fields else None, error.message)
        return False
    return True


def _steps(found: Offer) -> list[tuple[str, str, str]]:
    """Return what can be done next: the step, its button, how it stands out."""
    return {
        OfferState.DRAFT: [
            ("submit", _("Zur Prüfung einreichen"), "primary"),
            ("end", _("Entwurf verwerfen"), "tertiary"),
        ],
        OfferState.SUBMITTED: [("reopen", _("Zurück in den Entwurf"), "tertiary")],
        OfferState.LISTED: [("end", _("Angebot beenden"), "tertiary")],
        OfferState.REFUSED: [
            ("reopen", _("Überarbeiten"), "secondary"),
            ("end", _("Entwurf verwerfen"), "tertiary"),
        ],
        OfferState.ENDED: [("reopen", _("Wieder aufnehmen"), "secondary")],
    }[OfferState(found.state)]


def _views(authority: Authority, view: str) -> list[Link]:
    base = reverse("partners:offers", args=[authority.slug])
    names = {
        "": _("Gelistet"),
        "pruefung": _("Zur Prüfung"),
        "entwurf": _("Entwürfe"),
        "beendet": _("Beendet"),
    }
    return [
        Link(label, f"{base}?ansicht={key}" if key else base, current=key == view)
        for key, label in names.items()
    ]


def _filters() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return what the list can be narrowed by: name in the address, label, choices."""

    def words(choices: object) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in choices]  # type: ignore[attr-defined]

    factors = [*words(RiskFactor.choices), *words(ProtectiveFactor.choices)]
    return [
        ("thema", _("Thema"), words(Topic.choices)),
        ("gruppe", _("Zielgruppe"), words(TargetGroup.choices)),
        ("wo", _("Wo"), [("local", _("nur vor Ort")), ("state", _("nur landesweit"))]),
        ("feld", _("Handlungsfeld"), words(Setting.choices)),
        ("faktor", _("Faktor"), factors),
        ("nachweis", _("Nachweis"), words(EvidenceLevel.choices)),
        ("art", _("Art"), words(OfferKind.choices)),
    ]


def _facts(found: Offer) -> list[Fact]:
    organisation = found.organisation
    facts = [Fact(_("Anbieter"), organisation.name if organisation else found.authority.name)]
    if organisation and organisation.phone:
        facts.append(Fact(_("Telefon"), organisation.phone))
    if organisation and organisation.email:
        facts.append(Fact(_("E-Mail"), organisation.email, f"mailto:{organisation.email}"))
    website = found.website or (organisation.website if organisation else "")
    if website:
        facts.append(Fact(_("Internetseite"), website, website))
    facts += [
        Fact(label, value)
        for label, value in ((_("Kosten"), found.costs), (_("Wo und für wie viele"), found.reach))
        if value
    ]
    level = str(found.get_evidence_level_display())
    if found.evidence_on:
        level = _("%(level)s, Stand %(day)s") % {
            "level": level,
            "day": german.date(found.evidence_on),
        }
    facts.append(Fact(_("Nachweis"), level))
    if found.ends_on:
        facts.append(Fact(_("Letzter Tag"), german.date(found.ends_on)))
    return facts


def _words(found: Offer) -> list[tuple[str, list[str]]]:
    """Return the lists of an offer in words; an empty one is left out."""
    lists = [
        (_("Themen"), queries.labels(Topic, found.topics)),
        (_("Zielgruppen"), queries.labels(TargetGroup, found.target_groups)),
        (_("Wo es stattfindet"), queries.labels(Setting, found.settings)),
        (_("Setzt an bei"), queries.labels(RiskFactor, found.risk_factors)),
        (_("Stärkt"), queries.labels(ProtectiveFactor, found.protective_factors)),
        (_("Säulen"), queries.labels(Pillar, found.pillars)),
    ]
    return [(label, words) for label, words in lists if words]


def _check(found: Offer, *, own: bool) -> dict[str, object] | None:
    """Return the last check: when, by whom (a name only where the offer is kept), the answers."""
    if found.checked_at is None:
        return None
    known = dict(CheckAnswer.choices)
    return {
        "on": timezone.localdate(found.checked_at),
        "by": found.checked_by.name if own and found.checked_by else found.authority.name,
        "answers": [
            (question.text, known.get(found.check_answers.get(question.code, ""), _("offen")))
            for question in CHECK_QUESTIONS
        ],
    }
