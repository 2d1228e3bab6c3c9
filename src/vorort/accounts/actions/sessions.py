"""Sessions: begun with a device, moved when their key changes, ended by their owner."""

import datetime as dt
import hashlib

from django.contrib.sessions.models import Session
from django.db import transaction

from vorort.accounts.actions.notices import tell
from vorort.accounts.actions.people import note
from vorort.accounts.choices import Notice, SignInMethod
from vorort.accounts.models import Person, SignIn


def fingerprint(mark: str) -> str:
    """Return what is kept of a device's mark: enough to know it again, useless to imitate it."""
    return hashlib.sha256(mark.encode()).hexdigest() if mark else ""


@transaction.atomic
def begin_session(
    *,
    person: Person,
    session_key: str,
    device: str,
    mark: str,
    new_mark: str,
    method: SignInMethod,
    at: dt.datetime,
) -> SignIn:
    """Write down a sign-in; on a device never seen before, its owner gets a mail.

    ``mark`` is the random mark that the browser brought, empty where it has none; ``new_mark``
    the one it gets now. The very first sign-in of somebody is no news to them.
    """
    seen = SignIn.objects.filter(person=person)
    known = bool(mark) and seen.filter(device_mark=fingerprint(mark)).exists()
    if not known and seen.exists():
        tell(person=person, notice=Notice.NEW_DEVICE, facts=(device,))
    SignIn.objects.filter(session_key=session_key).update(session_key=None, ended_at=at)
    sign_in = SignIn.objects.create(
        person=person,
        session_key=session_key,
        device=device[:80],
        device_mark=fingerprint(new_mark),
        method=method,
        started_at=at,
    )
    note("accounts.signed_in", person, method=method.value)
    return sign_in


def move_session(*, old_key: str, new_key: str) -> None:
    """Follow a session whose key was changed."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key)


@transaction.atomic
def end_session(*, sign_in: SignIn, by: Person, at: dt.datetime) -> None:
    """End one session: its next request asks to sign in."""
    if sign_in.session_key:
        Session.objects.filter(session_key=sign_in.session_key).delete()
    SignIn.objects.filter(pk=sign_in.pk).update(session_key=None, ended_at=at)
    note("accounts.session_ended", sign_in.person, by=by)


@transaction.atomic
def end_all_sessions(*, person: Person, by: Person, at: dt.datetime, keep: str = "") -> int:
    """End every session of somebody but ``keep``; return how many were known.

    The number in the person's row is part of what each session is bound to, so sessions that
    nobody wrote down end too. Whoever keeps one renews it (``update_session_auth_hash``).
    """
    person.session_epoch += 1
    person.save(update_fields=["session_epoch", "updated_at"])
    ended = _close(person, keep=keep, at=at)
    note("accounts.sessions_ended", person, by=by)
    return ended


def end_other_sessions(*, person: Person, keep: str, at: dt.datetime) -> int:
    """End all sessions of the person but the one with the key ``keep``."""
    return end_all_sessions(person=person, by=person, at=at, keep=keep)


@transaction.atomic
def note_password_change(
    *, person: Person, at: dt.datetime, keep: str = "", reset: bool = False, first: bool = False
) -> None:
    """Record a new password, end all other sessions, tell the owner.

    ``reset``: it came by a link; ``first``: there was none before, so nobody need be warned.
    """
    _close(person, keep=keep, at=at)
    note("accounts.password_reset" if reset else "accounts.password_changed", person)
    if not first:
        tell(person=person, notice=Notice.PASSWORD)


def _close(person: Person, *, keep: str, at: dt.datetime) -> int:
    """Delete the sessions that were written down, but for ``keep``; return how many."""
    open_ones = SignIn.objects.filter(person=person, session_key__isnull=False).exclude(
        session_key=keep
    )
    keys = list(open_ones.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).update(session_key=None, ended_at=at)
    return len(keys)
