"""Several members at once: rows of a list, each with what is wrong with it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from vorort.authorities.importers import Column, Sheet, SheetRow
from vorort.councils.choices import SeatRole
from vorort.councils.models import Body
from vorort.councils.queries import list_seats
from vorort.partners.models import Organisation
from vorort.partners.queries import known_names

COLUMNS = (
    Column("function", "Funktion", ("Amt", "Position", "Rolle im Amt"), needed=True),
    Column("name", "Name", ("Mitglied", "Person")),
    Column("organisation", "Organisation", ("Einrichtung", "Stelle", "Behörde", "Verein")),
    Column("email", "E-Mail-Adresse", ("E-Mail", "Mail", "Email")),
    Column("role", "Rolle", ("Stimmrecht", "Art")),
    Column("deputy_for", "Vertritt", ("Stellvertretung für", "vertritt wen")),
)
_ROLES = {
    "ja": SeatRole.VOTING,
    "nein": SeatRole.ADVISORY,
    "mitglied": SeatRole.VOTING,
    "vorsitz": SeatRole.VOTING,
    "stellvertreter": SeatRole.DEPUTY,
    "stellvertreterin": SeatRole.DEPUTY,
    "protokoll": SeatRole.MINUTE_TAKER,
}


@dataclass(frozen=True)
class ReadSeat:
    """A row of the list: the seat it becomes, or why it does not."""

    line: int
    name: str
    values: dict[str, Any]
    reasons: tuple[str, ...] = ()
    hints: tuple[str, ...] = field(default=())


def read_seats(sheet: Sheet, body: Body, *, on: dt.date) -> tuple[ReadSeat, ...]:
    """Return the rows with reasons; whoever sits there already is told and left out.

    ``deputy_for`` names the function of a seat of the body or of an earlier row.
    """
    partners = known_names(body.authority)
    known = list(list_seats(body, on=on))
    addresses = {seat.email.casefold(): 0 for seat in known if seat.email}
    functions = {seat.function.casefold() for seat in known if seat.role != SeatRole.DEPUTY}
    done = []
    for row in sheet.rows:
        read = _read(row, partners, addresses, functions, on=on)
        if not read.reasons:
            if read.values["email"]:
                addresses[read.values["email"].casefold()] = row.line
            if read.values["role"] != SeatRole.DEPUTY:
                functions.add(read.values["function"].casefold())
        done.append(read)
    return tuple(done)


def _read(
    row: SheetRow,
    partners: dict[str, Organisation],
    addresses: dict[str, int],
    functions: set[str],
    *,
    on: dt.date,
) -> ReadSeat:
    reasons, hints = [], []
    function, email = row.get("function")[:120], row.get("email")
    role, known_role = _role(row.get("role"), deputy=bool(row.get("deputy_for")))
    if not function:
        reasons.append(_("Die Funktion fehlt."))
    if email and not _is_address(email):
        reasons.append(_("„%(text)s“ ist keine E-Mail-Adresse.") % {"text": email[:60]})
    if email.casefold() in addresses and role != SeatRole.DEPUTY:
        reasons.append(_("Wer diese E-Mail-Adresse hat, sitzt schon im Gremium."))
    deputy_for = row.get("deputy_for")
    if role == SeatRole.DEPUTY and deputy_for.casefold() not in functions:
        reasons.append(_("Wen vertritt sie oder er? Bitte die Funktion in „Vertritt“ nennen."))
    organisation = partners.get(row.get("organisation").casefold())
    if row.get("organisation") and organisation is None:
        hints.append(
            _("„%(text)s“ steht nicht bei den Partnern und bleibt weg.")
            % {"text": row.get("organisation")[:60]}
        )
    if not known_role:
        hints.append(
            _("Rolle „%(text)s“ ist nicht bekannt: stimmberechtigt.")
            % {"text": row.get("role")[:60]}
        )
    values = {
        "function": function,
        "name": row.get("name")[:120],
        "organisation": organisation,
        "email": email,
        "role": role,
        "deputy_function": deputy_for if role == SeatRole.DEPUTY else "",
        "from_on": on,
    }
    shown = ", ".join(filter(None, (row.get("name"), function)))
    return ReadSeat(row.line, shown, values, tuple(reasons), tuple(hints))


def _role(text: str, *, deputy: bool) -> tuple[SeatRole, bool]:
    low = text.strip().casefold()
    if not low:
        return (SeatRole.DEPUTY if deputy else SeatRole.VOTING), True
    for role in SeatRole:
        if low in {role.value, str(role.label).casefold()}:
            return role, True
    found = _ROLES.get(low)
    return (found or SeatRole.VOTING), found is not None


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
