"""Towns come in: by the state, by the operator, and the very first one with its first person."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.actions import create_person, ensure_system_person
from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.authorities.actions.members import add_membership
from vorort.authorities.choices import AuthorityKind, NewTown, Role
from vorort.authorities.models import Authority, FirstRunCode
from vorort.authorities.queries import is_founded
from vorort.core.errors import DomainError

# Read aloud and typed by hand: no signs that look alike.
CODE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_GROUPS = 3
# Guessing 12 of these letters is hopeless; ten attempts are enough for typing mistakes.
MOST_FAILURES = 10
CODE_HOLDS = dt.timedelta(days=1)


class AuthorityExists(DomainError):
    """Address or area key are in use."""


class AlreadyFounded(DomainError):
    """There are people on the platform; the first run is over."""


class WrongCode(DomainError):
    """The code of the first run is not right, too old, or tried too often."""


@transaction.atomic
def create_authority(
    *,
    kind: AuthorityKind,
    slug: str,
    name: str,
    area_key: str,
    by: Person,
    short_name: str = "",
    town_key: str = "",
    also_area_key: str = "",
    is_demo: bool = False,
    address: str = "",
    email: str = "",
    phone: str = "",
) -> Authority:
    """Create a tenant; its slug is its address for ever, its area key joins it to figures.

    Raises
    ------
    AuthorityExists
        When the slug or one of the area keys is in use.
    """
    if Authority.objects.filter(slug=slug).exists():
        raise AuthorityExists(_("Diese Adresse ist schon vergeben."), field="slug")
    keys = [key for key in (area_key, also_area_key) if key]
    taken = Authority.objects.filter(area_key__in=keys) | Authority.objects.filter(
        also_area_key__in=keys
    )
    if taken.exists():
        raise AuthorityExists(
            _("Für dieses Gebiet gibt es schon eine Gebietskörperschaft."), field="area_key"
        )
    authority = Authority.objects.create(
        kind=kind,
        slug=slug,
        name=name,
        short_name=short_name or name,
        town_key=town_key or name[:2].upper(),
        area_key=area_key,
        also_area_key=also_area_key,
        is_demo=is_demo,
        address=address,
        email=email,
        phone=phone,
    )
    record(
        verb="authorities.authority_created",
        by=by,
        authority_id=authority.pk,
        kind="authorities.authority",
        object_id=authority.public_id,
        label=authority.name,
        after={"kind": kind.value, "slug": slug, "area_key": area_key},
    )
    return authority


def new_first_run_code() -> str:
    """Return a new code for the first run; the ones before are void.

    Raises
    ------
    AlreadyFounded
        When somebody is on the platform.
    """
    if is_founded():
        raise AlreadyFounded(_("Auf dieser Plattform gibt es schon Personen."))
    groups = ["".join(secrets.choice(CODE_LETTERS) for _n in range(4)) for _g in range(CODE_GROUPS)]
    code = "-".join(groups)
    FirstRunCode.objects.filter(used_at__isnull=True).delete()
    FirstRunCode.objects.create(code_hash=_hash(code))
    return code


def _hash(code: str) -> str:
    plain = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(f"{settings.SECRET_KEY}:{plain}".encode()).hexdigest()


def check_first_run_code(*, code: str, at: dt.datetime) -> None:
    """Check the code, counting failures; a failure stays counted whatever else happens.

    Raises
    ------
    AlreadyFounded, WrongCode
    """
    if is_founded():
        raise AlreadyFounded(_("Die Plattform ist schon eingerichtet. Bitte melden Sie sich an."))
    with transaction.atomic():
        known = FirstRunCode.objects.select_for_update().filter(used_at__isnull=True).first()
        if known is None or known.failed >= MOST_FAILURES or known.created_at < at - CODE_HOLDS:
            raise WrongCode(
                _(
                    "Dieser Code gilt nicht mehr. Wer den Server betreut, erhält mit "
                    "„vorort authorities first“ einen neuen."
                ),
                field="code",
            )
        right = secrets.compare_digest(known.code_hash, _hash(code))
        if not right:
            known.failed += 1
            known.save(update_fields=["failed", "updated_at"])
    if not right:
        raise WrongCode(
            _("Der Code stimmt nicht. Er steht dort, wo VorOrt gestartet wurde."), field="code"
        )


@transaction.atomic
def found_platform(
    *,
    code: str,
    name: str,
    email: str,
    password: str,
    town: NewTown,
    small_town: bool,
    at: dt.datetime,
) -> tuple[Person, Authority]:
    """Make the first person and the first town; the person is its coordinator.

    In a small town the same person approves, too: the setting for it is made with the town.

    Raises
    ------
    AlreadyFounded, WrongCode, AddressUnreadable, AuthorityExists
    """
    check_first_run_code(code=code, at=at)
    FirstRunCode.objects.filter(used_at__isnull=True).update(used_at=at)
    system = ensure_system_person()
    person = create_person(email=email, name=name, password=password, by=system)
    authority = create_authority(
        kind=town.kind,
        slug=town.slug,
        name=town.name,
        short_name=town.short_name,
        town_key=town.town_key,
        area_key=town.area_key,
        also_area_key=town.also_area_key,
        by=person,
    )
    if small_town:
        authority.small_town = authority.one_hand = True
        authority.save(update_fields=["small_town", "one_hand", "updated_at"])
    add_membership(authority=authority, person=person, role=Role.COORDINATOR, by=system)
    if small_town:
        add_membership(authority=authority, person=person, role=Role.MAYOR, by=system)
    return person, authority
