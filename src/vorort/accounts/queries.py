"""Reads of people, their factors and their sessions."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from vorort.accounts.choices import SYSTEM_EMAIL, PersonKind, SignInMethod
from vorort.accounts.models import Identity, Person, SignIn
from vorort.accounts.rules import SEEN_AT
from vorort.core.clock import now
from vorort.core.errors import NotVisible

Kind = Authenticator.Type


def get_system_person() -> Person:
    """Return the person the platform itself acts as; it exists after ``migrate``."""
    return Person.objects.get(kind=PersonKind.SYSTEM, email=SYSTEM_EMAIL)


def find_person(email: str) -> Person | None:
    """Return the human with an e-mail address, in any spelling of case, or None."""
    return Person.objects.filter(email=email.strip().lower(), kind=PersonKind.HUMAN).first()


@dataclass(frozen=True)
class Factor:
    """One second factor as its owner sees it."""

    pk: int
    is_key: bool
    name: str
    added_at: dt.datetime
    used_at: dt.datetime | None


@dataclass(frozen=True)
class Factors:
    """What somebody has set up: an app, keys, and how many recovery codes are left."""

    app: Factor | None
    keys: tuple[Factor, ...]
    codes_left: int
    has_identity: bool

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.keys)


def get_factors(actor: Person) -> Factors:
    """Return one's own second factors."""
    app: Factor | None = None
    keys, left = [], 0
    for row in Authenticator.objects.filter(user=actor).order_by("created_at", "pk"):
        if row.type == Kind.RECOVERY_CODES:
            left = len(row.wrap().get_unused_codes())
            continue
        is_key = row.type == Kind.WEBAUTHN
        factor = Factor(
            pk=row.pk,
            is_key=is_key,
            name=str(row.wrap().name) if is_key else "",
            added_at=row.created_at,
            used_at=row.last_used_at,
        )
        if is_key:
            keys.append(factor)
        else:
            app = factor
    has_identity = Identity.objects.filter(person=actor).exists()
    return Factors(app=app, keys=tuple(keys), codes_left=left, has_identity=has_identity)


def has_second_factor(person: Person) -> bool:
    """Return whether somebody has set up an app or a key; recovery codes alone are none."""
    return bool(
        Authenticator.objects.filter(user=person).exclude(type=Kind.RECOVERY_CODES).exists()
    )


def get_factor(actor: Person, pk: int) -> Authenticator:
    """Return one's own app or key; ``NotVisible`` for anything else."""
    found = (
        Authenticator.objects.filter(user=actor, pk=pk).exclude(type=Kind.RECOVERY_CODES).first()
    )
    if found is None:
        raise NotVisible("Diese Seite gibt es nicht.")
    return found


def list_recovery_codes(actor: Person) -> tuple[str, ...]:
    """Return one's own unused recovery codes in groups of four digits; empty without a factor."""
    row = Authenticator.objects.filter(user=actor, type=Kind.RECOVERY_CODES).first()
    codes = row.wrap().get_unused_codes() if row is not None else []
    return tuple(" ".join(code[i : i + 4] for i in range(0, len(code), 4)) for code in codes)


@dataclass(frozen=True)
class OpenSession:
    """A session of mine that still runs."""

    public_id: str
    device: str
    method: str
    started_at: dt.datetime
    seen_at: dt.datetime
    is_this: bool


def list_open_sessions(actor: Person, *, this_key: str) -> tuple[OpenSession, ...]:
    """Return one's own running sessions, this one first, then the latest used."""
    rows = {
        row.session_key: row
        for row in SignIn.objects.filter(person=actor, session_key__isnull=False)
    }
    found = []
    for session in Session.objects.filter(session_key__in=rows, expire_date__gt=now()):
        row = rows[session.session_key]
        seen = session.get_decoded().get(SEEN_AT)
        found.append(
            OpenSession(
                public_id=row.public_id,
                device=row.device,
                method=str(SignInMethod(row.method).label),
                started_at=row.started_at,
                seen_at=dt.datetime.fromtimestamp(seen, dt.UTC) if seen else row.started_at,
                is_this=session.session_key == this_key,
            )
        )
    found.sort(key=lambda entry: (entry.is_this, entry.seen_at), reverse=True)
    return tuple(found)


def get_own_session(actor: Person, public_id: str) -> SignIn:
    """Return one of one's own sign-ins; ``NotVisible`` for those of others."""
    found = SignIn.objects.filter(person=actor, public_id=public_id).first()
    if found is None:
        raise NotVisible("Diese Seite gibt es nicht.")
    return found


def awaits_first_password(person: Person) -> bool:
    """Return whether somebody was invited and has not set a password yet."""
    linked = Identity.objects.filter(person=person).exists()
    return not person.has_usable_password() and not linked
