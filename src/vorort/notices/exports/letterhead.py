"""The head of a town's documents."""

from vorort.authorities.models import Authority
from vorort.notices.exports.document import Letterhead


def letterhead(authority: Authority) -> Letterhead:
    """Return the head of a town's documents."""
    lines = [line for line in (authority.address or "").splitlines() if line.strip()]
    lines += [line for line in (authority.phone, authority.email) if line]
    return Letterhead(name=authority.name, town_key=authority.town_key, lines=tuple(lines))
