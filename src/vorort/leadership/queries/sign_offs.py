"""What was put before the head of the administration: lists, one, what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import ROLE_PERMISSIONS, Permission
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_my_authorities
from vorort.core import links
from vorort.core.duties import Duty
from vorort.core.errors import NotVisible
from vorort.core.scopes import platform_scope
from vorort.leadership.choices import SignOffState
from vorort.leadership.models import SignOff
from vorort.leadership.registry import address_of, revisions_of
from vorort.leadership.rules import can_ask
from vorort.measures.choices import ENDED
from vorort.measures.models import Measure
from vorort.measures.registry import Panel
from vorort.strategies.choices import IN_WORK, StrategyState
from vorort.strategies.models import Strategy


@dataclass(frozen=True)
class SignOffLine:
    """A sign-off, its page, and whether the thing is another one than what was signed."""

    sign_off: SignOff
    url: str
    changed_since: bool = False


def list_sign_offs(authority: Authority, *, asked: bool | None = None) -> QuerySet[SignOff]:
    """Return a town's sign-offs: all, those still asked for (the most urgent first), or the rest."""
    rows = SignOff.objects.filter(authority=authority).select_related(
        "authority", "asked_by", "decided_by"
    )
    if asked is None:
        return rows
    if asked:
        # What has a day comes before what has none, on every database.
        soon = F("due_on").asc(nulls_last=True)
        return rows.filter(state=SignOffState.ASKED).order_by(soon, "asked_at", "id")
    last = F("decided_at").desc(nulls_last=True)
    return rows.exclude(state=SignOffState.ASKED).order_by(last, "-id")


def with_words(sign_offs: Iterable[SignOff]) -> list[SignOffLine]:
    """Return sign-offs with what is said beside them, in constant queries."""
    rows = list(sign_offs)
    signed = [one for one in rows if one.state == SignOffState.SIGNED]
    now = revisions_of((one.subject_kind, one.subject_id) for one in signed)
    return [
        SignOffLine(
            one,
            address_of(one),
            changed_since=one.state == SignOffState.SIGNED
            and now.get((one.subject_kind, one.subject_id), one.revision) != one.revision,
        )
        for one in rows
    ]


def get_sign_off(authority: Authority, public_id: str) -> SignOff:
    """Return one sign-off of a town; a 404 where there is none."""
    found = list_sign_offs(authority).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible(_("Diese Zeichnung gibt es nicht."))
    return found


def subject_link(actor: Person, sign_off: SignOff) -> links.Link | None:
    """Return where the thing itself is read, as far as this reader may."""
    return links.resolve(actor, sign_off.subject_kind, sign_off.subject_id)


def current_revision(sign_off: SignOff) -> int:
    """Return the number of the thing's text now; 0 where its text is not known."""
    key = (sign_off.subject_kind, sign_off.subject_id)
    return revisions_of([key]).get(key, 0)


def list_of_subject(sign_off: SignOff) -> QuerySet[SignOff]:
    """Return what else was asked about the same thing, the newest first."""
    return (
        SignOff.objects.filter(
            authority=sign_off.authority_id,
            subject_kind=sign_off.subject_kind,
            subject_id=sign_off.subject_id,
        )
        .exclude(pk=sign_off.pk)
        .select_related("authority")
    )


def subjects(authority: Authority) -> list[tuple[str, str]]:
    """Return what can be put before the head of the administration: key (kind and id), title."""
    measures = Measure.objects.filter(authority=authority).exclude(state__in=ENDED)
    strategies = Strategy.objects.filter(
        authority=authority, state__in=[*IN_WORK, StrategyState.ADOPTED]
    )
    return [
        *((f"strategies.strategy:{one.public_id}", one.title) for one in strategies),
        *((f"measures.measure:{one.public_id}", str(one)) for one in measures),
    ]


def measure_panel(actor: Person, measure: Measure) -> Panel | None:
    """Return the box on a measure's page: what was signed, what was asked, the way to ask."""
    rows = SignOff.objects.filter(subject_kind="measures.measure", subject_id=measure.public_id)
    lines = with_words(rows.select_related("authority").order_by("-asked_at", "-id")[:3])
    may_ask = can_ask(actor, measure.authority) and measure.state not in ENDED
    is_asked = any(line.sign_off.state == SignOffState.ASKED for line in lines)
    if not lines and not may_ask:
        return None
    context = {
        "sign_off_lines": lines,
        "ask_url": _ask_url(measure) if may_ask and not is_asked else "",
    }
    return Panel(_("Zeichnung der Leitung"), "leadership/measure_panel.html", context, side=True)


def _ask_url(measure: Measure) -> str:
    address = reverse("leadership:ask", args=[measure.authority.slug])
    return f"{address}?gegenstand=measures.measure:{measure.public_id}"


def list_duties(actor: Person) -> list[Duty]:
    """Return what waits for somebody's signature, and what came back to who had asked."""
    mine = list_my_authorities(actor)
    signing = [one.authority.pk for one in mine if _holds(one.roles, Permission.SIGN_OFF)]
    asking = [one.authority.pk for one in mine if _holds(one.roles, Permission.EDIT_MEASURES)]
    if not signing and not asking:
        return []
    with platform_scope("sign-offs of one person over all their towns"):
        rows = SignOff.objects.select_related("authority").order_by("due_on", "asked_at")
        found = [
            _duty(one, _("Zeichnen: %(title)s"), one.question, "sign")
            for one in rows.filter(authority__in=signing, state=SignOffState.ASKED)
        ]
        again = SignOff.objects.filter(
            authority=OuterRef("authority"),
            subject_kind=OuterRef("subject_kind"),
            subject_id=OuterRef("subject_id"),
            asked_at__gt=OuterRef("asked_at"),
        )
        found += [
            _duty(one, _("Ohne Zeichnung zurück: %(title)s"), one.note, "returned")
            for one in rows.filter(
                ~Exists(again), authority__in=asking, state=SignOffState.RETURNED
            )
        ]
    return found


def _holds(roles: Iterable[str], permission: Permission) -> bool:
    return any(permission in ROLE_PERMISSIONS[role] for role in roles)  # type: ignore[index]


def _duty(sign_off: SignOff, title: str, reason: str, kind: str) -> Duty:
    return Duty(
        town_key=sign_off.authority.town_key,
        town=sign_off.authority.name,
        title=title % {"title": sign_off.subject_title},
        url=address_of(sign_off),
        reason=reason,
        due_on=sign_off.due_on if kind == "sign" else None,
        kind=f"leadership.{kind}",
    )
